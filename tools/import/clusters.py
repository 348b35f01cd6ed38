"""Clusters that the standard lacks or has less of, as device files describe them; each content once, under one label."""

import json

from yaml_writer import Hex

TYPES = {0x00: "no_data", 0x08: "data8", 0x09: "data16", 0x0A: "data24", 0x0B: "data32", 0x0C: "data40", 0x0D: "data48",
         0x0E: "data56", 0x0F: "data64", 0x10: "boolean", 0x18: "bitmap8", 0x19: "bitmap16", 0x1A: "bitmap24", 0x1B: "bitmap32",
         0x1C: "bitmap40", 0x1D: "bitmap48", 0x1E: "bitmap56", 0x1F: "bitmap64", 0x20: "uint8", 0x21: "uint16", 0x22: "uint24",
         0x23: "uint32", 0x24: "uint40", 0x25: "uint48", 0x26: "uint56", 0x27: "uint64", 0x28: "int8", 0x29: "int16",
         0x2A: "int24", 0x2B: "int32", 0x2C: "int40", 0x2D: "int48", 0x2E: "int56", 0x2F: "int64", 0x30: "enum8",
         0x31: "enum16", 0x38: "semi", 0x39: "single", 0x3A: "double", 0x41: "octets", 0x42: "text", 0x43: "long_octets",
         0x44: "long_text", 0x48: "array", 0x4C: "structure", 0x50: "set", 0x51: "bag", 0xE0: "time_of_day", 0xE1: "date",
         0xE2: "utc", 0xE8: "cluster_id", 0xE9: "attribute_id", 0xEA: "bacnet_oid", 0xF0: "ieee", 0xF1: "key128",
         0xFF: "unknown",
         1000: "any", 1001: "list_uint8", 1002: "list_uint16", 1003: "list_uint24", 1004: "list_uint32", 1005: "zone_info_list",
         1006: "extension_field_sets", 1007: "thermostat_transitions", 1008: "buffer", 1009: "gpd_frame",
         1010: "structured_selector", 1011: "tuya_datapoints", 1012: "miboxer_zones", 1013: "uint24_be", 1014: "mi_struct"}


def describe(cluster):
    out = {}
    if cluster.get("extendsBuiltin"):
        out["extends"] = cluster["name"]
    else:
        out["id"] = Hex(cluster["ID"])
    if cluster.get("manufacturerCode"):
        out["manufacturer"] = Hex(cluster["manufacturerCode"])
    attributes = {name: attribute(row) for name, row in (cluster.get("attributes") or {}).items()}
    if attributes:
        out["attributes"] = attributes
    for theirs, ours in (("commands", "commands"), ("commandsResponse", "responses")):
        rows = {name: command(row) for name, row in (cluster.get(theirs) or {}).items()}
        if rows:
            out[ours] = rows
    return out


def attribute(row):
    out = {"id": Hex(row["ID"]), "type": TYPES[row["type"]]}
    for flag in ("write", "report", "required"):
        if row.get(flag):
            out[flag] = True
    if row.get("writeOptional"):
        out["write"] = True
    for limit in ("min", "max", "default"):
        if isinstance(row.get(limit), (int, float)):
            out[limit] = row[limit]
    if row.get("manufacturerCode") is not None:
        out["manufacturer"] = Hex(row["manufacturerCode"])
    return out


def command(row):
    out = {"id": Hex(row["ID"])}
    params = []
    for p in row.get("parameters") or []:
        word = f"{p['name']}:{TYPES[p['type']]}"
        if "min" in p or "max" in p:
            word += f"[{p.get('min', '')}..{p.get('max', '')}]"
        params.append(word)
    if params:
        out["params"] = " ".join(params)
    if row.get("response") is not None:
        out["response"] = row["response"]
    return out


class Shelf:
    """All descriptions, under labels that are unique."""

    def __init__(self, taken=()):
        self.labels = {}
        self.rows = {}
        self.taken = set(taken)

    def label(self, name, cluster):
        content = describe(cluster)
        content_key = name + json.dumps(content, sort_keys=True)
        if content_key in self.labels:
            return self.labels[content_key]
        base = name if not cluster.get("extendsBuiltin") else name + "_more"
        label, n = base, 1
        while label in self.rows or label in self.taken:
            n += 1
            label = f"{base}_{n}"
        if label != name and not cluster.get("extendsBuiltin"):
            content = {"name": name, **content}
        self.labels[content_key] = label
        self.rows[label] = content
        return label
