"""Laws that are declared given something, under further conditions: q(z | x, t) of q(x, z | t)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from claims import accepted
from flint import arb
from written import total, value

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Law, Sort
from symkl.kernel.errors import IllFormed
from symkl.models.evaluate import enclosure
from symkl.models.model import Model, Unsupported
from symkl.prove.search import prove

SPACES = (Sort("X", "n"), Sort("Z", "m"), Sort("T", "k"))
COORDS = (("t", "T"), ("x", "X"), ("z", "Z"))
CONTEXT = Context.of([*SPACES, Law("q", COORDS, given=("t",))])
x, z, at, other = ("x", "X"), ("z", "Z"), ("t", "T"), ("s", "T")
JOINT = value("q", "xz", [x, z, at], "t")
EVIDENCE = value("q", "x", [x, at], "t")
POSTERIOR = value("q", "z", [z, x, at], "xt")
MODEL = Model(
    sizes={"T": 2, "X": 2, "Z": 2},
    laws={
        "q": {
            (0, 0, 0): Fraction(1, 8),
            (0, 0, 1): Fraction(3, 8),
            (0, 1, 0): Fraction(1, 4),
            (0, 1, 1): Fraction(1, 4),
            **{(1, i, j): Fraction(1, 4) for i in (0, 1) for j in (0, 1)},
        }
    },
    points={x: 0, z: 1, at: 0},
)


def elbo(point: tuple[str, str]) -> t.Term:
    """The mean of log q(x, z | point) over q(z | x, t)."""
    return total(z, of=t.mul(POSTERIOR, t.log(value("q", "xz", [x, z, point], "t"))))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (t.mul(POSTERIOR, EVIDENCE), JOINT),
        (total(z, of=POSTERIOR), t.ONE),
        (value("q", "z", [z, at, x], "tx"), POSTERIOR),  # the order of conditions is no matter
    ],
)
def test_it_is_divided_by_the_law_of_the_further_conditions(one: t.Term, two: t.Term) -> None:
    assert accepted(CONTEXT, one, "=", two)


@pytest.mark.parametrize(
    ("one", "two"),
    [(POSTERIOR, JOINT), (total(x, of=POSTERIOR), t.ONE), (t.mul(POSTERIOR, JOINT), EVIDENCE)],
)
def test_it_is_not_the_law_itself(one: t.Term, two: t.Term) -> None:
    assert not accepted(CONTEXT, one, "=", two)


def test_conditions_that_it_is_declared_given_cannot_be_left_out() -> None:
    for term in (value("q", "z", [z, x], "x"), value("q", "t", [at, x], "x")):
        with pytest.raises(IllFormed, match="declared given t"):
            check(Claim(CONTEXT, term, "=", term), {"kind": "normal_form"})
        with pytest.raises(Unsupported):
            enclosure(term, CONTEXT, MODEL)


def test_its_value_in_a_model() -> None:
    wanted = {POSTERIOR: "0.75", JOINT: "0.375", total(z, of=POSTERIOR): "1"}
    for term, found in wanted.items():
        assert enclosure(term, CONTEXT, MODEL) == arb(found)


def test_the_step_of_em() -> None:
    gain = t.sub(t.log(value("q", "x", [x, other], "t")), t.log(EVIDENCE))
    surrogate = t.sub(elbo(other), elbo(at))
    assert prove(Claim(CONTEXT, gain, ">=", surrogate)) is not None
    assert prove(Claim(CONTEXT, gain, "<=", surrogate)) is None
