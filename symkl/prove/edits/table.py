"""The kinds of edits in the order in which they are tried, and the sides that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symkl.kernel import terms
from symkl.kernel.errors import IllFormed
from symkl.kernel.grammar import require_well_formed
from symkl.kernel.terms import Term
from symkl.prove.edits.addends import other_addends
from symkl.prove.edits.logarithms import moved_logarithm
from symkl.prove.edits.matrices import transposed_or_inverse
from symkl.prove.edits.names import other_name, swapped
from symkl.prove.edits.scope import Change, Changes, Scope
from symkl.prove.edits.signs import other_factor, other_sign

Path = tuple[int, ...]  # which child, which child of that one, and so on


@dataclass(frozen=True)
class Edit:
    """One kind of slip: ``changes`` makes of a sub-term what may have been meant there."""

    kind: str
    changes: Changes


EDITS: tuple[Edit, ...] = (
    Edit("sign", other_sign),
    Edit("factor", other_factor),
    Edit("order", swapped),
    Edit("name", other_name),
    Edit("logarithm", moved_logarithm),
    Edit("inverse", transposed_or_inverse),
    Edit("addend", other_addends),
)
UNDONE_BY_THEMSELVES = ("neg", "transpose", "inverse")


def edited(side: Term, scope: Scope, edit: Edit) -> Iterator[Change]:
    """The side with one sub-term changed, and in words what was changed.

    What stands in several places (as in a quadratic form) is changed in all of them as well.
    """
    first: dict[Term, Scope] = {}
    repeated: dict[Term, None] = {}
    for path, term, inner in _places(side, scope):
        if first.setdefault(term, inner) is not inner:
            repeated[term] = None
        for new, words in edit.changes(term, inner):
            if _may_stand_for(term, new, changed := put(side, path, new)):
                yield changed, words
    for term in repeated:
        for new, words in edit.changes(term, first[term]):
            if _may_stand_for(term, new, changed := _put_everywhere(side, term, new)):
                yield changed, f"{words}, wherever it stands"


def _may_stand_for(old: Term, new: Term, changed: Term) -> bool:
    """Whether the changed side is a term: a law takes points, and -x is none."""
    if old.head != "point" or new.head == "point":
        return True
    try:
        require_well_formed(changed)
    except IllFormed:
        return False
    return True


def _places(term: Term, scope: Scope, path: Path = ()) -> Iterator[tuple[Path, Term, Scope]]:
    """Every sub-term with the way to it and its scope; what was written last comes first."""
    yield path, term, scope
    for index, child in reversed(list(enumerate(term.args))):
        yield from _places(child, scope.inside(term, index), (*path, index))


def put(term: Term, path: Path, new: Term) -> Term:
    """The term with another part at the end of a way."""
    if not path:
        return new
    place, rest = path[0], path[1:]
    return _rebuilt(term, {place: put(term.args[place], rest, new)})


def _put_everywhere(term: Term, old: Term, new: Term) -> Term:
    if term == old:
        return new
    children = enumerate(_put_everywhere(child, old, new) for child in term.args)
    return _rebuilt(term, {i: child for i, child in children if child != term.args[i]})


def _rebuilt(term: Term, changed: Mapping[int, Term]) -> Term:
    """The term with other children, written as people write: no -(-t), no t^1, no factor 1."""
    if not changed:
        return term
    if term.head in UNDONE_BY_THEMSELVES and changed[0].head == term.head:
        return changed[0].args[0]
    if term.head == "pow" and changed.get(1) == terms.ONE:
        return changed.get(0, term.args[0])
    args: list[Term] = []
    for index, child in enumerate(term.args):
        put = changed.get(index, child)
        if index in changed and put.head == term.head and term.head in ("add", "mul"):
            args += put.args
        elif index not in changed or term.head != "mul" or put != terms.ONE:
            args.append(put)
    return Term(term.head, tuple(args), term.label) if args else terms.ONE
