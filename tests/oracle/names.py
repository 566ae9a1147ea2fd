"""Which names a score, a condition or an item reads, in written order."""

from __future__ import annotations

SUBJECTS = ("item", "score", "band", "truth", "date")
GATES = ("applies_if", "population", "requires")
OPERANDS = ("of", "numerator", "denominator", "keys", "from", "to", "at", "cases")
COMPARED = ("eq", "ne", "lt", "le", "gt", "ge", "in", "between")
PARTS = (*SUBJECTS, "all", "any", "not", "when", "then")


def in_condition(tree: object) -> list[str]:
    """Return the names in a condition, term or branch; a text alone is a name."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, list):
        return unique(n for part in tree for n in in_condition(part))
    found = [n for key in PARTS if key in tree for n in in_part(tree, key)]
    return unique([*found, *in_comparison(tree)])


def in_comparison(tree: dict) -> list[str]:
    """Return the names that a value is compared with, its constants left out."""
    found = []
    for key in COMPARED:
        right = tree.get(key, [])
        right = right if isinstance(right, list) else [right]
        found += [n for r in right if isinstance(r, dict) for n in in_condition(r)]
    return found


def in_part(tree: dict, key: str) -> list[str]:
    """Leave out the branches that are words, not names."""
    if key == "then" and isinstance(tree[key], str):
        return []
    return in_condition(tree[key])


def in_operation(spec: dict) -> list[str]:
    """Return the names that the operation of a score reads, its gates left out."""
    found = [n for key in OPERANDS if key in spec for n in in_condition(spec[key])]
    found += in_comparison(spec)
    if isinstance(spec.get("else"), dict):
        found += in_condition(spec["else"])
    if spec["op"] == "age" and "at" not in spec:
        found.append("visit_date")
    return unique(found)


def in_score(spec: dict) -> list[str]:
    gates = [n for key in GATES if key in spec for n in in_condition(spec[key])]
    return unique([*in_operation(spec), *gates])


def unique(names) -> list[str]:
    return list(dict.fromkeys(names))


def unique_tuple(names) -> tuple[str, ...]:
    return tuple(unique(names))
