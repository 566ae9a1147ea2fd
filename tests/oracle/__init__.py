"""The definition language as a naive program: one visit, exact fractions, no engine.

It is the specification in code. It imports nothing of `irdp`: the engine is held
equal to it, on every definition and every visit that `strategies` can draw.
"""

from .certainty import bands_possible, bounds, completeness, completeness_weighted
from .policy import Decision, assess_policy
from .run import Result, assess, load_raw
from .sheet import Answer, Outcome

__all__ = [
    "Answer",
    "Decision",
    "Outcome",
    "Result",
    "assess",
    "assess_policy",
    "bands_possible",
    "bounds",
    "completeness",
    "completeness_weighted",
    "load_raw",
]
