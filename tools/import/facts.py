"""Facts about the peer's definitions: reads them, and answers what import.py asks of one of them."""

import gzip
import json


class Definition:
    def __init__(self, fact):
        self.fact = fact
        self.vendor = fact["vendor"]
        self.model = fact["model"]
        self.description = fact["description"]

    def extensions(self):
        """(function, arguments) in order."""
        return [(e["fn"], e.get("args") or []) for e in self.fact.get("extend") or []]

    def own_converters(self):
        """Names of from- and to-converters that did not come with an extension."""
        for kind in ("fromZigbee", "toZigbee"):
            for converter in self.fact.get(kind) or []:
                if "extend" not in converter:
                    yield converter["name"]

    def has(self, what):
        return bool(self.fact.get("baseHas", {}).get(what))


def read(folder):
    with gzip.open(f"{folder}/definitions.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [Definition(json.loads(line)) for line in lines]
