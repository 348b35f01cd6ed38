"""Tuya's devices of standard clusters that tell some values in ways of their own."""

from . import older
from .formulas import read, reads, sets, write
from yaml_writer import Hex


def percent(of):
    """What lies beyond is no humidity."""
    return [reads("msRelativeHumidity", {"measuredValue": {"humidity": f"{of} >= 0 && {of} <= 100 ? {of} : none"}})]


TIMES_TEN = ("_TZ3210_ncw88jfq", "_TZ3000_ywagc4rj", "_TZ3000_isw9u95y", "_TZ3000_yupc0pb7", "_TZ3000_wol32olt")


def in_tenths(d):
    return percent("(device.maker in [" + ", ".join(repr(m) for m in TIMES_TEN) + "] ? value * 10 / 100 : value / 100)")


def wrong_when_full(d):
    """A full battery of few volts is a wrong message, but of one maker."""
    blocks = older.CONVERTERS["fz.battery"](d)
    return [(name, {**options, "unless": "data.batteryPercentageRemaining == 200 && data.batteryVoltage < 30 && device.maker != '_TZ3000_lqmvrwa2'"})
            for name, options in (blocks.items() if isinstance(blocks, dict) else blocks)]


ZONE = "ssIasZone"
LEVELS, TIMES = "{0: 'low', 1: 'medium', 2: 'high'}[value]", "{0: 30, 1: 60, 2: 120}[value]"


def zone_settings(d):
    zone = older.CONVERTERS["fz.ias_occupancy_alarm_1_report"](d)
    return [*(zone.items() if isinstance(zone, dict) else zone), reads(ZONE, {"currentZoneSensitivityLevel": {"sensitivity": LEVELS}, Hex(61441): {"keep_time": TIMES}})]


def zone_settings_set(d):
    asked = read(ZONE, ["currentZoneSensitivityLevel", Hex(61441), "zoneStatus"])
    rows = [{"key": key, "set": [write(ZONE, {at: value}, **more)], "get": [asked], "state": {}} for key, at, value, more in (
        ("sensitivity", "currentZoneSensitivityLevel", "{low: 0, medium: 1, high: 2}[lower(value)]", {}),
        ("keep_time", Hex(61441), "{30: 0, 60: 1, 120: 2}[value]", {"type": "uint8"}))]
    return [("sets", {"rows": rows})]


SIREN, OTHER_SIREN = "ssIasWd", "device.maker == '_TYZB01_sbpc1zrb'"


def siren(d):
    """The louder the less."""
    volume = f"{OTHER_SIREN} ? (value == 0 ? 0 : round(1 + (value - 100) * 99 / -67)) : round((value - 100) * 100 / -90)"
    return [reads(SIREN, {"maxDuration": {"duration": "value"}, 2: {"volume": volume}, Hex(61440): {"alarm": "value != 0"}})]


def siren_volume(d):
    octet = f"{OTHER_SIREN} ? (value == 0 ? 0 : round(100 + (value - 1) * -67 / 99)) : round(100 + value * -90 / 100)"
    return [sets("volume", write(SIREN, {2: octet}, type="uint8"), read(SIREN, 2), {})]


CONVERTERS = {
    "tuya.fz.ts0216_siren": siren, "tuya.tz.ts0216_volume": siren_volume,
    "tuya:fzLocal.humidity10": lambda d: percent("(value / 10)"), "tuya:fzLocal.TS0201_humidity": in_tenths,
    "tuya:fzLocal.TS0222_humidity": lambda d: [reads("msRelativeHumidity", {"measuredValue": {"humidity": "value >= 0 && value <= 10000 ? value / 100 * 10 : none"}})],
    "tuya:fzLocal.TS0201_battery": wrong_when_full,
    "tuya:fzLocal.ts020cIlluminance": lambda d: [reads("manuSpecificTuya2", {Hex(57345): {"illuminance": "value"}}, kinds=["report"])],
    "tuya:fzLocal.ZM35HQ_attr": zone_settings, "tuya:tzLocal.ZM35HQ_attr": zone_settings_set,
}
