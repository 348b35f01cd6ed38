"""Shelly: what all of the fourth generation have beside Zigbee: a connection to Wi-Fi."""

from families.formulas import read, reads, sets, words, write
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


ANY = "(" + " || ".join(f"({formula}) != none" for part in STAGED for formula in part.values()) + ")"


def wifi(args, d):
    config = {"enabled": "data.enabled == none ? none : data.enabled == 1", "ssid": SSID,
              **{key: f"(data.{attribute} ?? '') == '' ? none : data.{attribute}" for key, attribute in PARTS.items()}}
    told = {"wifi_config": "{" + ", ".join(f"{key}: {formula}" for key, formula in config.items()) + "}", "wifi_status": "data.status",
            "ip_address": "data.ip", "dhcp_enabled": "data.dhcp == none ? none : data.dhcp == 1"}
    written = {"enabled": "value.enabled", "ssid": given("ssid"), **{key: f"value.{key}" for key in PARTS}}
    here = {"endpoint": "239"} if d.model in ("S4SW-002P16EU-SWITCH", "S4SW-002P16EU-COVER") else {}
    return [reads(WIFI, {"any": told}, remember={"wifi_ssid": f"length(data.ssid ?? '') > length({KNOWN}) ? data.ssid : none"}),
            sets(["wifi_status", "ip_address", "dhcp_enabled"], None, ASKS),
            sets("wifi_config", [{**ours(write(WIFI, part)), "partial": True, **here} for part in STAGED]
                 + [{**ours(write(WIFI, {"actionCode": "1"})), **here, "if": ANY}], ASKS,
                 {"wifi_config": f"{ANY} ? {{" + ", ".join(f"{key}: {formula}" for key, formula in written.items()) + "} : none"})]


# The wall switch of four buttons: two endpoints of two, or one for each button.
SCENES = words({1: "double", 2: "triple", 11: "single_long", 12: "double_long", 13: "triple_long"}, "data.sceneid")
FOUR_BUTTONS = {
    "four_buttons_single_events": reads("genOnOff", None, {
        "on": {"action": "{1: '1_single', 2: '3_single'}[endpoint]"}, "off": {"action": "{1: '2_single', 2: '4_single'}[endpoint]"},
        "toggle": {"action": "endpoint <= 4 ? endpoint + '_single' : none"}}, once=True),
    "four_buttons_hold_events": reads("genLevelCtrl", None, {"step": {
        "action": "endpoint <= 2 && data.stepmode in [0, 1] ? (endpoint * 2 - 1 + data.stepmode) + '_hold' : none"}}, once=True),
    "four_buttons_scene_events": reads("genScenes", None, {"recall": {"action": f"endpoint <= 4 ? endpoint + '_' + {SCENES} : none"}}, once=True),
}

S = "shelly:shellyModernExtend."
EXTENSIONS = {S + "shellyWiFiSetup": wifi, **{f"{S}shellyCustomClusters[{i}]": lambda args, d: [] for i in (0, 1)}}
CONVERTERS = {f"shelly:fzLocal.{name}": lambda d, block=block: [block] for name, block in FOUR_BUTTONS.items()}
SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = set(EXTENSIONS)
