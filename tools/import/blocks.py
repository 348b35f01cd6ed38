"""One definition as a row's blocks: extensions and converters by the rules of families/, what users see, what is sent at configuring."""

import inspect
import re

import configuring
import exposes
import families
from families import tuya
from missing import Missing

ADDS_A_CLUSTER = re.compile(r"[.:]add\w*Cluster\w*$")

# Definitions whose parts our blocks would show twice.
SHOWN_TWICE = {"Namron/4512752/4512753", "Tervix/_TZE284_6kijc7nd"}

KNOWN_FUNCTIONS = {"disableDefaultResponse", "noOffTransitionWhenOff", "tuyaDatapoints"}


def pairs(made):
    return list(made.items()) if isinstance(made, dict) else made


def converters(definition):
    """(blocks, missing) of the converters that a definition names itself; each block once."""
    out, missing, names = [], [], []
    for kind in ("fromZigbee", "toZigbee"):
        for name, args in definition.own(kind):
            if name in names:
                continue
            names.append(name)
            rule = families.CONVERTERS.get(name)
            if name in ("tuya.fz.datapoints", "tuya.tz.datapoints"):
                continue
            if not rule or (args and len(inspect.signature(rule).parameters) == 1):
                missing.append(name)
                continue
            try:
                made = rule(definition, *args) if args else rule(definition)
                out += [b for b in pairs(made) if b not in out]
            except Missing as lack:
                missing.append(f"{name}: {lack}")
    return out, missing


def extension(name, args, definition, calls=()):
    """Blocks of one extension: by its own rule, else by what it calls."""
    rule = families.EXTENSIONS.get(name)
    if rule:
        try:
            return pairs(rule(args, definition))
        except Missing as lack:
            raise Missing(f"{name}: {lack}")
    if ADDS_A_CLUSTER.search(name):
        return []  # the row's own keys
    if not calls:
        raise Missing(name)
    out = []
    for inner, inner_args in calls:
        try:
            out += extension(inner, inner_args, definition)
        except Missing as lack:
            raise Missing(f"{name}: {lack}")
    return out


def shown_by_facts(definition):
    for name, args in definition.extensions():
        light = name.lower().endswith("light") and args and isinstance(args[0], dict)
        if name in families.SHOWN_BY_FACTS or (light and {"levelConfig", "endpointNames"} & set(args[0])):
            return True
    return definition.has("options")


def check_endpoints(blocks, definition):
    for name, options in blocks:
        only = options.get("endpoints") or []
        for endpoint in only if isinstance(only, list) else [only]:
            if endpoint not in definition.endpoints():
                raise Missing(f"endpoint {endpoint} of {name}")


def only_whole(blocks):
    return [(name, options) for name, options in blocks if name not in ("tuya_base", "attribute", "configure") and not options.get("endpoints")]


def translate(definition):
    """(blocks in order, what is missing, further keys of the row)"""
    blocks, missing, extra = [], [], {}
    for index, (name, args) in enumerate(definition.extensions()):
        try:
            blocks += extension(name, args, definition, definition.calls(index))
        except Missing as lack:
            missing.append(str(lack))
    alone = blocks
    own, lacking = converters(definition)
    missing += lacking
    datapoints = definition.fact.get("tuyaDatapoints")
    if own or datapoints or shown_by_facts(definition):
        try:
            if datapoints:
                own.append(next(iter(tuya.table(definition).items())))
            shown = next(iter(exposes.block(definition).items()))
            blocks = own + blocks
            blocks = [(name, options if name in families.SHOW_NOTHING else {**options, "expose": False}) for name, options in blocks]
            blocks.append(shown)
        except Missing as lack:
            missing.append(str(lack))
    for key in sorted(set(definition.fact.get("metaWithFunctions") or []) - KNOWN_FUNCTIONS):
        missing.append(f"meta {key} by a function")
    if definition.has("configure") or any(name in families.RECORDED for name, _ in definition.extensions()):
        try:
            blocks += configuring.block(definition).items()
        except Missing as lack:
            missing.append(str(lack))
    if definition.has("onEvent"):
        missing.append("own events")
    if definition.has("exposesFn") and (definition.fact.get("exposesDummy") or not own):
        missing.append("own exposes")
    try:
        check_endpoints(blocks, definition)
    except Missing as lack:
        missing.append(str(lack))
    names = definition.properties()
    if len(names) != len(set(names)) or definition.id() in SHOWN_TWICE:
        missing.append("a property exposed twice")
    if missing:
        # What shows and works by itself; a device of which nothing does is known by its name at least.
        blocks = [] if own or lacking or datapoints or definition.id() in SHOWN_TWICE else only_whole(alone)
    return blocks, sorted(set(missing), key=missing.index), extra
