"""What the peer's converters made of frames and messages: single vectors and the steps of sequences, by definition."""

import glob
import gzip
import json


class Absent:
    """Nothing was published under a property; null is something else."""

    def __repr__(self):
        return "absent"


ABSENT = Absent()


class Samples:
    """Vectors of one definition that tell of its behaviour alone: no errors, no chance."""

    def __init__(self, definition):
        self.names = {number: name for name, number in definition.endpoints().items()} if definition.meta("multiEndpoint") else {}
        self.ends = ["_" + str(name) for name in definition.endpoints()]
        self.received, self.sent = [], []

    def add(self, kind, vector):
        steps = vector.get("steps") or [vector]
        for number, step in enumerate(steps):
            if vector.get("random") or step.get("random") or step.get("errors") or step.get("error"):
                continue
            step["step"] = number  # a frame that was heard before may count no more
            step["end"] = "_" + self.names.get(step.get("ep"), "?")  # of properties, on this endpoint
            if kind == "tz":  # a property that is asked for with an endpoint's name behind it
                step["said"] = next((end for end in self.ends if step["key"].endswith(end)), "")
                step["of"] = step["key"].removesuffix(step["said"])
            (self.received if kind == "fz" else self.sent).append(step)


def parts(definition):
    """(what a converter is called and given, the converter): equal names behave alike wherever they are used."""
    extensions = definition.extensions()
    for kind in ("fromZigbee", "toZigbee"):
        for c in definition.fact.get(kind) or []:
            origin = extensions[c["extend"]] if "extend" in c else definition.fact["file"] if c["name"] == "anonymous" else None
            if c["name"] != "anonymous" or "extend" in c:
                yield json.dumps([kind, c["name"], c.get("args"), c.get("cluster"), origin], sort_keys=True), c


class Shelf:
    """All definitions' samples, and which definitions share a converter."""

    def __init__(self, folder, definitions):
        self.of = {d.fact["id"]: Samples(d) for d in definitions}
        self.users = {}
        for d in definitions:
            for name, _ in parts(d):
                self.users.setdefault(name, []).append(d.fact["id"])
        for kind in ("fz", "tz"):
            for path in sorted(glob.glob(f"{folder}/vectors/{kind}-*.jsonl.gz")):
                if not path.endswith(("-groups.jsonl.gz", "-generic.jsonl.gz", "-options.jsonl.gz")):
                    self.load(path, kind)

    def load(self, path, kind):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                vector = json.loads(line)
                if vector["def"] in self.of:
                    self.of[vector["def"]].add(kind, vector)

    def shared(self, definition, wanted):
        """Samples of the other definitions that have these converters."""
        names = [name for name, c in parts(definition) if any(c is w for w in wanted)]
        return [self.of[i] for i in dict.fromkeys(i for name in names for i in self.users[name]) if i != definition.fact["id"]]
