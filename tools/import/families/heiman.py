"""Heiman: a cluster of its own for smoke alarms, sensors and cameras."""

from families.formulas import Row, command, literal, read, reads, sets, told, write

OWN = "heimanClusterSpecial"
SERVER = dict(enumerate(["unconfigurated", "unconnected", "connected", "api1_timeout"]))
WIFI = dict(enumerate(["unconfigurated", "unconnected", "connected", "connection_timeout"]))


def row(key, attribute, meaning="value"):
    return Row(key, OWN, attribute, meaning)


SPECIAL = [
    row("smoke_level", "smokeConcentrationLevel", "value == value ? fixed(value / 100, 2) : '0.00'"), row("temperature_offset", "temperatureOffset"),
    row("humidity_offset", "humidityOffset"), row("siren_for_automation_only", "deviceCascadeState", {0: "stop", 1: "smoke_siren", 2: "co_siren"}),
    row("chamber_contamination", "smokeChamberContaminationLevel",
        dict(enumerate(["normal", "light_contamination", "medium_contamination", "critical_contamination"]))),
    row("smoke_unit", "smokeConcentationUnit", "value ? '%ft OBS' : 'dB/m'"),
    row("link_available", "interconnectable", dict(enumerate(["inactive", "smoke_active", "co_active", "heat_active"]))),
    row("server_status", "serverStatus", SERVER), row("server_candidate_status", "serverCandidateStatus", SERVER),
    row("wifi_status", "wifiStatus", WIFI), row("wifi_candidate_status", "wifiCandidateStatus", WIFI), row("reported_packages", "reportedPackages"),
    row("rejoin_count", "rejoinedCount"), row("reboot_count", "rebootedCount"),
]


def asked(key, attribute):
    return sets(key, None, read(OWN, attribute, answered=True))


def bits(key, attribute, *names):
    """All bits that are set, as one text."""
    on = "[" + ", ".join(f"value >> {i} & 1 ? {literal(name)} : none" for i, name in enumerate(names)) + "]"
    formula = f"length({on}) > 0 ? join({on}, ' | ') : 'normal'"
    return lambda args, d: told([row(key, attribute, formula)]) + [asked(key, attribute)]


def flag(key, attribute, settable=True, cluster=OWN):
    written = write(cluster, {attribute: "value ? 1 : 0"}, answered=True) if settable else None
    return lambda args, d: [reads(cluster, {attribute: {key: "value ? true : false"}}), sets(key, written, read(cluster, attribute, answered=True), {})]


def indicator(args, d):
    key = next((c["key"][0] for c in d.fact["toZigbee"] if d.extensions()[c.get("extend", 0)][0] == "heiman:heimanExtend.heimanClusterIndicatorLight"
                and "extend" in c), "heartbeat_indicator")
    return flag(key, "indicatorLightLevelControlOf1")(args, d)


E = "heiman:heimanExtend."
EXTENSIONS = {
    E + "heimanClusterDeviceMuteState": bits("muted", "deviceMuteState", "muted", "alarm_muted", "fault_muted", "low_battery_muted", "endoflife_muted",
                                             "warning_muted"),
    E + "heimanClusterSensorFaultState": bits("fault_state", "sensorFaultState", "fault", "open_circuit_fault", "short_circuit_fault", "pollution_fault"),
    E + "heimanClusterSensorInterconnectable": flag("interconnectable", "interconnectable", settable=False),
    E + "heimanClusterIndicatorLight": indicator,
    E + "heimanClusterSensorMutable": flag("temporary_mute", "deviceMuteControl"),
    E + "heimanClusterRadarActiveIndicatorExtend": flag("enable_indicator", "enableIndicator", cluster="heimanClusterRadar"),
    E + "heimanClusterRadarSubRegionEnableExtend": flag("enable_sub_region_isolation", "enableSubRegionIsolation", cluster="heimanClusterRadar"),
    E + "iasZoneInitiateTestMode": lambda args, d: [sets("trigger_selftest", command("ssIasZone.initTestMode", {
        "testModeDuration": "1", "currentZoneSensitivityLevel": "1"}))],
}
CONVERTERS = {"heiman:fzLocal.heimanClusterSpecialfz": lambda d: told([r for r in SPECIAL if r.attribute in (
    (d.fact.get("customClusters") or {}).get(OWN) or {}).get("attributes", {})])}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
