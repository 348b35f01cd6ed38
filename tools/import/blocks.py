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
            rule = families.CONVERTERS.get(name) if name != "anonymous" else families.ANONYMOUS.get(definition.fact["id"])
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
        return True if isinstance(value, dict) and "change" in value and not set(value) - {"min", "max", "change"} else value
    return [{k: of(v) for k, v in a.items() if k not in BEFOREHAND} if isinstance(a, dict) else a for a in args]


def by_converters(definition, index):
    """An extension that makes nothing but converters which have rules, with what it shows and sends at configuring as recorded; else None."""
    made = [c for kind in ("fromZigbee", "toZigbee") for c in definition.fact.get(kind) or [] if c.get("extend") == index]
    rules = [families.CONVERTERS.get(c["name"]) for c in made]
    if not made or None in rules or definition.extensions()[index][0].lower().endswith("light") or any(c.get("args") or c.get("endpoints") for c in made):
        return None
    try:
        out = [b for rule in rules for b in pairs(rule(definition))]
    except Missing:
        return None
    definition.listed = True
    return [b for i, b in enumerate(out) if b not in out[:i]]


def shown_by_facts(definition):
    if definition.listed:
        return True
    for name, args in definition.extensions():
        light = name.lower().endswith("light") and args and isinstance(args[0], dict)
        if name in families.SHOWN_BY_FACTS or (light and {"levelConfig", "endpointNames", "minBrightness", "switchType"} & set(args[0])):
            return True
    return definition.has("options")


def with_endpoints(blocks, definition, missing):
    """Without blocks for endpoints that the definition does not name."""
    out = []
    for name, options in blocks:
        only = options.get("endpoints") or []
        lacking = [endpoint for endpoint in (only if isinstance(only, list) else [only])
                   if endpoint not in definition.endpoints() and not str(endpoint).isdigit()]
        missing += [f"endpoint {endpoint} of {name}" for endpoint in lacking]
        if not lacking:
            out.append((name, options))
    return out


def learn(definition, shelf, lost, lacking):
    """(blocks in place of extensions (by index) and converters (by name) that have no rule, what is missing of them)"""
    parts = {kind: [c for c in definition.fact.get(kind) or [] if c.get("extend") in lost or ("extend" not in c and c["name"] in lacking)]
             for kind in ("fromZigbee", "toZigbee")}
    by_events = [definition.extensions()[i][0] for i in lost if i not in {c.get("extend") for cs in parts.values() for c in cs}]
    ruled = []
    for of in parts.values():
        for c in list(of):
            rule = families.CONVERTERS.get(c["name"]) if "extend" in c and not c.get("args") and not c.get("endpoints") else None
            try:
                ruled += pairs(rule(definition)) if rule else []
            except Missing:
                continue
            if rule:
                of.remove(c)
    owned = {}
    for c in definition.fact.get("fromZigbee") or []:
        if c not in parts["fromZigbee"]:
            owned.setdefault(c["cluster"], set()).update(families.PUBLISHED.get(c["name"], ()))
    learner = learned.Learner(definition, shelf, owned)
    if by_events and any(e.get("ops") if isinstance(e, dict) else e for e in (definition.fact.get("events") or {}).values()):
        learner.lacks.append("events of " + by_events[0])
    made = learner.reads(parts["fromZigbee"]) + learner.sets(parts["toZigbee"]) + ruled
    return [b for i, b in enumerate(made) if b not in made[:i]], learner.lacks


def translate(definition, shelf=None):
    """(blocks in order, what is missing, further keys of the row). What is missing hinders nothing else: the rest of the device works,
    and shows and configures all that the facts tell of it."""
    made, lacks, extra, lost = {}, {}, {}, []
    for index, (name, args) in enumerate(definition.extensions()):
        try:
            made[index] = extension(name, args, definition, definition.calls(index))
        except Missing as lack:
            lacks[index] = str(lack)
            lost.append(index)
    for index in list(lost):
        name, args = definition.extensions()[index]
        calls = [(inner, behaviour(given)) for inner, given in definition.calls(index)]
        try:
            if not shelf:
                raise Missing(name)
            made[index] = extension(name, behaviour(args), definition, calls)
            lost.remove(index)
        except Missing:
            ruled = by_converters(definition, index)
            if ruled is not None:
                made[index] = [b for b in ruled if not any(b in other for other in made.values())]
                del lacks[index]
                lost.remove(index)
    blocks = [b for index in sorted(made) for b in made[index]]
    missing = list(lacks.values())
    own, lacking = converters(definition)
    missing += lacking
    by_samples = bool(missing) and shelf is not None
    if by_samples:
        found, lacks = learn(definition, shelf, lost, {lack.split(": ")[0] for lack in lacking})
        own = found + own
        missing = missing + [f"from samples: {lack}" for lack in lacks] if lacks else []
    datapoints = definition.fact.get("tuyaDatapoints")
    name = definition.fact["id"]
    as_listed = name in EXCEPTIONS["exposes"] or definition.shows_twice()
    if datapoints:
        found, lacks = tuya.table(definition, shelf)
        at = next((c.get("extend") for c in definition.fact.get("toZigbee") or [] if c["name"] == "tuya.tz.datapoints"), None)
        if at is None:
            own += found
        else:  # what comes before it has the keys that both know
            made[at] = made.get(at, []) + found
            blocks = [b for index in sorted(made) for b in made[index]]
        missing += lacks
    if own or datapoints or missing or by_samples or as_listed or shown_by_facts(definition):
        try:
            shown = next(iter(exposes.block(definition, by_samples or "option." in str(blocks) + str(own) or any(
                name in ("reads", "sets") for name, _ in own) or name in EXCEPTIONS["exposes"]).items()))
            blocks = own + blocks
            blocks = [(name, options if name in families.SHOW_NOTHING else {**options, "expose": False}) for name, options in blocks]
            if "options" in shown[1]:
                blocks.insert(0, shown)  # the order of options is its own
            else:
                blocks.append(shown)
        except Missing as lack:
            missing.append(str(lack))
    for key in sorted(set(definition.fact.get("metaWithFunctions") or []) - KNOWN_FUNCTIONS):
        missing.append(f"meta {key} by a function")
    if definition.has("configure") or missing or by_samples or name in EXCEPTIONS["configure"] or definition.listed or any(fn in families.RECORDED for fn, _ in definition.extensions()):
        try:
            blocks += configuring.block(definition).items()
        except Missing as lack:
            missing.append(str(lack))
    if definition.has("onEvent"):
        missing.append("own events")
    if definition.has("exposesFn") and (definition.fact.get("exposesDummy") or not own):
        missing.append("own exposes")
    blocks = with_endpoints(blocks, definition, missing)
    if not missing and name in EXCEPTIONS["answers"]:
        missing.append(exceptions.DIFFERS)
    return blocks, sorted(set(missing), key=missing.index), extra
