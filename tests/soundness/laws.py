"""True laws, as rewritings of a sub-term: what they make has the same value in every model.

Each law looks at one sub-term and returns what it may be written as, or None where it does not
apply.  They are written from the textbook definitions and use nothing of the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from soundness.expressions import Names, matrix, point, transpose, value
from symkl.kernel import terms as t
from symkl.kernel.context import Context
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term


@dataclass
class Rewriting:
    """What laws need to know: declarations, points in scope, names that nothing has."""

    context: Context
    random: Random
    names: Names

    def is_number(self, term: Term) -> bool:
        return shape(self.context, term) == SCALAR

    def is_positive(self, term: Term) -> bool:
        """Whether the term is positive for sure."""
        match term.head:
            case "num":
                return bool(term.label > 0)
            case "size" | "exp":
                return True
            case "sym":
                return self.context.number(term.label).sign == "positive"
            case "value":
                return self.context.law(term.label[0]).sign == "positive"
            case "mul" | "div" | "add" | "sum":
                return all(map(self.is_positive, term.args))
            case "det":
                inner = term.args[0]
                return inner.head == "matrix" and self.context.matrix(inner.label).positive_definite
            case "pow":
                return self.is_positive(term.args[0])
        return False


Law = Callable[[Term, Rewriting], Term | None]
LAWS: dict[str, list[Law]] = {}


def law(*heads: str) -> Callable[[Law], Law]:
    """A law for terms of these heads; of every head when none is named."""

    def entered(found: Law) -> Law:
        for head in heads or ("",):
            LAWS.setdefault(head, []).append(found)
        return found

    return entered


def rewritten(term: Term, rewriting: Rewriting) -> Term | None:
    """The term with one law used at one place, both at random; None where nothing fitted.

    Inverses and determinants of sums are outside the documented fragment: none are made.
    """
    places = list(_places(term, (), False))
    rewriting.random.shuffle(places)
    for path, inner, fixed in places[:6]:
        options = [*LAWS.get(inner.head, ()), *LAWS[""]]
        rewriting.random.shuffle(options)
        for option in [] if fixed else options[:4]:
            new = option(inner, rewriting)
            if new is not None and new != inner:
                return _put(term, path, new)
    return None


def _places(
    term: Term, path: tuple[int, ...], fixed: bool
) -> Iterator[tuple[tuple[int, ...], Term, bool]]:
    yield path, term, fixed
    inside = term.head in ("value", "delta", "entropy", "kl", "cross_entropy", "inverse", "det")
    for index, child in enumerate(term.args):
        exponent = term.head == "pow" and index == 1
        yield from _places(child, (*path, index), fixed or inside or exponent)


def _put(term: Term, path: tuple[int, ...], new: Term) -> Term:
    if not path:
        return new
    args = list(term.args)
    args[path[0]] = _put(args[path[0]], path[1:], new)
    return Term(term.head, tuple(args), term.label)


# --- rings ----------------------------------------------------------------------------------------


@law("add")
def reordered(term: Term, _: Rewriting) -> Term | None:
    return t.add(*term.args[1:], term.args[0]) if len(term.args) > 1 else None


@law("add")
def regrouped(term: Term, _: Rewriting) -> Term | None:
    return t.add(t.add(*term.args[:2]), *term.args[2:]) if len(term.args) > 2 else None


@law("mul")
def commuted(term: Term, rewriting: Rewriting) -> Term | None:
    if all(map(rewriting.is_number, term.args)):
        return t.mul(*term.args[1:], term.args[0])
    return None


@law("mul")
def number_moved(term: Term, rewriting: Rewriting) -> Term | None:
    """Numbers may stand anywhere between matrices."""
    numbers = [place for place, f in enumerate(term.args) if rewriting.is_number(f)]
    if not numbers:
        return None
    place = rewriting.random.choice(numbers)
    others = [*term.args[:place], *term.args[place + 1 :]]
    others.insert(rewriting.random.randint(0, len(others)), term.args[place])
    return t.mul(*others)


@law("mul")
def distributed(term: Term, _: Rewriting) -> Term | None:
    for index, factor in enumerate(term.args):
        if factor.head == "add":
            before, after = term.args[:index], term.args[index + 1 :]
            return t.add(*(t.mul(*before, part, *after) for part in factor.args))
    return None


@law("mul")
def associated(term: Term, _: Rewriting) -> Term | None:
    return t.mul(t.mul(*term.args[:2]), *term.args[2:]) if len(term.args) > 2 else None


@law("neg")
def minus_one(term: Term, _: Rewriting) -> Term | None:
    return t.mul(t.num(-1), term.args[0])


@law("div")
def by_reciprocal(term: Term, rewriting: Rewriting) -> Term | None:
    top, bottom = term.args
    return t.mul(top, t.power(bottom, t.num(-1))) if rewriting.is_positive(bottom) else None


@law("div")
def divided_each(term: Term, _: Rewriting) -> Term | None:
    top, bottom = term.args
    return t.add(*(t.div(part, bottom) for part in top.args)) if top.head == "add" else None


@law("pow")
def multiplied_out(term: Term, _: Rewriting) -> Term | None:
    base, exponent = term.args
    if exponent.head == "num" and exponent.label == 2:
        return t.mul(base, base)
    return None


@law()
def plus_minus(term: Term, rewriting: Rewriting) -> Term | None:
    if not rewriting.is_number(term):
        return None
    idle = rewriting.random.choice((t.num(3), Term("sym", (), "r")))
    return t.add(term, idle, t.neg(idle))


@law()
def times_itself_over_itself(term: Term, rewriting: Rewriting) -> Term | None:
    if not rewriting.is_number(term):
        return None
    return t.div(t.mul(term, Term("sym", (), "s")), Term("sym", (), "s"))


@law()
def halves(term: Term, _: Rewriting) -> Term | None:
    half = t.mul(t.num(Fraction(1, 2)), term)
    return t.add(half, half)


# --- sums and means -------------------------------------------------------------------------------


@law()
def times_total_probability(term: Term, rewriting: Rewriting) -> Term | None:
    """T = T sum_x P(x), for a P on finite spaces."""
    laws = [
        law
        for law in rewriting.context.laws.values()
        if law.normalised
        and not law.given
        and all(rewriting.context.sort(sort).kind == "finite" for _, sort in law.coords)
    ]
    if not laws or not rewriting.is_number(term):
        return None
    chosen = rewriting.random.choice(laws)
    at = {c: rewriting.names.fresh(sort) for c, sort in chosen.coords}
    total = t.total(tuple(at.values()), value(chosen.name, at))
    return t.mul(total, term)


@law("sum")
def sum_of_each(term: Term, _: Rewriting) -> Term | None:
    body = term.args[0]
    if body.head != "add":
        return None
    return t.add(*(t.total(term.label, part) for part in body.args))


@law("sum")
def factor_out(term: Term, _: Rewriting) -> Term | None:
    body = term.args[0]
    if body.head != "mul":
        return None
    bound = set(term.label)
    out = [f for f in body.args if not t.free_points(f) & bound]
    inside = [f for f in body.args if t.free_points(f) & bound]
    return t.mul(*out, t.total(term.label, t.mul(*inside))) if out and inside else None


@law("mul")
def factor_in(term: Term, rewriting: Rewriting) -> Term | None:
    for index, factor in enumerate(term.args):
        others = (*term.args[:index], *term.args[index + 1 :])
        if factor.head == "sum" and others and all(map(rewriting.is_number, term.args)):
            return t.total(factor.label, t.mul(*others, factor.args[0]))
    return None


@law("sum")
def exchanged(term: Term, _: Rewriting) -> Term | None:
    body = term.args[0]
    if body.head == "sum":
        return t.total(body.label, t.total(term.label, body.args[0]))
    return None


@law("sum")
def renamed(term: Term, rewriting: Rewriting) -> Term | None:
    new = {label: rewriting.names.fresh(label[1]) for label in term.label}
    names = {old: label[0] for old, label in new.items()}
    return t.total(tuple(new.values()), t.substitute(term.args[0], names))


@law("expect")
def mean_is_a_sum(term: Term, rewriting: Rewriting) -> Term | None:
    name, binders = term.label
    names = [c for c, _ in rewriting.context.law(name).coords]
    weight = value(name, dict(zip(names, binders, strict=True)))
    return t.total(binders, t.mul(weight, term.args[0]))


@law("expect")
def mean_of_each(term: Term, _: Rewriting) -> Term | None:
    body = term.args[0]
    if body.head != "add":
        return None
    return t.add(*(Term("expect", (part,), term.label) for part in body.args))


# --- probability ----------------------------------------------------------------------------------


@law("value")
def marginal_is_a_sum(term: Term, rewriting: Rewriting) -> Term | None:
    name, targets, givens = term.label
    chosen = rewriting.context.law(name)
    missing = [c for c, _ in chosen.coords if c not in (*targets, *givens)]
    if not missing:
        return None
    coordinate = rewriting.random.choice(missing)
    binder = rewriting.names.fresh(chosen.sort_of(coordinate))
    points = (*term.args[: len(targets)], point(binder), *term.args[len(targets) :])
    return t.total((binder,), Term("value", points, (name, (*targets, coordinate), givens)))


@law("value")
def conditional_is_a_quotient(term: Term, rewriting: Rewriting) -> Term | None:
    name, targets, givens = term.label
    if not givens or rewriting.context.law(name).given:
        return None
    below = Term("value", term.args[len(targets) :], (name, givens, ()))
    return t.div(Term("value", term.args, (name, (*targets, *givens), ())), below)


@law("value")
def chain_rule(term: Term, rewriting: Rewriting) -> Term | None:
    name, targets, givens = term.label
    chosen = rewriting.context.law(name)
    if len(targets) < 2 or chosen.sign != "positive" or chosen.given or not chosen.normalised:
        return None
    first = Term("value", (term.args[0], *term.args[len(targets) :]), (name, targets[:1], givens))
    points = (*term.args[1 : len(targets)], term.args[0], *term.args[len(targets) :])
    rest = Term("value", points, (name, targets[1:], (targets[0], *givens)))
    return t.mul(first, rest)


@law("value")
def independent_factors(term: Term, rewriting: Rewriting) -> Term | None:
    name, targets, givens = term.label
    chosen = rewriting.context.law(name)
    if givens or not chosen.independent:
        return None
    at = dict(zip(targets, term.args, strict=True))
    groups = [[c for c in group if c in at] for group in chosen.independent]
    if not all(groups):
        return None
    return t.mul(*(Term("value", tuple(at[c] for c in g), (name, tuple(g), ())) for g in groups))


def _joint_entropy(name: str, names: tuple[str, ...]) -> Term:
    return Term("entropy", (), (name, names, (), ()))


@law("entropy")
def entropy_is_a_difference(term: Term, _: Rewriting) -> Term | None:
    name, targets, givens, fixed = term.label
    if not givens or fixed:
        return None
    return t.sub(_joint_entropy(name, (*targets, *givens)), _joint_entropy(name, givens))


@law("entropy")
def entropy_is_a_sum(term: Term, rewriting: Rewriting) -> Term | None:
    name, targets, givens, fixed = term.label
    chosen = rewriting.context.law(name)
    binders = {c: rewriting.names.fresh(chosen.sort_of(c)) for c in (*targets, *givens)}
    known = dict(zip(fixed, (p.label for p in term.args), strict=True))
    if known and chosen.sign != "positive":
        return None
    joint = value(name, binders, known)
    conditional = value(
        name, {c: binders[c] for c in targets}, {**{c: binders[c] for c in givens}, **known}
    )
    return t.neg(t.total(tuple(binders.values()), t.mul(joint, t.log(conditional))))


@law("mutual_information")
def information_by_entropies(term: Term, _: Rewriting) -> Term | None:
    name, one, two, given = term.label
    both = tuple(dict.fromkeys((*one, *two)))
    found = t.add(
        _joint_entropy(name, (*one, *given)),
        _joint_entropy(name, (*two, *given)),
        t.neg(_joint_entropy(name, (*both, *given))),
    )
    return t.sub(found, _joint_entropy(name, given)) if given else found


@law("mutual_information")
def information_loses_uncertainty(term: Term, _: Rewriting) -> Term | None:
    name, one, two, given = term.label
    if set(one) & set(two):
        return None
    conditional = [Term("entropy", (), (name, one, g, ())) for g in (given, (*two, *given))]
    return t.sub(*conditional)


@law("mutual_information")
def information_is_symmetric(term: Term, _: Rewriting) -> Term | None:
    name, one, two, given = term.label
    return Term("mutual_information", (), (name, two, one, given))


@law("kl")
def divergence_is_a_sum(term: Term, _: Rewriting) -> Term | None:
    one, two = term.args
    return t.total(term.label, t.mul(one, t.log(t.div(one, two))))


@law("kl")
def divergence_by_cross_entropy(term: Term, _: Rewriting) -> Term | None:
    one, two = term.args
    both = (Term("cross_entropy", (one, other), term.label) for other in (two, one))
    return t.sub(*both)


@law("cross_entropy")
def cross_entropy_is_a_sum(term: Term, _: Rewriting) -> Term | None:
    one, two = term.args
    return t.neg(t.total(term.label, t.mul(one, t.log(two))))


@law("cross_entropy")
def cross_entropy_splits(term: Term, _: Rewriting) -> Term | None:
    name, targets, _given = term.args[0].label
    return t.add(Term("kl", term.args, term.label), Term("entropy", (), (name, targets, (), ())))


# --- logarithms -----------------------------------------------------------------------------------


@law("log")
def log_of_a_product(term: Term, rewriting: Rewriting) -> Term | None:
    inner = term.args[0]
    if inner.head == "mul" and all(map(rewriting.is_positive, inner.args)):
        return t.add(*map(t.log, inner.args))
    if inner.head == "div" and all(map(rewriting.is_positive, inner.args)):
        return t.sub(*map(t.log, inner.args))
    return None


@law("log")
def log_of_a_reciprocal(term: Term, rewriting: Rewriting) -> Term | None:
    inner = term.args[0]
    if rewriting.is_positive(inner):
        return t.neg(t.log(t.div(t.ONE, inner)))
    return None


@law("log")
def log_of_a_square(term: Term, rewriting: Rewriting) -> Term | None:
    inner = term.args[0]
    if rewriting.is_positive(inner):
        return t.div(t.log(t.power(inner, t.num(2))), t.num(2))
    return None


@law("size", "sym", "value")
def exp_of_log(term: Term, rewriting: Rewriting) -> Term | None:
    return t.exp(t.log(term)) if rewriting.is_positive(term) else None


@law("exp")
def exp_of_a_sum(term: Term, _: Rewriting) -> Term | None:
    inner = term.args[0]
    return t.mul(*map(t.exp, inner.args)) if inner.head == "add" else None


@law("size")
def size_is_a_sum(term: Term, rewriting: Rewriting) -> Term | None:
    return t.total((rewriting.names.fresh(term.label),), t.ONE)


# --- matrices -------------------------------------------------------------------------------------


@law("trace")
def cycled(term: Term, _: Rewriting) -> Term | None:
    inner = term.args[0]
    if inner.head != "mul" or len(inner.args) < 2:
        return None
    return Term("trace", (t.mul(*inner.args[1:], inner.args[0]),))


@law("trace")
def trace_of_transpose(term: Term, _: Rewriting) -> Term | None:
    return Term("trace", (transpose(term.args[0]),))


@law("trace")
def trace_of_each(term: Term, _: Rewriting) -> Term | None:
    inner = term.args[0]
    return t.add(*(Term("trace", (p,)) for p in inner.args)) if inner.head == "add" else None


@law("transpose")
def transpose_of_product(term: Term, _: Rewriting) -> Term | None:
    inner = term.args[0]
    return t.mul(*map(transpose, inner.args[::-1])) if inner.head == "mul" else None


@law("transpose")
def transpose_twice(term: Term, _: Rewriting) -> Term | None:
    return term.args[0].args[0] if term.args[0].head == "transpose" else None


@law("inverse")
def inverse_of_product(term: Term, rewriting: Rewriting) -> Term | None:
    inner = term.args[0]
    square = inner.head == "mul" and all(
        shape(rewriting.context, f) == ("k", "k") for f in inner.args
    )
    if not square:
        return None
    return t.mul(*(Term("inverse", (f,)) for f in inner.args[::-1]))


@law("matrix")
def symmetric(term: Term, rewriting: Rewriting) -> Term | None:
    return transpose(term) if rewriting.context.matrix(term.label).symmetric else None


@law("matrix")
def times_inverse(term: Term, rewriting: Rewriting) -> Term | None:
    if shape(rewriting.context, term)[0] != "k":
        return None
    other = matrix(rewriting.random.choice("ABDG"))
    return t.mul(other, Term("inverse", (other,)), term)


@law("matrix")
def times_identity(term: Term, rewriting: Rewriting) -> Term | None:
    rows = shape(rewriting.context, term)[0]
    return t.mul(Term("identity", (), rows), term) if rows != "1" else None


@law("mul")
def form_is_a_trace(term: Term, rewriting: Rewriting) -> Term | None:
    """x^T A y = tr(A y x^T)."""
    if len(term.args) < 2 or not rewriting.is_number(term):
        return None
    first, rest = term.args[0], term.args[1:]
    if rewriting.is_number(first):
        return None
    return Term("trace", (t.mul(*rest, first),))


@law("log")
def log_of_determinant(term: Term, _: Rewriting) -> Term | None:
    inner = term.args[0]
    if inner.head != "det" or inner.args[0].head != "mul":
        return None
    return t.add(*(t.log(Term("det", (f,))) for f in inner.args[0].args))


@law("det")
def determinant_of_inverse(term: Term, _: Rewriting) -> Term | None:
    inner = term.args[0]
    if inner.head == "inverse":
        return t.div(t.ONE, Term("det", inner.args))
    return None


@law("det")
def determinant_of_transpose(term: Term, _: Rewriting) -> Term | None:
    return Term("det", (transpose(term.args[0]),))


# --- normal laws ----------------------------------------------------------------------------------


@law("expect")
def mean_of_a_form(term: Term, rewriting: Rewriting) -> Term | None:
    """E (x - c)^T B (x - d) = tr(B S) + (m - c)^T B (m - d), with the written left and right."""
    (name, binders), body = term.label, term.args[0]
    chosen = rewriting.context.law(name)
    if len(binders) != 1 or binders[0][1] != "R" or body.head != "mul" or len(body.args) != 3:
        return None
    left, middle, right = body.args
    at = point(binders[0])
    if left.head != "transpose" or binders[0] in t.free_points(middle):
        return None
    sides = [_shifted(side, at) for side in (left.args[0], right)]
    if None in sides or chosen.normal is None:
        return None
    mean, covariance = chosen.normal
    spread = matrix(covariance) if covariance else Term("identity", (), "k")
    centre = [
        t.sub(matrix(mean), shift) if mean and shift else (matrix(mean) if mean else None)
        for shift in (side for (side,) in ((s,) for s in sides))
    ]
    shifts = [c if mean else (t.neg(s) if s else None) for c, s in zip(centre, sides, strict=True)]
    found = Term("trace", (t.mul(middle, spread),))
    if all(shifts):
        first, second = shifts
        assert first is not None
        assert second is not None
        return t.add(found, t.mul(transpose(first), middle, second))
    return found


def _shifted(side: Term, at: Term) -> Term | bool | None:
    """C of x - c, False of x itself, None of anything else."""
    if side == at:
        return False
    if side.head == "add" and len(side.args) == 2 and side.args[0] == at:
        other = side.args[1]
        return other.args[0] if other.head == "neg" else None
    return None
