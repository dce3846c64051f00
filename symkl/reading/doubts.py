"""Why a step that is false as read may still be true as meant.

A model refutes a claim.  What the text assumes, defines or restricts near it, without the reader
understanding it, makes the claim another one, and then nothing is refuted.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from symkl.checking import worked_in
from symkl.derivation import Step
from symkl.kernel.context import Law, Matrix
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import ONE, ZERO, Label, Term
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written
from symkl.models.survey import survey
from symkl.reading import hypotheses
from symkl.reading.chain import Link
from symkl.reading.dependence import may_factorise

NUMERIC = frozenset({"num", "const", "add", "mul", "neg", "div", "pow", "log", "exp"})
ESTIMATES = ("hat:", "tilde:")
MODELS, DIGITS = 8, 30  # that contradict another reading


def of_link(link: Link) -> str:
    """A hypothesis in the words beside a relation: ``(by independence)``."""
    return next((w for r in link.remarks if (w := hypotheses.restriction_in_remark(r.text))), "")


def is_false(step: Step) -> bool:
    """Whether a model contradicts a step, as it is read otherwise."""
    try:
        claims = step.claims().values()
        tried = [survey(worked_in(claim), MODELS, DIGITS, search=False) for claim in claims]
    except (LanguageError, IllFormed):
        return False
    return any(found.violation is not None for found in tried)


def numbers_named(stem: str) -> str:
    """What numbers a_i are called among the names that the text defines, under any heading."""
    return f"{stem}[]"


def of_names(defined: frozenset[str], known: Container[str], *sides: Written) -> str:
    """A name whose meaning the text says, which is not read; or an estimate of a variable.

    What is ``known`` is given as an expression, and no estimate of an unknown kind.
    """
    found = {t.label for side in sides for t in side.term.walk() if t.head in ("sym", "matrix")}
    found |= {name for side in sides for name in _laws(side.term)}
    laws = (d for side in sides for d in side.declarations if isinstance(d, Law))
    found |= {name for law in laws if law.name in found for name in law.normal or ()}
    every = (d for side in sides for d in side.declarations if isinstance(d, Law))
    found |= {numbers_named(law.name) for law in every if not law.normalised}
    if unread := sorted(found & defined):
        return f"{str(unread[0]).removesuffix('[]')} = ..."
    if one := _of_one_family(*sides):
        return one
    matrices = {str(t.label) for side in sides for t in side.term.walk() if t.head == "matrix"}
    starred = (name for name in sorted(matrices) if name.endswith("*") and name[:-1] in matrices)
    if name := next(starred, ""):
        return f"{name}, which may be the adjoint or an optimum"
    written = {c for side in sides for t in side.term.walk() for c in _variables(t.label)}
    means = {c for c in written if c not in known and _is_mean(c, written)}
    estimates = (c for c in sorted(written) if c.startswith(ESTIMATES) or c in means)
    return next((f"{name}, an estimate" for name in estimates), "")


def _is_mean(name: str, written: set[str]) -> bool:
    r"""Whether it is ``\bar x`` beside x: the mean of data, unless the text says what it is."""
    accent, _, bare = name.partition("_")
    return accent in ("bar", "hat", "overline") and bare in written


def _of_one_family(*sides: Written) -> str:
    """P beside p_theta, never of the same variables: authors drop the parameter of one law."""
    uses: dict[str, set[Label]] = {}
    for side in sides:
        laws = {d.name: d for d in side.declarations if isinstance(d, Law)}
        for t in side.term.walk():
            if t.head == "value" and t.label[0] in laws:
                uses.setdefault(t.label[0], set()).add((frozenset(t.label[1]), bool(t.label[2])))
            elif t.head == "expect" and t.label[0] in laws:
                whole = frozenset(c for c, _ in laws[t.label[0]].coords)
                uses.setdefault(t.label[0], set()).add((whole, False))
    for name, of in sorted(uses.items()):
        bare, _, label = name.partition("_")
        if label in PARAMETERS and bare in uses and not of & uses[bare]:
            return f"{bare} and {name} may be one law"
    return ""


PARAMETERS = frozenset({"theta", "phi", "psi", "lambda", "w", "omega", "eta"})


def _variables(label: Label) -> Iterator[str]:
    """The names in a label."""
    for part in label if isinstance(label, tuple) else (label,):
        if isinstance(part, tuple):
            yield from _variables(part)
        elif isinstance(part, str):
            yield part


def of_sides(
    lhs: Written,
    relation: str,
    rhs: Written,
    is_alone: bool,
    may_be_a_model: bool = True,
    told: frozenset[str] = frozenset(),
    is_conclusion: bool = False,
) -> str:
    """What a side may define: a law by its value, a number that the other side has not.

    ``is_alone``: it is all of a chain.
    Unless it ``may_be_a_model``, it says of no law how it factorises.  ``told`` are numbers
    that what is given is about: the parameters of a law, which its values have as well.  What is
    a conclusion from what is given of its laws defines none of them.
    """
    here, there = lhs.term, rhs.term
    if chances := _chances(here, there) - told:
        return f"{min(chances)}, which may be a parameter of a law"
    for one, other in ((here, there), (there, here)):
        numbers = _numbers(one, everywhere=relation == "=") - _numbers(other, everywhere=True)
        numbers |= _parameters_alone(*((lhs, rhs) if one is here else (rhs, lhs)))
        numbers -= told
        if numbers:
            return f"{min(numbers)}, which only one side has"
        if relation == "=" and (parameter := _only_here(lhs, rhs) or _only_here(rhs, lhs)):
            return f"{parameter}, which only one density has"
        if one.head == "call" and one.args[0].head == other.head == "num":
            return f"an equation that may say what {one.label} is"
        of_points = any(part.head in ("point", "sum") for part in other.walk())
        if one.head == "size" and relation == "=" and is_alone and not of_points:
            return f"an equation that may say how large {one.label} is"
        if one.head == "point" and relation == "=" and is_alone:
            return f"an equation that may say what {one.label[0]} is"
        defines_law = one.head == "value" and relation == "=" and not is_conclusion
        if defines_law and one.label[0] not in _laws(other):
            return f"an equation that may define {one.label[0]}"
        defines = relation == "=" and is_alone and may_be_a_model
        if defines and may_factorise(one, other):
            return f"an equation that may say how {one.label[0]} factorises"
    return ""


def _chances(*sides: Term) -> set[str]:
    """The numbers t beside entropies of which log t and log(1 - t) are taken, as of a chance."""
    parts = [t for side in sides for t in side.walk()]
    if not any(t.head in ("entropy", "mutual_information") for t in parts):
        return set()
    logged = [t.args[0] for t in parts if t.head == "log"]
    numbers = {t.label for t in logged if t.head == "sym"}
    others = {frozenset(_numbers(t, everywhere=True)) for t in logged if t.head == "add"}
    return {str(name) for name in numbers if frozenset({name}) in others}


def _parameters_alone(one: Written, other: Written) -> set[str]:
    """The means and variances of numbers that only one side has, and no law of either side."""
    laws = {d for side in (one, other) for d in side.declarations if isinstance(d, Law)}
    of_laws = {name for law in laws for name in law.normal or ()}
    written = {t.label for t in other.term.walk() if t.head == "matrix"}
    single = {
        d.name for d in one.declarations if isinstance(d, Matrix) and (d.rows, d.columns) == SCALAR
    }
    return single - of_laws - written


def special(lhs: Written, relation: str, rhs: Written, is_alone: bool) -> str:
    """That a step with a number may be about a special case; "" where it is not."""
    here, there = lhs.term, rhs.term
    if _is_special(here, relation, there, is_alone) or _is_special(there, relation, here, is_alone):
        return "a number, as in a special case"
    return ""


def numbers_in(given: Iterable[Statement]) -> frozenset[str]:
    """The numbers in what is given of vectors, of matrices and of sums over data."""
    terms = [(g.lhs.term, g.rhs.term) for g in given]
    sides = [
        (one, two)
        for one, two in terms
        if one.head == "matrix"
        or (one.head == "sym" and any(part.head == "sum" for part in two.walk()))
    ]
    numbers = {name for pair in sides for t in pair for name in _numbers(t, everywhere=True)}
    return frozenset(numbers | {one.label for one, _ in sides if one.head == "matrix"})


def _only_here(one: Written, other: Written) -> str:
    """A parameter of a density that densities on the other side do without: ``N(x; c, C)``."""
    sides = [(_parameters(side), {t.label for t in side.term.walk()}) for side in (one, other)]
    (mine, _), (theirs, written) = sides
    if not theirs:
        return ""
    return min(mine - theirs - {label for label in written if isinstance(label, str)}, default="")


def _parameters(side: Written) -> set[str]:
    """The parameters of the normal laws of which values are in a side."""
    values = {t.label[0] for t in side.term.walk() if t.head == "value"}
    laws = (d for d in side.declarations if isinstance(d, Law) and d.name in values)
    return {name for law in laws for name in law.normal or () if name}


def _is_special(term: Term, relation: str, other: Term, is_alone: bool) -> bool:
    """Whether the term is a number, and not one of those that general theorems end in."""
    if any(t.head not in NUMERIC for t in term.walk()) or not _laws(other):
        return False
    if term == ZERO:
        return is_alone and relation == "="
    if term == ONE and relation not in ("=", "!=") and not _has_logarithm(other):
        return False
    if term == ONE and _is_a_sum_of_probabilities(other):
        return False
    return is_alone or term != ONE or _has_logarithm(other)


def _is_a_sum_of_probabilities(term: Term) -> bool:
    """Whether it is a probability summed over points: that this is 1 is a claim, right or wrong."""
    return term.head == "sum" and (
        term.args[0].head == "value" or _is_a_sum_of_probabilities(term.args[0])
    )


def _has_logarithm(term: Term) -> bool:
    """Whether the term is a quantity in nats or bits, whose value 1 is that of a fair coin."""
    algebraic = ("value", "expect", "sum", "sym", "size", "point", *NUMERIC - {"log", "exp"})
    return any(t.head not in algebraic for t in term.walk())


def _numbers(term: Term, everywhere: bool) -> set[str]:
    """The undeclared numbers of a side, or those that are summands of their own, as + C."""
    if everywhere:
        return {t.label for t in term.walk() if t.head == "sym"}
    if term.head == "sym":
        return {term.label}
    inside = term.args if term.head in ("add", "neg") else ()
    return {name for child in inside for name in _numbers(child, everywhere)}


def _laws(term: Term) -> set[str]:
    heads = ("value", "entropy", "mutual_information", "expect")
    return {t.label[0] for t in term.walk() if t.head in heads}
