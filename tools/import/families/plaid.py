"""Plaid Systems: soil sensors that tell their battery as mains."""

from families.formulas import reads


def battery(d):
    curve = (d.meta("battery") or {}).get("voltageToPercentage") or {}
    low, high = curve.get("min", 2500), curve.get("max", 3000)
    return [reads("genPowerCfg", {"mainsVoltage": {"voltage": "value", "battery": f"round(min(max((value - {low}) * 100 / {high - low}, 0), 100))"}})]


CONVERTERS = {"plaid:fzLocal.plaid_battery": battery}
