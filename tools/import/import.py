#!/usr/bin/env python3
"""Makes and refreshes devices/*.yaml from facts about Zigbee2MQTT's device library. See README.md."""

import argparse
import collections
import pathlib
import re
import sys

import facts
import identity
import samples
from blocks import translate
from clusters import Shelf
from files import File
from yaml_writer import block, entry, scalar

CLUSTER_FILE = "_clusters.yaml"


def slug(vendor):
    return re.sub("[^a-z0-9]+", "_", vendor.lower()).strip("_") or "other"


class Importer:
    def __init__(self, folder, definitions, partial, facts_folder):
        self.partial = partial
        self.samples = samples.Shelf(facts_folder, definitions)
        self.folder = folder
        self.definitions = definitions
        self.files = {p.name: File(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.yaml")) if p.name != CLUSTER_FILE}
        self.shelf = Shelf(label for f in self.files.values() for label in f.labels())
        self.seen = {}  # matches taken, by content
        self.models = set()
        self.missing = collections.Counter()
        self.complete = 0
        self.left_out = []

    def run(self):
        kept = {}
        for name, file in self.files.items():
            for row in file.rows:
                kept[(row.vendor(file.vendor()), row.model)] = row
        out = collections.defaultdict(list)
        for definition in self.definitions:
            lines = self.row(definition, kept.pop((definition.vendor, definition.model), None))
            if lines:
                out[slug(definition.vendor) + ".yaml"].append((definition.vendor, lines))
        for (vendor, _), row in kept.items():  # what no facts tell of is a person's
            out[slug(vendor) + ".yaml"].append((vendor, row.before + row.lines))
        return self.texts(out)

    def row(self, definition, old):
        kept = old.kept() if old else []
        before = old.before if old else []
        matches = identity.match(definition.fact, self.seen)
        if kept is True:
            self.complete += "missing:" not in "".join(old.lines)
            return before + old.lines
        if not matches or definition.id() in self.models:
            self.left_out.append(definition.id())
            return None
        self.models.add(definition.id())
        blocks, missing, extra = translate(definition, self.samples)
        self.missing.update(missing)
        if missing and not self.partial:
            return None
        self.complete += not missing
        values = {
            "description": definition.description,
            "version": definition.fact.get("version"),
            "icon": definition.fact.get("icon"),
            "match": matches,
            "white_labels": identity.white_labels(definition.fact),
            "ota": bool(definition.fact.get("ota")),
            "endpoints": definition.endpoints(),
            "multi_endpoint": bool(definition.meta("multiEndpoint")),
            "multi_endpoint_skip": definition.meta("multiEndpointSkip"),
            "no_default_response": definition.meta("disableDefaultResponse") is True,
            "clusters": [self.shelf.label(n, c) for n, c in (definition.fact.get("customClusters") or {}).items()],
            "blocks": [name if not options else {name: options} for name, options in blocks],
            **extra,
            "missing": missing,
        }
        lines = [f"  - model: {scalar(definition.model)}"]
        for name, value in values.items():
            if old and name in kept:
                lines += old.part(name)
            elif name == "blocks" and value:
                lines += ["    blocks:"] + [line for part in value for line in block(part, 6, "      -")]
            elif value:
                lines += entry(name, value, 4)
        if old:
            lines += old.part("page")
            if kept:
                lines += old.part("kept")
        return before + lines

    def texts(self, rows):
        texts = {}
        for name, list_of_rows in rows.items():
            vendor = list_of_rows[0][0]
            head = self.files[name].head if name in self.files else [f"vendor: {scalar(vendor)}"]
            lines = [line for line in head] + ["devices:"]
            for i, (_, row) in enumerate(list_of_rows):
                lines += ([""] if i else []) + row
            texts[name] = "\n".join(lines) + "\n"
        lines = ["# Clusters that the standard lacks or has less of, and that several files' devices have.", "clusters:"]
        for label, content in sorted(self.shelf.rows.items()):
            lines += entry(label, content, 2)
        texts[CLUSTER_FILE] = "\n".join(lines) + "\n"
        return texts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", help="folder with definitions.jsonl.gz")
    parser.add_argument("--devices", default=str(pathlib.Path(__file__).resolve().parents[2] / "devices"))
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--complete", action="store_true", help="leave out what our blocks cannot do wholly")
    parser.add_argument("--missing", type=int, default=0, help="print the N things lacking most")
    args = parser.parse_args()
    folder = pathlib.Path(args.devices)
    importer = Importer(folder, facts.read(args.facts), not args.complete, args.facts)
    texts = importer.run()
    changed = 0
    for name, text in texts.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed += 1
            if not args.dry_run:
                path.write_text(text, encoding="utf-8")
    for text, count in importer.missing.most_common(args.missing):
        print(f"{count:5} {text}")
    for name in importer.left_out:
        print(f"left out: {name}: another definition is recognised by all it has", file=sys.stderr)
    print(f"{importer.complete} of {len(importer.definitions)} definitions complete, {changed} files changed")


if __name__ == "__main__":
    main()
