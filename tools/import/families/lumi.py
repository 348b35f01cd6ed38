"""Xiaomi and Aqara: the structure they report, and attributes of their own cluster."""

from families import attributes as plain
from families import standard
from families.formulas import read, reads, sets, turned, words, write
from missing import Missing, take
from yaml_writer import Hex

MAKER = Hex(0x115F)
OWN = "manuSpecificLumi"

ON_OFF = "value == 1 ? 'ON' : 'OFF'"
TRUE = "value == 1"
LEVELS = {1: "low", 2: "medium", 3: "high"}
SMOKE_DBM = {0: 0, 1: 0.085, 2: 0.088, 3: 0.093, 4: 0.095, 5: 0.1, 6: 0.105, 7: 0.11, 8: 0.115, 9: 0.12, 10: 0.125}
GAS, SMOKE = "JT-BZ-01AQ/A", "JY-GZ-01AQ"


def state(name):
    return {f"state_{name}": ON_OFF}


def models(text, **tags):
    """{model: {tag: {property: formula}}}; the tag's number behind a letter."""
    return [(text.split(), {int(tag[1:]): formulas for tag, formulas in tags.items()})]


LEFT_RIGHT = models("QBKG18LM QBKG20LM QBKG31LM QBKG39LM QBKG41LM QBKG12LM QBKG03LM", t100=state("left"), t101=state("right"))
TAGS = LEFT_RIGHT + models("QBKG25LM", t100=state("left"), t101=state("center"), t102=state("right")) \
    + models("QBKG33LM QBKG34LM", t101=state("center"), t102=state("right")) \
    + models("QBCZ15LM", t100=state("relay"), t101=state("usb")) + models("LLKZMK11LM", t100=state("l1"), t101=state("l2"), t151={"current": "value"}) \
    + models(f"WXCJKG11LM WXCJKG12LM WXCJKG13LM MCCGQ14LM GZCGQ01LM {SMOKE} CTP-R01", t3={}) \
    + models("WS-USC01 WS-USC02 WS-EUK01 WS-EUK02 QBKG27LM QBKG28LM QBKG29LM QBKG25LM QBKG38LM QBKG39LM ZNQBKG42LM ZNQBKG43LM ZNQBKG44LM "
             "ZNQBKG45LM", t4={"mode_switch": "{4: 'anti_flicker_mode', 1: 'quick_mode'}[value]"}) \
    + models("MCCGQ11LM SJCGQ11LM", t6={"trigger_count": "(value & 0xFFFF) - 1"}) \
    + models("SSM-U01 DLKZMK11LM SSM-U02 DLKZMK12LM", t10={"switch_type": "{1: 'toggle', 2: 'momentary'}[value]"}) \
    + models("RTCGQ11LM", t11={"illuminance": "value"}, t100={}) \
    + models("WXKG14LM WXKG16LM WXKG17LM", t100={"click_mode": "{1: 'fast', 2: 'multi'}[value]"}) \
    + models("WXCJKG11LM WXCJKG12LM WXCJKG13LM ZNMS12LM ZNCLBL01LM RTCGQ12LM RTCGQ13LM RTCGQ14LM SJCGQ11LM", t100={}) \
    + models("RTCGQ15LM", t100={"occupancy": "value"}) + models("PS-S04D", t100={"presence": TRUE}, t103={"pir_detection": TRUE}) \
    + models("WSDCGQ01LM WSDCGQ11LM WSDCGQ12LM VOCKQJK11LM",
             t100={"temperature": "value / 100 > -65 && value / 100 < 65 ? value / 100 : none"},
             t101={"humidity": "value / 100 >= 0 && value / 100 <= 100 ? value / 100 : none"}) \
    + models("WSDCGQ01LM WSDCGQ11LM", t102={"pressure": "value / 100"}) \
    + models("MCCGQ11LM MCCGQ14LM", t100={"contact": "value == 0"}) + models("SJCGQ13LM", t100={"water_leak": TRUE}) \
    + models("JTYJ-GD-01LM/BW", t100={"smoke_density": "value"}, t150={}) + models("GZCGQ01LM", t100={"illuminance": "value"}) \
    + models("RTCGQ12LM RTCGQ14LM RTCGQ15LM", t101={"illuminance": "value > 65000 ? 0 : value"}) \
    + models("ZNJLBL01LM ZNCLDJ12LM", t101={"battery": "value"}) + models("TH-S04D", t102={"battery": "value"}) \
    + models("RTCZCGQ11LM", t101={"presence": "{0: false, 1: true, 255: null}[value]"},
             t102={"presence_event": "device.application < 50 ? {0: 'enter', 1: 'leave', 2: 'left_enter', 3: 'right_leave', 4: 'right_enter', "
                                     "5: 'left_leave', 6: 'approach', 7: 'away', 255: null}[value] : none",
                   "motion_sensitivity": "device.application < 50 ? none : " + words(LEVELS)},
             t103={"monitoring_mode": "['undirected', 'left_right'][value]"}, t105={"approach_distance": "['far', 'medium', 'near'][value]"},
             t322={"presence": "{0: false, 1: true, 255: null}[value]"},
             t323={"presence_event": "['enter', 'leave', 'left_enter', 'right_leave', 'right_enter', 'left_leave', 'approach', 'away'][value]"},
             t324={"monitoring_mode": "['undirected', 'left_right'][value]"}, t326={"approach_distance": "['far', 'medium', 'near'][value]"}) \
    + models("PS-S04D", t322={"presence": "{0: false, 1: true, 255: null}[value]"}) \
    + models("ZNXDD01LM", t101={"brightness": "value"}, t102={"color_temp": "value"}) \
    + models("RTCGQ13LM", t105={"motion_sensitivity": words(LEVELS)}) \
    + models("RTCGQ14LM", t105={"detection_interval": "value"}, t106={"motion_sensitivity": words(LEVELS)}, t107={"trigger_indicator": TRUE},
             t338={"trigger_indicator": TRUE}) \
    + models("LLKZMK12LM", t149={"energy": "value / 1000", "consumption": "value / 1000"}) \
    + models("KD-R01D WS-K05E", t150={"voltage": "value * 0.01"}) + models("DJT11LM", t152={}) \
    + models("MCCGQ13LM", t159={"detection_distance": "{1: '10mm', 2: '20mm', 3: '30mm'}[value]"}, t320={"tamper": "{0: false, 1: true}[value]"}) \
    + models(f"RTCGQ13LM RTCGQ14LM RTCZCGQ11LM PS-S04D", t268={"motion_sensitivity": words(LEVELS)}) \
    + models("ZNCZ15LM QBCZ14LM QBCZ15LM SP-EUC01", t512={"button_lock": "value == 1 ? 'OFF' : 'ON'"}) \
    + models("ZNJLBL01LM", t1032={"motor_speed": "['low', 'medium', 'high'][value]"}, t1033={"charging_status": TRUE}, t1034={"battery": "value"})
ALARM = {162: {"test": TRUE}, 163: {"buzzer_manual_mute": TRUE}, 294: {"buzzer_manual_mute": TRUE}, 295: {"test": TRUE},
         317: {"buzzer_manual_alarm": TRUE}, 331: {"linkage_alarm": TRUE}, 332: {"linkage_alarm_state": TRUE}}
DENSITY = {"smoke_density": "value", "smoke_density_dbm": words(SMOKE_DBM)}
LEL, WORK = {"gas_sensitivity": "{1: '15%LEL', 2: '10%LEL'}[value]"}, {"state": "['work', 'preparation'][value]"}
TAGS += [([GAS, SMOKE], ALARM),
         ([GAS], {2: {"power_outage_count": "value - 1"}, 159: LEL, 268: LEL, 160: {"gas": TRUE}, 314: {"gas": TRUE}, 161: {"gas_density": "value"},
                  315: {"gas_density": "value"}, 164: WORK, 313: WORK, 166: {"linkage_alarm": TRUE}}),
         ([SMOKE], {160: {"smoke": TRUE}, 314: {"smoke": TRUE}, 161: DENSITY, 315: DENSITY, 164: {"heartbeat_indicator": TRUE},
                    165: {"linkage_alarm": TRUE}, 316: {"heartbeat_indicator": TRUE}})]
# Their reports go together with what was told before, which tags alone do not know.
PENDING = {"ZNCLBL01LM", "CTP-R01"}


def report(*clusters):
    def rule(d):
        if d.model in PENDING:
            raise Missing("reports of " + d.model)
        # Without its description the bridge never hears of the maker's cluster.
        known = [c for c in clusters if c != OWN or OWN in (d.fact.get("customClusters") or {})]
        if not known:
            return {}
        tags = {}
        for names, formulas in TAGS:
            if d.model in names:
                tags.update(formulas)
        out = {}
        if known != ["genBasic"]:
            out["from"] = known
        curve = (d.meta("battery") or {}).get("voltageToPercentage")
        if curve:
            out["voltage_range"] = [curve["min"], curve["max"]]
        if tags:
            out["tags"] = {tag: tags[tag] for tag in sorted(tags)}
        return {"lumi_report": out}
    return rule


def of_own(args, d):
    return report(OWN)(d)


def of_both(d):
    """Definitions that list both readers get one block for the two clusters."""
    names = [name for name, _ in d.own("fromZigbee")]
    found = [cluster for name, cluster in (("lumi.fromZigbee.lumi_basic", "genBasic"), ("lumi.fromZigbee.lumi_specific", OWN)) if name in names]
    return report(*found)(d)


def attribute(key, number, formula, type_, get=True, state=None, more=None):
    """A property kept in one attribute of the maker's cluster."""
    return lambda d: dict([sets(key, write(OWN, {Hex(number): formula}, type=type_, manufacturer=MAKER),
                                read(OWN, Hex(number), manufacturer=MAKER) if get else None, state)])


def lookup(key, number, table, type_="uint8", lower=False, **more):
    return attribute(key, number, words(table, "lower(value)" if lower else "value"), type_, state={key: "lower(value)"} if lower else None, **more)


def truth(key, number, type_="boolean", **more):
    return attribute(key, number, "value ? 1 : 0", type_, **more)


def asked(key, cluster, what, **more):
    """What can be asked for and not set."""
    return lambda d: dict([sets(key, None, read(cluster, what, **more))])


BASIC = "genBasic"


def basic_octets(*octets):
    return "octets([" + ", ".join(f"0x{o:02x}" for o in octets) + "])"


BY_OCTETS = {"ZNCZ02LM", "QBCZ11LM", "LLKZMK11LM", "ZNCZ11LM", "ZNCZ12LM"}
Z1 = {"ZNQBKG38LM", "ZNQBKG39LM", "ZNQBKG40LM", "ZNQBKG41LM"}


def octets_of(key, on, off, get=None):
    """Written as octets of an older language to genBasic."""
    steps = [write(BASIC, {Hex(0xFFF0): f"value ? {basic_octets(*a)} : {basic_octets(*b)}"}, type="octets", manufacturer=MAKER)
             for a, b in zip(on, off)]
    return dict([sets(key, steps, get)])


def power_outage_memory(d):
    key = "power_outage_memory"
    if d.model in ("ZNCZ02LM", "QBCZ11LM", "LLKZMK11LM"):
        on = [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x07, 0x01, 0x10, 0x01], [0xAA, 0x80, 0x03, 0xD3, 0x07, 0x08, 0x01]]
        off = [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x09, 0x01, 0x10, 0x00], [0xAA, 0x80, 0x03, 0xD3, 0x07, 0x0A, 0x01]]
        return octets_of(key, on, off, None if d.model == "LLKZMK11LM" else read(OWN, Hex(0xFFF0)))
    if d.model in ("ZNCZ11LM", "ZNCZ12LM"):
        return octets_of(key, [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x00, 0x01, 0x10, 0x01]], [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x01, 0x01, 0x10, 0x00]],
                         read(OWN, Hex(0xFFF0)))
    if d.model in Z1:
        table = {"on": 1, "electric_appliances_on": 0, "electric_appliances_off": 2, "inverted": 3}
        return dict([sets(key, write(OWN, {Hex(0x0517): words(table, "value.state ?? value")}, type="uint8", manufacturer=MAKER),
                          read(OWN, Hex(0x0517)))])
    return dict([sets(key, write(OWN, {Hex(0x0201): "value ? 1 : 0"}, type="boolean", manufacturer=MAKER), read(OWN, Hex(0x0201)))])


def led_disabled_night(d):
    if d.model == "ZNCZ11LM":
        return octets_of("led_disabled_night", [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x00, 0x03, 0x10, 0x00]],
                         [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x01, 0x03, 0x10, 0x01]])
    return truth("led_disabled_night", 0x0203)(d)


def auto_off(d):
    if d.model == "ZNCZ11LM":
        return octets_of("auto_off", [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x00, 0x02, 0x10, 0x01]],
                         [[0xAA, 0x80, 0x05, 0xD1, 0x47, 0x01, 0x02, 0x10, 0x00]])
    return dict([sets("auto_off", write(OWN, {Hex(0x0202): "value ? 1 : 0"}, type="boolean", manufacturer=MAKER), read(OWN, Hex(0x0202), manufacturer=MAKER))])


def operation_mode_basic(d):
    if d.meta("multiEndpoint"):
        mode = "value.state ?? value"
        table = {"control_left_relay": 0x12, "control_right_relay": 0x22, "decoupled": 0xFE}
        asked = f"{mode} == 'control_relay' ? 'control_' + endpoint_name + '_relay' : {mode}"
        steps = [write(BASIC, {Hex(0xFF22): words(table, asked)}, type="uint8", manufacturer=MAKER, endpoint=1, **{"if": "endpoint_name == 'left'"}),
                 write(BASIC, {Hex(0xFF23): words(table, asked)}, type="uint8", manufacturer=MAKER, endpoint=1, **{"if": "endpoint_name == 'right'"})]
        gets = [read(BASIC, Hex(0xFF22), manufacturer=MAKER, **{"if": "endpoint_name == 'left'"}),
                read(BASIC, Hex(0xFF23), manufacturer=MAKER, **{"if": "endpoint_name == 'right'"})]
        return dict([sets("operation_mode", steps, gets, {"operation_mode": asked})])
    table = {"control_relay": 0x12, "decoupled": 0xFE}
    return dict([sets("operation_mode", write(BASIC, {Hex(0xFF22): words(table, "value.state ?? value")}, type="uint8", manufacturer=MAKER, endpoint=1),
                      read(BASIC, Hex(0xFF22), manufacturer=MAKER), {"operation_mode": "value.state ?? value"})])


def reads_operation_mode_basic(d):
    if d.fact.get("meta") and not d.meta("multiEndpoint"):
        return dict([reads(BASIC, {Hex(0xFF22): {"operation_mode": "{18: 'control_relay', 254: 'decoupled'}[value]"}})])
    table = "{18: 'control_left_relay', 34: 'control_right_relay', 254: 'decoupled'}[value]"
    return dict([reads(BASIC, {Hex(0xFF22): {"operation_mode_left": table}, Hex(0xFF23): {"operation_mode_right": table}})])


def click_mode(d):
    number = 0x0286 if d.model in Z1 else 0x0125
    return lookup("click_mode", number, {"fast": 1, "multi": 2})(d)


BUTTONS = [("WXKG02LM_rev2 WXKG07LM WXKG15LM WXKG17LM WXKG22LM", {1: "left", 2: "right", 3: "both"}),
           ("QBKG12LM QBKG24LM", {5: "left", 6: "right", 7: "both"}),
           ("QBKG39LM QBKG41LM WS-EUK02 WS-EUK04 QBKG18LM QBKG20LM QBKG28LM QBKG31LM ZNQBKG25LM", {41: "left", 42: "right", 51: "both"}),
           ("QBKG25LM QBKG26LM QBKG29LM QBKG32LM QBKG33LM QBKG34LM ZNQBKG31LM ZNQBKG26LM",
            {41: "left", 42: "center", 43: "right", 51: "left_center", 52: "left_right", 53: "center_right", 61: "all"}),
           ("ZNQBKG39LM", {1: "top", 2: "bottom"}), ("ZNQBKG40LM", {1: "top", 2: "center", 3: "bottom"}),
           ("ZNQBKG41LM", {1: "top", 2: "center", 3: "bottom", 4: "wireless"}), ("WS-USC02 WS-USC04", {41: "top", 42: "bottom", 51: "both"})]


def action_multistate(d):
    if d.model == "MFKZQ01LM":
        value = {"action": "value == 0 ? 'shake' : value == 1 ? 'throw' : value == 2 ? 'wakeup' : value == 3 ? 'fall' : value >= 512 ? 'tap' : "
                           "value >= 256 ? 'slide' : value >= 128 ? 'flip180' : value >= 64 ? 'flip90' : none",
                 "side": "value >= 512 ? value - 512 : value >= 256 ? value - 256 : value >= 128 ? value - 128 : value >= 64 ? value % 8 : none"}
        for name, formula in (("action_from_side", "floor((value - 64) / 8)"), ("action_to_side", "value % 8"), ("action_side", "value % 8"),
                              ("from_side", "floor((value - 64) / 8)"), ("to_side", "value % 8")):
            value[name] = f"value >= 64 && value < 128 ? {formula} : none"
        return dict([reads("genMultistateInput", {"presentValue": value}, once=True)])
    if d.model == "CTP-R01":
        raise Missing("actions of " + d.model)
    table = {0: "hold", 1: "single", 2: "double", 3: "triple", 255: "release"}
    if d.model in ("WXKG04LM", "WXCJKG11LM", "WXCJKG12LM", "WXCJKG13LM"):
        # Held for more than five seconds they do not tell when they are let go.
        told = f"'button_' + endpoint + '_' + ({words({**table, 5: 'quintuple', 6: 'many'})} ?? 'undefined')"
        return [reads("genMultistateInput", {"presentValue": {"action": told}}, once=True, after="value == 0 ? 5 : 0",
                      later={"action": "'button_' + endpoint + '_release'"})]
    if d.model == "WXKG12LM":
        table.update({16: "hold", 17: "release", 18: "shake"})
    if d.model == "WXKG13LM":
        table.update({5: "quintuple", 6: "many"})
    for names, buttons in BUTTONS:
        if d.model in names.split():
            button = words(buttons, "endpoint")
            return dict([reads("genMultistateInput", {"presentValue": {"action": f"({words(table)} ?? 'undefined') + '_' + {button}"}}, once=True)])
    return dict([reads("genMultistateInput", {"presentValue": {"action": words(table)}}, once=True)])


def held_buttons(d):
    """Of a button that was held its release is told apart from the click of one that was not."""
    sides = {4: "left", 5: "right", 6: "both"} if d.model in ("QBKG03LM", "QBKG22LM") else {}
    button = "({" + ", ".join(f"{ep}: '_{side}'" for ep, side in sides.items()) + "}[endpoint] ?? '')"
    here = "!data['61440']" + ("" if sides else " && endpoint == 4")
    told = words({0: "hold", 1: "release", 2: "double"}, "(data.onOff ?? -1)")
    was_held = "{" + ", ".join(f"{ep}: remembered.hold_{ep}" for ep in range(1, 7)) + "}[endpoint]"
    return [reads("genOnOff", {"any": {"action": f"{here} ? ({told} ?? 'undefined') + {button} : none"}},
                  kinds=["report"], apart={"action": f"{here} && data.onOff == 1 ? ({was_held} ? 'hold_release' : 'single') + {button} : none"},
                  remember={f"hold_{ep}": f"{here} && endpoint == {ep} ? data.onOff == 0 : none" for ep in range(1, 7)})]


def action(d):
    """Buttons that tell by genOnOff."""
    if d.model == "WXKG11LM":
        table = "{1: 'single', 2: 'double', 3: 'triple', 4: 'quadruple'}"
        return dict([reads("genOnOff", {"onOff": {"action": "value ? 'single' : none"},
                                        Hex(0x8000): {"action": f"data.onOff ? none : {table}[value]"}}, kinds=["report"])])
    if d.model in ("QBKG03LM", "QBKG22LM", "QBKG04LM", "QBKG21LM"):
        return held_buttons(d)
    buttons = {}
    if d.model == "QBKG12LM":
        buttons = {4: "left", 5: "right", 6: "both"}
    if d.model in ("WXKG02LM_rev1", "WXKG02LM_rev2", "WXKG07LM"):
        buttons = {1: "left", 2: "right", 3: "both"}
    told = "data.onOff in [0, 1] ? 'single' : 'undefined'"
    if buttons:
        told = f"({told}) + ({words({k: '_' + v for k, v in buttons.items()}, 'endpoint')} ?? '')"
    if d.model in ("QBKG11LM", "QBKG12LM"):
        told = f"data[61440] ? none : {told}"
    return dict([reads("genOnOff", {"any": {"action": told}}, kinds=["report"])])


def waited(least):
    """Seconds until nobody is there: never less than the sensor itself keeps silent."""
    return f"(option.occupancy_timeout ?? -1) >= {least} ? option.occupancy_timeout : {least} + 2"


def occupancy(d):
    return [reads("msOccupancySensing", {"occupancy": {"occupancy": "value == 1 ? true : none"}}, after=waited("(state.detection_interval ?? 60)"),
                  later={"occupancy": "false"}, absence=True)]


def occupancy_illuminance(d):
    least = 30 if d.model == "RTCGQ14LM" else 60
    return [reads(OWN, {"illuminance": {"occupancy": "true", "illuminance": "value > 130536 ? 0 : value - 65536"}},
                  after=waited(f"(state.detection_interval ?? {least})"), later={"occupancy": "false"}, absence=True)]


def illuminance(d):
    return [reads("msIlluminanceMeasurement", {"measuredValue": {"occupancy": "true", "illuminance": "value"}}, after="option.occupancy_timeout ?? 90",
                  later={"occupancy": "false"}, absence=True)]


def curtain_set(d):
    stop = [write("genMultistateOutput", {"presentValue": "2"}) if d.model in ("ZNJLBL01LM", "ZNCLDJ14LM") else
            {"command": "closuresWindowCovering.stop"}]
    if d.model == "ZNCLBL01LM":
        raise Missing("positions of " + d.model)
    if d.model != "ZNCLDJ11LM":
        stop.append(read("genAnalogOutput", Hex(0x0055)))
    stopping = "key == 'state' && lower(value) == 'stop'"
    wanted = "{open: 100, close: 0, on: 100, off: 0}[lower(value)] ?? number(value)"
    turned_ = f"option.invert_cover ? 100 - ({wanted}) : ({wanted})"
    steps = [{**one, "if": stopping} for one in stop] + [write("genAnalogOutput", {"presentValue": turned_}, **{"if": f"!({stopping})"})]
    return dict([sets(["state", "position"], steps, {"wait": 0} if d.model == "ZNJLBL01LM" else read("genAnalogOutput", Hex(0x0055)),
                      {"position": f"{stopping} ? none : {turned_}"})])


def curtain_position(d):
    told = "option.invert_cover ? 100 - round(value, 2) : round(value, 2)"
    if d.model == "ZNCLDJ12LM":
        raise Missing("positions of " + d.model)
    return dict([reads("genAnalogOutput", {"presentValue": {"position": told, "state": "round(value, 2) == 0 ? 'CLOSE' : 'OPEN'"}})])


def curtain_tilt(d):
    if d.model == "ZNCLBL01LM":
        raise Missing("positions of " + d.model)
    invert = "!option.invert_cover" if d.meta("coverInverted") else "option.invert_cover"
    position = f"({invert} ? 100 - value : value)"
    return dict([reads("closuresWindowCovering", {
        "currentPositionLiftPercentage": {"position@": f"value <= 100 ? {position} : none",
                                          "state@": f"value > 100 ? none : ({position} > 0) == !({invert}) ? 'OPEN' : 'CLOSE'"},
        "currentPositionTiltPercentage": {"tilt@": f"value <= 100 ? {position} : none"}})])


def curtain_status(d):
    names = ["closing", "opening", "stopped"] + (["blocked"] if d.model == "ZNJLBL01LM" else [])
    return dict([reads("genMultistateOutput", {"presentValue": {"motor_state": "[" + ", ".join(map(repr, names)) + "][value]", "running": "value < 2"}},
                       kinds=["report"])])


def buzzer(d):
    number = 0x013E if d.model == SMOKE else 0x013F
    return dict([sets("buzzer", [write(OWN, {Hex(number): "lower(value) == 'alarm' ? 15361 : 15360"}, type="uint32", manufacturer=MAKER),
                                 write(OWN, {Hex(0x0126): "lower(value) == 'alarm' ? 0 : 1"}, type="uint8", manufacturer=MAKER)], None, {})])


def selftest(d):
    if d.model in ("JTYJ-GD-01LM/BW", "JTQJ-BF-01LM/BW"):
        return dict([sets("selftest", write("ssIasZone", {Hex(0xFFF1): "0x03010000"}, type="uint32", manufacturer=MAKER), None, {})])
    return dict([sets("selftest", write(OWN, {Hex(0x0127): "1"}, type="boolean", manufacturer=MAKER), None, {})])


def power(d):
    at = next((e["ID"] for e in d.fact["mock"]["endpoints"] if 12 in e["in"] or "genAnalogInput" in e["in"]), None)
    return dict([sets("power", None, read("genAnalogInput", "presentValue", **({"endpoint": at} if at else {})))])


def named(one):
    return lambda d: dict([one])


IGNORED = lambda d: {}

CONVERTERS = {
    "lumi.fromZigbee.lumi_basic": of_both,
    "lumi.fromZigbee.lumi_specific": of_both,
    "lumi.fromZigbee.lumi_power": named(reads("genAnalogInput", {"presentValue": {"power": "value"}})),
    "lumi.fromZigbee.lumi_action_multistate": action_multistate,
    "lumi.fromZigbee.lumi_action": action,
    "lumi.fromZigbee.lumi_action_on": named(reads("genOnOff", None, {"on": {"action": "'button_2_single'"}}, once=True)),
    "lumi.fromZigbee.lumi_action_off": named(reads("genOnOff", None, {"off": {"action": "'button_1_single'"}}, once=True)),
    "lumi.fromZigbee.lumi_action_step": named(reads("genLevelCtrl", None, {"step": {"action": "data.stepmode == 0 ? 'button_4_single' : 'button_3_single'"}}, once=True)),
    "lumi.fromZigbee.lumi_contact": named(("lumi_contact", {})),
    "lumi.fromZigbee.lumi_on_off": named(reads("genOnOff", {"onOff": {"state@": "endpoint in [4, 5, 6] ? none : " + ON_OFF}})),
    "lumi.fromZigbee.lumi_operation_mode_basic": reads_operation_mode_basic,
    "lumi.fromZigbee.lumi_curtain_position": curtain_position,
    "lumi.fromZigbee.lumi_curtain_position_tilt": curtain_tilt,
    "lumi.fromZigbee.lumi_curtain_status": curtain_status,
    "lumi.fromZigbee.lumi_occupancy": occupancy,
    "lumi.fromZigbee.lumi_occupancy_illuminance": occupancy_illuminance,
    "lumi.fromZigbee.lumi_illuminance": illuminance,
    "lumi.fromZigbee.lumi_pressure": lambda d: [("measurement", {"quantity": "pressure", "above": 500, "below": 2000})],
    "lumi.fromZigbee.lumi_co2": named(reads("msCO2", {"measuredValue": {"co2": "floor(value)"}})),
    "lumi.fromZigbee.lumi_pm25": named(reads("pm25Measurement", {"measuredValue": {"pm25": "value ? value : none"}})),
    "lumi.fromZigbee.lumi_temperature": lambda d: {"measurement": {"quantity": "temperature", "above": -65, "below": 65}},
    "lumi.fromZigbee.lumi_door_lock_low_battery": named(reads("genPowerCfg", {"batteryAlarmMask": {"battery_low": "value == 1"}})),
    "lumi.fromZigbee.lumi_action_analog": lambda d: dict([reads("genAnalogInput", {"presentValue": {
        "action": "value < 0 ? 'rotate_left' : 'rotate_right'", "action_angle": "floor(value * 100) / 100",
        **({"angle": "floor(value * 100) / 100"} if d.model == "MFKZQ01LM" else {})}})]),
    "lumi.toZigbee.lumi_power": power,
    "lumi.toZigbee.lumi_switch_operation_mode_opple": attribute("operation_mode", 0x0200, words({"control_relay": 1, "decoupled": 0}, "value.state ?? value"),
                                                                "uint8", state={}),
    "lumi.toZigbee.lumi_switch_power_outage_memory": power_outage_memory,
    "lumi.toZigbee.lumi_led_disabled_night": led_disabled_night,
    "lumi.toZigbee.lumi_auto_off": auto_off,
    "lumi.toZigbee.lumi_flip_indicator_light": lookup("flip_indicator_light", 0x00F0, {"OFF": 0, "ON": 1}),
    "lumi.toZigbee.lumi_switch_mode_switch": lookup("mode_switch", 0x0004, {"anti_flicker_mode": 4, "quick_mode": 1}, "uint16"),
    "lumi.toZigbee.lumi_overload_protection": attribute("overload_protection", 0x020B, "value", "single"),
    "lumi.toZigbee.lumi_operation_mode_opple": named(sets("operation_mode", write(OWN, {"mode": "{command: 0, event: 1}[lower(value)]"}, endpoint=1, manufacturer=MAKER),
                                                          read(OWN, "mode", endpoint=1, manufacturer=MAKER), {"operation_mode": "lower(value)"})),
    "lumi.toZigbee.lumi_switch_click_mode": click_mode,
    "lumi.toZigbee.lumi_motion_sensitivity": lookup("motion_sensitivity", 0x010C, turned(LEVELS), lower=True),
    "lumi.toZigbee.lumi_detection_distance": lookup("detection_distance", 0x010C, {"10mm": 1, "20mm": 2, "30mm": 3}, lower=True),
    "lumi.toZigbee.lumi_detection_interval": attribute("detection_interval", 0x0102, "value", "uint8"),
    "lumi.toZigbee.lumi_detection_period": attribute("detection_period", 0x0000, "value", "uint16"),
    "lumi.toZigbee.lumi_socket_button_lock": lookup("button_lock", 0x0200, {"ON": 0, "OFF": 1}),
    "lumi.toZigbee.lumi_button_switch_mode": lookup("button_switch_mode", 0x0226, {"relay": 0, "relay_and_usb": 1}),
    "lumi.toZigbee.lumi_switch_type": lookup("switch_type", 0x000A, {"toggle": 1, "momentary": 2}, lower=True),
    "lumi.toZigbee.lumi_switch_operation_mode_basic": operation_mode_basic,
    "lumi.toZigbee.lumi_switch_lock_relay_opple": truth("lock_relay", 0x0285, "uint8"),
    "lumi.toZigbee.lumi_sensitivity": named(sets("sensitivity", write("ssIasZone", {Hex(0xFFF1): words({"low": 0x04010000, "medium": 0x04020000, "high": 0x04030000},
                                                                                                       "lower(value)")}, type="uint32", manufacturer=MAKER),
                                                 None, {"sensitivity": "lower(value)"})),
    "lumi.toZigbee.lumi_vibration_sensitivity": named(sets("sensitivity", write(BASIC, {Hex(0xFF0D): "{low: 0x15, medium: 0x0b, high: 1}[value] ?? number(value)"}, type="uint8",
                                                                               manufacturer=MAKER),
                                                           None, {"sensitivity": "{low: 0x15, medium: 0x0b, high: 1}[value] ?? number(value)"})),
    "lumi.toZigbee.lumi_selftest": selftest,
    "lumi.toZigbee.lumi_buzzer": buzzer,
    "lumi.toZigbee.lumi_buzzer_manual": lambda d: [sets("buzzer_manual_mute", None, read(OWN, Hex(0x0126), manufacturer=MAKER)),
                                                   sets("buzzer_manual_alarm", None, read(OWN, Hex(0x013D), manufacturer=MAKER))],
    "lumi.toZigbee.lumi_density": asked(["gas_density", "smoke_density", "smoke_density_dbm"], OWN, Hex(0x013B), manufacturer=MAKER),
    "lumi.toZigbee.lumi_alarm": asked(["gas", "smoke"], OWN, Hex(0x013A), manufacturer=MAKER),
    "lumi.toZigbee.lumi_state": asked("state", OWN, Hex(0x0139), manufacturer=MAKER),
    "lumi.toZigbee.lumi_power_outage_count": asked("power_outage_count", OWN, Hex(0x0002), manufacturer=MAKER),
    "lumi.toZigbee.lumi_linkage_alarm": truth("linkage_alarm", 0x014B, "uint8"),
    "lumi.toZigbee.lumi_heartbeat_indicator": truth("heartbeat_indicator", 0x013C, "uint8"),
    "lumi.toZigbee.lumi_gas_sensitivity": attribute("gas_sensitivity", 0x010C, words({"15%LEL": 1, "10%LEL": 2}, "upper(value)"), "uint8",
                                                    state={"gas_sensitivity": "upper(value)"}),
    "lumi.toZigbee.lumi_presence": asked("presence", OWN, Hex(0x0142), manufacturer=MAKER),
    "lumi.toZigbee.lumi_monitoring_mode": lookup("monitoring_mode", 0x0144, {"undirected": 0, "left_right": 1}, lower=True),
    "lumi.toZigbee.lumi_approach_distance": lookup("approach_distance", 0x0146, {"far": 0, "medium": 1, "near": 2}, lower=True),
    "lumi.toZigbee.lumi_reset_nopresence_status": attribute("reset_nopresence_status", 0x0157, "1", "uint8", get=False, state={}),
    "lumi.toZigbee.lumi_interlock": named(sets("interlock", write("genBinaryOutput", {Hex(0xFF06): "value ? 1 : 0"}, type="boolean", manufacturer=MAKER))),
    "lumi.toZigbee.lumi_light_power_outage_memory": named(sets("power_outage_memory", write(BASIC, {Hex(0xFF19): "value ? 1 : 0"}, type="boolean", manufacturer=MAKER))),
    "lumi.toZigbee.lumi_trigger_indicator": truth("trigger_indicator", 0x0152, "uint8"),
    "lumi.toZigbee.lumi_curtain_position_state": curtain_set,
    "lumi.toZigbee.lumi_curtain_charging_status": asked("charging_status", OWN, Hex(0x0409), manufacturer=MAKER),
    "lumi.toZigbee.lumi_curtain_battery": asked("battery", OWN, Hex(0x040A), manufacturer=MAKER),
    "lumi.toZigbee.lumi_curtain_hand_open": named(sets("hand_open", write(OWN, {"curtainHandOpen": "value ? 0 : 1"}, manufacturer=MAKER),
                                                       read(OWN, "curtainHandOpen", manufacturer=MAKER), {})),
    "lumi.toZigbee.lumi_curtain_reverse": named(sets("reverse_direction", write(OWN, {"curtainReverse": "value ? 1 : 0"}, manufacturer=MAKER),
                                                     read(OWN, "curtainReverse", manufacturer=MAKER), {})),
    "lumi.toZigbee.lumi_curtain_limits_calibration": named(sets("limits_calibration", write(
        OWN, {Hex(0x0407): "{start: 1, end: 2, reset: 0}[lower(value)]"}, type="uint8", manufacturer=MAKER, **{"if": "lower(value) in ['start', 'end', 'reset']"}), None, {})),
    "fz.ignore_illuminance_report": IGNORED,
    "fz.ignore_multistate_report": IGNORED,
}


def heard(rule):
    """Without what a definition lists for the maker's cluster and never describes: the bridge refuses it there."""
    def checked(d):
        made = rule(d)
        made = list(made.items()) if isinstance(made, dict) else made
        if OWN in (d.fact.get("customClusters") or {}):
            return made
        out = []
        for name, options in made:
            if name == "sets":
                options = {k: [op for op in v if OWN not in (op.get("write"), op.get("read"))] if k in ("set", "get") else v for k, v in options.items()}
                options = {k: v for k, v in options.items() if v or k == "state"}
                if "set" not in options and "get" not in options:
                    continue
            if options.get("cluster") != OWN:
                out.append((name, options))
        return out
    return checked


CONVERTERS = {name: heard(rule) for name, rule in CONVERTERS.items()}

PREVENT_RESET = reads(BASIC, {Hex(0xFFF0): {}}, kinds=["report"], answer=[write(
    BASIC, {Hex(0xFFF0): basic_octets(0xAA, 0x10, 0x05, 0x41, 0x47, 0x01, 0x01, 0x10, 0x01)}, type="octets", manufacturer=MAKER, endpoint=1,
    **{"if": "hex(slice(value, 0, 5)) == 'aa10054187'"})])
PREVENT_LEAVE = reads(OWN, {Hex(0x00FC): {}}, kinds=["report"], answer=[write(
    OWN, {Hex(0x00FC): "1"}, type="boolean", manufacturer=MAKER, endpoint=1, **{"if": "value == false || value == 0"})])


def lumi_on_off(args, d):
    given = dict(args[0]) if args else {}
    known = {"operationMode", "lockRelay", "deviceTemperature", "powerOutageCount", "powerOutageMemory", "endpointNames", "powerOnBehavior"}
    take([given], known)
    names = given.get("endpointNames")
    out = list(standard.on_off([{"powerOnBehavior": False, **({"endpointNames": names} if names else {})}], d).items()) + list(of_own(args, d).items())
    maker = {"zigbeeCommandOptions": {"manufacturerCode": int(MAKER)}, "cluster": OWN}
    if given.get("powerOutageMemory") == "binary":
        out += plain.binary([{"name": "power_outage_memory", "attribute": {"ID": 0x0201, "type": 0x10}, "valueOn": [True, 1], "valueOff": [False, 0], **maker}], d).items()
    elif given.get("powerOutageMemory") == "enum":
        out += plain.enum_lookup([{"name": "power_on_behavior", "attribute": {"ID": 0x0517, "type": 0x20},
                                   "lookup": {"on": 0, "previous": 1, "off": 2, "inverted": 3}, **maker}], d).items()
    for name in names or [None]:
        at = {"endpointName": name} if name else {}
        if given.get("operationMode"):
            out += plain.enum_lookup([{"name": "operation_mode", "attribute": {"ID": 0x0200, "type": 0x20}, "lookup": {"decoupled": 0, "control_relay": 1},
                                       **maker, **at}], d).items()
        if given.get("lockRelay"):
            out += plain.binary([{"name": "lock_relay", "attribute": {"ID": 0x0285, "type": 0x20}, "valueOn": [True, 1], "valueOff": [False, 0], **maker, **at}], d).items()
    # What they are is told by the report; these only set and ask.
    return [(name, {**options, "silent": True} if name == "attribute" else options) for name, options in out]


def lumi_light(args, d):
    from families.lights import light
    given = dict(args[0]) if args else {}
    memory = given.pop("powerOutageMemory", None)
    for shown in ("powerOutageCount", "deviceTemperature"):
        given.pop(shown, None)
    temp, range_ = given.pop("colorTemp", None), given.pop("colorTempRange", None)
    if temp:
        given["colorTemp"] = {"startup": False, "range": range_ or [153, 370]}
    out = list(light([{"effect": False, "powerOnBehavior": False, **given}], d).items()) + list(of_own(args, d).items())
    lamp = {"state": "value[100] == 1 ? 'ON' : 'OFF'", "brightness": "value[101]", "color_temp": "value[102]"}
    out.append(reads(BASIC, {Hex(0xFF01): lamp}))
    if memory == "switch":
        out += power_outage_memory(d).items()
    elif memory == "light":
        out += CONVERTERS["lumi.toZigbee.lumi_light_power_outage_memory"](d)
    elif memory == "enum":
        out += plain.enum_lookup([{"name": "power_on_behavior", "cluster": OWN, "attribute": {"ID": 0x0517, "type": 0x20}, "lookup": {"on": 0, "previous": 1, "off": 2},
                                   "zigbeeCommandOptions": {"manufacturerCode": int(MAKER)}}], d).items()
    return out


def action_lookup(args, d):
    """m.actionEnumLookup: a word for each value of an attribute, with the button's or endpoint's name."""
    given = take(args, {"actionLookup", "cluster", "attribute", "buttonLookup", "endpointNames", "extraActions", "commands"})
    attribute_ = given["attribute"]
    attribute_ = Hex(attribute_["ID"]) if isinstance(attribute_, dict) else attribute_
    told = words(turned(given["actionLookup"]))
    if given.get("buttonLookup"):
        told += " + '_' + " + words(turned(given["buttonLookup"]), "endpoint")
    kinds = [{"attributeReport": "report", "readResponse": "response"}.get(k) for k in given.get("commands") or []]
    if None in kinds:
        raise Missing("actions by commands")
    if given.get("endpointNames"):
        told += " + (endpoint_name == none ? '' : '_' + endpoint_name)"
    return [reads(given["cluster"], {attribute_: {"action": told}}, **({"kinds": kinds} if kinds else {}))]


def one(block):
    return lambda args, d: [block]


KNOB = {"action": "{1: 'start_rotating', 2: 'rotation', 3: 'stop_rotating'}[value & 127]",
        "action_rotation_button_state": "{0: 'released', 128: 'pressed'}[value & 128]", "action_rotation_angle": "data[558]",
        "action_rotation_angle_speed": "data[560]", "action_rotation_percent": "data[563]", "action_rotation_percent_speed": "data[562]",
        "action_rotation_time": "data[561]"}
SLIDER = {"action_slide_time": "data[561]", "action_slide_speed": "data[562]", "action_slide_relative_displacement": "data[563]",
          "action": "{1: 'slider_single', 2: 'slider_double', 3: 'slider_hold', 4: 'slider_up', 5: 'slider_down'}[value]", "action_slide_time_delta": "data[769]"}



def read_position(args, d):
    """Some report wrong positions: they are read again."""
    first = d.fact["mock"]["endpoints"][0]["ID"]
    if args[0] == "genAnalogOutput":
        return [reads("genAnalogOutput", {"presentValue": {}}, kinds=["report"], answer=[read("genAnalogOutput", "presentValue", endpoint=first)])]
    if args[0] == "genMultistateOutput":
        return [reads("genMultistateOutput", {"presentValue": {}}, kinds=["report"],
                      answer=[read("genAnalogOutput", "presentValue", endpoint=1, **{"if": "value > 1"})])]
    return [reads(BASIC, {Hex(0x0404): {}}, kinds=["report"], answer=[read("genAnalogOutput", "presentValue", endpoint=1, **{"if": "value == 0"})])]


CURVES = {"3V_2100": "round(value >= 3000 ? 100 : value >= 2900 ? 100 - (3000 - value) * 58 / 100 : value >= 2740 ? 42 - (2900 - value) * 24 / 160 : "
                     "value >= 2440 ? 18 - (2740 - value) * 12 / 300 : value >= 2100 ? 6 - (2440 - value) * 6 / 340 : 0)",
          "3V_1500_2800": "round(min(max(235 - 370000 / (value + 1), 0), 100))"}


def charge(empty, full):
    return f"round((max({empty}, min({full}, value)) - {empty}) / {full - empty} * 100)"


def lumi_battery(args, d):
    given = {"cluster": OWN, "percentageAttribute": 1, "voltageAttribute": 1, **take(args, {"cluster", "percentageAttribute", "voltageAttribute", "voltageToPercentage"})}
    curve = given.get("voltageToPercentage")
    if isinstance(curve, str) and curve not in CURVES:
        raise Missing("voltageToPercentage " + curve)
    tags = {}
    for name, tag in (("battery", given["voltageAttribute" if curve else "percentageAttribute"]), ("voltage", given["voltageAttribute"])):
        tags.setdefault(tag, {})[name] = "value ? value : none"
    if curve:
        tags[given["voltageAttribute"]]["battery"] = f"value ? {CURVES[curve] if isinstance(curve, str) else charge(curve['min'], curve['max'])} : none"
    return [("lumi_report", {"from": [given["cluster"]], "usual": False, "tags": tags})]


LUMI = "lumi.lumiModernExtend."
EXTENSIONS = {
    LUMI + "lumiOnOff": lumi_on_off,
    LUMI + "lumiLight": lumi_light,
    LUMI + "lumiElectricityMeter": lambda args, d: list(of_own(args, d).items()),
    LUMI + "lumiPreventReset": one(PREVENT_RESET),
    LUMI + "lumiPreventLeave": one(PREVENT_LEAVE),
    LUMI + "lumiSetEventMode": lambda args, d: [],
    LUMI + "lumiCommandMode": lambda args, d: list(CONVERTERS["lumi.toZigbee.lumi_operation_mode_opple"](d)),
    LUMI + "lumiReadPositionOnReport": read_position,
    LUMI + "lumiBattery": lumi_battery,
    "modernExtend.forceDeviceType": lambda args, d: [],
    LUMI + "lumiVibration": lambda args, d: [reads("ssIasZone", {Hex(45): {"action": "{1: 'shake', 2: 'triple_strike'}[value]"}}),
                                             reads("genMultistateInput", {"presentValue": {"action": "value == 1 ? 'triple_strike' : none"}}),
                                             reads(OWN, {"movement": {"action": "value == 1 ? 'movement' : none"}})],
    LUMI + "lumiKnobRotation": one(reads(OWN, {Hex(570): KNOB})),
    LUMI + "lumiSlider": one(reads(OWN, {Hex(652): SLIDER})),
    LUMI + "lumiStaticStateAction": one(reads(OWN, {Hex(499): {"action": "value == 1 ? 'static' : none"}}, kinds=["report"])),
    LUMI + "lumiAqaraH2EuShutterSwitchAction": one(reads("genMultistateInput", {"presentValue": {
        "action": "value == 1 ? {3: 'button_3_single', 4: 'button_4_single'}[endpoint] : none"}}, kinds=["report"])),
    LUMI + "fp1eRestartDevice": one(sets("restart_device", write(OWN, {Hex(0x00E8): "0"}, type="boolean", manufacturer=MAKER), None, {})),
    LUMI + "fp1eSpatialLearning": one(sets("spatial_learning", write(OWN, {Hex(0x0157): "1"}, type="uint8", manufacturer=MAKER), None, {})),
    LUMI + "lumiT1MEffect": one(sets("effect", write(OWN, {Hex(0x051F): "{flow1: 0, flow2: 1, fading: 2, hopping: 3, breathing: 4, rolling: 5}[value]"}, type="uint32",
                                                     endpoint=1, manufacturer=MAKER))),
    "modernExtend.actionEnumLookup": action_lookup,
}

SHOWN_BY_FACTS = set(EXTENSIONS)
RECORDED = {LUMI + "lumiSetEventMode", LUMI + "lumiCommandMode", LUMI + "lumiOnOff", LUMI + "lumiLight"}
SHOW_NOTHING = set()
