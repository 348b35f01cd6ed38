"""One definition as a row's blocks: extensions and converters by the rules of families/, what users see, what is sent at configuring."""

import inspect
import re

import configuring
import exceptions
import exposes
import families
import learned
from families import tuya
from missing import Missing

ADDS_A_CLUSTER = re.compile(r"[.:]add\w*Cluster\w*$")

EXCEPTIONS = exceptions.known()

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


# Arguments that show, or are sent at configuring: nothing to how a device behaves.
BEFOREHAND = {"levelReportingConfig", "colorReportingConfig", "reporting", "reportingConfig", "configureReporting", "description", "label",
              "zoneStatusReporting", "percentageReporting", "percentageReportingConfig", "voltageReporting", "voltageReportingConfig",
              "lowStatusReportingConfig", "entityCategory"}


def behaviour(args):
    """Arguments without those that matter beforehand alone."""
    def of(value):
        return True if isinstance(value, dict) and value and not set(value) - {"min", "max", "change"} else value
    return [{k: of(v) for k, v in a.items() if k not in BEFOREHAND} if isinstance(a, dict) else a for a in args]


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


def learn(definition, shelf, lost, lacking):
    """Blocks in place of extensions (by index) and converters (by name) that have no rule."""
    parts = {kind: [c for c in definition.fact.get(kind) or [] if c.get("extend") in lost or ("extend" not in c and c["name"] in lacking)]
             for kind in ("fromZigbee", "toZigbee")}
    by_events = [definition.extensions()[i][0] for i in lost if i not in {c.get("extend") for cs in parts.values() for c in cs}]
    if by_events and any(e.get("ops") if isinstance(e, dict) else e for e in (definition.fact.get("events") or {}).values()):
        raise Missing("events of " + by_events[0])
    learner = learned.Learner(definition, shelf)
    return learner.reads(parts["fromZigbee"]) + learner.sets(parts["toZigbee"])


def translate(definition, shelf=None):
    """(blocks in order, what is missing, further keys of the row)"""
    blocks, missing, extra, lost = [], [], {}, []
    for index, (name, args) in enumerate(definition.extensions()):
        try:
            blocks += extension(name, args, definition, definition.calls(index))
        except Missing as lack:
            missing.append(str(lack))
            lost.append(index)
    alone = list(blocks)
    if shelf:
        for index in list(lost):
            name, args = definition.extensions()[index]
            calls = [(inner, behaviour(given)) for inner, given in definition.calls(index)]
            try:
                blocks += extension(name, behaviour(args), definition, calls)
                lost.remove(index)
            except Missing:
                pass
    own, lacking = converters(definition)
    missing += lacking
    by_samples = bool(missing) and shelf is not None
    if by_samples:
        try:
            own = learn(definition, shelf, lost, {lack.split(": ")[0] for lack in lacking}) + own
            missing = []
        except Missing as lack:
            missing.append(f"from samples: {lack}")
    datapoints = definition.fact.get("tuyaDatapoints")
    name = definition.fact["id"]
    as_listed = name in EXCEPTIONS["exposes"] or definition.shows_twice()
    if own or datapoints or by_samples or as_listed or shown_by_facts(definition):
        try:
            if datapoints:
                own.append(next(iter(tuya.table(definition, shelf).items())))
            shown = next(iter(exposes.block(definition, by_samples or "option." in str(blocks) + str(own) or name in EXCEPTIONS["exposes"]).items()))
            blocks = own + blocks
            blocks = [(name, options if name in families.SHOW_NOTHING else {**options, "expose": False}) for name, options in blocks]
            blocks.append(shown)
        except Missing as lack:
            missing.append(str(lack))
    for key in sorted(set(definition.fact.get("metaWithFunctions") or []) - KNOWN_FUNCTIONS):
        missing.append(f"meta {key} by a function")
    if definition.has("configure") or by_samples or name in EXCEPTIONS["configure"] or any(fn in families.RECORDED for fn, _ in definition.extensions()):
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
    if missing:
        # What shows and works by itself; a device of which nothing does is known by its name at least.
        blocks = [] if own or lacking or datapoints else only_whole(alone)
    elif name in EXCEPTIONS["answers"]:
        missing.append(exceptions.DIFFERS)
    return blocks, sorted(set(missing), key=missing.index), extra
