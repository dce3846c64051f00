r"""Laws and numbered numbers that an equation says what they are, written out where they stand.

``q_i = e^{z_i} / \sum_j e^{z_j}`` and ``p(s) = e^{-\beta E(s)} / Z`` hold for every i and every s,
so that the right side may stand wherever the left one does.  Where it is not shown to be a law, a
refutation is in doubt: the author knows that it is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Declaration, Law, Number
from symkl.kernel.errors import KernelError
from symkl.kernel.terms import Binders, Term, binders_of, free_points, substitute
from symkl.language.written import LanguageError, Written, context_of
from symkl.prove.search import prove
from symkl.reading import names, unfolding
from symkl.reading.binding import is_positive
from symkl.reading.chain import Chain
from symkl.reading.givens import PARTICULAR
from symkl.reading.hypotheses import ANY_VALUE
from symkl.reading.indices import LETTERS
from symkl.reading.layout import Row, plain
from symkl.reading.mixtures import WEIGHT, of_weight
from symkl.reading.numbered_laws import NumberedLaws
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide, read_side

EQUAL = frozenset({"=", ":=", "equiv"})
DEEPEST = 4  # laws in terms of laws
OF_LAWS = frozenset({"kl", "cross_entropy", "entropy", "expect", "mutual_information"})
OF_WHOLE = frozenset({"entropy", "expect", "mutual_information"})


@dataclass(frozen=True)
class Formula:
    """What a law is at these points, in the order of its variables."""

    law: Law
    points: Binders
    value: Written
    said: Chain
    doubt: str  # what keeps the values from being shown to be those of a law

    @property
    def is_law(self) -> bool:
        """Whether they are, perhaps for weights between 0 and 1."""
        return not self.doubt or self.doubt.endswith(WEIGHT)


@dataclass(frozen=True)
class Meanings:
    r"""What laws are, and the numbers that are sums: Z of ``Z = \sum_s e^{-E(s)}``."""

    laws: list[Formula]
    numbers: dict[str, tuple[Written, Chain]]

    def written_out(self, sides: list[ReadSide]) -> list[ReadSide]:
        """The sides with what laws and numbers are; a side that cannot be, stays."""
        return [_side(side, self) for side in sides] if self.laws or self.numbers else sides

    def worked_in(self, sides: list[ReadSide]) -> set[int]:
        """The equations, by identity, of which nothing is left in the sides."""
        written = [side.expression for side in sides if side.expression is not None]
        left = set().union(*(side.declarations for side in written))
        named = {entry.name for entry in left if isinstance(entry, Number)}
        of_laws = {id(one.said) for one in self.laws if one.law not in left}
        return of_laws | {id(by) for name, (_, by) in self.numbers.items() if name not in named}


def meanings(said: list[Chain], scope: Scope, numbered: NumberedLaws) -> Meanings:
    """What the equations say of laws and numbers; nothing where they say two things."""
    numbers = _numbers(said, scope)
    every = [one for chain in said if (one := _formula(chain, scope, numbers, numbered))]
    values: dict[str, set[tuple[Binders, Term]]] = {}
    for one in every:
        values.setdefault(one.law.name, set()).add((one.points, one.value.term))
    laws = [one for one in every if len(values[one.law.name]) == 1]
    return Meanings(laws, numbers)


def _side(side: ReadSide, known: Meanings) -> ReadSide:
    if side.written is None:
        return side
    written = _with_numbers(side.written, known.numbers)
    taken: list[Formula] = []
    for _ in range(DEEPEST):
        used = [one for one in known.laws if one.law in written.declarations]
        able = [one for one in used if _can_be_written(written.term, one)]
        if not able:
            break
        taken += able
        term, declarations = written.term, written.declarations
        for one in able:
            term = _replaced(term, one)
            declarations = (declarations - {one.law}) | one.value.declarations
        written = Written(term, declarations)
    if written is side.written:
        return side
    doubts = (one.doubt for one in taken if one.doubt)
    return replace(side, written=written, doubt=side.doubt or next(doubts, ""))


# --- what an equation says ------------------------------------------------------------------------


def _formula(
    said: Chain,
    scope: Scope,
    numbers: dict[str, tuple[Written, Chain]],
    numbered: NumberedLaws,
) -> Formula | None:
    function = unfolding.formula(said)
    sides = _equation(said, scope) if function is None else None
    if sides is None or sides[0].term.head != "value":
        return None
    left, right = sides
    law = next((d for d in _laws(left.declarations) if d.name == left.term.label[0]), None)
    if law is None or law.normal is not None or law.family is not None:
        return None
    if law.normalised and right.term.head == "value":
        return None  # equal laws are one
    right = numbered.of(_with_numbers(right, numbers))
    at = dict(zip(sum(left.term.label[1:], ()), left.term.args, strict=True))
    points = tuple(at[c].label for c, _ in law.coords if c in at and at[c].head == "point")
    whole = len(set(points)) == len(law.coords) and set(left.term.label[2]) == set(law.given)
    if not whole or free_points(right.term) != set(points) or law in right.declarations:
        return None
    if any(PARTICULAR.fullmatch(name) for name, _ in points):
        return None
    found = Formula(law, points, right, said, "")
    return replace(found, doubt=_doubt(found)) if law.normalised else found


def _equation(said: Chain, scope: Scope) -> tuple[Written, Written] | None:
    if len(said.links) != 1 or said.links[0].relation not in EQUAL:
        return None
    whole = (_is_for_all(remark.text, plain(remark.row)) for remark in said.qualifiers)
    if not all(whole):
        return None
    left, right = (read_side(scope, side).written for side in said.sides)
    return None if left is None or right is None else (left, right)


def _is_for_all(text: str, row: Row) -> bool:
    r"""Whether a remark is ``for all i``, ``i \in I`` or ``i = 1, \dots, K``."""
    if ANY_VALUE.search(text) or any(node.text == "in" for node in row):
        return True
    formula = [node for node in row if node.kind != "text"]
    counted = [node.text for node in formula[1:3]] == ["=", "1"]
    return counted and formula[0].text in LETTERS and any(n.text == "dots" for n in formula)


def _numbers(said: list[Chain], scope: Scope) -> dict[str, tuple[Written, Chain]]:
    """The numbers that an equation says are sums, with the equation."""
    found: dict[str, list[tuple[Written, Chain]]] = {}
    for chain in said:
        lone = names.single(chain.sides[0].row) if chain.sides else None
        sides = _equation(chain, scope) if lone is not None else None
        if sides is None or sides[0].term.head != "sym" or free_points(sides[1].term):
            continue
        inside = list(sides[1].term.walk())
        if sides[0].term not in inside and any(t.head == "sum" for t in inside):
            found.setdefault(str(sides[0].term.label), []).append((sides[1], chain))
    return {name: every[0] for name, every in found.items() if len(every) == 1}


def _with_numbers(written: Written, numbers: dict[str, tuple[Written, Chain]]) -> Written:
    used = {str(t.label) for t in written.term.walk() if t.head == "sym"} & numbers.keys()
    if not used:
        return written
    values = {name: numbers[name][0] for name in used}
    own = (d for d in written.declarations if not isinstance(d, Number) or d.name not in used)
    declarations = frozenset(own).union(*(value.declarations for value in values.values()))
    return Written(_numbers_in(written.term, values), declarations)


def _numbers_in(term: Term, values: dict[str, Written]) -> Term:
    if term.head == "sym" and term.label in values:
        return _spanning(values[term.label].term, term)
    args = tuple(_numbers_in(child, values) for child in term.args)
    return Term(term.head, args, term.label, term.span)


def _doubt(found: Formula) -> str:
    """Why the values are not shown to be at least 0 and to sum to 1; "" where they are."""
    value, law = found.value, found.law
    over = tuple(
        point for point, (c, _) in zip(found.points, law.coords, strict=True) if c not in law.given
    )
    total = terms.total(over, value.term)
    weights = frozenset(_weights(value.term))
    try:
        context = context_of(value.declarations)
        finite = not any(context.is_real_space(sort) for _, sort in over)
        one = Claim(context, total, "=", terms.ONE)
        shown = finite and _is_nonnegative(context, value.term, weights) and prove(one) is not None
    except (KernelError, LanguageError):
        shown = False
    if not shown:
        return f"{law.name} sums to 1"
    return of_weight(", ".join(sorted(weights))) if weights else ""


def _weights(term: Term) -> Iterator[str]:
    """The numbers t of ``1 - t``, which mix laws."""
    yield from filter(None, map(_complemented, term.walk()))


def _complemented(term: Term) -> str:
    """The t of ``1 - t``; "" for other terms."""
    if term.head != "add" or len(term.args) != 2 or term.args[0] != terms.ONE:
        return ""
    other = term.args[1]
    lone = other.head == "neg" and other.args[0].head == "sym"
    return str(other.args[0].label) if lone else ""


def _is_nonnegative(context: Context, term: Term, weights: frozenset[str]) -> bool:
    """Whether it is a sum, product or quotient of what is positive, or a probability."""
    if term.head == "sym" and term.label in weights:
        return True
    if _complemented(term) in weights:
        return True
    if term.head == "value" and context.laws[term.label[0]].sign == "nonnegative":
        return True
    if term.head == "div":
        top, bottom = term.args
        return _is_nonnegative(context, top, weights) and is_positive(context, bottom)
    if term.head in ("mul", "add", "sum"):
        return all(_is_nonnegative(context, child, weights) for child in term.args)
    return is_positive(context, term)


def _laws(declarations: Iterable[Declaration]) -> Iterable[Law]:
    return (d for d in declarations if isinstance(d, Law))


# --- writing out ----------------------------------------------------------------------------------


def _can_be_written(term: Term, one: Formula) -> bool:
    """Whether all that stands of the law has a formula here, and needs no more than that."""
    if any(_has_no_formula(t, one.law) for t in term.walk()):
        return False
    return one.is_law or not any(t.head in OF_LAWS and _is_about(t, one.law) for t in term.walk())


def _is_about(term: Term, law: Law) -> bool:
    return any(t.head in (*OF_WHOLE, "value") and t.label[0] == law.name for t in term.walk())


def _has_no_formula(term: Term, law: Law) -> bool:
    if term.head not in (*OF_WHOLE, "value") or term.label[0] != law.name:
        return False
    if term.head == "value":
        return set(term.label[1]) | set(term.label[2]) != {c for c, _ in law.coords} or set(
            term.label[2]
        ) != set(law.given)
    if term.head == "entropy":
        whole = set(term.label[1]) == {c for c, _ in law.coords}
        return not whole or bool(term.label[2] or term.label[3] or law.given)
    return term.head == "mutual_information"


def _replaced(term: Term, one: Formula) -> Term:
    args = tuple(_replaced(child, one) for child in term.args)
    if term.head not in (*OF_WHOLE, "value") or term.label[0] != one.law.name:
        return Term(term.head, args, term.label, term.span)
    if term.head == "value":
        at = dict(zip((*term.label[1], *term.label[2]), args, strict=True))
        return _spanning(_at(one, tuple(at[c] for c, _ in one.law.coords)), term)
    if term.head == "expect":
        binders = term.label[1]
        points = tuple(Term("point", (), binder) for binder in binders)
        return _spanning(terms.total(binders, terms.mul(_at(one, points), *args)), term)
    value = one.value.term
    weighted = terms.mul(value, terms.log(value))
    return _spanning(terms.neg(terms.total(one.points, weighted)), term)


def _at(one: Formula, points: tuple[Term, ...]) -> Term:
    """The formula at these points; what it binds itself gets names that they do not have."""
    taken = {t.label[0] for point in points for t in point.walk() if t.head == "point"}
    fresh = (f"{letter}{turn or ''}" for turn in count() for letter in "jlrs")
    body = one.value.term
    for name in sorted(taken & {b for t in body.walk() for b, _ in binders_of(t)}):
        new = next(n for n in fresh if n not in taken and n not in _names(body))
        body = _rebound(body, name, new)
    moved = {at: point.label[0] for at, point in zip(one.points, points, strict=True)}
    return substitute(body, moved)


def _names(term: Term) -> set[str]:
    bound = {name for t in term.walk() for name, _ in binders_of(t)}
    return bound | {t.label[0] for t in term.walk() if t.head == "point"}


def _rebound(term: Term, name: str, new: str) -> Term:
    """The term with another name for what it binds under this one."""
    args = tuple(_rebound(child, name, new) for child in term.args)
    binders = binders_of(term)
    if all(bound != name for bound, _ in binders):
        return Term(term.head, args, term.label, term.span)
    moved = {(bound, sort): new for bound, sort in binders if bound == name}
    renamed = tuple((moved.get(binder, binder[0]), binder[1]) for binder in binders)
    label = (term.label[0], renamed) if term.head == "expect" else renamed
    return Term(term.head, tuple(substitute(a, moved) for a in args), label, term.span)


def _spanning(term: Term, old: Term) -> Term:
    return Term(term.head, term.args, term.label, old.span)
