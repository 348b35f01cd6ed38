"""Shelly: what all of the fourth generation have beside Zigbee: a connection to Wi-Fi."""

from families.formulas import read, reads, sets, write
from yaml_writer import Hex

WIFI = "shellyWiFiSetupCluster"
MAKER = Hex(0x1490)
PARTS = {"static_ip": "staticIp", "net_mask": "netMask", "gateway": "gateway", "name_server": "nameServer"}

# The device tells the beginning of a long name: the whole is the user's, or the longest that was ever told.
KNOWN = "(option.shelly_wifi_ssid ?? remembered.wifi_ssid ?? '')"
SSID = f"(data.ssid ?? '') == '' ? none : slice({KNOWN}, 0, length(data.ssid)) == data.ssid ? {KNOWN} : data.ssid"


def ours(step):
    return {**step, "manufacturer": MAKER}


def given(key):
    return f"(value.{key} ?? '') == '' ? none : value.{key}"


ASKS = [{**ours(step), "endpoint": "239"} for step in (
    write(WIFI, {"actionCode": "0"}), read(WIFI, ["status", "ip", "enabled", "dhcp", "ssid"]), read(WIFI, ["staticIp", "netMask"]),
    read(WIFI, ["gateway", "nameServer"]))]
STAGED = [{"enabled": "value.enabled", "ssid": given("ssid")}, {"password": given("password")},
          {"staticIp": "value.static_ip", "netMask": "value.net_mask"}, {"gateway": "value.gateway", "nameServer": "value.name_server"}]


def wifi(args, d):
    config = {"enabled": "data.enabled == none ? none : data.enabled == 1", "ssid": SSID,
              **{key: f"(data.{attribute} ?? '') == '' ? none : data.{attribute}" for key, attribute in PARTS.items()}}
    told = {"wifi_config": "{" + ", ".join(f"{key}: {formula}" for key, formula in config.items()) + "}", "wifi_status": "data.status",
            "ip_address": "data.ip", "dhcp_enabled": "data.dhcp == none ? none : data.dhcp == 1"}
    written = {"enabled": "value.enabled", "ssid": given("ssid"), **{key: f"value.{key}" for key in PARTS}}
    return [reads(WIFI, {"any": told}, remember={"wifi_ssid": f"length(data.ssid ?? '') > length({KNOWN}) ? data.ssid : none"}),
            sets(["wifi_status", "ip_address", "dhcp_enabled"], None, ASKS),
            sets("wifi_config", [{**ours(write(WIFI, part)), "partial": True} for part in STAGED] + [ours(write(WIFI, {"actionCode": "1"}))], ASKS,
                 {"wifi_config": "{" + ", ".join(f"{key}: {formula}" for key, formula in written.items()) + "}"})]


S = "shelly:shellyModernExtend."
EXTENSIONS = {S + "shellyWiFiSetup": wifi, **{f"{S}shellyCustomClusters[{i}]": lambda args, d: [] for i in (0, 1)}}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
