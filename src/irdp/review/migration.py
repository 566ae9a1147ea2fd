"""Answers to one version of a questionnaire, read as answers to a later one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irdp.errors import CallError, ColumnsError, DefinitionError
from irdp.messages import diagnose
from irdp.review.misfits import migration_faults, values_of
from irdp.text import Lang, Text

if TYPE_CHECKING:
    from irdp.definition.questionnaire import Item, Questionnaire
    from irdp.source import Source

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the older answers that the newer questionnaire cannot hold."""

    item: str
    what: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """How answers go from one version of a questionnaire to another.

    Parameters
    ----------
    before, after
        The two references.
    rename
        Old item to new item, for the items that both have under two names.
    recode
        By old item: old code, alias or text to new code.
    drop
        The old items without a place in the newer version.
    losses
        What is lost on the way.
    new
        The items that the newer version asks for besides.
    """

    before: str
    after: str
    rename: Mapping[str, str]
    recode: Mapping[str, Mapping[str, str]]
    drop: tuple[str, ...]
    losses: tuple[Loss, ...]
    new: tuple[str, ...]

    @property
    def lossy(self) -> bool:
        """Whether something of the older answers is lost."""
        return bool(self.losses)

    @property
    def comparable(self) -> bool:
        """Whether migrated answers say as much as answers to the newer version.

        Nothing is lost and nothing that is not optional is asked for besides.
        """
        return not self.losses and not self.new

    def migrate(self, data: Any) -> Any:
        """Return data of the older version as data of the newer one.

        Parameters
        ----------
        data
            A mapping of columns, one visit as a mapping, or a pandas, polars or
            pyarrow table; the same kind is returned. Columns that are no item stay.

        Raises
        ------
        ColumnsError
            If a new name is already a column of the data.
        CallError
            If `data` is no table.
        """
        if isinstance(data, Mapping):
            self._no_clash(data)
            return dict(self._columns(data))
        return self._table(data)

    def _no_clash(self, names: Any) -> None:
        for new in self.rename.values():
            if new in names and new not in self.rename:
                raise ColumnsError(diagnose("IRDP-Q115", name=new))

    def _columns(self, data: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
        for name, column in data.items():
            if name in self.drop:
                continue
            codes = self.recode.get(name)
            if codes:
                column = _recoded(column, codes)  # noqa: PLW2901 - the same column
            yield self.rename.get(name, name), column

    def _table(self, data: Any) -> Any:
        import narwhals.stable.v2 as nw  # noqa: PLC0415 - a light start

        try:
            frame = nw.from_native(data, eager_only=True)
        except TypeError:
            raise CallError(diagnose("IRDP-C005", kind=type(data).__name__)) from None
        self._no_clash(frame.columns)
        kept = frame.drop([n for n in self.drop if n in frame.columns])
        for name, codes in self.recode.items():
            if name in kept.columns:
                values = _recoded(kept[name].to_list(), codes)
                column = nw.new_series(name, values, backend=frame.implementation)
                kept = kept.with_columns(column)
        renamed = {a: b for a, b in self.rename.items() if a in kept.columns}
        return kept.rename(renamed).to_native()

    def render(self, lang: Lang = "fr") -> str:
        """Return what happens to answers, in words."""
        words = {
            "fr": (
                "comparables",
                "non comparables",
                "renommé",
                "recodé",
                "retiré",
                "nouveau",
            ),
            "en": (
                "comparable",
                "not comparable",
                "renamed",
                "recoded",
                "dropped",
                "new",
            ),
        }[lang]
        head = f"{self.before} → {self.after}"
        lines = [f"{head} ({words[0] if self.comparable else words[1]})"]
        lines += [f"  {words[2]}: {a} → {b}" for a, b in self.rename.items()]
        lines += [f"  {words[3]}: {name}" for name in self.recode]
        lines += [f"  {words[4]}: {name}" for name in self.drop]
        lines += [f"  {words[5]}: {name}" for name in self.new]
        lines += [f"  ! {loss.item}: {loss.what.get(lang)}" for loss in self.losses]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "before": self.before,
            "after": self.after,
            "lossy": self.lossy,
            "comparable": self.comparable,
            "rename": dict(self.rename),
            "recode": {k: dict(v) for k, v in self.recode.items()},
            "drop": list(self.drop),
            "new": list(self.new),
            "losses": [
                {"item": x.item, "what": {"fr": x.what.fr, "en": x.what.en}}
                for x in self.losses
            ],
        }


def plan_migration(
    before: Questionnaire, after: Questionnaire, source: Source | None = None
) -> Plan:
    """Return how answers to an older version read as answers to a newer one.

    Parameters
    ----------
    source
        The file of the newer version, to place faults in it.

    Raises
    ------
    CallError
        If the newer version has no migration from the older one.
    DefinitionError
        With everything in which the migration does not fit the two questionnaires.
    """
    migration = after.migration
    if before.id != after.id or migration is None or migration.from_ != before.version:
        raise CallError(
            diagnose("IRDP-Q111", name=after.reference, other=before.reference)
        )
    faults = migration_faults(before, after, source)
    if faults:
        raise DefinitionError(*faults)
    old, new = ({i.id: i for i in q.items} for q in (before, after))
    named = {name: migration.rename.get(name, name) for name in old}
    losses = [
        Loss(name, Text("les réponses sont retirées", "its answers are dropped"))
        for name in migration.drop
    ]
    recode: dict[str, dict[str, str]] = {}
    for name, item in old.items():
        if name not in migration.drop:
            target = new[named[name]]
            codes = migration.recode.get(named[name], {})
            losses += _losses(item, target, codes)
            if codes:
                recode[name] = {**_aliases(item, codes), **codes}
    arrived = set(named.values())
    return Plan(
        before.reference,
        after.reference,
        dict(migration.rename),
        recode,
        migration.drop,
        tuple(losses),
        tuple(n for n, i in new.items() if n not in arrived and not i.optional),
    )


def _losses(old: Item, new: Item, codes: Mapping[str, str]) -> Iterator[Loss]:
    images = [codes.get(code, code) for code in values_of(old) or ()]
    if len(set(images)) < len(images):
        words = Text("plusieurs codes en deviennent un", "several codes become one")
        yield Loss(old.id, words)
    if {old.type, new.type} <= {"integer", "decimal"}:
        narrower = _bound(new.min) > _bound(old.min) or _bound(new.max) < _bound(
            old.max
        )
        if narrower and not codes:
            words = Text("bornes plus étroites", "narrower bounds")
            yield Loss(old.id, words)
        if (new.decimals or 0) < (old.decimals or 0):
            yield Loss(old.id, Text("moins de décimales", "fewer decimals"))


def _bound(value: Fraction | None) -> Fraction:
    return value if value is not None else Fraction(0)


def _aliases(item: Item, codes: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that stood for a recoded code, with its new code."""
    out: dict[str, str] = {}
    for option in item.options:
        if option.code in codes:
            out.update(dict.fromkeys(option.aliases, codes[option.code]))
    if item.aliases is not None:
        for code, texts in (("true", item.aliases.true), ("false", item.aliases.false)):
            if code in codes:
                out.update(dict.fromkeys(texts, codes[code]))
    return out


def _recoded(column: Any, codes: Mapping[str, str]) -> Any:
    """Return one answer, a list of options, or a column of them, by their new codes."""
    if isinstance(column, str) or not isinstance(column, Iterable):
        return _one(column, codes)
    return [_recoded(value, codes) for value in column]


def _one(value: Any, codes: Mapping[str, str]) -> Any:
    text = _text(value)
    if text not in codes:
        return value
    image = codes[text]
    number = not isinstance(value, str) and _INTEGER.fullmatch(image)
    return int(image) if number else image


def _text(value: Any) -> str:
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return str(plain).strip()
