"""What a definition sends when it is configured: the recorded operations as steps of the block `configure`."""

from clusters import TYPES
from missing import Missing
from yaml_writer import Hex

def attribute_key(name):
    return Hex(int(name)) if str(name).isdigit() else name


def plain(value):
    """A value as a device file writes it."""
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        raise Missing("value " + str(value))
    return value


def step(op):
    if "ep" not in op:
        raise Missing("to " + ("a group" if "group" in op else "all"))
    kind, payload, out = op["kind"], op.get("payload"), {}
    if kind == "bind":
        out["bind"] = op["cluster"]
        if op.get("to", "coordinator") not in ("coordinator", None) and not str(op.get("to")).startswith("0x"):
            raise Missing("bind to " + str(op["to"]))
    elif kind == "read":
        out["read"] = op["cluster"]
        out["attributes"] = [attribute_key(name) for name in payload]
        out["may_fail"] = True
    elif kind == "configureReporting":
        out["report"] = op["cluster"]
        rows = {}
        for row in payload:
            name, type_ = attribute_name(row["attr"], row.get("type"))
            if type_:
                out["type"] = type_
            rows[name] = [row["min"], row["max"], plain(row.get("change"))]
        out["attributes"] = rows
    elif kind == "write":
        out["write"] = op["cluster"]
        rows = {}
        for name, value in payload.items():
            if isinstance(value, dict) and "type" in value:
                out["type"] = TYPES[value["type"]]
                value = value["value"]
            rows[attribute_key(name)] = plain(value)
        out["attributes"] = rows
    elif kind == "command":
        out["command"] = f"{op['cluster']}.{op['name']}"
        values = {name: plain(value) for name, value in (payload or {}).items()}
        if values:
            out["payload"] = values
        if op.get("disableDefaultResponse"):
            out["quiet"] = True
    else:
        raise Missing(kind)
    if kind in ("configureReporting", "write") and "type" not in out and any(isinstance(name, Hex) for name in out["attributes"]):
        raise Missing(f"type of an attribute of {op['cluster']}")
    if kind in ("read", "write") and op.get("disableDefaultResponse") is False:
        out["answered"] = True
    out["endpoint"] = op["ep"]
    if op.get("manufacturerCode"):
        out["manufacturer"] = Hex(op["manufacturerCode"])
    return out


def attribute_name(attr, type_=None):
    if isinstance(attr, dict):
        return Hex(attr["ID"]), TYPES[attr["type"]]
    return attribute_key(attr), TYPES[type_] if str(attr).isdigit() and type_ is not None else None


def block(definition):
    """What a definition sends by steps of its own: all that was recorded, in place of what its blocks would send."""
    try:
        steps = [step(op) for op in definition.fact.get("configure") or []]
    except (Missing, KeyError, TypeError, AttributeError) as lack:
        raise Missing(f"configure {lack}")
    out = {"only": True}
    if steps:
        out["steps"] = joined_binds(steps)
    return {"configure": out}


def joined_binds(steps):
    """Neighbours that bind on one endpoint become one."""
    out = []
    for step in steps:
        if out and "bind" in step and "bind" in out[-1] and {k: v for k, v in step.items() if k != "bind"} == {
                k: v for k, v in out[-1].items() if k != "bind"}:
            before = out[-1]["bind"]
            out[-1] = {**out[-1], "bind": (before if isinstance(before, list) else [before]) + [step["bind"]]}
        else:
            out.append(dict(step))
    return out
