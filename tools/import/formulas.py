"""Finds the formula that leads from samples' values to their results: the plainest one that holds for all of them.

Formulas are those of the blocks `reads` and `sets`."""

import collections
import datetime
import json
import math
import re

from samples import ABSENT


def number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def rounded(value, digits=0):
    if math.isinf(value) or math.isnan(value):
        raise ValueError
    return math.floor(value * 10**digits + 0.5) / 10**digits


def literal(value):
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(k)}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(v) for v in value) + "]"
    return json.dumps(value)


def key(name):
    return json.dumps(name) if number(name) or isinstance(name, bool) else literal(name)


def same(a, b):
    return type(a) is type(b) and a == b or (number(a) and number(b) and a == b)


WORD = re.compile(r"^([A-Za-z][\w /+-]*)?$")  # other texts are numbers or times in disguise

NAN = {"$num": "NaN"}  # what a device says that has no value

SCALES = (10, 100, 1000, 2, 5, 16, 20, 50, 60, 256, 2.54, 2.55, 3600, 10000, 1000000, 3600000)


def candidates():
    """(formula, the same in Python), the plainest first."""
    yield "value", lambda v: v
    for s in SCALES:
        yield f"value / {s}", lambda v, s=s: v / s
        yield f"value * {s}", lambda v, s=s: v * s
    for s in SCALES:
        for digits in (0, 1, 2, 3):
            more = f", {digits}" if digits else ""
            yield f"round(value / {s}{more})", lambda v, s=s, d=digits: rounded(v / s, d)
            yield f"round(value * {s}{more})", lambda v, s=s, d=digits: rounded(v * s, d)
    for s in (0.1, 0.01, 0.001):
        yield f"value * {s}", lambda v, s=s: v * s
    yield "round(value)", lambda v: rounded(v)
    yield "round(value * 100 / 255)", lambda v: rounded(v * 100 / 255)
    yield "round(value / 255 * 100)", lambda v: rounded(v / 255 * 100)
    yield "round(value * 100 / 254)", lambda v: rounded(v * 100 / 254)
    yield "round(value / 254 * 100)", lambda v: rounded(v / 254 * 100)
    yield "round(value * 254 / 100)", lambda v: rounded(v * 254 / 100)
    yield "round(value / 100 * 254)", lambda v: rounded(v / 100 * 254)
    yield "round(value * 255 / 100)", lambda v: rounded(v * 255 / 100)
    yield "100 - value", lambda v: 100 - v
    yield "-value", lambda v: -v
    yield "value + 1", lambda v: v + 1
    yield "value - 1", lambda v: v - 1
    yield "value / 10 / 100", lambda v: v / 10 / 100
    yield "floor(value)", lambda v: math.floor(v)
    yield "round(value * 4) / 4", lambda v: rounded(v * 4) / 4


RANGES = [(low, high) for high in (10, 100, 254, 255, 1000) for low in (0, 1, 10) if low < high] + [(153, 500)]


def between_ranges():
    for a, b in RANGES:
        for c, d in RANGES:
            if (a, b) != (c, d):
                from_ = f"(value - {a})" if a else "value"
                first = f"{c} + " if c else ""
                yield f"round({first}{from_} * {d - c} / {b - a})", lambda v, a=a, b=b, c=c, d=d: rounded(c + (v - a) * (d - c) / (b - a))


CANDIDATES = list(candidates()) + list(between_ranges())


def fit(pairs, domain=None):
    """The formula over `value`, or None. Pairs of a value and its result, which may be ABSENT. `domain`: all words that the result
    may be (or the value, when it is the one in words); samples that do not show each of them prove nothing. Neither do those of
    which a third less would have shown another formula: what is right may be another one still."""
    found = find(pairs, domain)
    return None if found and weak(found, pairs, domain) else found


def weak(found, pairs, domain, folds=3):
    values = list(dict.fromkeys(json.dumps(v) for v, _ in pairs))
    for i in range(folds):
        kept = {v for at, v in enumerate(values) if at % folds != i}
        other = find([(v, r) for v, r in pairs if json.dumps(v) in kept], domain)
        if other and other != found and "value" in other and "}[value]" not in other + found and " ? " not in found:
            return True
    return False


def find(pairs, domain):
    none = [r for v, r in pairs if v == NAN]
    if none and all(r is ABSENT for r in none):
        inner = find([(v, r) for v, r in pairs if v != NAN], domain)
        return inner if inner is None or inner.endswith("[value]") else f"value == value ? {inner} : none"
    if none and all(r is None for r in none):
        inner = numeric([(v, r) for v, r in pairs if v != NAN]) if all(r is not ABSENT for _, r in pairs) else None
        if inner:
            return inner  # what is no number stays none
    if none and none[0] is not ABSENT and none[0] is not None and all(type(r) is type(none[0]) and r == none[0] for r in none):
        inner, word = find([(v, r) for v, r in pairs if v != NAN], domain), literal(none[0])
        if inner:
            return inner if inner.endswith(" ?? " + word) else f"value == value ? {inner} : {word}"
    given = [(v, r) for v, r in pairs if r is not ABSENT]
    if not given:
        return None
    if all(isinstance(r, dict) and set(r) == set(given[0][1]) for _, r in given) and given[0][1]:
        parts = {k: find([(v, r[k] if r is not ABSENT else r) for v, r in pairs], None) for k in given[0][1]}
        return "{" + ", ".join(f"{key(k)}: {part}" for k, part in parts.items()) + "}" if all(parts.values()) else None
    if len(given) == len(pairs):
        plain = numeric(given) or constant(given) or two_sided(given)
        if plain:
            return plain
    return table(pairs, given, domain)


def since_2000(seconds):
    try:
        return (datetime.datetime(2000, 1, 1) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    except OverflowError:
        return None


def numeric(given):
    different = {json.dumps(v) for v, _ in given}
    if all(same(v, r) for v, r in given) and len(different) > 1:
        return "value"
    if not all(number(v) for v, _ in given):
        return None
    if all(whole(v) and isinstance(r, str) and r == since_2000(v) for v, r in given):
        return "since_2000(value)"
    if all(isinstance(r, str) for _, r in given) and len(different) > 3:
        for digits in (0, 1, 2, 3):
            for s in (1, 10, 100, 1000):
                if all(f"{v / s:.{digits}f}" == r for v, r in given):
                    return f"fixed(value / {s}, {digits})" if s > 1 else f"fixed(value, {digits})"
    if not all(number(r) for _, r in given):
        return None
    # A few values prove a plain scale; many are needed to prove a rounded one.
    telling = {v for v, _ in given if abs(v) > 20}
    for formula, f in CANDIDATES if len(different) > 3 else CANDIDATES[:len(SCALES) * 2 + 1] if len(telling) > 1 or any(v > 99 for v in telling) else []:
        try:
            if all(same(f(v), r) for v, r in given):
                return formula
        except (ValueError, OverflowError):
            pass
    return None


def constant(given):
    results = {json.dumps(r) for _, r in given}
    values = {json.dumps(v) for v, _ in given}
    return literal(given[0][1]) if len(results) == 1 and len(values) > 2 else None


def two_sided(given):
    """One of two results: by a bit, by one value, by a limit."""
    results = {json.dumps(r): r for _, r in given}
    values = {json.dumps(v) for v, _ in given}
    if len(results) != 2 or len(values) < 3 or not all(whole(v) or isinstance(v, bool) for v, _ in given):
        return None
    tests = []
    for bit in range(16):
        high = {json.dumps(r) for v, r in given if v >= 0 and int(v) >> bit & 1}
        low = {json.dumps(r) for v, r in given if v < 0 or not int(v) >> bit & 1}
        if len(high) == len(low) == 1 and high != low and len(values) > 4:
            test = f"value >> {bit} & 1" if bit else "value & 1"
            tests.append(f"{test} ? {literal(results[high.pop()])} : {literal(results[low.pop()])}")
    if tests:
        return tests[0] if len(tests) == 1 else None  # one bit explains it, or nothing is known
    for text, result in results.items():
        those = {json.dumps(v) for v, r in given if json.dumps(r) == text}
        if len(those) == 1:
            other = next(r for t, r in results.items() if t != text)
            v = json.loads(those.pop())
            if v == 0 and number(v):
                return f"value != 0 ? {literal(other)} : {literal(result)}"
            return f"value == {literal(v)} ? {literal(result)} : {literal(other)}"
    return None


def table(pairs, given, domain):
    rows = {}
    for v, r in pairs:
        at = json.dumps(v)
        if at in rows and not (rows[at] is r or (rows[at] is not ABSENT and r is not ABSENT and same(rows[at], r))):
            return None
        rows[at] = r
    found = {at: r for at, r in rows.items() if r is not ABSENT}
    otherwise = ""
    if len(found) == len(rows):
        # What several values that are no neighbours give is what all others give.
        often = collections.Counter(json.dumps(r) for r in found.values()).most_common(1)[0]
        least = max((json.loads(at) for at, r in found.items() if whole(json.loads(at)) and json.dumps(r) != often[0]), default=None)
        beyond = least is not None and sum(1 for at, r in found.items() if json.dumps(r) == often[0] and (not whole(json.loads(at)) or json.loads(at) > least)) > 1
        if often[1] > 2 and beyond:
            otherwise = " ?? " + literal(json.loads(often[0]))
            found = {at: r for at, r in found.items() if json.dumps(r) != often[0]}
            domain = [d for d in domain or [] if json.dumps(d) != often[0]] or None
    words = all(isinstance(r, (str, bool)) or r is None for r in found.values())
    from_words = all(isinstance(json.loads(at), (str, bool)) for at in found)
    if not (words or from_words) or len(found) > 40 or any(isinstance(json.loads(at), (dict, list)) for at in found):
        return None
    kinds = {type(json.loads(at)) for at in found}
    if len(kinds) != 1 or float in kinds or not all(not isinstance(r, str) or WORD.match(r) for r in found.values()):
        return None
    if domain:
        seen = {json.dumps(r) for r in found.values()} if words and not from_words else set(found)
        if not {json.dumps(d) for d in domain} <= seen:
            return None
    return "{" + ", ".join(f"{key(json.loads(at))}: {literal(r)}" for at, r in found.items()) + "}[value]" + otherwise
