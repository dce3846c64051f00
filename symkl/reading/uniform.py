"""Uniform distributions: as sentences say it, and worked into the terms that use them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symkl.kernel import terms
from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.language.statements import Statement
from symkl.language.written import Written
from symkl.reading import names
from symkl.reading.dependence import NAME
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.layout import Row
from symkl.reading.scope import Scope
from symkl.reading.sentences import FORMULA, Sentence

PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"uniform (?:distribution|law|pmf|p\.m\.f\.)\s*(?P<a>{NAME})",
        rf"(?P<a>{NAME})\s*(?:is|be|denotes?|has|follows|ist|est|es)\s+(?:(?:the|a|discrete|"
        r"distributed)\s+)*uniform(?:ly distributed)?(?: distribution| law)?(?![a-z])",
        rf"均匀分布\s*(?P<a>{NAME})",
        rf"(?P<a>{NAME})\s*(?:是|为|服从|取)\s*(?:离散)?均匀(?:分布)?",
    )
)


@dataclass(frozen=True)
class Uniform:
    """That a distribution, or that of a random variable, is uniform on its finite space."""

    name: str
    span: Span

    @property
    def text(self) -> str:
        """What is said, in plain text."""
        return f"{self.name} is uniform"


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[tuple[Uniform, tuple[int, int]]]:
    """What a sentence says, with the stretch of its text that says it."""
    for pattern in PATTERNS:
        for match in pattern.finditer(sentence.text):
            word = match.group("a")
            row = rows.get(word, ())
            node = row[0] if row and row[0].kind == "name" else None
            end = next(
                (k for k, n in enumerate(row) if n.kind == "rel" and n.text == "="), len(row)
            )
            applied = end == 2 and row[1].kind == "fence"  # u(x), or u(x) = 1/n
            if node is not None and (len(row) == 1 or applied):
                yield Uniform(names.key(node), node.span), match.span()
            elif not re.fullmatch(FORMULA, word):
                place = sentence.place(match.start("a"))
                yield Uniform(word, (place, place + len(word))), match.span()


def marginal(said: Uniform, scope: Scope) -> Statement | None:
    """``p(x) = 1/n`` for one variable of a joint pmf; None when there is no such pmf."""
    if not scope.is_variable(said.name):
        return None
    variable = scope.variable_of(said.name)
    law = scope.laws[scope.law_of_variables((variable,), said.span)]
    if law.given or scope.sort(law.sort_of(variable)).kind != "finite":
        return None
    return _statement(law, variable, scope)


def largest_entropy(uniform: Statement) -> Statement:
    """``H(X) = log n``, which says the same as ``p(x) = 1/n``, for proofs about entropies."""
    value, used = uniform.lhs.term, uniform.lhs.declarations
    law, targets, _ = value.label
    entropy = Term("entropy", (), (law, targets, (), ()))
    size = Term("size", (), value.args[0].label[1])
    return Statement(Written(entropy, used), "=", Written(terms.log(size), used))


def law_of(said: Uniform, scope: Scope) -> Law | None:
    """The finite pmf of one variable that is said to be uniform; None when there is none."""
    name = scope.density_of(said.name)
    if name not in scope.laws and scope.is_variable(said.name):
        try:
            name = scope.law_of_variables((scope.variable_of(said.name),), said.span)
        except Unreadable:
            return None
    law = scope.laws.get(name)
    if law is None or len(law.coords) != 1 or law.given or not law.normalised:
        return None
    return law if scope.sort(law.coords[0][1]).kind == "finite" else None


def statement(law: Law, scope: Scope) -> Statement:
    """``P(x) = 1/n`` for the law, as people read it."""
    return _statement(law, law.coords[0][0], scope)


def _statement(law: Law, variable: str, scope: Scope) -> Statement:
    sort = law.sort_of(variable)
    sorts = {d for _, of in law.coords for d in scope.declarations_of_sort(of)}
    used = frozenset({law, *sorts})
    point = Term("point", (), (names.outcome_of(variable), sort))
    value = Term("value", (point,), (law.name, (variable,), ()))
    return Statement(Written(value, used), "=", Written(_share(sort), used))


def is_uniform(lhs: Term, rhs: Term) -> bool:
    """Whether the equation ``P(x) = 1/n`` says that a law is uniform."""
    if lhs.head != "value" or len(lhs.args) != 1 or lhs.args[0].head != "point":
        return False
    return rhs == _share(lhs.args[0].label[1])


def worked_in(term: Term, law: Law) -> Term:
    """The term with the uniform probability in place of the law's."""
    args = tuple(worked_in(child, law) for child in term.args)
    sort = law.coords[0][1]
    if term.head == "value" and term.label[0] == law.name:
        return _at(_share(sort), term)
    if term.head == "entropy" and term.label[0] == law.name:
        return _at(terms.log(Term("size", (), sort)), term)
    if term.head == "expect" and term.label[0] == law.name:
        return _at(terms.total(term.label[1], terms.mul(_share(sort), *args)), term)
    return Term(term.head, args, term.label, term.span)


def _share(sort: str) -> Term:
    return terms.div(terms.ONE, Term("size", (), sort))


def _at(term: Term, old: Term) -> Term:
    return Term(term.head, term.args, term.label, old.span)
