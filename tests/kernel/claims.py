"""Declarations and claims for the tests of the kernel."""

from __future__ import annotations

from flint import arb
from hypothesis import assume
from written import NORMALS, X, Y, value

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.errors import IllFormed, Refused
from symkl.kernel.terms import Term
from symkl.models.arithmetic import precision
from symkl.models.evaluate import enclosure
from symkl.models.model import Undefined, Unsupported

DIGITS = 30
NORMAL_FORM = {"kind": "normal_form"}
UV = (("u", "X"), ("v", "X"))
Z = ("z", "X")

FINITE = Context.of(
    [
        Sort("X", "n"),
        Sort("Y", "m"),
        Law("P", (X,)),
        Law("Q", (X,)),
        Law("N", (X,), sign="nonnegative", below=("O",)),
        Law("O", (X,), sign="nonnegative"),
        Law("J", (X, Y)),
        Law("K", (X, Y)),
        Law("I", (X, Y), independent=(("x",), ("y",))),
        Law("C", (X, Y), given=("x",)),
        Law("B", (("y", "X"), *UV), given=("u", "v")),
        Law("W", UV, normalised=False),
        Law("V", (X,), sign="real", normalised=False),
        Number("s", "positive"),
        Number("t", "nonnegative"),
        Number("r"),
    ]
)
GAUSS = Context.of(
    [
        *NORMALS.declarations(),
        *FINITE.numbers.values(),
        Sort("L", kind="real"),
        Matrix("G", "k", "k", invertible=True),
        Matrix("U", "k", "k", invertible=True, positive_definite=True),
        Law("z", (("u", "R"),), normal=("", "")),
        Law("l", (("u", "L"),), normal=("", "")),
        Law("f", (("u", "R"),)),
    ]
)
P, Q, N, O, V = (value(name, "x", [X]) for name in "PQNOV")  # noqa: E741
J = value("J", "xy", [X, Y])


def law(name, *points):
    """The value of a law of FINITE, or of a density, at points for all of its variables."""
    context = FINITE if name in FINITE.laws else GAUSS
    targets = tuple(c for c, _ in context.law(name).coords)
    return value(name, targets, points)


def delta(one, two):
    return Term("delta", (Term("point", (), one), Term("point", (), two)))


def accepted(context, lhs, relation, rhs, certificate=NORMAL_FORM, given=(), laws=None):
    """Whether the kernel accepts; any error but a refusal shows itself."""
    try:
        check(Claim(context, lhs, relation, rhs, tuple(given)), certificate, laws)
    except (Refused, IllFormed):
        return False
    return True


def part(fact, *args, weight="1", binders=(), over=(), factor=None):
    """The part of a certificate that uses a fact."""
    return {
        "weight": weight,
        "fact": fact,
        "binders": [list(b) for b in binders],
        "args": [t.to_json(arg) for arg in args],
        "over": [list(b) for b in over],
        "factor": None if factor is None else t.to_json(factor),
    }


def combination(*parts):
    return {"kind": "combination", "parts": list(parts)}


def valued(term, context, model):
    """The value, or no example when there is none in this model."""
    try:
        return enclosure(term, context, model, DIGITS)
    except (Undefined, Unsupported):
        assume(False)


def same(one, two):
    with precision(DIGITS):
        if not (arb(one).is_finite() and arb(two).is_finite()):
            return bool((one > 0) == (two > 0))
        return bool(abs(arb(one) - arb(two)) <= arb(10) ** -20 * (1 + abs(arb(one))))
