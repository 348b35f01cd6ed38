"""Short ways to write the blocks `reads` and `sets`, for families whose converters are formulas."""

import typing



def reads(cluster, attributes=None, commands=None, **more):
    """A device's word as properties: {attribute: {property: formula}}, {command: {property: formula}}."""
    out = {"cluster": cluster, **({"attributes": attributes} if attributes else {}), **({"commands": commands} if commands else {}), **more}
    return ("reads", out)


def write(cluster, attributes, **more):
    return {"write": cluster, "attributes": attributes, **more}


def command(name, payload=None, **more):
    return {"command": name, **({"payload": payload} if payload else {}), **more}


def read(cluster, attributes, **more):
    return {"read": cluster, "attributes": attributes if isinstance(attributes, list) else [attributes], **more}


def sets(key, operations=None, get=None, state=None):
    """What is sent to set and to ask for a property; `state` when it is not the value itself."""
    out = {"key": key}
    for name, what in (("set", operations), ("get", get)):
        if what:
            out[name] = what if isinstance(what, list) else [what]
    if state is not None:
        out["state"] = state
    return ("sets", out)


def together(*blocks):
    """Of one converter of theirs: a message that asks for several of its properties gets the first of them."""
    rows = [options for name, options in blocks]
    return ("sets", {"rows": rows} if len(rows) > 1 else rows[0])


def words(table, of="value"):
    """A look-up: {'off': 0} read backwards and forwards."""
    def item(key):
        return key if isinstance(key, (int, str)) and str(key).isidentifier() or isinstance(key, int) and key >= 0 else repr(key)
    return "{" + ", ".join(f"{item(k)}: {literal(v)}" for k, v in table.items()) + "}[" + of + "]"


def literal(value):
    if value is True or value is False or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return str(value) if isinstance(value, (int, float)) else "'" + value + "'"


def turned(table):
    return {v: k for k, v in table.items()}


def enum(key, cluster, attribute, table, known_as=None, lower=False, get=True, state=None, **more):
    """One attribute as words, set and asked for; `known_as` is its key in a message when that is another."""
    of = "lower(value)" if lower else "value"
    type_ = {"type": more.pop("type")} if "type" in more else {}
    out = [sets(key, write(cluster, {attribute: words(table, of)}, **type_, **more), read(cluster, attribute, **more) if get else None,
                state if state is not None else ({key: "lower(value)"} if lower else None))]
    return out


class Row(typing.NamedTuple):
    """A property kept in an attribute: what the device's number means, and what is written for a value."""
    key: str
    cluster: str
    attribute: object
    told: object = "value"  # a formula, a table {number: word}, or None when it is never told
    sent: object = None  # a formula, a table {word: number}; without it the table of `told`, backwards, or the number itself
    type: str = None  # of an attribute given by number
    manufacturer: object = None
    state: object = None  # what is taken for the state when it is set

    def formula(self):
        return words(self.told) if isinstance(self.told, dict) else self.told


def told(rows, **more):
    """What rows of a cluster tell, as one block for each cluster."""
    out = {}
    for row in rows:
        if row.told is not None:
            out.setdefault(row.cluster, {}).setdefault(row.attribute, {})[row.key] = row.formula()
    return [reads(cluster, attributes, **more) for cluster, attributes in out.items()]


def taken(row, set=True, get=True):
    """How a row is set and asked for."""
    more = {"manufacturer": row.manufacturer} if row.manufacturer else {}
    sent = row.sent
    if sent is None:
        sent = turned(row.told) if isinstance(row.told, dict) else "number(value)"
    if isinstance(sent, dict):
        sent = words(sent)
    written = write(row.cluster, {row.attribute: sent}, **({"type": row.type} if row.type else {}), **more)
    return [sets(row.key, written if set else None, read(row.cluster, row.attribute, **more) if get else None, row.state)]
