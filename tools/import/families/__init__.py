"""Which of our blocks stands for which of the peer's building blocks, a module for each family.

A module may have
- EXTENSIONS: their extension -> function from its arguments and the definition to {our block: options} or a list of (block, options);
  {} when nothing is needed, Missing with what our blocks cannot do yet. Arguments that a function does not know are missing, never
  ignored.
- CONVERTERS: a converter that definitions list by name -> function from the definition (and its arguments, if it has such) likewise.
- SHOWN_BY_FACTS: extensions whose blocks do, but do not show: what users see is copied.
- RECORDED: extensions whose operations at configuring are copied from the record.
- ANONYMOUS: definition -> function from it to blocks that stand for all converters of its own without a name.
- PUBLISHED: converter -> the properties it publishes.
- SHOW_NOTHING: blocks of ours that have no `expose` to turn off.
- MEANINGS: converter or definition -> {attribute or command: {property: formula}}, where samples alone do not tell a formula.
- OPERATIONS: converter or definition -> {key: {set, get, state}}, what the block `sets` gets where samples alone do not tell it.
- CLUSTERS: converter or definition -> {cluster: blocks}, for all that is told in it, where samples alone do not tell.
A new module is found by itself; two that claim the same name are refused."""

import importlib
import pkgutil

EXTENSIONS, CONVERTERS, ANONYMOUS, PUBLISHED, MEANINGS, OPERATIONS, CLUSTERS, SHOWN_BY_FACTS, RECORDED, SHOW_NOTHING = {}, {}, {}, {}, {}, {}, {}, set(), set(), set()

for found in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
    family = importlib.import_module(f"{__name__}.{found.name}")
    for name, table in (("EXTENSIONS", EXTENSIONS), ("CONVERTERS", CONVERTERS), ("ANONYMOUS", ANONYMOUS), ("PUBLISHED", PUBLISHED),
                        ("MEANINGS", MEANINGS), ("OPERATIONS", OPERATIONS), ("CLUSTERS", CLUSTERS)):
        own = getattr(family, name, {})
        twice = table.keys() & own.keys()
        if twice:
            raise ValueError(f"families/{found.name}.py: {name} names again what another family has: {sorted(twice)}")
        table.update(own)
    for name, names in (("SHOWN_BY_FACTS", SHOWN_BY_FACTS), ("RECORDED", RECORDED), ("SHOW_NOTHING", SHOW_NOTHING)):
        names |= getattr(family, name, set())
