"""Instances of a statement that was shown: its names replaced by names that are declared alike.

A statement is shown for everything that its declarations allow.  Another name may therefore stand
for one of its own where that is declared to be at least as much: a positive pmf for a nonnegative
one, a normal density for any density.  Sizes and dimensions may become others as well.  Two spaces
never become one, so that no point is captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context, Declaration, Law, Matrix, Number, Sort
from symkl.kernel.context import Function as DeclaredFunction
from symkl.kernel.terms import Given, Label, Term

MOST = 12  # instances of one statement that are tried
SIGNS = ("real", "nonnegative", "positive")  # each allows less than the one before
Names = dict[tuple[str, str], str]  # from (kind, name) to a name of that kind


def instances(shown: Claim, claim: Claim) -> list[Given]:
    """The statement about names of the claim, in at most 12 ways; that about its own comes first.

    What the statement was given must be among what the claim is given.
    """
    found = (
        _renamed_sides(shown, names)
        for names in _renamings(shown, claim.context)
        if {_given(item, names, shown.context) for item in shown.given} <= set(claim.given)
    )
    return list(dict.fromkeys(islice(found, MOST)))


def _renamed_sides(shown: Claim, names: Names) -> Given:
    return _given((shown.lhs, shown.relation, shown.rhs), names, shown.context)


def _given(item: Given, names: Names, context: Context) -> Given:
    lhs, relation, rhs = item
    return renamed(lhs, names, context), relation, renamed(rhs, names, context)


# --- which name may stand for which ---------------------------------------------------------------


def _renamings(shown: Claim, context: Context) -> Iterator[Names]:
    """Every way to give the statement's declared names others of the context."""
    wanted = sorted(shown.context.declarations(), key=lambda entry: ORDER.index(type(entry)))
    yield from _extended({}, wanted, _Pair(shown.context, context))


def _extended(names: Names, wanted: list[Declaration], pair: _Pair) -> Iterator[Names]:
    if not wanted:
        yield names
        return
    own, rest = wanted[0], wanted[1:]
    for option in sorted(pair.options(own), key=lambda entry: entry.name != own.name):
        found = pair.joined(names, own, option)
        if found is not None:
            yield from _extended(found, rest, pair)


@dataclass(frozen=True)
class _Pair:
    """The declarations of a statement, and those that it is to be about."""

    own: Context
    other: Context

    def options(self, entry: Declaration) -> list[Declaration]:
        return [other for other in self.other.declarations() if type(other) is type(entry)]

    def joined(self, names: Names, own: Declaration, other: Declaration) -> Names | None:
        """The names with one more, and all that it brings along; None where they disagree."""
        pairs = FITS[type(own)](own, other, self)
        if pairs is None:
            return None
        found = dict(names)
        for kind, name, option in ((KIND[type(own)], own.name, other.name), *pairs):
            if found.setdefault((kind, name), option) != option:
                return None
        return found if self._is_sound(found) else None

    def _is_sound(self, names: Names) -> bool:
        """Whether different spaces stay different, and what is below another stays so."""
        sorts = [option for (kind, _), option in names.items() if kind == "sort"]
        laws = {name: option for (kind, name), option in names.items() if kind == "law"}
        return len(set(sorts)) == len(sorts) and all(
            self._is_below(self.other.law(laws[name]), laws[above])
            for name in laws
            for above in self.own.law(name).below
            if above in laws
        )

    def _is_below(self, law: Law, above: str) -> bool:
        positive = self.other.law(above).sign == "positive"
        return above in (law.name, *law.below) or positive

    def sorts(self, own: str, other: str) -> list[tuple[str, str, str]] | None:
        """What it brings along that one sort becomes the other."""
        if SCALAR_SORT in (own, other):
            return [] if own == other else None
        pairs = _sort(self.own.sort(own), self.other.sort(other), self)
        return None if pairs is None else [("sort", own, other), *pairs]


Pairs = list[tuple[str, str, str]] | None


def _sort(own: Sort, other: Sort, pair: _Pair) -> Pairs:
    if own.kind != other.kind or (own.symbol.isdecimal() and own.symbol != other.symbol):
        return None
    pairs = [("size", own.symbol, other.symbol)] if own.kind == "finite" else []
    if own.kind == "finite":
        return pairs
    return pair.sorts(own.index, other.index)


def _law(own: Law, other: Law, pair: _Pair) -> Pairs:
    positions = [own.coords.index(c) for c in own.coords if c[0] in own.given]
    others = [other.coords.index(c) for c in other.coords if c[0] in other.given]
    alike = len(own.coords) == len(other.coords) and positions == others
    if not alike or (own.normalised and not other.normalised):
        return None
    if SIGNS.index(own.sign) > SIGNS.index(other.sign) or not _same_groups(own, other):
        return None
    found: list[tuple[str, str, str]] = []
    for (coord, sort), (coordinate, option) in zip(own.coords, other.coords, strict=True):
        pairs = pair.sorts(sort, option)
        if pairs is None:
            return None
        found += [("coord", f"{own.name}.{coord}", coordinate), *pairs]
    if own.normal is not None:
        if other.normal is None or [bool(name) for name in own.normal] != [
            bool(name) for name in other.normal
        ]:
            return None
        found += [("matrix", a, b) for a, b in zip(own.normal, other.normal, strict=True) if a]
    return found


def _same_groups(own: Law, other: Law) -> bool:
    """Whether variables that are independent are so under the other law, by position."""

    def places(law: Law) -> set[frozenset[int]]:
        order = [coord for coord, _ in law.coords]
        return {frozenset(map(order.index, group)) for group in law.independent}

    return not own.independent or places(own) == places(other)


def _matrix(own: Matrix, other: Matrix, pair: _Pair) -> Pairs:
    flags = ("symmetric", "invertible", "positive_definite")
    if any(getattr(own, flag) and not getattr(other, flag) for flag in flags):
        return None
    rows, columns = pair.sorts(own.rows, other.rows), pair.sorts(own.columns, other.columns)
    return None if rows is None or columns is None else [*rows, *columns]


def _number(own: Number, other: Number, pair: _Pair) -> Pairs:
    return [] if SIGNS.index(own.sign) <= SIGNS.index(other.sign) else None


def _function(own: DeclaredFunction, other: DeclaredFunction, pair: _Pair) -> Pairs:
    return [] if own.shape in ("any", other.shape) else None


ORDER = (Law, Matrix, Number, DeclaredFunction, Sort)
KIND: dict[type, str] = dict(
    zip(ORDER, ("law", "matrix", "number", "function", "sort"), strict=True)
)
FITS: dict[type, Callable[..., Pairs]] = dict(
    zip(ORDER, (_law, _matrix, _number, _function, _sort), strict=True)
)


# --- terms with other names -----------------------------------------------------------------------


def renamed(term: Term, names: Names, context: Context) -> Term:
    """The term with the declared names replaced; ``context`` declares the old ones."""
    label = LABELS.get(term.head, _unchanged)(term.label, names, context)
    return Term(term.head, tuple(renamed(child, names, context) for child in term.args), label)


def _unchanged(label: Label, names: Names, context: Context) -> Label:
    return label


def _of(kind: str) -> Callable[[Label, Names, Context], Label]:
    return lambda label, names, context: names.get((kind, label), label)


def _points(label: Iterable[tuple[str, str]], names: Names, context: Context) -> Label:
    return tuple((point, names.get(("sort", sort), sort)) for point, sort in label)


def _expectation(label: Label, names: Names, context: Context) -> Label:
    law, binders = label
    return names.get(("law", law), law), _points(binders, names, context)


def _groups(label: Label, names: Names, context: Context) -> Label:
    """A law and groups of its variables, which are renamed by their position."""
    law, *groups = label
    option = names.get(("law", law), law)
    coords = names_of_coords(context.law(law), names)
    return (option, *(tuple(coords.get(c, c) for c in group) for group in groups))


def names_of_coords(law: Law, names: Names) -> dict[str, str]:
    """What the variables of a law are called after the renaming."""
    return {
        name.removeprefix(f"{law.name}."): option
        for (kind, name), option in names.items()
        if kind == "coord" and name.startswith(f"{law.name}.")
    }


LABELS: dict[str, Callable[[Label, Names, Context], Label]] = {
    **dict.fromkeys(("size", "identity"), _of("sort")),
    "sym": _of("number"),
    "call": _of("function"),
    "matrix": _of("matrix"),
    "point": lambda label, names, context: _points([label], names, context)[0],
    **dict.fromkeys(("sum", "kl", "cross_entropy"), _points),
    "expect": _expectation,
    **dict.fromkeys(("value", "entropy", "mutual_information"), _groups),
}
