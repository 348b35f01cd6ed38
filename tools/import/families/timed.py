"""Sensors that tell that somebody came and never that all have gone: the bridge tells it when time is up."""

from families.formulas import reads

AWAY = {"later": {"occupancy": "false"}}


def by_command(d):
    return [reads("ssIasZone", None, {"statusChangeNotification": {
        "occupancy": "(data.zonestatus & 1) > 0", "tamper": "(data.zonestatus & 4) > 0", "battery_low": "(data.zonestatus & 8) > 0"}},
        after="option.occupancy_timeout ?? 90", **AWAY)]


def by_attribute(d):
    return [reads("msOccupancySensing", {"occupancy": {"occupancy": "value == 1 ? true : none"}}, after="option.occupancy_timeout ?? 90",
                  absence=True, **AWAY)]


CONVERTERS = {
    "fz.ias_occupancy_alarm_1_with_timeout": by_command,
    "fz.occupancy_with_timeout": by_attribute,
}
