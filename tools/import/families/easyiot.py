"""easyiot: infrared, serial and other octets through a tunnel."""

from families.formulas import command, reads, sets, words, write

TUNNEL = "seTunneling"
TEXT = "join(each(data.data, hex(item, 2)), '')"


def told(**properties):
    return lambda d: [reads(TUNNEL, None, {"transferData": properties})]


def sent(key, octets, state="value", tunnel=1):
    """What is sent through the tunnel; `state` is what is taken for the state, nothing by default of those that tell it."""
    op = command(f"{TUNNEL}.transferData", {"tunnelId": str(tunnel), "data": octets}, quiet=True)
    return lambda d: [sets(key, op, state={key: state} if state else {})]


def cooling(key, button, number, state="value"):
    """A key of an air conditioner's remote: the last octet checks the others."""
    return sent(key, f"[0x86, 1, {button}, {number}, 0, 0x86 ^ 1 ^ {button} ^ ({number})]", state, 0)


def serial(d):
    def part(key, octets):
        return f"(value.{key} ?? none) != none ? {octets} : []"
    speed = "integer(text(value.baud_rate))"
    octets = ", ".join([
        part("baud_rate", f"[1, 2, 4, 0x23, {speed} & 255, {speed} >> 8 & 255, {speed} >> 16 & 255, {speed} >> 24 & 255]"),
        part("parity", "[5, 2, 1, 0x30, " + words({"none": 0, "even": 1, "odd": 2}, "text(value.parity)") + "]"),
        part("stop_bits", "[9, 2, 1, 0x30, {'1': 0, '1.5': 1, '2': 2}[text(value.stop_bits)]]")])
    return [sets(["rs485_config", "rs232_config"], command(f"{TUNNEL}.transferData", {"tunnelId": "1", "data": f"flat([{octets}])"}, quiet=True),
                 state={"rs485_config": "value"})]


def pin(key, name, **payload):
    return lambda d: [sets(key, command(f"closuresDoorLock.{name}", payload, quiet=True), state={})]


def coefficient(name):
    return f"(value.{name}_coef ?? 30)"


CALIBRATION = ", ".join(f"{coefficient(n)} & 255, {coefficient(n)} >> 8 & 255" for n in ("motion", "hold", "micro"))


def calibrate(d):
    return [sets("auto_calibration", command(f"{TUNNEL}.transferData", {"tunnelId": "1", "data": f"[1, 6, 6, 0x4c, {CALIBRATION}]"}, quiet=True),
                 state={"auto_calibration_started": "true", "auto_calibration": "{" + ", ".join(
                     f"{n}_coef: {coefficient(n)}" for n in ("motion", "hold", "micro")) + "}"})]


E = "easyiot:fzLocal.easyiot_"
T = "easyiot:tzLocal.easyiot_"
KFID = "(value.ac_kfid_offset ?? 0)"
CONVERTERS = {
    E + "ir_recv_command": told(last_received_command=TEXT),
    E + "tts_recv_status": told(last_received_status=TEXT),
    T + "ir_send_command": sent("send_command", "from_hex(value)", None, 0),
    T + "ir_ac_power": cooling("ac_power", 0, words({"on": 0, "off": 1})),
    T + "ir_ac_temperature": cooling("ac_temperature", 2, "value - 16"),
    T + "ir_ac_mode": cooling("ac_mode", 1, words({"auto": 0, "cooling": 1, "dehumidification": 2, "air_supply": 3, "heating": 4})),
    T + "ir_ac_wind_speed": cooling("ac_wind_speed", 4, words({"auto": 0, "low": 1, "medium": 2, "high": 3, "strong": 4})),
    T + "ir_ac_kfid_offset": lambda d: [sets("ac_kfid_offset_model", command(f"{TUNNEL}.transferData", {
        "tunnelId": "0", "data": f"[0x80, 1, {KFID} >> 8 & 255, {KFID} & 255, 0, 0x80 ^ 1 ^ ({KFID} >> 8 & 255) ^ ({KFID} & 255)]"}, quiet=True),
        state={"kfid_offset": "value"})],
    T + "sp1000_play_voice": sent("play_voice", "[1, 0, 2, 0x21, value & 255, value >> 8 & 255]", None),
    T + "sp1000_set_volume": sent("set_volume", "[2, 0, 1, 0x20, value & 255]", None),
    T + "rs485_set_config": serial,
    T + "zl01_open_door": pin("unlock_door", "unlockDoor", pincodevalue="flat([[length(value)], each(octets(value), item)])"),
    T + "zl01_open_door_with_timeout": pin("unlock_door_with_timeout", "unlockDoorWithTimeout", timeout="value.timeout",
                                           pincodevalue="flat([[length(value.pin_code)], each(octets(value.pin_code), item)])"),
    T + "zl01_clear_ephemeral_pin": pin("ephemeral_clear_pin_code", "clearEphemeralPin", userid="value.userid"),
    T + "set_detection_range": sent("detection_range", "[7, 6, 1, 0x20, round(number(value) * 10) & 255]", "number(value)"),
    T + "start_auto_calibration": calibrate,
}
