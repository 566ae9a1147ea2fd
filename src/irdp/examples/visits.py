"""Made-up visits for any scoring or policy, as columns; the same for the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.examples.facts import FIRST_DAY, draw_facts
from irdp.examples.index_population import draw_inputs
from irdp.io.template import items_of
from irdp.ops.lanes import ItemType, State

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Item
    from irdp.ops.item import ItemSpec
    from irdp.scorer import Scorer

Column = list[Any]
_NOT_ASKED = "IRDP-D030"
_ROUNDS = 25
_ADMINISTERED = 0.4  # share of the visits with an optional instrument
SHARED = {"age", "WAI1"}
_NO_ANSWER = 0.25  # share of refusals and "does not know" among what is lacking
# How rare high answers are: the share of visits below is raised to this power.
_RARITY = {"PHQ9": 30.0, "PHQ1": 3.0, "PHQ2": 4.0}
_USUAL = 2.5
_EPICES_YES = {
    "EPI01": 0.12, "EPI02": 0.72, "EPI03": 0.62, "EPI04": 0.55, "EPI05": 0.18,
    "EPI06": 0.48, "EPI07": 0.58, "EPI08": 0.68, "EPI09": 0.86, "EPI10": 0.88,
    "EPI11": 0.78,
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Visits:
    """Made-up visits of one definition.

    Parameters
    ----------
    reference
        The definition that reads them.
    columns
        By item: texts, whole numbers, decimals, truths, days, None where missing;
        the key `id_visite` first.
    """

    reference: str
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __repr__(self) -> str:
        return f"Visits({self.reference}, {len(self)} made up)"

    def row(self, i: int) -> dict[str, Any]:
        """Return one visit as `Scorer.assess` takes it, the key left out."""
        return {n: c[i] for n, c in self.columns.items() if n != "id_visite"}


def fictitious_visits(
    scorer: Scorer, n: int = 2_000, *, seed: int = 0, missing: float = 0.03
) -> Visits:
    """Return made-up visits for a definition; nobody in them exists.

    The inputs of the demonstration index have the shares of its design. Other answers
    come from one latent trait per visit, so that they go together; those that are not
    asked for are left out, and no visit contradicts the questionnaire's checks.

    Parameters
    ----------
    scorer
        The scoring or the policy that will read them.
    n
        How many visits, >= 1.
    seed
        Of the random numbers.
    missing
        The share of the answers that lack, in [0, 1).

    Examples
    --------
    >>> import irdp
    >>> fictitious_visits(irdp.load("phq9@1.0.0"), 5, seed=1)
    Visits(phq9@1.0.0, 5 made up)
    """
    rng = np.random.default_rng(seed)
    columns = _draw(scorer, rng, n, missing)
    for _ in range(_ROUNDS):
        table = scorer.encode(columns)
        for issue in table.issues:
            if issue.code == _NOT_ASKED:
                columns[issue.item][issue.row] = None
        again = np.flatnonzero(table.rejected)
        if not len(again):
            break
        fresh = _draw(scorer, rng, len(again), missing)
        for name, column in columns.items():
            for place, value in zip(again.tolist(), fresh[name], strict=True):
                column[place] = value
    keys = (rng.permutation(n) + 100_001).tolist()
    return Visits(
        scorer.definition.reference,
        {"id_visite": [f"V{key}" for key in keys], **columns},
    )


def _draw(
    scorer: Scorer, rng: np.random.Generator, n: int, missing: float
) -> dict[str, Column]:
    specs = scorer.compiled.program.items
    known = items_of(scorer)
    latent = rng.normal(0, 1, n)
    inputs = draw_inputs(rng, n)
    latent = latent + 0.8 * inputs["arret_plus_7j_3ans"] - 0.28
    facts = draw_facts(rng, n, inputs)
    columns = {}
    for name, spec in specs.items():
        given: Any = inputs.get(name, facts.get(name))
        if given is None or not _fits(given, spec):
            column = _answers(rng, spec, known.get(name), latent)
        else:
            column = given if isinstance(given, list) else given.tolist()
        columns[name] = _gaps(rng, column, spec, missing)
    for part in scorer.compiled.program.parts:
        if part.optional:
            _leave_out(rng, columns, part.asked)
    return columns


def _leave_out(
    rng: np.random.Generator, columns: dict[str, Column], asked: tuple[str, ...]
) -> None:
    """Take away the answers to an optional instrument where it was not administered."""
    own = [name for name in asked if name not in SHARED]
    size = len(columns[own[0]]) if own else 0
    for i in np.flatnonzero(rng.random(size) >= _ADMINISTERED).tolist():
        for name in own:
            columns[name][i] = None


def _fits(given: Any, spec: ItemSpec) -> bool:
    """Whether what is drawn under a name is of the kind that this item takes."""
    sample: Any = next((v for v in given if v is not None), None)
    if hasattr(sample, "item"):
        sample = sample.item()
    kinds: dict[ItemType, type | tuple[type, ...]] = {
        ItemType.BOOLEAN: bool,
        ItemType.INTEGER: int,
        ItemType.DATE: (dt.date, str),
        ItemType.CHOICE: str,
        ItemType.MULTIPLE: list,
    }
    return isinstance(sample, kinds.get(spec.domain.kind, ()))


def _answers(
    rng: np.random.Generator, spec: ItemSpec, item: Item | None, latent: np.ndarray
) -> Column:
    """Draw the answers to one item of which nothing particular is known."""
    trait = 0.6 * latent + 0.8 * rng.normal(0, 1, len(latent))
    if spec.id in _EPICES_YES:
        yes = _normal_share(trait) < _EPICES_YES[spec.id]
        yes = ~yes if spec.id in {"EPI01", "EPI05"} else yes
        return _yes_no(spec, yes)
    draw = _DRAWS[spec.domain.kind]
    return draw(rng, spec, trait, item)


def _normal_share(trait: np.ndarray) -> np.ndarray:
    """Return the share of visits below each, in (0, 1)."""
    order = np.argsort(np.argsort(trait, kind="stable"), kind="stable")
    found: np.ndarray = (order + 0.5) / len(trait)
    return found


def _yes_no(spec: ItemSpec, yes: np.ndarray) -> Column:
    if spec.domain.kind is ItemType.BOOLEAN:
        return list(yes.tolist())
    options = spec.domain.options
    return [options[-1] if one else options[0] for one in yes.tolist()]


def _truths(
    rng: np.random.Generator, spec: ItemSpec, trait: np.ndarray, item: Item | None
) -> Column:
    del rng, spec
    share = 0.12 if item is not None and item.source != "asked" else 0.25
    return list((_normal_share(trait) > 1 - share).tolist())


def _choice(
    rng: np.random.Generator, spec: ItemSpec, trait: np.ndarray, item: Item | None
) -> Column:
    del item
    options = spec.domain.options
    none = [s for s, state in spec.states.items() if state is State.NOT_APPLICABLE]
    share = _normal_share(trait)
    power = _RARITY.get(spec.id, _USUAL)
    rank = np.minimum((share**power * len(options)).astype(int), len(options) - 1)
    out: Column = [options[k] for k in rank.tolist()]
    if none:
        for i in np.flatnonzero(rng.random(len(out)) < 0.85).tolist():  # noqa: PLR2004
            out[i] = none[0]
    return out


def _many(
    rng: np.random.Generator, spec: ItemSpec, trait: np.ndarray, item: Item | None
) -> Column:
    del item
    options = spec.domain.options
    none = [s for s, state in spec.states.items() if state is State.NOT_APPLICABLE]
    alone = [[o] for k, o in enumerate(options) if spec.exclusive >> k & 1]
    others = [o for k, o in enumerate(options) if not spec.exclusive >> k & 1]
    nothing: Any = none[0] if none else alone[0] if alone else [others[0]]
    out: Column = []
    for high in (_normal_share(trait) > 0.85).tolist():  # noqa: PLR2004
        size = int(rng.integers(1, 3))
        picked = rng.permutation(len(others))[:size]
        out.append([others[k] for k in sorted(picked)] if high else nothing)
    return out


def _numbers(
    rng: np.random.Generator, spec: ItemSpec, trait: np.ndarray, item: Item | None
) -> Column:
    del rng, item
    domain = spec.domain
    rank = np.minimum((_normal_share(trait) ** 1.4 * domain.size), domain.size - 1)
    whole = (rank.astype(np.int64) + domain.low).tolist()
    if domain.kind is ItemType.INTEGER:
        return list(whole)
    return [Decimal(k) / domain.scale for k in whole]


def _days(
    rng: np.random.Generator, spec: ItemSpec, trait: np.ndarray, item: Item | None
) -> Column:
    del item
    none = [s for s, state in spec.states.items() if state is State.NOT_APPLICABLE]
    back = rng.integers(1, 400, len(trait)).tolist()
    out: Column = [FIRST_DAY - dt.timedelta(days=k) for k in back]
    if none:
        for i in np.flatnonzero(rng.random(len(out)) < 0.9).tolist():  # noqa: PLR2004
            out[i] = none[0]
    return out


_DRAWS: dict[ItemType, Callable[..., Column]] = {
    ItemType.CHOICE: _choice,
    ItemType.MULTIPLE: _many,
    ItemType.INTEGER: _numbers,
    ItemType.DECIMAL: _numbers,
    ItemType.BOOLEAN: _truths,
    ItemType.DATE: _days,
}


def _gaps(
    rng: np.random.Generator, column: Column, spec: ItemSpec, share: float
) -> Column:
    """Take some answers away, now and then leaving a refusal or "does not know"."""
    said = [
        text
        for text, state in spec.states.items()
        if state in {State.REFUSED, State.UNKNOWN}
    ]
    out = list(column)
    for i in np.flatnonzero(rng.random(len(out)) < share).tolist():
        spoken = said and rng.random() < _NO_ANSWER
        out[i] = said[int(rng.integers(len(said)))] if spoken else None
    return out
