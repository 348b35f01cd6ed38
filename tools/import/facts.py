"""Facts about the peer's definitions: reads them, and answers what import.py asks of one of them."""

import gzip
import json


class Definition:
    def __init__(self, fact):
        self.fact = fact
        self.vendor = fact["vendor"]
        self.model = fact["model"]
        self.description = fact["description"]
        self.listed = False  # what users see and what is sent at configuring: as recorded, whatever the blocks do
        self.exposes = [e for e in fact.get("exposes") or [] if e.get("property") != "linkquality"]

    def id(self):
        return f"{self.vendor}/{self.model}"

    def extensions(self):
        """(function, arguments) in order."""
        return [(e["fn"], e.get("args") or []) for e in self.fact.get("extend") or []]

    def calls(self, index):
        """What an extension called in its turn."""
        return [(c["fn"], c.get("args") or []) for c in self.fact["extend"][index].get("calls") or []]

    def own(self, kind):
        """From- or to-converters that did not come with an extension: (name, arguments)."""
        return [(c["name"], c.get("args") or []) for c in self.fact.get(kind) or [] if "extend" not in c]

    def converters(self, kind):
        """Names of all from- or to-converters, wherever they come from."""
        return [c["name"] for c in self.fact.get(kind) or []]

    def own_converters(self):
        for kind in ("fromZigbee", "toZigbee"):
            for name, _ in self.own(kind):
                yield name

    def has(self, what):
        return bool(self.fact.get("baseHas", {}).get(what))

    def meta(self, key):
        return (self.fact.get("meta") or {}).get(key)

    def endpoints(self):
        """The names of its endpoints; the facts do not know those that depend on what the device has."""
        named = {"shelly:shellyDeviceEndpoints"}
        more = next((c["args"][0] for c in self.fact.get("extend") or [] if c.get("fn") in named and c.get("args")), {})
        return {**more, **(self.fact.get("endpoint") or {})}

    def expose(self, name):
        """What is exposed under a property, also inside of things; None when nothing is."""
        for e in self.exposes:
            for inner in [e] + (e.get("features") or [] if "property" not in e else []):
                if inner.get("property") == name:
                    return inner
        return None

    def shows_twice(self):
        """A property stands in two things, or in one and beside it."""
        names = [inner["property"] for e in self.exposes for inner in ([e] if "property" in e else e.get("features") or []) if "property" in inner]
        return len(names) != len(set(names))

    def options(self):
        return [o["name"] for o in self.fact.get("options") or []]


def read(folder):
    with gzip.open(f"{folder}/definitions.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [Definition(json.loads(line)) for line in lines]
