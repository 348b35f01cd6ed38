#!/usr/bin/env python3
"""Where blocks and the peer's records differ, found by running them: exceptions.json beside this.

    ./run parity --report REPORT.json; tools/import/exceptions.py FACTS REPORT.json; tools/import/import.py FACTS

Of definitions that lack nothing: `configure`, whose recorded operations are copied in place of what blocks would send; `exposes`, of
which all that users see is copied; `answers`, some of which differ still, and whose rows say so under `missing:`."""

import argparse
import json
import pathlib

PATH = pathlib.Path(__file__).resolve().with_name("exceptions.json")
KINDS = ("configure", "exposes", "answers")


def known():
    return {kind: set(names) for kind, names in json.loads(PATH.read_text(encoding="utf-8")).items()} if PATH.exists() else {k: set() for k in KINDS}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("facts")
    parser.add_argument("report", help="of ./run parity")
    args = parser.parse_args()
    import facts
    import samples
    from blocks import translate
    report = json.loads(pathlib.Path(args.report).read_text(encoding="utf-8"))
    definitions = facts.read(args.facts)
    shelf = samples.Shelf(args.facts, definitions)
    out, again = known(), known()["answers"]
    out["answers"] = set()
    for d in definitions:
        name = d.fact["id"]
        row = report.get(name, {})
        lacks = translate(d, shelf)[1]
        if not row.get("recognised") or [lack for lack in lacks if lack != DIFFERS]:
            continue
        if row.get("configure") is False:
            out["configure"].add(name)
        if not row["exposes"]:
            out["exposes"].add(name)
        if row["vectors"] != row["equal"]:
            out["answers"].add(name)
    PATH.write_text(json.dumps({kind: sorted(names) for kind, names in out.items()}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(", ".join(f"{kind} {len(names)}" for kind, names in out.items()), f"; {len(again - out['answers'])} no longer differ")


DIFFERS = "answers that ./run parity finds different"

if __name__ == "__main__":
    main()
