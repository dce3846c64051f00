r"""``\min_Q F(Q) = v`` and its like as claims: a bound for every law, and a law that attains it.

The law is looked for among those of the same variables, and the uniform one.  Where none is found,
what all laws would have to obey stands in its place, and a doubt: such a step may be proved, but
not refuted by the value of one law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Declaration, Law, Sort
from symkl.kernel.errors import KernelError
from symkl.kernel.substitution import renamed_law
from symkl.kernel.terms import Given, Term
from symkl.language.extremes import BOUNDS, Extreme
from symkl.language.objectives import Objective
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written, context_of
from symkl.models.survey import survey
from symkl.prove.search import prove
from symkl.reading.uniform import worked_in

FLIPPED = {"<=": ">=", ">=": "<=", "=": "="}
UNATTAINED = "whether this value is attained"
MODELS, DIGITS = 8, 30  # that contradict a bound


@dataclass(frozen=True)
class Claimed:
    """The claims of a step about an extreme, and what is doubtful of them."""

    claims: Mapping[str, Claim]
    doubt: str = ""


def claimed(
    extreme: Extreme,
    relation: str,
    value: Written,
    given: Sequence[Statement],
    is_whole: bool = True,
) -> Claimed:
    """What ``extreme relation value`` claims; raises LanguageError where that is not clear.

    Unless all of a law is varied (``is_whole``), no other law is one of those that it could be.
    """
    if relation not in FLIPPED:
        raise LanguageError(f"an extreme is equal to a value or bounded by it, not {relation}")
    said = tuple((g.lhs.term, g.relation, g.rhs.term) for g in given)
    if any(_mentions(term, extreme.variable) for g in said for term in (g[0], g[2])):
        raise LanguageError(f"{extreme.variable.name} varies under a constraint: not read yet")
    if _mentions(value.term, extreme.variable):
        raise LanguageError(f"{extreme.variable.name} is varied, and stands on the other side too")
    declared = extreme.declarations | value.declarations.union(*(g.declarations for g in given))
    context, bound = context_of(declared), BOUNDS[extreme.kind]
    found: dict[str, Claim] = {}
    if relation in ("=", bound):
        found["bound"] = Claim(context, extreme.expression.term, bound, value.term, said)
        if relation == bound or _is_false(found["bound"]):
            return Claimed(found)
    laws = _at_laws(extreme.expression.term, extreme.variable, context) if is_whole else ()
    for term in laws:
        attained = Claim(context, term, relation, value.term, said)
        if _is_proved(attained):
            return Claimed({**found, "attained": attained})
    everywhere = Claim(context, extreme.expression.term, relation, value.term, said)
    return Claimed({**found, "attained": everywhere}, UNATTAINED)


def of_minimiser(objective: Objective, law: Law, given: Sequence[Statement]) -> Claimed:
    r"""That ``\arg\min_q F(q)`` is this law: F is least there, and nowhere else."""
    varied, term = objective.variable, objective.expression.term
    if not isinstance(varied, Law) or objective.kind not in ("argmin", "argmax") or given:
        raise LanguageError("a minimiser under constraints is not read yet")
    if varied == law or varied.coords != law.coords or varied.given or law.given:
        raise LanguageError(f"{law.name} is no law that {varied.name} could be")
    context = context_of(objective.declarations | {law})
    best = renamed_law(term, varied, law, {c: c for c, _ in varied.coords})
    relation = ">=" if objective.kind == "argmin" else "<="
    same: Given = (term, "=", best)
    points = tuple(Term("point", (), (f"{c.lower()}'", sort)) for c, sort in law.coords)
    variables = tuple(c for c, _ in law.coords)
    at, there = (Term("value", points, (of.name, variables, ())) for of in (varied, law))
    return Claimed(
        {
            "bound": Claim(context, term, relation, best),
            "attained": Claim(context, at, "=", there, (same,)),
        }
    )


def _mentions(term: Term, law: Law) -> bool:
    named = (t.label[0] for t in term.walk() if t.head in HEADS)
    return law.name in named


HEADS = frozenset({"value", "entropy", "mutual_information", "expect"})


def _at_laws(term: Term, varied: Law, context: Context) -> Iterator[Term]:
    """The expression at every other law of the same variables, and at the uniform one."""
    for law in context.laws.values():
        if law != varied and law.coords == varied.coords and law.given == varied.given:
            yield renamed_law(term, varied, law, {c: c for c, _ in varied.coords})
    spaces: list[Declaration] = [context.sort(sort) for _, sort in varied.coords]
    finite = all(isinstance(space, Sort) and space.kind == "finite" for space in spaces)
    if len(varied.coords) == 1 and not varied.given and finite:
        yield worked_in(term, varied)


def _is_proved(claim: Claim) -> bool:
    try:
        return prove(claim) is not None
    except KernelError:
        return False


def _is_false(claim: Claim) -> bool:
    """Whether a model contradicts the bound, which then settles the step."""
    return survey(claim, MODELS, DIGITS, search=False).violation is not None
