"""False claims are refuted, true ones never; refutations and witnesses are the simplest."""

from __future__ import annotations

from fractions import Fraction

import flint
import mpmath
import pytest
from test_models_gaussian import TRUE as GAUSSIAN_TRUE
from written import (
    CHANNEL,
    HALF,
    JOINT,
    NORMALS,
    NUMBERS,
    PMFS,
    P,
    Q,
    U,
    X,
    Y,
    entropy,
    expect,
    identity,
    information,
    inverse,
    kl,
    matrix,
    p,
    point,
    q,
    size,
    sym,
    total,
    trace,
    transpose,
    value,
)

from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Matrix, Sort
from symkl.kernel.terms import Term
from symkl.models import compare
from symkl.models.admissible import admissible
from symkl.models.compare import compared
from symkl.models.model import Box, described
from symkl.models.relevant import relevant
from symkl.models.survey import find_witness, survey

u = point(U)
a, A, B, M = matrix("a"), matrix("A"), matrix("B"), matrix("M")
through = total(X, of=t.mul(value("P", "x", [X]), value("W", "y", [Y, X], "x")))
other = total(X, of=t.mul(value("R", "x", [X]), value("W", "y", [Y, X], "x")))
UNIFORM = t.div(t.ONE, size("X"))
WEIGHTS = Context.of(
    [Sort("X", "n"), Law("P", (X,), normalised=False), Law("Q", (X,), normalised=False)]
)
BELOW = Context.of(
    [
        Sort("X", "n"),
        Law("P", (X,), sign="nonnegative", below=("Q",)),
        Law("Q", (X,), sign="nonnegative"),
    ]
)
as_written = (
    t.neg(total(X, of=t.mul(P, t.log(t.div(Q, P))))),
    t.neg(total(X, of=t.log(t.mul(P, t.div(Q, P))))),
)
second_moment = expect("p", [U], t.mul(u, transpose(u)))

TRUE = {
    "definition of divergence": (PMFS, kl(P, Q, X), "=", total(X, of=t.mul(P, t.log(t.div(P, Q))))),
    "gibbs": (PMFS, kl(P, Q, X), ">=", t.ZERO),
    "gibbs turned": (PMFS, t.neg(kl(P, Q, X)), "<=", t.ZERO),
    "divergence to uniform": (
        PMFS,
        kl(P, UNIFORM, X),
        "=",
        t.sub(t.log(size("X")), entropy("P", "x")),
    ),
    "entropy at most log n": (PMFS, entropy("P", "x"), "<=", t.log(size("X"))),
    "pmf at most one": (PMFS, P, "<=", t.ONE),
    "positive": (PMFS, P, ">", t.ZERO),
    "never minus one": (PMFS, P, "!=", t.num(-1)),
    "information": (JOINT, information("J", "x", "y"), ">=", t.ZERO),
    "chain rule": (
        JOINT,
        entropy("J", "xy"),
        "=",
        t.add(entropy("J", "x"), entropy("J", "y", "x")),
    ),
    "data processing": (
        CHANNEL,
        kl(through, other, Y),
        "<=",
        kl(value("P", "x", [X]), value("R", "x", [X]), X),
    ),
    "below": (BELOW, kl(P, Q, X), "=", total(X, of=t.mul(P, t.log(t.div(P, Q))))),
    "trace": (NORMALS, trace(t.mul(M, A)), "=", trace(t.mul(A, M))),
    "inverse": (NORMALS, t.mul(A, inverse(A)), "=", identity("k")),
    "second moment": (NORMALS, second_moment, "=", t.add(A, t.mul(a, transpose(a)))),
    "gaussian gibbs": (NORMALS, kl(p, q, U), ">=", t.ZERO),
    "powers": (NUMBERS, t.log(t.power(sym("s"), sym("r"))), "=", t.mul(sym("r"), t.log(sym("s")))),
    **{f"gaussian {name}": (NORMALS, one, "=", two) for name, (one, two) in GAUSSIAN_TRUE.items()},
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_are_never_refuted(name):
    found = survey(Claim(*TRUE[name]))
    assert found.violation is None
    assert (found.models, found.digits, found.cause) == (24, 50, "")


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_have_no_witness_against_them(name):
    context, lhs, relation, rhs = TRUE[name]
    opposite = {"=": "!=", "<=": ">", ">=": "<", ">": "<=", "!=": "="}[relation]
    assert find_witness(Claim(context, lhs, opposite, rhs), tries=40) is None


HALVES = ["1/2", "1/2"]
FALSE = {
    "log of the weights inside": (
        PMFS,
        as_written[0],
        ">=",
        as_written[1],
        {"P": HALVES, "Q": HALVES},
    ),
    "divergence is symmetric": (PMFS, kl(P, Q, X), "=", kl(Q, P, X), {"n": 2}),
    "divergence is positive": (PMFS, kl(P, Q, X), ">", t.ZERO, {"n": 1}),
    "entropy above log n": (
        PMFS,
        entropy("P", "x"),
        ">=",
        t.log(size("X")),
        {"n": 2, "P": ["1/3", "2/3"]},
    ),
    "weights are pmfs": (WEIGHTS, total(X, of=P), "=", t.ONE, {"n": 1}),
    "gibbs for weights": (WEIGHTS, kl(P, Q, X), ">=", t.ZERO, {"n": 1}),
    "no information": (JOINT, information("J", "x", "y"), "=", t.ZERO, {"n": 2, "m": 2}),
    "finite divergence": (BELOW, kl(Q, P, X), "<", t.num(10**6), {"n": 2, "P": ["0", "1"]}),
    "all different": (PMFS, P, "!=", Q, {"n": 1, "x": 1}),
    "gaussian symmetry": (NORMALS, kl(p, q, U), "=", kl(q, p, U), {"k": 1}),
    "no mean": (NORMALS, second_moment, "=", A, {"k": 1, "a": ["1"], "A": [["1"]]}),
    "products commute": (NORMALS, t.mul(M, A), "=", t.mul(A, M), {"k": 2}),
    "numbers": (NUMBERS, t.power(sym("r"), t.num(2)), "=", sym("r"), {"r": "2"}),
    "square above": (NUMBERS, t.power(sym("s"), t.num(2)), ">=", sym("s"), {"s": "1/2"}),
    "a constant that is off": (
        PMFS,
        entropy("P", "x"),
        "<=",
        t.sub(t.log(size("X")), t.power(t.num(10), t.num(-40))),
        {"n": 1},
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted_by_simple_models(name):
    context, lhs, relation, rhs, expected = FALSE[name]
    claim = Claim(context, lhs, relation, rhs)
    violation = survey(claim).violation
    assert violation is not None
    shown = described(violation.model, context)
    assert expected.items() <= shown.items()
    assert admissible(relevant(claim).context, violation.model)
    assert compared(relevant(claim), violation.model, 50).fails


def test_the_article_s_false_step_shows_zero_against_two_log_two():
    violation = survey(Claim(PMFS, as_written[0], ">=", as_written[1])).violation
    assert described(violation.model, PMFS) == {"n": 2, "P": HALVES, "Q": HALVES}
    assert (violation.lhs, violation.rhs) == ("0", "1.3862943611198906188")
    assert violation.difference == "-1.3862943611198906188"


def test_infinite_sides_are_told():
    violation = survey(Claim(BELOW, kl(Q, P, X), "<", t.num(10**6))).violation
    assert violation.lhs == "inf"
    both = Claim(BELOW, kl(Q, P, X), "=", total(X, of=t.mul(Q, t.log(t.div(Q, P)))))
    assert survey(both).violation is None


def test_matrices_tell_the_entry_that_differs():
    violation = survey(Claim(NORMALS, t.mul(M, A), "=", t.mul(A, M))).violation
    assert violation.entry is not None
    assert violation.lhs != violation.rhs


def test_witnesses():
    violation = find_witness(Claim(PMFS, kl(P, Q, X), "!=", kl(Q, P, X)))
    assert violation.model.sizes == {"X": 2}
    tables = [tuple(violation.model.laws[name].values()) for name in "PQ"]
    assert sorted(tables) == [(Fraction(1, 3), Fraction(2, 3)), (HALF, HALF)]
    third = Law("R", (X,))
    context = Context.of([*PMFS.declarations(), third])
    R = value("R", "x", [X])
    triangle = Claim(context, kl(P, R, X), ">", t.add(kl(P, Q, X), kl(Q, R, X)))
    found = find_witness(triangle)
    assert found.model.sizes == {"X": 2}
    assert compared(triangle, found.model, 50).holds


def test_witness_of_matrices_that_do_not_commute():
    found = find_witness(Claim(NORMALS, t.mul(M, A), "!=", t.mul(A, M)))
    assert found.model.sizes == {"k": 2}


def test_a_claim_without_values_says_why():
    nowhere = survey(Claim(PMFS, t.log(t.neg(P)), "=", t.ZERO))
    assert (nowhere.models, nowhere.digits, nowhere.skipped) == (0, 0, 24)
    assert "logarithm" in nowhere.cause
    unknown = survey(Claim(PMFS, Term("zeta", (P,)), "=", t.ZERO))
    assert (unknown.models, unknown.violation, unknown.skipped) == (0, None, 0)
    assert "zeta" in unknown.cause
    shapes = survey(Claim(NORMALS, M, "<=", A))
    assert (shapes.models, shapes.violation) == (0, None)
    assert "<=" in shapes.cause
    assert find_witness(Claim(NORMALS, M, "<=", A)) is None
    assert "compared" in survey(Claim(NORMALS, M, "=", a)).cause


def test_models_obey_what_is_given():
    given = ((P, "=", Q),)
    found = survey(Claim(PMFS, P, "=", Q, given))
    assert found.models >= 4
    assert found.violation is None
    assert find_witness(Claim(PMFS, P, "!=", Q, given)) is None
    false = survey(Claim(PMFS, P, "=", t.div(t.ONE, t.num(2)), given)).violation
    assert false is not None
    assert false.model.laws["P"] == false.model.laws["Q"]


def test_what_is_given_of_densities_is_not_built_into_models():
    found = survey(Claim(NORMALS, a, "=", a, given=((expect("p", [U], a), "=", a),)))
    assert (found.models, found.violation) == (0, None)
    assert "not built into models" in found.cause
    ill_formed = survey(Claim(NORMALS, a, "=", a, given=((a, "=", t.ONE),)))
    assert ill_formed.violation is None


def test_models_without_a_value_are_skipped():
    found = survey(Claim(NUMBERS, t.exp(t.log(sym("r"))), "=", sym("r")))
    assert found.violation is None
    assert found.skipped > 0
    assert found.models + found.skipped == 24


def test_differences_below_the_digits_asked_for_are_still_seen():
    tiny = t.power(t.num(10), t.num(-60))
    claim = Claim(PMFS, t.add(entropy("P", "x"), tiny), "=", entropy("P", "x"))
    assert survey(claim, digits=50).violation is not None


def test_a_violation_needs_both_evaluators(monkeypatch):
    claim = Claim(PMFS, kl(P, Q, X), "=", kl(Q, P, X))
    monkeypatch.setattr(compare.Floats, "pi", lambda self: self.context.mpf(3))
    disputed = Claim(PMFS, Term("const", (), "pi"), "=", t.num(3))
    found = survey(disputed)
    assert found.violation is None
    assert found.digits <= 1
    assert survey(claim).violation is not None


def test_surveys_are_deterministic_and_leak_no_precision():
    before = flint.ctx.prec, mpmath.mp.prec
    claim = Claim(NORMALS, kl(p, q, U), "=", kl(q, p, U))
    assert survey(claim, seed=5) == survey(claim, seed=5)
    assert find_witness(claim, seed=5) == find_witness(claim, seed=5)
    assert (flint.ctx.prec, mpmath.mp.prec) == before


mixture = t.mul(t.num(HALF), t.add(p, q))
jensen_shannon = t.mul(t.num(HALF), t.add(kl(p, mixture, U), kl(q, mixture, U)))


def test_quadrature_supports_what_has_no_closed_form():
    spread = t.neg(total(U, of=t.mul(mixture, t.log(mixture))))
    mean = t.mul(t.num(HALF), t.add(entropy("p", "u"), entropy("q", "u")))
    found = survey(Claim(NORMALS, jensen_shannon, "=", t.sub(spread, mean)))
    assert (found.models, found.digits, found.violation) == (2, 30, None)


@pytest.mark.parametrize("rhs", [t.ZERO, kl(p, q, U)])
def test_quadrature_never_refutes_and_does_not_support_what_looks_false(rhs):
    found = survey(Claim(NORMALS, jensen_shannon, "=", rhs))
    assert (found.models, found.violation) == (0, None)
    assert "quadrature" in found.cause


GENERAL = Context.of([Sort("R", kind="real"), Law("f", (("u", "R"),)), Law("g", (("u", "R"),))])
f, g = value("f", "u", [U]), value("g", "u", [U])
variance = t.sub(expect("f", [U], t.mul(u, u)), t.power(expect("f", [U], u), t.num(2)))
TWO_PI_E = t.mul(t.num(2), Term("const", (), "pi"), Term("const", (), "e"))
normal_entropy = t.mul(t.num(HALF), t.log(t.mul(TWO_PI_E, variance)))


def test_what_holds_of_normal_densities_only_is_refuted_by_others():
    found = survey(Claim(GENERAL, entropy("f", "u"), "=", normal_entropy))
    assert found.violation is not None
    assert all(isinstance(part, Box) for part in found.violation.model.densities["f"])
    assert survey(Claim(GENERAL, entropy("f", "u"), "<=", normal_entropy)).models > 20


def test_mixtures_refute_what_holds_of_normal_densities_only():
    centred = t.power(t.sub(u, expect("f", [U], u)), t.num(4))
    kurtosis = Claim(
        GENERAL, expect("f", [U], centred), "=", t.mul(t.num(3), t.power(variance, t.num(2)))
    )
    violation = survey(kurtosis).violation
    assert violation is not None
    assert len(violation.model.densities["f"]) == 2


def test_densities_obey_gibbs():
    found = survey(Claim(GENERAL, kl(f, g, U), ">=", t.ZERO))
    assert (found.violation, found.digits) == (None, 50)
    assert survey(Claim(GENERAL, kl(f, g, U), "=", kl(g, f, U))).violation is not None


def test_only_what_a_claim_mentions_is_modelled():
    context = Context.of([*NORMALS.declarations(), *PMFS.declarations(), Matrix("Z", "k", "k")])
    kept = relevant(Claim(context, kl(p, q, U), ">=", t.ZERO)).context
    assert set(kept.laws) == {"p", "q"}
    assert set(kept.matrices) == {"a", "b", "A", "B"}
    assert set(kept.sorts) == {"R", "k"}


def test_parameters_are_modelled_in_the_order_of_their_declarations():
    weights = [f"alpha{place}" for place in range(9)]
    declared = (
        Sort("X", "n"),
        Sort("simplex^X", kind="simplex", index="X"),
        *[Law(name, (("x", "X"),), normalised=False) for name in weights],
        *[
            Law(f"p{name}", (("y", "simplex^X"),), family=("dirichlet", name))
            for name in reversed(weights)
        ],
    )
    entropies = [Term("entropy", (), (f"p{name}", ("y",), (), ())) for name in weights]
    kept = relevant(Claim(Context.of(declared), t.add(*entropies), "=", t.ZERO)).context
    # Not in that of a set, which differs from run to run: the models would differ as well.
    assert list(kept.laws)[9:] == weights


def test_powers_of_what_may_be_zero_have_values():
    roots = [t.power(value, t.num(HALF)) for value in (P, Q)]
    apart = total(X, of=t.power(t.sub(*roots), t.num(2)))
    found = survey(Claim(PMFS, apart, "<=", kl(P, Q, X)))
    assert (found.violation, found.digits, found.cause) == (None, 50, "")


@pytest.mark.parametrize(
    ("lhs", "relation", "rhs"),
    [
        (t.mul(t.num(2), t.log(t.num(2))), ">", t.log(t.num(4))),
        (t.add(t.log(t.num(2)), t.log(t.num(3))), "<", t.log(t.num(6))),
    ],
)
def test_equal_sides_are_no_support_for_a_strict_inequality(
    lhs: Term, relation: str, rhs: Term
) -> None:
    found = survey(Claim(Context(), lhs, relation, rhs))
    assert found.violation is None
    assert not found.models
    assert survey(Claim(Context(), lhs, f"{relation}=", rhs)).models
    assert survey(Claim(Context(), t.add(lhs, t.ONE), ">", t.log(t.num(4)))).models


def test_models_of_equal_laws_support_nothing_about_different_ones() -> None:
    """P = Q does not follow from H(P) = H(Q), which holds in few models that are easily found."""
    given = ((entropy("P", "x"), "=", entropy("Q", "x")),)
    found = survey(Claim(PMFS, kl(P, Q, X), "=", t.ZERO, given))
    assert found.violation is not None or not found.models
    assert survey(Claim(PMFS, kl(P, Q, X), "=", t.ZERO, ((P, "=", Q),))).models
