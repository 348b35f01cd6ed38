"""Blocks `reads` and `sets` for converters without a rule, worked out from what they did with samples.

A row is made only when one formula explains every sample of its kind; else the definition lacks it. What words can be said is
known from what is exposed: unless the samples show each of them, nothing is made of them."""

import collections
import json
import re

import families
from datapoints import TYPE_NAMES, follows, octets, points, sent, value_of
from families.formulas import together
from formulas import fit, literal, same
from missing import Missing
from samples import ABSENT
from yaml_writer import Hex
from clusters import TYPES

VARIABLE = re.compile(r"\bvalue\b(?=[^']*(?:'[^']*'[^']*)*$)")  # not within a text
ATTRIBUTES = ("attributeReport", "readResponse")


def domain(definition, name):
    """The words a property can be, when they are few and known."""
    e = definition.expose(name)
    if not e:
        return None
    if e["type"] == "enum":
        return e["values"]
    return [e["value_on"], e["value_off"]] if e["type"] == "binary" else None


def sorted_by_kind(samples):
    """{attribute: [(value, sample)]} of messages with one attribute, {command: [(parameters, sample)]}."""
    attributes, commands = collections.OrderedDict(), collections.OrderedDict()
    for s in samples:
        data = s.get("data")
        if s["type"].startswith("command"):
            commands.setdefault(s["type"], []).append((data, s))
        elif s["type"] in ATTRIBUTES and isinstance(data, dict) and len(data) == 1 and not s["step"]:
            name, value = next(iter(data.items()))
            attributes.setdefault(name, []).append((value, s))
    return attributes, commands
ZONE_BITS = {"tamper": 2, "battery_low": 3, "supervision_reports": 4, "restore_reports": 5, "trouble": 6, "ac_status": 7, "ac_connected": 7, "test": 8,
             "battery_defect": 9}


class Learner:
    def __init__(self, definition, shelf, owned=None):
        self.definition = definition
        self.shelf = shelf
        self.samples = shelf.of[definition.fact["id"]]
        self.owned_of = owned or {}  # {cluster: properties that other blocks read already}
        self.owned = set()
        self.names = {number: name for name, number in definition.endpoints().items()}
        self.lacks = []  # what could not be worked out; the rest could

    def attempt(self, rule, *args):
        """What a rule makes, or None with a note of what is lacking."""
        try:
            return rule(*args)
        except Missing as lack:
            self.lacks.append(str(lack))
            return None

    def given(self, table, parts, what):
        """What a family says of an attribute, command or key: of the definition before its converters."""
        for name in (self.definition.fact["id"], *(part["name"] for part in parts)):
            if what in table.get(name, {}):
                return table[name][what]
        return None

    # What the device tells ------------------------------------------------------------------------

    def reads(self, parts):
        kinds, tuyas = collections.OrderedDict(), []
        for part in parts:
            if part["cluster"] == "manuSpecificTuya" and {"commandDataReport", "commandDataResponse"} & set(part.get("type") or []):
                tuyas.append(part)
            else:
                kinds.setdefault(part["cluster"], []).append(part)
        return self.datapoints(tuyas) + [block for cluster, of in kinds.items() for block in self.attempt(self.cluster, cluster, of) or []]

    def called(self, cluster):
        """A cluster as the row calls it: by the name under which the definition adds it."""
        added = self.definition.fact.get("customClusters") or {}
        if cluster == "manuSpecificLumi" and cluster not in added:
            raise Missing(f"cluster {cluster}")
        known_as = next((key for key, c in added.items() if c.get("name") == cluster), cluster)
        return known_as if isinstance(known_as, str) else Hex(known_as)

    def cluster(self, cluster, parts):
        types = {t for part in parts for t in part.get("type") or []}
        whole = self.given(families.CLUSTERS, parts, cluster)
        if whole is not None:
            return whole
        cluster_name = self.called(cluster)
        self.owned = self.owned_of.get(cluster, set())

        def here(samples):
            return [s for s in samples.received if cluster in (s.get("cluster"), s.get("clusterId")) and s.get("type") in types]
        mine = here(self.samples)
        others = [s for samples in self.shelf.shared(self.definition, parts) for s in here(samples)]
        for s in mine:
            if s["type"] not in ATTRIBUTES and not s["type"].startswith("command") and s.get("out"):
                self.lacks.append(f"{s['type']} of {cluster}")
                break
        attributes, commands = sorted_by_kind(mine)
        more_attributes, more_commands = sorted_by_kind(others)
        options = {"cluster": cluster_name}
        rows = {name: self.attempt(self.properties, pairs, more_attributes.get(name, []), name, self.given(families.MEANINGS, parts, name))
                for name, pairs in attributes.items()}
        rows = {name: row for name, row in rows.items() if row}
        if rows:
            options["attributes"] = rows
            if not types >= set(ATTRIBUTES):
                options["kinds"] = ["report" if "attributeReport" in types else "response"]
        made = {}
        for name, pairs in commands.items():
            row = self.attempt(self.command, pairs, more_commands.get(name, []), name, self.given(families.MEANINGS, parts, name))
            if row:
                short = name.removeprefix("command")
                made[short[:1].lower() + short[1:]] = row
        if made:
            options["commands"] = made
            if any((s.get("out") or {}).get("action_group") is not None for p in commands.values() for _, s in p):
                options["group"] = True
            if self.repeats_are_dropped(commands):
                options["once"] = True
        return [("reads", options)] if rows or made else []

    def datapoints(self, parts):
        """A table of Tuya's datapoints, from messages with one of them."""
        types = {t for part in parts for t in part.get("type") or []}
        mine = [s for s in self.samples.received if s.get("type") in types and points(s)]
        others = [s for samples in self.shelf.shared(self.definition, parts) for s in samples.received if s.get("type") in types and points(s)]
        told = collections.OrderedDict()
        for s in mine:
            if len(points(s)) == 1 and not s["step"]:
                told.setdefault(points(s)[0]["dp"], []).append(s)
        rows, names = [], {}
        for dp, samples in sorted(told.items()):
            more = [s for s in others if len(points(s)) == 1 and points(s)[0]["dp"] == dp and not s["step"]]
            found = self.attempt(self.datapoint, dp, samples, more) or {}
            names[dp] = set(found)
            if found:
                made = "{" + ", ".join(f"{literal(name) if not name.isidentifier() else name}: {f}" for name, f in found.items()) + "}"
                rows.append({"dp": dp, "as": "formula", "from": made})
        if not rows:
            return []
        out = {"list": rows, "from": sorted(t.removeprefix("command")[:1].lower() + t.removeprefix("command")[1:] for t in types), "repeats": True}
        several = [s for s in mine if len(points(s)) > 1]
        if several and all(set(s.get("out") or {}) <= names.get(points(s)[0]["dp"], set()) for s in several):
            out["first"] = True
        return [("tuya_table", out)]

    def datapoint(self, dp, samples, more):
        for s in samples:
            if follows(s):
                raise Missing(f"{follows(s)} after datapoint {dp}")
        found = {}
        for name in dict.fromkeys(name for s in samples for name in s.get("out") or {}):
            def results(of):
                return [(value_of(points(s)[0]), (s.get("out") or {}).get(name, ABSENT)) for s in of]
            # Values of a type that the device does not send prove nothing, but that they are handed on.
            pairs = [(v, r) for v, r in results(samples) if v is not ABSENT]
            if len({repr(v) for v, _ in pairs}) < 2:
                handed_on = all(r == {"type": "Buffer", "data": list(octets(points(s)[0]))} for s, (_, r) in zip(samples, results(samples)))
                if pairs or not handed_on:
                    raise Missing(f"octets of datapoint {dp}")
                found[name] = "value"
                continue
            wider = pairs + [(v, r) for v, r in results(more) if v is not ABSENT]
            words = domain(self.definition, name) if name != "action" else None
            formula = fit(wider, words) or fit(pairs, words)
            if formula is None:
                raise Missing(f"{name} of datapoint {dp}")
            found[name] = formula
        return found

    @staticmethod
    def repeats_are_dropped(commands):
        """A frame with the transaction of an earlier step gave nothing, though it had given something."""
        seen = {}
        for pairs in commands.values():
            for _, s in pairs:
                if s["step"] and s.get("out") is None and s["zcl"] in seen:
                    return True
                if s.get("out"):
                    seen[s["zcl"]] = True
        return False

    def published(self, s):
        """{(property, suffixed): value} of a sample."""
        return {name[:-len(s["end"])] if name.endswith(s["end"]) else name: value for name, value in (s.get("out") or {}).items()}

    def suffixed(self, samples, name):
        return any(name + s["end"] in (s.get("out") or {}) for s in samples)

    @staticmethod
    def no_more_than_tells(pairs, what):
        for _, s in pairs:
            for lack in ("ops", "extra", "out_later", "clock"):
                if s.get(lack):
                    raise Missing(f"{lack} after {what}")

    def properties(self, pairs, more, what, given):
        names = dict.fromkeys(name for _, s in pairs for name in self.published(s))
        if given is None:
            self.no_more_than_tells(pairs, what)
        row = dict(given or {})
        for name in names:
            if name in self.owned or name in row or name + "@" in row:
                continue

            def results(samples):
                return [(value, self.published(s).get(name, ABSENT), s["ep"]) for value, s in samples]
            also = self.written(what, name)
            formula = ((self.formula(results(pairs + more), name) if more else None) or self.formula(results(pairs), name)
                       or (self.formula(results(pairs + more) + also, name) if also else None))
            if formula is None:
                raise Missing(f"{name} of {what}")
            row[name + "@" * self.suffixed([s for _, s in pairs], name)] = formula
        return row

    def written(self, attribute, key):
        """What is written for each word tells what the attribute's values mean."""
        return [(op["payload"][attribute], s["value"], s["ep"]) for s in self.samples.sent for op in s.get("ops") or []
                if s.get("key") == key and op["kind"] == "write" and isinstance(s.get("value"), str)
                and isinstance(op["payload"].get(attribute), int) and s["value"] in (domain(self.definition, key) or [])]

    def told(self, attribute, key):
        """And the other way round."""
        return [(s["out"][key], s["data"][attribute]) for s in self.samples.received
                if isinstance(s.get("data"), dict) and len(s["data"]) == 1 and attribute in s["data"] and key in (s.get("out") or {})
                and s["out"][key] in (domain(self.definition, key) or []) and isinstance(s["data"][attribute], int)]

    @staticmethod
    def zone_bit(pairs, name):
        """Samples of a zone's status seldom tell its bits apart; the standard does."""
        bit = ZONE_BITS.get(name)
        results = {by: {json.dumps(r) for v, r, _ in pairs if isinstance(v, int) and v >> bit & 1 == by and r is not ABSENT} for by in (0, 1)} if bit else {}
        if not results or any(len(r) != 1 for r in results.values()) or results[0] == results[1] or any(r is ABSENT for _, r, _ in pairs):
            return None
        return f"value >> {bit} & 1 ? {literal(json.loads(results[1].pop()))} : {literal(json.loads(results[0].pop()))}"

    def formula(self, pairs, name, field=None):
        """With the endpoint's name behind the value or by endpoint, where it matters."""
        standard = self.zone_bit(pairs, name) if field in ("zonestatus", "zoneStatus") else None
        if standard:
            return standard
        words = domain(self.definition, name) if name != "action" else None
        found = fit([(v, r) for v, r, _ in pairs], words)
        if found:
            return found
        ends = [(v, r[:-len(self.names.get(ep, "?")) - 1] if isinstance(r, str) and r.endswith("_" + self.names.get(ep, "?")) else None, ep)
                for v, r, ep in pairs if r is not ABSENT]
        if ends and all(r is not None for _, r, _ in ends):
            found = fit([(v, r) for v, r, _ in ends])
            if found:
                return f"{found} + '_' + endpoint_name"
        places = sorted({ep for _, _, ep in pairs})
        if len(places) < 2:
            return None
        each = {ep: fit([(v, r) for v, r, e in pairs if e == ep], words) for ep in places}
        if all(each.values()):
            return "{" + ", ".join(f"{ep}: {f}" for ep, f in each.items()) + "}[endpoint]"
        return None

    def command(self, pairs, more, what, given):
        names = dict.fromkeys(name for _, s in pairs for name in self.published(s))
        if given is None:
            self.no_more_than_tells(pairs, what)
        row = dict(given or {})
        for name in names:
            if name == "action_group" or name in self.owned or name in row or name + "@" in row:
                continue

            def results(samples):
                return [(data, self.published(s).get(name, ABSENT), s["ep"]) for data, s in samples if not s["step"]]
            formula = (self.of_fields(results(pairs + more), name) if more else None) or self.of_fields(results(pairs), name)
            if formula is None:
                raise Missing(f"{name} of {what}")
            row[name + "@" * self.suffixed([s for _, s in pairs], name)] = formula
        return row

    def of_fields(self, results, name):
        values = {json.dumps(r) if r is not ABSENT else None for _, r, _ in results}
        if len(values) == 1 and None not in values:
            return literal(results[0][1])
        fields = list(results[0][0]) if isinstance(results[0][0], dict) else []
        always = [(0, r, ep) for _, r, ep in results]
        if not fields and not any(r is ABSENT for _, r, _ in always):
            constant = {ep: r for _, r, ep in always}
            if all(same(constant[ep], r) for _, r, ep in always):
                ends = {r[:-len(self.names[ep]) - 1] for ep, r in constant.items() if ep in self.names and isinstance(r, str) and r.endswith("_" + self.names[ep])}
                if len(ends) == 1 and len(constant) > 1:
                    return f"{literal(ends.pop())} + '_' + endpoint_name"
                return "{" + ", ".join(f"{ep}: {literal(r)}" for ep, r in constant.items()) + "}[endpoint]"
        for field in fields:
            try:
                found = self.formula([(data[field], r, ep) for data, r, ep in results], name, field)
            except (KeyError, TypeError):
                continue
            if found:
                return VARIABLE.sub(f"data.{field}", found)
        return None

    # What users set and ask for ---------------------------------------------------------------------

    def sets(self, parts):
        out, done = [], set()
        for part in parts:
            rows = []
            for key in part.get("key") or []:
                if key in done:
                    continue
                done.add(key)
                row = {"key": key}
                given = self.given(families.OPERATIONS, [part], key)
                if given is not None:
                    rows.append(("sets", {**row, **given}))
                    continue
                others = [s for samples in self.shelf.shared(self.definition, [part]) for s in samples.sent]
                row.update(self.attempt(self.either, self.set, key, "set", others) or {})
                row.update(self.attempt(self.either, lambda k, samples: {"get": self.plans(k, samples)}, key, "get", others) or {})
                if len(row) > 1:
                    rows.append(("sets", row))
            if rows:
                out.append(together(*merged(rows)))
        return merged(out)

    def either(self, rule, key, type_, others):
        """With what other definitions show, else with what this one shows alone."""
        def these(samples):
            return [s for s in samples if key in (s.get("key"), s.get("of")) and s["type"] == type_ and len(s.get("message") or {}) < 2]
        mine, more = these(self.samples.sent), these(others)
        if not mine:
            return {}
        try:
            return rule(key, mine + more)
        except Missing:
            ends = list(dict.fromkeys(s["said"] for s in mine))
            if len(ends) < 2 or "" in ends:
                return rule(key, mine)
        try:
            return rule(key, mine)
        except Missing:
            return self.by_name(rule, key, mine, ends)

    def by_name(self, rule, key, samples, ends):
        """For each endpoint's name on its own; all take the same for the state."""
        each = [rule(key, [s for s in samples if s["said"] == end]) for end in ends]
        out = dict(each[0])
        if any(one.get("state") != out.get("state") for one in each):
            raise Missing(f"state of {key} by endpoint")
        for what in ("set", "get"):
            if what in out:
                out[what] = [{**step, "if": f"endpoint_name == {literal(end[1:])}" + (f" && {step['if']}" if "if" in step else "")}
                             for end, one in zip(ends, each) for step in one[what]]
        return out

    def set(self, key, samples):
        out = {"set": self.plans(key, samples)}
        names = dict.fromkeys(name for s in samples for name in self.state(s))
        state, usual = {}, True
        for name in names:
            pairs = [(s["value"], self.state(s).get(name, ABSENT)) for s in samples]
            usual = usual and name == key and all(same(v, r) if not isinstance(v, (dict, list)) else v == r for v, r in pairs)
            if not usual:
                formula = fit(pairs, domain(self.definition, key))
                if formula is None:
                    if len({json.dumps(r) if r is not ABSENT else None for _, r in pairs}) == 1:
                        formula = literal(pairs[0][1])
                    else:
                        raise Missing(f"state of {name} when {key} is set")
                state[name] = formula
        if not names or not usual:
            out["state"] = state
        return out

    def state(self, s):
        if s.get("published") or s.get("later"):
            raise Missing(f"what follows when {s['key']} is set")
        end = s["said"] or s["end"]
        return {name.removesuffix(end): value for name, value in (s.get("state") or {}).items()}

    def plans(self, key, samples):
        shapes = collections.OrderedDict()
        for s in samples:
            shapes.setdefault(json.dumps([shape(op) for op in s.get("ops") or []]), []).append(s)
        if len(shapes) == 1:
            return self.plan(key, samples)
        out, seen = [], {}
        for at, group in shapes.items():
            for s in group:
                value = s.get("value")
                if not isinstance(value, (str, bool, int, float)) or seen.setdefault(json.dumps(value), at) != at:
                    raise Missing(f"setting {key}")
        if not all(isinstance(json.loads(v), (str, bool)) for v in seen):
            raise Missing(f"setting {key}")
        for at, group in shapes.items():
            values = list(dict.fromkeys(json.dumps(s["value"]) for s in group))
            test = f"value == {literal(json.loads(values[0]))}" if len(values) == 1 else f"value in {literal([json.loads(v) for v in values])}"
            out += [{"if": test, **step} for step in self.plan(key, group)]
        return out

    def plan(self, key, samples):
        out, time = [], 0
        for i, op in enumerate(samples[0].get("ops") or []):
            same_op = [s["ops"][i] for s in samples]
            step = {}
            kind = op["kind"]
            times = {o.get("t") or 0 for o in same_op}
            if len(times) > 1:
                raise Missing(f"setting {key}: at several times")
            if max(times) > time:
                out.append({"wait": max(times) - time})
                time = max(times)
            if sent(op):
                out.append(self.tuya_step(key, samples, same_op))
                continue
            if kind not in ("read", "write", "command") or "ep" not in op:
                raise Missing(f"setting {key}: {kind}")
            cluster = self.called(op["cluster"])
            if kind == "read":
                step["read"] = cluster
                if op.get("disableDefaultResponse") is False:
                    step["answered"] = True
                step["attributes"] = op["payload"]
            else:
                step["write" if kind == "write" else "command"] = cluster if kind == "write" else f"{cluster}.{op['name']}"
                values = {}
                for name, first in (op.get("payload") or {}).items():
                    pairs = [(s.get("value"), o["payload"][name]) for s, o in zip(samples, same_op)]
                    if isinstance(first, dict) and "type" in first and kind == "write":
                        if len({r["type"] for _, r in pairs}) != 1:
                            raise Missing(f"setting {key}: types")
                        step["type"] = TYPES[first["type"]]
                        pairs = [(v, r["value"]) for v, r in pairs]
                    elif kind == "write" and str(name).isdigit():
                        raise Missing(f"setting {key}: type of {name}")
                    if len({json.dumps(r) for _, r in pairs}) == 1:
                        formula = literal(plain(pairs[0][1], key))
                    else:
                        formula = fit(pairs, domain(self.definition, key)) or fit(pairs + self.told(name, key), domain(self.definition, key))
                    if formula is None:
                        raise Missing(f"setting {key}: {name}")
                    values[name] = formula
                if values:
                    step["attributes" if kind == "write" else "payload"] = values
                if kind == "write" and op.get("disableDefaultResponse") is False:
                    step["answered"] = True
                if kind == "command" and op.get("disableDefaultResponse"):
                    step["quiet"] = True
            if op.get("manufacturerCode"):
                step["manufacturer"] = Hex(op["manufacturerCode"])
            if any(o["ep"] != s["ep"] for o, s in zip(same_op, samples)):
                if len({o["ep"] for o in same_op}) != 1:
                    raise Missing(f"setting {key}: several endpoints")
                step["endpoint"] = str(op["ep"])
            out.append(step)
        return out


    def tuya_step(self, key, samples, ops):
        point = sent(ops[0])
        pairs = [(s.get("value"), value_of(sent(o))) for s, o in zip(samples, ops)]
        if len({octets(sent(o)) for o in ops}) == 1:
            formula = literal(list(octets(point)) if point["datatype"] == 0 else value_of(point))
        elif any(r is ABSENT for _, r in pairs):
            raise Missing(f"setting {key}: octets of datapoint {point['dp']}")
        else:
            formula = fit(pairs, domain(self.definition, key))
        if formula is None:
            raise Missing(f"setting {key}: datapoint {point['dp']}")
        if point["datatype"] == 2 and ops[0]["payload"]["seq"] != 1 and any(isinstance(r, (int, float)) and r < 0 for _, r in pairs):
            formula = f"({formula}) < 0 ? ({formula}) + 4294967296 : ({formula})"  # else a counted one goes out with its sign
        step = {"datapoint": point["dp"], "type": TYPE_NAMES[point["datatype"]], "value": formula}
        if ops[0]["payload"]["seq"] != 1:
            step["counted"] = True
        if ops[0]["name"] != "dataRequest":
            step["command"] = "manuSpecificTuya." + ops[0]["name"]
        if any(o["ep"] != s["ep"] for o, s in zip(ops, samples)):
            raise Missing(f"setting {key}: several endpoints")
        return step


def plain(value, key):
    if isinstance(value, (dict, list)):
        raise Missing(f"setting {key}: {json.dumps(value)[:40]}")
    return value


def shape(op):
    payload = op.get("payload")
    if sent(op):
        return [op["name"], sent(op)["dp"], sent(op)["datatype"]]
    return [op.get("kind"), op.get("cluster"), op.get("name"), sorted(payload) if isinstance(payload, dict) else payload]


def merged(rows):
    """Keys with the same operations share a block."""
    out = []
    for name, options in rows:
        rest = {k: v for k, v in options.items() if k != "key"}
        if "rows" in options:
            out.append((name, options))
            continue
        for _, before in out:
            if {k: v for k, v in before.items() if k != "key"} == rest and "state" not in rest and "value" in json.dumps(rest):
                before["key"] = (before["key"] if isinstance(before["key"], list) else [before["key"]]) + [options["key"]]
                break
        else:
            out.append((name, dict(options)))
    return out
