"""Certificates made of random facts, right and wrong ones, with the claims that they would show.

What a fact says is written here once more, from its statement.  A certificate is put together
without a look at side conditions: whatever the kernel accepts must be true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from soundness.expressions import Finite, Linear, Names, Point, inverse, matrix, transpose, value
from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context
from symkl.kernel.terms import Binders, Given, Term

Says = Callable[[Binders, list[Term]], Term]
HALF = t.num(Fraction(1, 2))


def _relative(binders: Binders, args: list[Term]) -> Term:
    return t.total(binders, t.mul(args[0], t.log(t.div(*args))))


def _log_sum(binders: Binders, args: list[Term]) -> Term:
    one, two = (t.total(binders, arg) for arg in args)
    return t.sub(_relative(binders, args), t.mul(one, t.log(t.div(one, two))))


def _log_sum_of_terms(_: Binders, args: list[Term]) -> Term:
    tops, bottoms = args[::2], args[1::2]
    each = [t.mul(a, t.log(t.div(a, b))) for a, b in zip(tops, bottoms, strict=True)]
    top, bottom = t.add(*tops), t.add(*bottoms)
    return t.sub(t.add(*each), t.mul(top, t.log(t.div(top, bottom))))


def _gap(of: Callable[[Term], Term], convex: bool) -> Says:
    def says(binders: Binders, args: list[Term]) -> Term:
        weight, at = args
        mean = t.total(binders, t.mul(weight, of(at)))
        of_mean = of(t.total(binders, t.mul(weight, at)))
        return t.sub(mean, of_mean) if convex else t.sub(of_mean, mean)

    return says


def _size(of: Term) -> Term:
    return t.power(t.power(of, t.num(2)), HALF)


def _pinsker(binders: Binders, args: list[Term]) -> Term:
    distance = t.total(binders, _size(t.sub(*args)))
    return t.sub(_relative(binders, args), t.mul(HALF, t.power(distance, t.num(2))))


def _pinsker_root(binders: Binders, args: list[Term]) -> Term:
    distance = t.total(binders, _size(t.sub(*args)))
    return t.sub(t.power(t.mul(t.num(2), _relative(binders, args)), HALF), distance)


def _log_det(binders: Binders, args: list[Term]) -> Term:
    one, two = args
    logs = [t.log(Term("det", (part,))) for part in args]
    trace = Term("trace", (t.mul(inverse(two), one),))
    return t.add(trace, t.neg(logs[0]), logs[1], t.neg(Term("size", (), "k")))


def _ratio(args: list[Term]) -> tuple[Term, Term, Term]:
    """tr(B^-1 A), det A / det B and k."""
    one, two = args
    trace = Term("trace", (t.mul(inverse(two), one),))
    return trace, t.div(Term("det", (one,)), Term("det", (two,))), Term("size", (), "k")


def _two_traces(binders: Binders, args: list[Term]) -> Term:
    (there, _, k), (back, _, _) = _ratio(args), _ratio(args[::-1])
    return t.sub(t.mul(there, back), t.mul(k, k))


def _mean_root(binders: Binders, args: list[Term]) -> Term:
    trace, ratio, k = _ratio(args)
    return t.sub(t.div(trace, k), t.power(ratio, t.div(t.ONE, k)))


def _mean_power(binders: Binders, args: list[Term]) -> Term:
    trace, ratio, k = _ratio(args)
    return t.sub(t.power(t.div(trace, k), k), ratio)


def _mean_log(binders: Binders, args: list[Term]) -> Term:
    trace, ratio, k = _ratio(args)
    return t.sub(t.mul(k, t.log(t.div(trace, k))), t.log(ratio))


def _diagonal(of: Term) -> Term:
    point = Term("point", (), ("i", "k"))
    return t.total((("i", "k"),), t.log(Term("entry", (of, point, point))))


def _hadamard(binders: Binders, args: list[Term]) -> Term:
    return t.sub(_diagonal(args[0]), t.log(Term("det", (args[0],))))


def _hadamard_product(binders: Binders, args: list[Term]) -> Term:
    return t.sub(t.exp(_diagonal(args[0])), Term("det", (args[0],)))


def _det(of: Term) -> Term:
    return Term("det", (of,))


def _trace(*factors: Term) -> Term:
    return Term("trace", (t.mul(*factors),))


def _concave_log_det(_: Binders, args: list[Term]) -> Term:
    weight, one, two = args
    rest = t.sub(t.ONE, weight)
    mixed = t.log(_det(t.add(t.mul(weight, one), t.mul(rest, two))))
    logs = t.mul(weight, t.log(_det(one))), t.mul(rest, t.log(_det(two)))
    return t.sub(mixed, t.add(*logs))


def _minkowski(_: Binders, args: list[Term]) -> Term:
    exponent = t.div(t.ONE, Term("size", (), "k"))
    whole, one, two = (t.power(_det(of), exponent) for of in (t.add(*args), *args))
    return t.add(whole, t.neg(one), t.neg(two))


def _inverse_of_sum(_: Binders, args: list[Term]) -> Term:
    weight, one, two = args
    return t.sub(_trace(weight, inverse(one)), _trace(weight, inverse(t.add(one, two))))


def _cauchy_schwarz(_: Binders, args: list[Term]) -> Term:
    x, y, s = args
    squares = t.mul(_trace(transpose(x), s, x), _trace(transpose(y), s, y))
    return t.sub(squares, t.power(_trace(transpose(x), s, y), t.num(2)))


def _cauchy_schwarz_dual(_: Binders, args: list[Term]) -> Term:
    x, y, s = args
    squares = t.mul(_trace(transpose(x), s, x), _trace(transpose(y), inverse(s), y))
    return t.sub(squares, t.power(_trace(transpose(x), y), t.num(2)))


def _norm(of: Term) -> Term:
    return t.power(_trace(transpose(of), of), HALF)


def _inner(args: list[Term]) -> Term:
    return _trace(transpose(args[0]), args[1])


LOEWNER: dict[str, tuple[int, Says]] = {
    "concave_log_det": (3, _concave_log_det),
    "log_det_of_sum": (2, lambda _, a: t.sub(t.log(_det(t.add(*a))), t.log(_det(a[0])))),
    "det_of_sum": (2, lambda _, a: t.sub(_det(t.add(*a)), t.add(_det(a[0]), _det(a[1])))),
    "semidefinite_det": (1, lambda _, a: _det(a[0])),
    "minkowski": (2, _minkowski),
    "trace_of_semidefinite": (2, lambda _, a: _trace(*a)),
    "product_of_traces": (2, lambda _, a: t.sub(t.mul(*map(_trace, a)), _trace(*a))),
    "inverse_of_sum": (3, _inverse_of_sum),
    "cauchy_schwarz": (3, _cauchy_schwarz),
    "cauchy_schwarz_dual": (3, _cauchy_schwarz_dual),
    "inner_product": (2, lambda _, a: t.sub(t.mul(*map(_norm, a)), _inner(a))),
    "norms": (2, lambda _, a: t.sub(t.mul(*map(_norm, a)), _size(_inner(a)))),
    "norm_of_sum": (2, lambda _, a: t.sub(t.add(*map(_norm, a)), _norm(t.add(*a)))),
}
FACTS: dict[str, tuple[int, Says]] = {
    **LOEWNER,
    "two_traces": (2, _two_traces),
    "mean_root": (2, _mean_root),
    "mean_power": (2, _mean_power),
    "mean_log": (2, _mean_log),
    "hadamard": (1, _hadamard),
    "hadamard_product": (1, _hadamard_product),
    "absolute": (1, lambda _, a: t.sub(_size(a[0]), a[0])),
    "triangle": (2, lambda _, a: t.sub(t.add(*map(_size, a)), _size(t.add(*a)))),
    "pinsker": (2, _pinsker),
    "pinsker_root": (2, _pinsker_root),
    "log_det": (2, _log_det),
    "trace_of_product": (2, lambda _, a: Term("trace", (t.mul(*a),))),
    "gibbs": (2, _relative),
    "log_sum": (2, _log_sum),
    "log_sum_of_2": (4, _log_sum_of_terms),
    "log_sum_of_3": (6, _log_sum_of_terms),
    "log_bound": (1, lambda _, a: t.add(a[0], t.num(-1), t.neg(t.log(a[0])))),
    "probability_at_most_one": (1, lambda _, a: t.sub(t.ONE, a[0])),
    "minus_log_probability": (1, lambda _, a: t.neg(t.log(a[0]))),
    "complement_log": (
        2,
        lambda _, a: t.mul(t.sub(t.ONE, a[0]), t.neg(t.log(a[1]))),
    ),
    "square": (1, lambda _, a: t.power(a[0], t.num(2))),
    "positive": (1, lambda _, a: a[0]),
    "nonnegative": (1, lambda _, a: a[0]),
    "size_at_least_one": (1, lambda _, a: t.sub(a[0], t.ONE)),
    "quadratic_form": (2, lambda _, a: t.mul(transpose(a[0]), a[1], a[0])),
    "information": (1, lambda _, a: a[0]),
    "conditional_entropy": (1, lambda _, a: a[0]),
    "jensen_log": (2, _gap(t.log, False)),
    "jensen_square": (2, _gap(lambda x: t.power(x, t.num(2)), True)),
    "jensen_exp": (2, _gap(t.exp, True)),
    "jensen_reciprocal": (2, _gap(lambda x: t.div(t.ONE, x), True)),
    "jensen_root": (2, _gap(lambda x: t.power(x, HALF), False)),
    "jensen_t_log_t": (2, _gap(lambda x: t.mul(x, t.log(x)), True)),
    "log_monotone": (2, lambda _, a: t.sub(t.log(a[0]), t.log(a[1]))),
    "exp_monotone": (2, lambda _, a: t.sub(t.exp(a[0]), t.exp(a[1]))),
}
PAIRS = ("gibbs", "log_sum", "pinsker", "pinsker_root")
OF_RATIOS = ("two_traces", "mean_root", "mean_power", "mean_log")
OF_MATRICES = ("log_det", "trace_of_product", "hadamard", "hadamard_product", *OF_RATIOS, *LOEWNER)
WITH_BINDERS = {*PAIRS, *(name for name in FACTS if name.startswith("jensen"))}


@dataclass
class Instances:
    """Random instances of facts in one context."""

    context: Context
    random: Random
    names: Names

    def __post_init__(self) -> None:
        self.is_linear = bool(self.context.matrices)
        kind = Linear if self.is_linear else Finite
        self.of: Finite | Linear = kind(self.context, self.random, self.names)

    def claim(self) -> tuple[Claim, dict[str, Any]]:
        """A claim, and a certificate that may show it."""
        parts, sides = [], []
        given = self._given()
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            part, side = self._of_given(given) if self._one_in(6) and given else self._part()
            parts.append(part)
            sides.append(side)
        difference = t.add(*sides)
        relation = self.random.choice((">=", ">=", ">=", "<=", ">", "="))
        moved = self.of.leaf(()) if isinstance(self.of, Finite) else self.of.leaf()
        if self._one_in(3):
            difference = t.add(difference, moved)
        else:
            moved = t.ZERO
        one, two = (moved, difference) if relation == "<=" else (difference, moved)
        if self._one_in(2):  # what only the certificate mentions is seen by neither evaluator
            one, two = _tidied(one), _tidied(two)
        claim = Claim(self.context, one, relation, two, given)
        return claim, {"kind": "combination", "parts": parts}

    def _one_in(self, number: int) -> bool:
        return self.random.randrange(number) == 0

    def _given(self) -> tuple[Given, ...]:
        if self._one_in(2):
            return ()
        number = self.random.choice((t.ZERO, t.ONE, t.num(-2), Term("sym", (), "s")))
        relation = self.random.choice(("=", "=", "=", ">=", "<="))
        return ((Term("sym", (), "r"), relation, number),)

    def _of_given(self, given: tuple[Given, ...]) -> tuple[dict[str, Any], Term]:
        """A multiple of a given statement; of an equation also the product with any term."""
        ((lhs, relation, rhs),) = given
        weight = Fraction(self.random.choice((-2, -1, 1, 1, 2)), self.random.choice((1, 2)))
        part: dict[str, Any] = {"weight": str(weight), "given": 0}
        difference = t.sub(rhs, lhs) if relation == "<=" else t.sub(lhs, rhs)
        if self._one_in(2):
            times = self.of.term(1)
            if self._one_in(3):
                times = t.div(t.ONE, Term("sym", (), "r"))
            part["traced_with"] = t.to_json(times)
            difference = t.mul(times, difference)
        return part, t.mul(t.num(weight), difference)

    def _part(self) -> tuple[dict[str, Any], Term]:
        known = [name for name in sorted(FACTS) if self.is_linear or name not in OF_MATRICES]
        name = self.random.choice(known)
        arity, says = FACTS[name]
        over = self._points(self.random.choice((0, 0, 1)))
        binders = self._points(1) if name in WITH_BINDERS else ()
        if self._one_in(8) and over:
            binders = over  # the same name twice: whose point is it?
        scope = (*over, *binders)
        args = [self._argument(name, place, scope, binders) for place in range(arity)]
        factor = self._factor(over) if over or self._one_in(6) else None
        weight = Fraction(self.random.randint(1, 4), self.random.randint(1, 3))
        part = {
            "weight": str(weight),
            "fact": name,
            "binders": [list(b) for b in binders],
            "args": [t.to_json(a) for a in args],
            "over": [list(b) for b in over],
            "factor": None if factor is None else t.to_json(factor),
        }
        instance = says(binders, args)
        product = instance if factor is None else t.mul(factor, instance)
        return part, t.mul(t.num(weight), t.total(over, product))

    def _points(self, count: int) -> tuple[Point, ...]:
        sorts = ["R", "L"] if self.is_linear else sorted(self.context.sorts)
        return tuple(self.names.fresh(self.random.choice(sorts)) for _ in range(count))

    def _argument(
        self, name: str, place: int, scope: tuple[Point, ...], binders: tuple[Point, ...]
    ) -> Term:
        if self.is_linear:
            return self._linear(name, place, scope, binders)
        assert isinstance(self.of, Finite)
        is_weight = name in WITH_BINDERS and (place == 0 or name in PAIRS)
        if is_weight and not self._one_in(6):
            return self._weight(binders, scope)
        if name in ("information", "conditional_entropy"):
            return self.of.notion(0, ())
        if name == "size_at_least_one":
            return Term("size", (), self.random.choice(sorted(self.context.sorts)))
        if name == "exp_monotone" and self._one_in(2):
            at = t.log(Term("sym", (), self.random.choice("rst")))
            return t.add(self.of.number(), at) if place == 0 else at
        if "probability" in name or name == "complement_log":
            return self.of.law_value(scope) or t.ONE
        pick = self.random.random()
        if pick < 0.4:
            return self.of.positive(1, scope)
        if pick < 0.7:
            weight = self.of.law_value(scope)
            other = self.of.law_value(scope)
            if weight is not None and other is not None:
                return self.random.choice((t.div, t.mul, t.add))(weight, other)
        return self.of.term(1, scope)

    def _weight(self, binders: tuple[Point, ...], scope: tuple[Point, ...]) -> Term:
        """A pmf at the bound points, or something that only looks like one."""
        assert isinstance(self.of, Finite)
        fitting = [
            (law, c)
            for law in self.context.laws.values()
            for c, sort in law.coords
            if binders and sort == binders[0][1]
        ]
        if not fitting:
            return self.of.positive(1, scope)
        law, coordinate = self.random.choice(fitting)
        at = {coordinate: binders[0]}
        others = [c for c, _ in law.coords if c != coordinate]
        given = {}
        for c in law.given or (others if self._one_in(3) else ()):
            known = [p for p in scope if p[1] == law.sort_of(c)]
            if known and c != coordinate:
                given[c] = self.random.choice(known)
        if law.given and (set(given) != set(law.given) or len(at) + len(given) < len(law.coords)):
            return self.of.positive(1, scope)
        found = value(law.name, at, given)
        return t.mul(self.of.number(), found) if self._one_in(12) else found

    def _linear(
        self, name: str, place: int, scope: tuple[Point, ...], binders: tuple[Point, ...]
    ) -> Term:
        assert isinstance(self.of, Linear)
        if name == "quadratic_form" or name in OF_MATRICES:
            if place == 0 and name not in OF_MATRICES:
                return self.of.vector(scope)
            if name == "concave_log_det" and place == 0:
                return t.num(self.random.choice((Fraction(1, 3), HALF.label, 1, 0, -1, 2)))
            return self._square(name in LOEWNER)
        is_weight = name in WITH_BINDERS and (place == 0 or name in PAIRS)
        if is_weight and binders:
            law, coordinate = ("h", "v") if binders[0][1] == "L" else (self._law(), "u")
            return value(law, {coordinate: binders[0]})
        if "probability" in name or name == "complement_log":
            points = [p for p in scope if p[1] == "R"]
            return value(self._law(), {"u": points[0]}) if points else t.ONE
        if name == "size_at_least_one":
            return Term("size", (), "k")
        if self._one_in(3):
            return self.random.choice(
                (Term("det", (matrix(self.random.choice("ABDG")),)), matrix("e"), t.exp(t.ONE))
            )
        return self.of.form(1, scope) if self._one_in(2) else self.of.term(1, scope)

    def _square(self, is_composed: bool) -> Term:
        """A matrix, its inverse, or a sum, a multiple, a product M^T M or M^T S M of matrices."""
        found = matrix(self.random.choice("ABDGSM"))
        found = inverse(found) if self._one_in(2) else found
        if not is_composed or self._one_in(2):
            return found
        other = self._square(self._one_in(3))
        kinds: tuple[Callable[[], Term], ...] = (
            lambda: t.add(found, other),
            lambda: t.sub(found, other),
            lambda: t.mul(t.num(self.random.choice((-1, 2))), other),
            lambda: t.mul(transpose(found), found),
            lambda: t.mul(transpose(found), other, found),
            lambda: t.mul(found, other, found),
        )
        return self.random.choice(kinds)()

    def _law(self) -> str:
        return self.random.choice("pqo")

    def _factor(self, over: tuple[Point, ...]) -> Term | None:
        if self._one_in(8):
            return None
        if self.is_linear:
            if not over or self._one_in(5):
                return Term("sym", (), self.random.choice("srt"))
            law, coordinate = ("h", "v") if over[0][1] == "L" else (self._law(), "u")
            return value(law, {coordinate: over[0]})
        assert isinstance(self.of, Finite)
        found = self.of.law_value(over) if over else None
        if found is None or self._one_in(8):
            return self.of.positive(1, over)
        return t.mul(found, self.of.law_value(over) or t.ONE) if self._one_in(4) else found


def _tidied(term: Term) -> Term:
    """The term as one would write it: t for exp(log t), 1 for (1/t) (t - 0)."""
    args = tuple(map(_tidied, term.args))
    if term.head == "exp":
        inner = args[0].args if args[0].head == "add" else args
        plain = [part.args[0] if part.head == "log" else t.exp(part) for part in inner]
        return t.mul(*plain)
    if term.head == "mul" and len(args) == 2 and args[0].head == "div":
        (top, bottom), other = args[0].args, args[1]
        if top == t.ONE and other == t.sub(bottom, t.ZERO):
            return t.ONE
    return Term(term.head, args, term.label)
