"""Develco and frient."""

from families.formulas import reads


def low_battery(args, d):
    return [reads("genPowerCfg", {"batteryVoltage": {"battery_low": "value < 255 ? value <= 25 : none"}})]


EXTENSIONS = {
    # Reads which firmware a device has.
    "develco.develcoModernExtend.readGenBasicPrimaryVersions": lambda args, d: [],
    "develco.develcoModernExtend.batteryLowAA": low_battery,
}
SHOWN_BY_FACTS = {"develco.develcoModernExtend.batteryLowAA"}
RECORDED = set(EXTENSIONS)
