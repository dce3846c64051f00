"""What a certificate may not assume: falsehoods that each went through before it was refused."""

from __future__ import annotations

import pytest
from claims import FINITE, NORMAL_FORM, P, V, accepted, combination, part
from written import X, entropy, matrix, sym, value

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Law, Matrix, Sort
from symkl.kernel.errors import Refused, TooLarge
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.substitution import applied
from symkl.kernel.terms import Term, add, div, exp, log, mul, num, power, sub

r, s = sym("r"), sym("s")
ZERO_IS_GIVEN = (r, "=", t.ZERO)


def traced(term, weight="1"):
    return {"weight": weight, "given": 0, "traced_with": t.to_json(term)}


def chain(*links):
    written = [
        {"relation": rel, "rhs": t.to_json(rhs), "proof": proof} for rel, rhs, proof in links
    ]
    return {"kind": "chain", "links": written}


SMUGGLED = {
    "a divisor that is given to be 0": (
        (t.ONE, "=", t.ZERO, [ZERO_IS_GIVEN]),
        combination(traced(div(t.ONE, r))),
    ),
    "a divisor in a link": (
        (t.ONE, "=", t.ZERO, [ZERO_IS_GIVEN]),
        chain(
            ("=", div(r, r), NORMAL_FORM),
            ("=", t.ZERO, combination(traced(div(t.ONE, r)))),
        ),
    ),
    "the logarithm of what may be negative": (
        (mul(exp(t.ONE), r), ">=", r, []),
        combination(part("exp_monotone", add(t.ONE, log(r)), log(r))),
    ),
    "a mean of such logarithms": (
        (value_of_mean := t.total((X,), mul(P, V)), ">=", value_of_mean, []),
        combination(part("jensen_exp", P, log(V), binders=[X])),
    ),
}


@pytest.mark.parametrize("name", SMUGGLED)
def test_a_certificate_assumes_nothing_that_the_claim_does_not(name):
    (lhs, relation, rhs, given), certificate = SMUGGLED[name]
    assert not accepted(FINITE, lhs, relation, rhs, certificate, given)


def test_what_the_claim_assumes_may_be_used():
    by_r = combination(traced(div(t.ONE, r)))
    assert accepted(FINITE, div(r, r), "=", t.ONE)
    assert accepted(FINITE, div(s, r), "=", div(V, r), by_r, [(s, "=", V)])


def test_what_is_assumed_is_assumed_at_every_point():

    def inverse(name, less):
        point = name, "X"
        return t.total((point,), div(t.ONE, sub(value("V", "x", [point]), less)))

    sides = mul(r, inverse("x", s)), mul(num(3), inverse("x", s))
    at_y = traced(inverse("y", s))
    idle = [traced(inverse("y", sym("t")), weight) for weight in ("1", "-1")]
    assert accepted(FINITE, sides[0], "=", sides[1], combination(at_y), [(r, "=", num(3))])
    assert not accepted(
        FINITE, sides[0], "=", sides[1], combination(at_y, *idle), [(r, "=", num(3))]
    )


def test_a_stronger_hypothesis_of_the_claim_counts():
    claim = Claim(FINITE, mul(r, log(r)), "=", mul(V, log(r)), ((r, "=", V),))
    assert check(claim, combination(traced(log(r)))).hypotheses
    with pytest.raises(Refused):
        check(claim, combination(traced(log(s)), traced(log(sym("t")))))


def test_what_is_assumed_of_an_expression_is_assumed_of_its_positive_multiples():
    def root(term):
        return power(term, num("1/2"))

    sides = mul(s, root(sub(r, s))), "=", mul(V, root(sub(r, s)))
    twice = traced(root(mul(num(4), sub(r, s))), "1/2")
    opposite = [traced(root(sub(s, r)), weight) for weight in ("1", "-1")]
    assert accepted(FINITE, *sides, combination(twice), [(s, "=", V)])
    assert not accepted(FINITE, *sides, combination(twice, *opposite), [(s, "=", V)])


def test_bound_points_of_an_entropy_have_different_names():
    law = Law("J", (("x", "X"), ("x'", "X"), ("w", "X")))
    context = Context.of([Sort("X", "n"), law])
    for name in ("z", "x'", "x''"):
        of = entropy("J", ("x", "x'"), (), ("w",), [(name, "X")])
        joint = value("J", ("x", "x'"), [("a", "X"), ("b", "X")], "")
        joint = Term(
            "value", (*joint.args, Term("point", (), (name, "X"))), ("J", ("x", "x'"), ("w",))
        )
        written = t.neg(t.total((("a", "X"), ("b", "X")), mul(joint, log(joint))))
        assert not Normaliser(context).difference(of, written).terms


def test_weights_are_not_independent():
    def weights(**changes):
        law = Law("J", (("x", "X"), ("y", "X"), ("z", "X")), sign="real", **changes)
        return Context.of([Sort("X", "n"), law])

    def at(names):
        return value("J", names, [(name, "X") for name in names])

    split = (("x",), ("y",), ("z",))
    given = at("xyz"), "=", mul(at("x"), at("y"), at("z"))
    claim = at("xy"), "=", mul(at("x"), at("y"))
    by_given = {"kind": "substitution", "given": 0, "proof": NORMAL_FORM}
    assert accepted(weights(), *claim, by_given, [given])
    assert accepted(weights(independent=split), *claim)
    # Of one element each, with the weight -1: all three are -1, and -1 is not (-1)(-1).
    assert not accepted(weights(normalised=False), *claim, by_given, [given])
    assert not accepted(weights(normalised=False, independent=split), *claim)
    with pytest.raises(Refused):
        applied(weights(normalised=False), (), given)


def test_powers_of_roots_are_limited():
    root = power(num(2), num("1/3"))
    for _ in range(6):
        root = power(root, num("127/2"))
    with pytest.raises(TooLarge):
        Normaliser(FINITE).scalar(root)


def test_powers_of_a_dimension_are_of_positive_numbers():
    context = Context.of([Sort("k", "k"), Matrix("A", "k", "k"), *FINITE.numbers.values()])
    A = matrix("A")
    of = Term("det", (mul(r, A),))
    claim = Claim(context, of, "=", mul(power(r, Term("size", (), "k")), Term("det", (A,))))
    assert {h.kind for h in check(claim, NORMAL_FORM).hypotheses} == {"logarithms"}
    assert not accepted(context, Term("det", (t.neg(A),)), "=", Term("det", (A,)))
