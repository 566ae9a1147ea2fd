"""Rounding in integers against fractions, and real numbers near a tie."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

from irdp.ops.exp import Exp
from irdp.ops.item import ItemSpec
from irdp.ops.lanes import FIRST, Domain, ItemType
from irdp.ops.log1p import Log1p
from irdp.ops.logistic import Logistic
from irdp.ops.power import Power
from irdp.ops.rounding import div_round, round_fraction, settle
from irdp.ops.scope import Scope
from irdp.ops.survival import Survival

RULES = ("half_up", "half_even")


def nearest(value, rule):
    """Return the integer nearest to a fraction, written as the definition says it."""
    below = value.numerator // value.denominator
    rest = value - below
    if rest != Fraction(1, 2):
        return below + (rest > Fraction(1, 2))
    if rule == "half_even":
        return below + below % 2
    return below + (value > 0)


@pytest.mark.parametrize("rule", RULES)
def test_quotients_on_and_beside_ties(rule):
    rng = np.random.default_rng(5)
    n = 50_000
    denominator = rng.integers(1, 2 ** rng.integers(1, 26, n))
    most = (2**50 - 1) // denominator
    whole = (rng.random(n) * most).astype(np.int64)
    on_tie = whole * denominator + denominator // 2
    for shift in (-1, 0, 1):
        numerator = (on_tie + shift) * rng.choice([-1, 1], n)
        found = div_round(numerator, denominator, rule).tolist()
        pairs = zip(numerator.tolist(), denominator.tolist(), strict=True)
        assert found == [nearest(Fraction(a, b), rule) for a, b in pairs]


@pytest.mark.parametrize("rule", RULES)
def test_integers_without_bound(rule):
    numerator = np.array([5 * 10**30, -15 * 10**30, 10**30 + 1], dtype=object)
    found = div_round(numerator, 2 * 10**30, rule).tolist()
    assert found == [
        round_fraction(Fraction(int(a), 2 * 10**30), 0, rule) for a in numerator
    ]


def images(score, k, scale):
    """Return what a score makes of one number k / scale, as an integer."""
    item = ItemSpec("x", Domain(ItemType.DECIMAL, 1, low=k, scale=scale))
    step = score.build(Scope({"x": item}))
    return int(step.run({"x": np.array([FIRST])}).values[0])


def real(model, k, scale, decimals, rule="half_up", **given):
    word = model.model_fields["op"].annotation.__args__[0]
    spec = {"id": "s", "op": word, "of": "x", "decimals": decimals, "rounding": rule}
    return images(model(**spec, **given), k, scale)


TRUE = {
    Exp: lambda x: x.exp(),
    Log1p: lambda x: (1 + x).ln(),
    Logistic: lambda x: 1 / (1 + (-x).exp()),
}


@pytest.mark.parametrize("model", TRUE, ids=lambda m: m.__name__)
@pytest.mark.parametrize("decimals", [0, 3, 12])
def test_reals_are_the_nearest_decimal(model, decimals):
    rng = np.random.default_rng(decimals)
    for k in [*rng.integers(-900, 900, 60).tolist(), 0]:
        with localcontext() as context:
            context.prec = 80
            x = Decimal(k) / 1000
            exact = Fraction(TRUE[model](x))
        assert real(model, k, 1000, decimals) == round_fraction(
            exact, decimals, "half_up"
        )


def test_reals_that_miss_a_tie_by_less_than_a_float_can_tell():
    # e^x = 1 + x + x²/2: above 1.000000000005 by 1.25e-23
    assert real(Exp, 5, 10**12, 11) == 100000000001
    assert real(Exp, 5, 10**12, 11, "half_even") == 100000000001
    # ln(1+x) = x - x²/2: below the tie
    assert real(Log1p, 5, 10**12, 11) == 0
    # 1 / (1 + e^-x) = 1/2 + x/4 - x³/48: below the tie
    assert real(Logistic, 2, 10**11, 11) == 50000000000
    # 1 - S0^e^x at x = 0 is 1 - S0
    tenth = {"baseline": Fraction(95, 100)}
    assert real(Survival, 0, 1, 1, **tenth) == 1
    assert real(Survival, 0, 1, 1, "half_even", **tenth) == 0
    assert real(Survival, -1, 10**9, 1, **tenth) == 0


@pytest.mark.parametrize(
    ("k", "scale", "exponent", "decimals", "rule", "wanted"),
    [
        (625, 100, "1/2", 0, "half_up", 3),  # 2.5 exactly
        (625, 100, "1/2", 0, "half_even", 2),
        (15625, 1000, "1/3", 0, "half_even", 2),  # 2.5 exactly
        (35, 10, "2", 1, "half_even", 122),  # 12.25 exactly
        (-25, 10, "1", 0, "half_up", -3),
        (-15, 10, "3", 2, "half_even", -338),  # -3.375
        (4, 1, "-1/2", 0, "half_up", 1),  # 0.5
        (4, 1, "-1/2", 0, "half_even", 0),
        (0, 1, "0", 0, "half_up", 1),
    ],
)
def test_powers_that_are_ties(k, scale, exponent, decimals, rule, wanted):
    assert real(Power, k, scale, decimals, rule, exponent=Fraction(exponent)) == wanted


@pytest.mark.parametrize(("rule", "wanted"), [("half_up", 3), ("half_even", 2)])
def test_settling_takes_what_stays_a_tie_for_one(rule, wanted):
    def sqrt(digits):
        with localcontext() as context:
            context.prec = digits + 30
            return (Decimal("6.25") + Decimal(10) ** -(digits + 20)).sqrt()

    assert settle(sqrt, 0, rule) == wanted
