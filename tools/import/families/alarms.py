"""Sirens (ssIasWd), enrolment, and what else security devices are told."""

from families.formulas import command, reads, sets, words

MODES = {"stop": 0, "burglar": 1, "fire": 2, "emergency": 3, "police_panic": 4, "fire_panic": 5, "emergency_panic": 6}
LEVELS = {"low": 0, "medium": 1, "high": 2, "very_high": 3}
# Their firmware has the fields of the information the other way round.
REVERSED = {"SIRZB-110", "SRAC-23B-ZBSR", "AV2010/29A", "AV2010/24A"}
STOPPED_BY_ZERO = {"SIRZB-110", "SIRZB-111"}


def wanted(name, otherwise):
    """What the user wants; nothing, false words and 0 count as nothing."""
    return f"value.{name} ? value.{name} : {otherwise}"


def warning(d, turned_round=False):
    mode = words(MODES, wanted("mode", "'emergency'"))
    level, strobe = wanted("level", "'medium'"), "(value.strobe ?? true)"
    if d.model in STOPPED_BY_ZERO and "tz.warning" in d.converters("toZigbee"):
        level = wanted("level", "value.mode == 'stop' ? 'low' : 'medium'")
        strobe = "(value.strobe ?? value.mode != 'stop')"
    strobe = f"({strobe} ? 1 : 0)"
    level = words(LEVELS, level)
    info = f"{mode} + ({strobe} << 4) + ({level} << 6)" if turned_round or d.model in REVERSED else f"({mode} << 4) + ({strobe} << 2) + {level}"
    return [sets("warning", command("ssIasWd.startWarning", {
        "startwarninginfo": info, "warningduration": "value.duration ?? 10",
        "strobedutycycle": "value.strobe_duty_cycle == none || value.strobe_duty_cycle == null ? 0 : value.strobe_duty_cycle * 10",
        "strobelevel": "value.strobe_level == none || value.strobe_level == null ? 1 : " + words(LEVELS, "value.strobe_level")}), None, {})]


def warning_simple(d):
    on = {"SMSZB-120": 192, "HESZB-120": 192, "SIRZB-110": 211, "SIRZB-111": 55}.get(d.model, 196)
    off = 0 if on != 196 else 192
    return [sets("alarm", command("ssIasWd.startWarning", {
        "startwarninginfo": f"value in ['alarm', 'OFF'] ? {off} : {on}", "warningduration": "300", "strobedutycycle": "0", "strobelevel": "0"}), None, {})]


def squawk(d):
    info = (words({"system_is_armed": 0, "system_is_disarmed": 1}, "value.state") + " + ((value.strobe ?? false) ? 16 : 0) + ("
            + words(LEVELS, wanted("level", "'very_high'")) + " << 6)")
    return [sets("squawk", command("ssIasWd.squawk", {"squawkinfo": info}), None, {})]


def enroll(d):
    return [reads("ssIasZone", {"any": {"enrolled": "data.zoneState != 0", "ias_cie_address": "data.iasCieAddr", "zone_id": "data.zoneId"}})]


def store(d):
    suffix = " + (endpoint_name == none ? '' : '_' + endpoint_name)" if d.meta("multiEndpoint") else ""
    return [reads("genScenes", None, {"store": {"action": "'store_' + data.sceneid" + suffix}}, once=True, group=True)]


CONVERTERS = {"tz.warning": warning, "tz.warning_simple": warning_simple, "tz.squawk": squawk, "fz.ias_enroll": enroll, "fz.command_store": store}
