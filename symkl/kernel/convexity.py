"""Facts from convexity and monotonicity: Jensen's inequality, the log-sum inequality.

Cover and Thomas, Elements of Information Theory, 2.6 and 2.7.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from symkl.kernel import terms
from symkl.kernel.errors import Refused
from symkl.kernel.facts import Fact, require_nonnegative, require_normalised, require_positive
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Binders, Term

HALF = terms.div(terms.ONE, terms.num(2))


class Shape(NamedTuple):
    """A function that is convex, or concave, on all numbers or on the positive ones."""

    of: Callable[[Term], Term]
    convex: bool
    positive: bool
    words: str


SHAPES: dict[str, Shape] = {
    "log": Shape(terms.log, False, True, "log t is concave for t > 0"),
    "square": Shape(lambda t: terms.power(t, terms.num(2)), True, False, "t^2 is convex"),
    "exp": Shape(terms.exp, True, False, "exp t is convex"),
    "reciprocal": Shape(lambda t: terms.div(terms.ONE, t), True, True, "1/t is convex for t > 0"),
    "root": Shape(lambda t: terms.power(t, HALF), False, True, "the root of t is concave, t > 0"),
    "t_log_t": Shape(
        lambda t: terms.mul(t, terms.log(t)), True, True, "t log t is convex for t > 0"
    ),
}


def _gap(binders: Binders, weight: Term, t: Term, of: Callable[[Term], Term], convex: bool) -> Term:
    """The mean of f(t) less f of the mean, or the other way round for a concave f."""
    mean_of = terms.total(binders, terms.mul(weight, of(t)))
    of_mean = of(terms.total(binders, terms.mul(weight, t)))
    return terms.sub(mean_of, of_mean) if convex else terms.sub(of_mean, mean_of)


def _require_weights(normaliser: Normaliser, binders: Binders, weight: Term) -> None:
    require_nonnegative(normaliser, weight)
    require_normalised(normaliser, binders, weight)


def _jensen(shape: Shape) -> Callable[[Normaliser, Binders, Sequence[Term]], Term]:
    def instance(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
        weight, t = args
        _require_weights(normaliser, binders, weight)
        if shape.positive:
            with normaliser.guarded_by(weight):
                require_positive(normaliser, t)
        return _gap(binders, weight, t, shape.of, shape.convex)

    return instance


def _jensen_declared(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """For a function that is declared convex or concave, given as its value at t."""
    weight, value = args
    of, is_convex = _declared(normaliser, value)
    _require_weights(normaliser, binders, weight)
    return _gap(binders, weight, value.args[0], of, is_convex)


def _declared(normaliser: Normaliser, value: Term) -> tuple[Callable[[Term], Term], bool]:
    """The declared function that this is a value of, and whether it is convex; else concave."""
    if value.head != "call":
        raise Refused("expected the value of a declared function")
    function = normaliser.context.function(value.label)
    if function.shape not in ("convex", "concave"):
        raise Refused(f"{function.name} is not declared convex or concave")
    normaliser.hypotheses.add(Hypothesis(function.shape, function.name))

    def of(t: Term) -> Term:
        return Term("call", (t,), function.name)

    return of, function.shape == "convex"


def _combination(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """Convexity as it is defined: a weight w, and the values of f at two numbers."""
    weight, *values = args
    of, is_convex = _declared(normaliser, values[0])
    if values[1].head != "call" or values[1].label != values[0].label:
        raise Refused("expected two values of one function")
    weights = weight, terms.sub(terms.ONE, weight)
    for part in weights:
        require_nonnegative(normaliser, part)
    each = [terms.mul(w, value) for w, value in zip(weights, values, strict=True)]
    at = [terms.mul(w, value.args[0]) for w, value in zip(weights, values, strict=True)]
    mean_of, of_mean = terms.add(*each), of(terms.add(*at))
    return terms.sub(mean_of, of_mean) if is_convex else terms.sub(of_mean, mean_of)


def _log_sum(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """Gibbs' inequality for a and b, each divided by its sum."""
    first, second = args
    require_nonnegative(normaliser, first)
    with normaliser.guarded_by(first):
        require_positive(normaliser, second)
    if not binders:
        raise Refused("a point is needed to be summed over")
    totals = [terms.total(binders, weight) for weight in (first, second)]
    for whole in totals:
        require_positive(normaliser, whole)
    each = terms.total(binders, terms.mul(first, terms.log(terms.div(first, second))))
    return terms.sub(each, terms.mul(totals[0], terms.log(terms.div(*totals))))


def _log_sum_of_terms(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The log-sum inequality for a few terms a, b, a', b', ... that are written out."""
    for term in args:
        require_positive(normaliser, term)
    pairs = list(zip(args[::2], args[1::2], strict=True))
    each = [terms.mul(a, terms.log(terms.div(a, b))) for a, b in pairs]
    a_sum, b_sum = (terms.add(*part) for part in zip(*pairs, strict=True))
    return terms.sub(terms.add(*each), terms.mul(a_sum, terms.log(terms.div(a_sum, b_sum))))


def _monotone(of: Callable[[Term], Term], positive: bool) -> Callable[..., Term]:
    """f(u) - f(v) for u - v >= 0."""

    def instance(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
        greater, less = args
        require_nonnegative(normaliser, terms.sub(greater, less))
        if positive:
            require_positive(normaliser, less)
        return terms.sub(of(greater), of(less))

    return instance


CONVEXITY: tuple[Fact, ...] = (
    *(
        Fact(f"jensen_{name}", 2, f"Jensen for w >= 0, sum w = 1: {shape.words}", _jensen(shape))
        for name, shape in SHAPES.items()
    ),
    Fact(
        "jensen",
        2,
        "sum w f(t) >= f(sum w t) for convex f, w >= 0, sum w = 1 (reversed for concave f)",
        _jensen_declared,
    ),
    Fact(
        "convex_combination",
        3,
        "w f(s) + (1 - w) f(t) >= f(w s + (1 - w) t) for convex f, 0 <= w <= 1 "
        "(reversed for concave f)",
        _combination,
    ),
    Fact(
        "log_sum",
        2,
        "sum a log(a/b) >= A log(A/B) for a >= 0, b > 0 with the sums A > 0, B > 0",
        _log_sum,
    ),
    *(
        Fact(
            f"log_sum_of_{count}",
            2 * count,
            f"sum a log(a/b) >= A log(A/B) for {count} pairs a, b > 0 with the sums A, B",
            _log_sum_of_terms,
        )
        for count in (2, 3)
    ),
    Fact("log_monotone", 2, "log u >= log v for u >= v > 0", _monotone(terms.log, True)),
    Fact("exp_monotone", 2, "exp u >= exp v for u >= v", _monotone(terms.exp, False)),
)
