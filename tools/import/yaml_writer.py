"""Writes values as YAML in the style of devices/*.yaml: short things on one line, the rest in blocks."""

import json
import re

WIDTH = 132
PLAIN = re.compile(r"^[A-Za-z_.$°µ/(][^\n:#,\[\]{}&*!|>'\"%@`\\\x00-\x1f\x7f\ufffd]*$")
LOOKS_LIKE_ANOTHER = re.compile(r"^(true|false|null|yes|no|on|off|y|n|~|\.inf|\.nan|-?[0-9.][0-9a-fx._e+-]*)$", re.I)


def text(value):
    """A string so that reading it gives exactly this string."""
    if PLAIN.match(value) and not LOOKS_LIKE_ANOTHER.match(value) and value == value.strip():
        return value
    out = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() and c not in "\ufffd\ufeff" else "\\u%04x" % ord(c) for c in out)


def scalar(value):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, (int, float)):
        return repr(value)
    return text(value)


class Hex(int):
    """A number that people read in hexadecimal."""


def flow(value):
    if isinstance(value, Hex):
        return f"0x{value:04X}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value)


def key(name):
    return flow(name) if isinstance(name, Hex) else text(str(name))


def block(value, indent, first):
    """Lines of a value that stands behind `first` ("- " or "key:"), which is already indented."""
    line = f"{first} {flow(value)}" if first else flow(value)
    empty = isinstance(value, (dict, list)) and not value
    one = isinstance(value, dict) and len(value) == 1 and first.endswith("-")  # "- light: {…}"
    if not isinstance(value, (dict, list)) or empty or (len(line) <= WIDTH and not one):
        return [line]
    out = []
    if isinstance(value, dict):
        if first.endswith("-"):  # "- key: …": the first entry stands behind the dash
            for i, (k, v) in enumerate(value.items()):
                lead = f"{first} {key(k)}:" if i == 0 else " " * (indent + 2) + f"{key(k)}:"
                out += block(v, indent + 2, lead)
            return out
        out.append(first)
        for k, v in value.items():
            out += block(v, indent + 2, " " * (indent + 2) + f"{key(k)}:")
        return out
    if all(not isinstance(v, (dict, list)) for v in value):
        out.append(first)
        out += folded(value, indent + 2)
        return out
    out.append(first)
    for v in value:
        out += block(v, indent + 2, " " * (indent + 2) + "-")
    return out


def folded(items, indent):
    """A list of plain items over several lines, in brackets."""
    lines, line = [], " " * indent + "["
    for i, item in enumerate(items):
        piece = flow(item) + ("," if i + 1 < len(items) else "]")
        if len(line) + len(piece) + 1 > WIDTH and line.strip() != "[":
            lines.append(line.rstrip())
            line = " " * (indent + 1)
        line += piece + " "
    return lines + [line.rstrip()]


def entry(name, value, indent):
    return block(value, indent, " " * indent + f"{key(name)}:")
