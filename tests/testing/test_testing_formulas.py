"""``assert_formula``: right implementations pass, wrong ones are told what is wrong with them."""

from __future__ import annotations

from functools import partial

import implementations as of
import numpy as np
import pytest
import sympy
from implementations import GAUSSIAN, GAUSSIAN_INPUTS, H_, I_, KL_
from scipy import special, stats

from symkl import KL, CrossEntropy, FiniteSpace, H, LanguageError, Symbol, log
from symkl.testing import assert_formula, compare

ABSOLUTE = {"atol": 1e-13}
GAUSSIAN_OPTIONS = {"inputs": GAUSSIAN_INPUTS, "atol": 1e-9, "models": 40}
a, b = Symbol("a", positive=True), Symbol("b", positive=True)

RIGHT = {
    "naive": (of.kl, KL_, ABSOLUTE),
    "accurate near P = Q": (of.kl_by_differences, KL_, {"rtol": 1e-7, "atol": 1e-22}),
    "plain Python": (of.kl_in_plain_python, KL_, {**ABSOLUTE, "arrays": "python"}),
    "single": (of.kl, KL_, {"atol": 1e-5, "dtype": "float32"}),
    "half": (of.kl, KL_, {"atol": 1e-1, "dtype": "float16"}),
    "long double": (of.kl, KL_, {"atol": 1e-16, "dtype": "longdouble"}),
    "by keyword": (
        lambda *, q, p: of.kl(p, q), KL_, {**ABSOLUTE, "inputs": {"p": of.P, "q": of.Q}},
    ),
    "in bits": (of.kl_in_bits, KL(of.P, of.Q) / log(2), ABSOLUTE),
    "zeros": (of.entropy, H_, ABSOLUTE),
    "one input": (of.entropy, H_, {**ABSOLUTE, "inputs": of.P0}),
    "batch": (of.batched, KL_, {**ABSOLUTE, "batch_axis": 0}),
    "batch along the last": (of.batched_along_the_first, KL_, {**ABSOLUTE, "batch_axis": -1}),
    "joint": (of.mutual_information, I_, ABSOLUTE),
    "conditional": (of.conditional_entropy, H(of.Y_ | of.X_), ABSOLUTE),
    "gaussian": (of.gaussian_kl, GAUSSIAN, GAUSSIAN_OPTIONS),
    "gaussians by their laws": (
        of.gaussian_kl, GAUSSIAN, {**GAUSSIAN_OPTIONS, "inputs": [of.N0, of.N1]},
    ),
    "SciPy's rel_entr": (lambda p, q: special.rel_entr(p, q).sum(), KL_, ABSOLUTE),
    "SciPy's entropy": (stats.entropy, KL_, ABSOLUTE),
    "uniform": (lambda n: np.log(n), log(of.X.size), {}),
    "a probability": (lambda p, i: np.log(p[i]), log(of.P(of.x)), {"inputs": [of.P, of.x]}),
    "a channel": (lambda v, j, i: v[i, j], of.V(of.y | of.x), {"inputs": [of.V, of.y, of.x]}),
    "a matrix": (np.linalg.inv, of.S0.inv(), {"atol": 1e-6}),
    "a vector": (lambda s, m: s @ m, of.S0 * of.m0, {"inputs": [of.S0, of.m0], "atol": 1e-9}),
    "numbers": (lambda a, b: a * np.log(a / b), a * log(a / b), ABSOLUTE),
    "special functions": (
        lambda a: stats.gamma(a).entropy(),
        a + sympy.loggamma(a) + (1 - a) * sympy.digamma(a),
        {"atol": 1e-9},
    ),
    "between": (
        lambda a: stats.bernoulli(a).entropy(),
        -a * log(a) - (1 - a) * log(1 - a),
        {"between": {a: (0, 1)}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_right_implementations_pass(name):
    function, formula, options = RIGHT[name]
    assert_formula(function, formula, **options)


# what is wrong: the implementation, the formula, options, a part of what is said about it
WRONG = {
    "bits": (of.kl_in_bits, KL_, ABSOLUTE, "it is in bits"),
    "nats": (of.kl, KL(of.P, of.Q) / log(2), ABSOLUTE, "it is in nats"),
    "base ten": (of.kl_to_base_ten, KL_, ABSOLUTE, "to the base 10"),
    "sign": (of.kl_negative, KL_, ABSOLUTE, "of the wrong sign"),
    "half too many": (of.kl_halved, KL_, ABSOLUTE, "1/2 too many"),
    "half lost": (of.kl, KL(of.P, of.Q) / 2, ABSOLUTE, "a factor 1/2 is lost"),
    "swapped": (of.kl_swapped, KL_, ABSOLUTE, "arguments exchanged: P with Q"),
    "swapped, and a mean": (
        lambda p, q: of.kl_as_mean(q, p), KL_, ABSOLUTE,
        "arguments exchanged: P with Q; and it is the formula divided by n",
    ),
    "mean": (of.kl_as_mean, KL_, ABSOLUTE, "a mean where a sum is meant"),
    "lost weights": (
        of.kl_without_weights, KL_, ABSOLUTE, "without the factor P(x)",
    ),
    "smoothing": (of.kl_smoothed, KL_, ABSOLUTE, "1e-10 is added to both parts of the quotient"),
    "smoothing of q": (of.kl_divisor_smoothed, KL_, ABSOLUTE, "1e-6 is added to Q"),
    "clipping": (of.kl_clipped, KL_, ABSOLUTE, "1e-8 is the least value of Q"),
    "cancellation": (of.kl, KL_, {}, "cancellation: the error is rounding"),
    "zeros": (of.entropy_without_zeros, H_, ABSOLUTE, "0 log 0 = 0 is not taken care of"),
    "in place": (of.kl_in_place, KL_, ABSOLUTE, "changes its input: P is not as before"),
    "terms": (of.kl_terms, KL_, ABSOLUTE, "it returns the terms of a sum whose value is right"),
    "underflow": (of.kl_underflowing, KL_, ABSOLUTE, "tiny probabilities"),
    "axis": (
        of.conditional_entropy_of_the_other,
        H(of.Y_ | of.X_),
        ABSOLUTE,
        "it takes the axes of p in the order (1, 0)",
    ),
    "batch axis": (
        of.batched_along_the_first, KL_, {**ABSOLUTE, "batch_axis": 0}, "the batch along axis -1",
    ),
    "batch summed": (of.kl, KL_, {**ABSOLUTE, "batch_axis": 0}, "it sums over the batch as well"),
    "lost half of the logarithm": (
        partial(of.gaussian_kl, half_log=1),
        GAUSSIAN,
        GAUSSIAN_OPTIONS,
        "without the factor 1/2 in 1/2 log(det(S1)/det(S0))",
    ),
    "lost half of the others": (
        partial(of.gaussian_kl, half=1), GAUSSIAN, GAUSSIAN_OPTIONS, "a factor 1/2 is lost in",
    ),
    "wrong sign of the logarithm": (
        partial(of.gaussian_kl, sign=-1),
        GAUSSIAN,
        GAUSSIAN_OPTIONS,
        "with -1/2 log(det(S1)/det(S0)) instead of 1/2 log(det(S1)/det(S0))",
    ),
    "without k": (
        partial(of.gaussian_kl, dimension=0), GAUSSIAN, GAUSSIAN_OPTIONS, "without the term -1/2 k",
    ),
    "without the inverse": (
        partial(of.gaussian_kl, inverse=np.asarray),
        GAUSSIAN,
        GAUSSIAN_OPTIONS,
        "S1 instead of S1^-1",
    ),
    "positive part": (
        lambda a: max(np.log(a), 0.0), log(a), ABSOLUTE, "negative values come out as 0",
    ),
    "cross-entropy": (
        lambda p, q: -np.sum(p * np.log(q)), KL_, ABSOLUTE, "with H(P, Q) instead of KL(P || Q)",
    ),
    "joint entropy": (
        lambda p: -np.sum(p * np.log(p)), H(of.Y_ | of.X_), ABSOLUTE, "with H(Y,X) instead of",
    ),
    "per log n": (
        lambda p: -np.sum(p * np.log(p)) / np.log(max(len(p), 2)), H(of.P), ABSOLUTE,
        "the formula divided by log n",
    ),
    "diagonal": (
        lambda m, s: (len(m) * (1 + np.log(2 * np.pi)) + np.log(np.diag(s)).sum()) / 2,
        H(of.N0), {"inputs": [of.m0, of.S0], "atol": 1e-9}, "it takes S0 for a diagonal matrix",
    ),
    "raises": (of.kl_raising, KL_, ABSOLUTE, "raises: RuntimeError: too long"),
    "no numbers": (lambda p, q: "0.5", KL_, ABSOLUTE, "returns no numbers"),
    "nothing": (lambda p, q: None, KL_, ABSOLUTE, "returns no numbers"),
    "a truth value": (lambda p, q: True, KL_, ABSOLUTE, "returns no numbers"),
    "complex": (lambda p, q: 1j, KL_, ABSOLUTE, "returns no numbers"),
    "NaN": (lambda p, q: float("nan"), KL_, ABSOLUTE, "returns NaN: in every model"),
    "of another shape": (
        lambda p, q: np.array([of.kl(p, q)]),
        KL_,
        ABSOLUTE,
        "it returns an array of one number, which is right",
    ),
    "nothing usual": (lambda p, q: np.sum(np.sqrt(p * q)) ** 3, KL_, ABSOLUTE, "none of the usual"),
}  # fmt: skip
CAUSES = {
    "it is in bits", "it is in nats", "to the base 10", "of the wrong sign", "1/2 too many",
    "arguments exchanged", "a mean where", "smoothing", "cancellation", "0 log 0", "its input",
    "terms of a sum", "the axes of p", "along axis", "over the batch",
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_implementations_are_told_what_is_wrong(name):
    function, formula, options, words = WRONG[name]
    report = compare(function, formula, **options)
    text = report.text()
    assert not report.agrees
    assert words in text
    others = [cause for cause in CAUSES if cause not in words]
    shown = "".join(report.causes)
    assert [
        cause for cause in others if cause in shown and cause not in ALLOWED.get(name, ())
    ] == []


ALLOWED = {
    "swapped, and a mean": ("arguments exchanged", "a mean where"),
    "zeros": ("0 log 0",),
    "in place": ("its input",),
    "smoothing of q": ("smoothing",),
    "smoothing": ("smoothing",),
    "clipping": ("smoothing",),
}


def test_computing_in_a_coarser_format_is_seen():
    report = compare(lambda a: np.log(np.float32(a)), log(a), atol=1e-12)
    cause = "it computes in float32 what it is given in float64"
    assert any(cause in text for text in report.causes)


def test_errors_of_a_coarser_format_are_seen_whatever_format_comes_back():
    def entropy(p):
        coarse = p.astype(np.float32)
        return np.float64(-np.sum(np.where(coarse > 0, coarse * np.log(coarse + (coarse == 0)), 0)))

    pmf = FiniteSpace("X").pmf("P")
    cause = "its errors are as large as rounding to float32 makes them"
    report = compare(entropy, H(pmf), rtol=1e-8, atol=1e-10)
    assert any(cause in text for text in report.causes)
    larger = compare(lambda p: entropy(p) * 1.001, H(pmf), rtol=1e-8, atol=1e-10)
    assert not any(cause in text for text in larger.causes)


@pytest.mark.parametrize("atol", [0, 1e-12])
def test_the_batch_along_another_axis_is_seen_beside_rounding(atol):
    report = compare(
        lambda p, q: np.sum(p * np.log(p / q), axis=0), KL_, batch_axis=0, rtol=1e-9, atol=atol
    )
    assert report.causes
    assert all("it takes the batch along axis -1" in cause for cause in report.causes)


def test_clipping_at_eps_is_seen():
    report = compare(lambda p, q: of.kl(p, np.maximum(q, 2.0**-52)), KL_, **ABSOLUTE)
    assert any("2^-52 is the least value of Q" in cause for cause in report.causes)


def test_the_message_shows_model_call_values_and_error():
    with pytest.raises(AssertionError) as caught:
        assert_formula(of.kl_in_bits, KL_, **ABSOLUTE)
    text = str(caught.value)
    assert text.startswith("kl_in_bits is not KL(P || Q): ")
    assert "model:    n = 2, P = (1/3, 2/3), Q = (1/2, 1/2)" in text
    assert "called:   kl_in_bits(P=[0.333" in text
    assert "found:    0.0817041659455" in text
    assert "formula:  0.0566330122651324" in text
    assert "ulps of float64" in text
    assert "allowed:  rtol=1e-07, atol=1e-13" in text


def test_a_function_is_not_blamed_for_the_rounding_of_its_input():
    def exact_at_its_input(a):
        return float(sympy.log(sympy.Rational(*float(a).as_integer_ratio())).evalf(40))

    report = compare(exact_at_its_input, log(a), ulps=0.51, models=30)
    assert report.agrees
    assert report.worst.ulps <= 0.5


def test_errors_are_measured_in_ulps():
    def one_off(a):
        return np.nextafter(a, np.inf)

    report = compare(one_off, a + 0, ulps=2)
    assert report.agrees
    assert all(outcome.ulps == 1 for outcome in report.outcomes)
    assert not compare(one_off, a + 0, ulps=0.5, explain=False).agrees


def test_absolute_continuity_decides_what_is_infinite():
    R = of.X.pmf("R", support="any")
    S = of.X.pmf("S", support="any")
    assert_formula(lambda r, s: special.rel_entr(r, s).sum(), KL(R, S), atol=1e-13)
    report = compare(lambda r, s: special.rel_entr(r, s + 1e-300).sum(), KL(R, S), atol=1e-13)
    assert any(outcome.expected[0].infinite for outcome in report.failing)
    below = of.X.pmf("T", support="any", below=[S])
    finite = compare(lambda t, s: special.rel_entr(t, s).sum(), KL(below, S), atol=1e-13)
    assert finite.agrees
    assert not any(outcome.expected[0].infinite for outcome in finite.outcomes)


def test_zeros_occur_where_they_are_declared_and_only_there():
    seen = {}
    for law in (of.P, of.P0):
        report = compare(of.entropy, H(law), atol=1e-13)
        tables = [o.rounded[0].laws["P"].values() for o in report.outcomes]
        seen[law.law.sign] = any(not w for table in tables for w in table)
    assert seen == {"positive": False, "nonnegative": True}


def test_sizes_go_up_to_what_is_given():
    report = compare(of.kl, KL_, max_size=20, **ABSOLUTE)
    sizes = {outcome.model.size("X") for outcome in report.outcomes}
    assert 10 < max(sizes) <= 20
    small = compare(of.gaussian_kl, GAUSSIAN, max_dimension=2, **GAUSSIAN_OPTIONS)
    assert {outcome.model.size("k") for outcome in small.outcomes} == {1, 2}


def test_the_same_seed_draws_the_same_models():
    drawn = [[o.model for o in compare(of.kl, KL_, seed=s, **ABSOLUTE).outcomes] for s in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_near_and_tiny_and_ill_conditioned_models_are_drawn():
    outcomes = compare(of.kl, KL_, **ABSOLUTE).outcomes
    pairs = [(o.rounded[0].laws["P"], o.rounded[0].laws["Q"]) for o in outcomes]
    assert any(0 < max(abs(p[c] - q[c]) for c in p) < 1e-7 for p, q in pairs)
    assert any(min(q.values()) < 1e-300 for _, q in pairs)
    assert any(p == q for p, q in pairs)
    for table in (t for pair in pairs for t in pair):
        assert abs(sum(table.values()) - 1) <= len(table) * 2.0**-53


def test_weights_are_not_divided_by_their_sum():
    total = of.X.sum(of.W(of.x) * log(of.W(of.x)), of.x)
    report = compare(lambda w: np.sum(w / w.sum() * np.log(w / w.sum())), total, atol=1e-13)
    assert any("it divides W, which need not sum to 1, by its sum" in c for c in report.causes)


def test_a_condition_is_told_where_nothing_else_is():
    report = compare(lambda p, q: of.kl(p, q) + (len(p) == 1), KL_, **ABSOLUTE)
    where = "it fails exactly in the models where n is 1"
    assert report.causes == (f"returns a wrong value: {where}",)


REFUSED = {
    "no function": ((3, KL_), "expected a function"),
    "a float": ((of.kl, 0.5), "expected a formula"),
    "no names": ((of.kl, log(2)), "without any name"),
    "an input is missing": ((of.kl, KL_, [of.P]), "depends on Q"),
    "an expression as input": ((of.kl, KL_, [of.P, of.Q, a + 1]), "an input is a pmf"),
    "a density": ((of.kl, KL(*of.k.densities("f g"))), "is no array"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused(name):
    arguments, words = REFUSED[name]
    with pytest.raises(LanguageError, match=words):
        compare(*arguments)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rtol": 1e-7, "ulps": 3}, "give one of them"),
        ({"atol": -1.0}, "at least 0"),
        ({"rtol": float("nan")}, "at least 0"),
        ({"dtype": "int32"}, "dtype is one of"),
        ({"arrays": "cupy"}, "arrays is one of"),
        ({"arrays": "python", "dtype": "float32"}, "plain Python"),
    ],
)
def test_wrong_options_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        compare(of.kl, KL_, **options)


def test_a_formula_without_values_does_not_pass_for_want_of_models():
    with pytest.raises(LanguageError, match="nothing was tested"):
        compare(lambda a: 0.0, log(-a))


def test_a_warning_of_arithmetic_is_no_verdict():
    R = of.X.pmf("R", support="any")
    uniform = FiniteSpace("X", size="n").pmf("U")
    assert_formula(
        lambda r, u: -np.sum(np.where(r > 0, r * np.log(u), 0)),
        CrossEntropy(R, uniform),
        atol=1e-12,
    )


@pytest.mark.parametrize("name", ["torch", "jax"])
def test_other_frameworks(name):
    library = pytest.importorskip(name, reason=f"{name} is not installed")
    if name == "torch":
        function = lambda p, q: (p * (p / q).log()).sum()  # noqa: E731
        assert_formula(function, KL_, dtype=library.float64, **ABSOLUTE)
        assert_formula(function, KL_, dtype=library.float32, atol=1e-5)
    else:
        from jax import numpy as jnp

        function = lambda p, q: jnp.sum(p * jnp.log(p / q))  # noqa: E731
        assert_formula(function, KL_, arrays="jax", dtype="float32", atol=1e-5)
