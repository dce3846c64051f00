"""Discrete information theory as textbooks write it: read, proved and refuted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[[str], list[Any]]


def verdicts(found: list[Any]) -> list[str]:
    return [step.verdict for step in found]


# --- logarithms of products without brackets ------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("H(X,Y) = -\\sum_{x,y} p(x,y)\\log p(x)p(y|x)", "proved"),
        ("H(X,Y) = -\\sum_{x,y} p(x,y)\\log p(x)p(y)", "refuted"),
        ("H(X,Y) = -\\sum_x p(x) \\sum_y p(y|x) [\\log p(x) p(y|x)]", "proved"),
        ("\\mathbb{E}[\\log p(X)p(Y|X)] = -H(X,Y)", "proved"),
        ("-\\int p(x)\\log p(x)q(x)dx = h(p) - \\int p(x) \\log q(x) dx", "proved"),
        ("\\sum_x p(x) \\log p(x) q(x) = \\sum_x p(x) \\log p(x)", "refuted"),
    ],
)
def test_a_log_behind_a_weight_is_that_of_the_product(
    judged: Judge, claim: str, expected: str
) -> None:
    (step,) = judged(f"$${claim}$$")
    assert step.verdict == expected
    assert "product of the values" in "".join(d.message for d in step.diagnoses)


@pytest.mark.parametrize(
    "side",
    [
        "\\sum_x \\log q(x) p(x)",  # the weight may stand behind
        "\\sum_{x,y} p(x) \\log p(x) p(y|x)",  # as it does for y
        "\\sum_x p(x) \\log p(x) q(x) f(x)",
        "\\sum_x p(x) \\log p(x) q(x) \\cdot r(x)",
        "\\log p(x) q(x)",
    ],
)
def test_no_extent_of_a_log_is_guessed(judged: Judge, side: str) -> None:
    (step,) = judged(f"$${side} = 1$$")
    assert step.verdict == "unread"
    assert "SK201" in {d.code for d in step.diagnoses}


def test_a_step_that_is_true_in_the_other_reading_of_a_log_is_not_refuted(judged: Judge) -> None:
    (step,) = judged("$$\\sum_x p(x)\\log p(x) p(x) = \\sum_x p(x)^2 \\log p(x)$$")
    assert step.verdict == "undecided"


# --- variables that stand twice -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("H(X|X) = 0", "proved"),
        ("H(X,X) = H(X)", "proved"),
        ("I(X;X) = H(X) - H(X|X)", "proved"),
        ("I(X;Y|X) = 0", "proved"),
        ("I(X;X|Y) = H(X|Y)", "proved"),
        ("I(X,Z;Y|Z) = I(X;Y|Z)", "proved"),
        ("H(X,Y|X) = H(Y|X)", "proved"),
        ("H(X|X,Y) = 0", "proved"),
        ("H(X,X) = 2H(X)", "refuted"),
        ("H(X|X) = H(X)", "refuted"),
        ("I(X;X|Y) = H(X)", "refuted"),
    ],
)
def test_a_variable_that_stands_twice_is_one(judged: Judge, claim: str, expected: str) -> None:
    (step,) = judged(f"Let $X$, $Y$, $Z$ be discrete random variables.\n\n$${claim}$$")
    assert step.verdict == expected


@pytest.mark.parametrize(
    ("said", "claim", "code"),
    [
        ("Let $X$ be a continuous random variable.", "h(X|X) = 0", "SK104"),
        ("Let $X$ be a continuous random variable.", "I(X;X) = h(X)", "SK104"),
        ("Let $p(x)$ be a pmf.", "H(x,x') = H(x)", "SK201"),
    ],
)
def test_densities_and_other_values_are_no_variable_twice(
    judged: Judge, said: str, claim: str, code: str
) -> None:
    (step,) = judged(f"{said}\n\n$${claim}$$")
    assert step.verdict == "unread"
    assert code in {d.code for d in step.diagnoses}


# --- functions of variables -----------------------------------------------------------------------

DISCRETE = "Let $X$, $Y$, $Z$ be discrete random variables."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("H(f(X)) \\le H(X)", "proved"),
        ("H(X, f(X)) = H(X)", "proved"),
        ("H(f(X)|X) = 0", "proved"),
        ("H(g(X,Y)|X,Y) = 0", "proved"),
        ("I(X; f(Y)) \\le I(X; Y)", "proved"),
        ("H(X|f(Y)) \\ge H(X|Y)", "proved"),
        ("H(f(X)) \\ge H(X)", "refuted"),
        ("H(X|f(X)) = 0", "undecided"),  # as in a special case
        ("I(X; f(Y)) = I(X; Y)", "refuted"),
        ("H(f(X)) = 0 \\cdot H(X)", "refuted"),  # its law has zeros
        ("H(f(X)|Y) = H(f(Y)|Y)", "undecided"),  # one function of two variables
    ],
)
def test_functions_of_variables_are_known_with_them(
    judged: Judge, claim: str, expected: str
) -> None:
    (step,) = judged(f"{DISCRETE} Let $f$ be a deterministic function.\n\n$${claim}$$")
    assert step.verdict == expected


@pytest.mark.parametrize(
    "said",
    [
        "Let $Y = g(X)$.",
        "Let $Y = g(X)$, where $g$ is deterministic.",
        "Suppose that $Y$ is a function of $X$.",
        "Suppose that $Y$ is a deterministic function of $X$.",
        "$X$ determines $Y$.",
        "Assume $Y$ is determined by $X$.",
        "$$Y = g(X)$$",
        "设 $Y$ 是 $X$ 的函数。",
        "Let $X$, $Y$ be discrete random variables with $H(Y|X)=0$.",
    ],
)
def test_variables_that_are_said_to_be_functions_of_others(judged: Judge, said: str) -> None:
    def verdict(claim: str) -> str:
        return str(judged(f"{said}\n\n$${claim}$$")[-1].verdict)

    assert verdict("H(X,Y) = H(X)") == "proved"
    assert verdict("H(Y) \\le H(X)") == "proved"
    assert verdict("H(X) \\le H(Y)") == "refuted"
    assert verdict("I(X;Y) = 0 \\cdot H(X)") == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Equality holds iff $Y$ is a function of $X$.",
    ],
)
def test_without_the_hypothesis_that_is_false(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n$$H(Y) \\le H(X)$$")[-1].verdict == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        "Let $f$ be a bijection.",
        "Let $f$ be one-to-one.",
        "Let $f(x) = 2x$.",
        "Suppose that $f$ is constant.",
    ],
)
def test_what_more_is_said_of_a_function_keeps_steps_from_being_refuted(
    judged: Judge, said: str
) -> None:
    assert judged(f"{said}\n\n$$H(f(X)) = H(X)$$")[-1].verdict == "undecided"


@pytest.mark.parametrize(
    ("said", "claim", "expected"),
    [
        ("Let $Z = X + Y$.", "H(Z|X,Y) = 0", "proved"),
        ("Let $Z = X + Y$.", "H(Z) \\le H(X,Y)", "proved"),
        ("Let $Z = X + Y$.", "H(Z|X) = H(Y|X)", "undecided"),
        ("Here $Z = X + Y$.", "H(Z|X) = H(Y|X)", "undecided"),
        ("$$Z = X \\oplus Y$$", "H(Z|X) = H(Y|X)", "undecided"),
        ("Define $Z := (X + Y) \\bmod 2$.", "H(Z) \\le 2 H(X)", "undecided"),
        ("Let $Z = X + W$.", "H(Z|X) = H(W)", "undecided"),
        ("Let $Z = X + n$, where $n$ is noise.", "H(Z|X) = 0 \\cdot H(X)", "undecided"),
        ("Let $Z = aX + b$.", "H(Z) = H(X)", "undecided"),
        ("", "H(Z|X) = H(Y|X)", "refuted"),
    ],
)
def test_variables_that_are_computed_from_others(
    judged: Judge, said: str, claim: str, expected: str
) -> None:
    assert judged(f"{DISCRETE} {said}\n\n$${claim}$$")[-1].verdict == expected


def test_functions_of_continuous_variables_are_not_read(judged: Judge) -> None:
    said = "Let $X$ be a continuous random variable."
    for claim in ("h(f(X)) \\le h(X)", "H(f(X)|X) = 0"):
        (step,) = judged(f"{said}\n\n$${claim}$$")
        assert step.verdict == "unread"
        assert "SK401" in {d.code for d in step.diagnoses}


# --- total variation ------------------------------------------------------------------------------

LAWS = "Let $P$ and $Q$ be distributions on a finite set $\\mathcal X$."


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("D(P\\|Q) \\ge \\frac12 \\|P-Q\\|_1^2", "proved"),
        ("D(P\\|Q) \\ge \\frac12 \\lVert P - Q \\rVert_1^2", "proved"),
        ("D(P\\|Q) \\ge 2\\, \\mathrm{TV}(P,Q)^2", "proved"),
        ("D(P\\|Q) \\ge 2 d_{TV}(P,Q)^2", "proved"),
        ("D(P\\|Q) \\ge 2 \\|P-Q\\|_{\\mathrm{TV}}^2", "proved"),
        ("\\mathrm{TV}(P,Q) = \\frac12 \\|P-Q\\|_1", "proved"),
        ("\\mathrm{TV}(P,R) \\le \\mathrm{TV}(P,Q) + \\mathrm{TV}(Q,R)", "proved"),
        ("\\|P-Q\\|_1 \\le 2", "proved"),
        ("D(P\\|Q) \\ge \\|P-Q\\|_1^2", "refuted"),
        ("D(P\\|Q) \\ge 4\\, \\mathrm{TV}(P,Q)^2", "refuted"),
        ("\\mathrm{TV}(P,Q) \\le \\sqrt{\\frac12 D(P\\|Q)}", "proved"),
        ("\\mathrm{TV}(P,Q) \\le \\sqrt{D(P\\|Q)/2}", "proved"),
        ("\\|P-Q\\|_1 \\le \\sqrt{2 D(P\\|Q)}", "proved"),
        ("\\|P-Q\\|_1 \\le \\sqrt{D(P\\|Q)}", "refuted"),
        ("\\mathrm{TV}(P,Q) \\le \\sqrt{\\frac14 D(P\\|Q)}", "refuted"),
        ("I(X;Y) \\ge \\frac12 \\|p(x,y) - p(x)p(y)\\|_1^2", "proved"),
        ("\\|p(x,y) - p(x)p(y)\\|_1 \\le \\sqrt{2 I(X;Y)}", "proved"),
        ("\\mathrm{TV}(P,R) \\ge \\mathrm{TV}(P,Q) + \\mathrm{TV}(Q,R)", "refuted"),
        ("\\mathrm{TV}(P,Q) \\ge \\|P-Q\\|_1", "undecided"),  # true without the half
    ],
)
def test_total_variation(judged: Judge, claim: str, expected: str) -> None:
    assert judged(f"{LAWS}\n\n$${claim}$$")[-1].verdict == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("\\|P-Q\\|_{TV} = \\sum_x |P(x)-Q(x)|", ["proved", "refuted"]),
        ("\\mathrm{TV}(P,Q) = \\frac12 \\sum_x |P(x)-Q(x)|", ["proved", "proved"]),
        ("\\mathrm{TV}(P,Q) := \\sup_A |P(A)-Q(A)|", ["unread", "proved"]),
        ("\\mathrm{TV}(P,Q) := 2 \\sup_A |P(A)-Q(A)|", ["unread", "unread"]),
    ],
)
def test_the_text_says_whether_total_variation_is_halved(
    judged: Judge, said: str, expected: list[str]
) -> None:
    claim = "D(P\\|Q) \\ge 2 \\mathrm{TV}(P,Q)^2"
    assert verdicts(judged(f"{LAWS}\n\n$${said}$$\n\n$${claim}$$")) == expected


@pytest.mark.parametrize(
    "claim",
    [
        "\\|x-y\\|_1 \\ge 0",  # of vectors
        "\\|P_{Y|X=x} - P_Y\\|_1 \\ge 0",
        "\\mathrm{TV}(p(y|x), q(y|x)) \\le 1",  # at a fixed x, or its mean
    ],
)
def test_other_norms_are_not_read(judged: Judge, claim: str) -> None:
    assert judged(f"Let $p(x,y)$ and $q(x,y)$ be pmfs.\n\n$${claim}$$")[-1].verdict == "unread"


# --- sums over the variables themselves -----------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("H(X_1,X_2,X_3) = \\sum_{i=1}^3 H(X_i|X_1,\\dots,X_{i-1})", "proved"),
        ("H(X_1,\\dots,X_3) = \\sum_{i=1}^3 H(X_i|X_{<i})", "proved"),
        ("H(X_1,X_2,X_3) = \\sum_{i=1}^3 H(X_i|X_1^{i-1})", "proved"),
        ("H(X_1,X_2,X_3) = \\sum_{i=1}^3 H(X_i|X^{i-1})", "proved"),
        ("H(X_1,X_2,X_3) = \\sum_{i=1}^3 H(X_i|X_{1:i-1})", "proved"),
        ("H(X_1,X_2,X_3|Y) = \\sum_{i=1}^3 H(X_i|X_1,\\dots,X_{i-1},Y)", "proved"),
        (
            "H(X_1,X_2,X_3) = \\sum_{i=1}^3 H(X_i|X_{i+1},\\dots,X_3)",
            "proved",
        ),  # from the other end
        ("I(X_1,X_2,X_3;Y) = \\sum_{i=1}^3 I(X_i;Y|X_1,\\dots,X_{i-1})", "proved"),
        ("H(X_1,X_2,X_3) \\le \\sum_{i=1}^3 H(X_i)", "proved"),
        ("\\frac12 H(X_1,X_2) \\le \\frac12 \\sum_{j=1}^2 H(X_j) + H(X_3)", "proved"),
        ("p(x_1,x_2,x_3) = \\prod_{i=1}^3 p(x_i|x_1,\\dots,x_{i-1})", "proved"),
        ("\\log p(x_1,x_2,x_3) = \\sum_{i=1}^3 \\log p(x_i|x_{<i})", "proved"),
        ("H(X_1,X_2,X_3) = \\sum_{i=1}^3 H(X_i)", "refuted"),
        ("H(X_1,X_2,X_3) = \\sum_{i=2}^3 H(X_i|X_1,\\dots,X_{i-1})", "refuted"),
        ("H(X_1,X_2,X_3) = \\sum_{i=1}^3 H(X_i|X_{i-1})", "unread"),  # what X_0 is
        ("\\sum_{i=1}^3 H(X_1,\\dots,X_{i-1}) \\ge 0", "unread"),
        ("\\sum_{i=1}^3 I(X_1,\\dots,X_{i-1};X_i) \\ge 0", "unread"),
    ],
)
def test_sums_over_a_fixed_number_of_variables(judged: Judge, claim: str, expected: str) -> None:
    said = "Let $X_1$, $X_2$, $X_3$, $Y$ be discrete random variables."
    assert judged(f"{said}\n\n$${claim}$$")[-1].verdict == expected


@pytest.mark.parametrize(
    "claim",
    [
        "H(X_1,\\dots,X_s) \\le \\sum_{i=1}^s H(X_i)",
        "H(X^s) = \\sum_{i=1}^s H(X_i|X^{i-1})",
        "I(X_1,X_2,\\dots;Y) \\le I(X_1,X_2,\\dots;Y)",
    ],
)
def test_how_many_variables_there_are_must_be_known(judged: Judge, claim: str) -> None:
    (step,) = judged(f"$${claim}$$")
    assert step.verdict == "unread"
    assert {d.code for d in step.diagnoses} == {"SK401"}


def test_sums_over_values_stay_sums(judged: Judge) -> None:
    assert judged("$$\\sum_{i=1}^n p_i = 1$$")[0].statement == "sum_i p(i) = 1"


def test_a_remark_behind_such_a_sum_is_no_part_of_it(judged: Judge) -> None:
    said = "Let $X_1 \\to X_2 \\to X_3$ be a Markov chain."
    claim = "H(X_1,X_2,X_3) = H(X_1) + \\sum_{i=2}^3 H(X_i|X_{i-1})"
    remark = "\\quad \\text{(Markov)} \\tag{3}"
    assert judged(f"{said}\n\n$${claim} {remark}$$")[-1].verdict == "proved"
    assert judged(f"$${claim} \\tag{{3}}$$")[-1].verdict == "refuted"


# --- indicators -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("\\sum_{x'} P(x') \\mathbf 1\\{x=x'\\} = P(x)", "proved"),
        ("\\sum_{x'} P(x') \\mathbb{1}[x=x'] = P(x)", "proved"),
        ("\\sum_{x'} P(x') \\mathbb{I}(x=x') = P(x)", "proved"),
        ("\\sum_{x'} P(x') \\mathbb{1}_{\\{x \\neq x'\\}} = 1 - P(x)", "proved"),
        ("\\sum_{x'} P(x') \\delta_{xx'} = P(x)", "proved"),
        ("\\sum_{x'} P(x') \\delta_{x,x'} = P(x)", "proved"),
        ("\\mathbb{E}_{x \\sim P}[\\mathbf 1\\{x = x'\\}] = P(x')", "proved"),
        ("\\sum_{x'} P(x') \\mathbb{1}_{x \\neq x'} = P(x)", "refuted"),
        ("\\sum_{x'} \\mathbf 1\\{x=x'\\} = |\\mathcal X|", "refuted"),
        ("\\sum_{x,y} p(x,y) \\mathbf 1\\{x = y\\} \\le 1", "unread"),  # of two alphabets
        ("\\sum_{x} P(x) \\mathbf 1\\{x \\in A\\} \\le 1", "unread"),
        ("\\sum_x P(x) = 1 (x = x')", "unread"),  # perhaps a condition
    ],
)
def test_indicators_of_equal_values(judged: Judge, claim: str, expected: str) -> None:
    assert judged(f"{LAWS}\n\n$${claim}$$")[-1].verdict == expected


# --- side conditions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "claim", "expected"),
    [
        ("Let $X$ be uniform on $\\{1,\\dots,m\\}$.", "H(X) = \\log m", "proved"),
        ("Let $X$ be uniform on $\\{1,2,\\dots,m\\}$.", "H(X) = 2 \\log m", "refuted"),
        ("Let $X$ take values in $\\{1,\\dots,m\\}$.", "H(X) \\le \\log m", "proved"),
        ("Let $X \\in \\{1,\\dots,m\\}$.", "H(X) \\ge \\log m", "refuted"),
        ("Let $X$ take values in $\\{1,\\dots,6\\}$.", "H(X) \\le \\log 6", "proved"),
        ("Let $X$ take values in $\\{0,\\dots,m\\}$.", "H(X) \\le \\log m", "undecided"),
        ("", "H(X) \\le \\log m", "undecided"),
    ],
)
def test_alphabets_that_are_written_as_sets(
    judged: Judge, said: str, claim: str, expected: str
) -> None:
    assert judged(f"{said}\n\n$${claim}$$")[-1].verdict == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("H(X,Y) = \\log |\\mathcal X| + H(Y|X)", "proved"),
        ("I(X;Y) = \\log |\\mathcal X| - H(X|Y)", "proved"),
        ("H(Y) = \\log |\\mathcal Y|", "refuted"),
        ("H(X) \\ge 2 \\log |\\mathcal X|", "refuted"),
    ],
)
def test_one_of_two_variables_is_uniform(judged: Judge, claim: str, expected: str) -> None:
    said = "Let $X$ and $Y$ be discrete random variables."
    assert judged(f"{said} Let $X$ be uniform.\n\n$${claim}$$")[-1].verdict == expected
    if claim.startswith("H(X,Y)"):  # without the hypothesis it is false
        assert judged(f"{said}\n\n$${claim}$$")[-1].verdict == "refuted"


@pytest.mark.parametrize(
    ("zeros", "expected"), [("", "refuted"), (", where $Q$ may vanish", "undecided")]
)
def test_absolute_continuity_restricts_no_positive_laws(
    judged: Judge, zeros: str, expected: str
) -> None:
    said = f"Let $P$ and $Q$ be pmfs{zeros}. Assume that $P$ is absolutely continuous w.r.t. $Q$."
    assert judged(f"{said}\n\n$$D(P\\|Q) \\le 0$$")[-1].verdict == expected


def test_a_dot_stands_for_what_is_not_behind_the_bar(judged: Judge) -> None:
    """Also where the law is a joint one elsewhere: t(.|x) is a law of y, and not of x' and y."""
    mean = r"\sum_x d(x) \mathrm{KL}(t(\cdot|x) \| s(\cdot|x))"
    written = r"\sum_x d(x) \sum_y t(y|x) \log \frac{t(y|x)}{s(y|x)}"
    text = f"$$ t(y) \\ge 0, \\quad s(y) \\ge 0 $$\n\n$$ {mean} = {written} $$"
    assert judged(text)[-1].verdict == "proved"
    assert judged(text.replace("t(y|x)}{s(y|x)}", "s(y|x)}{t(y|x)}"))[-1].verdict == "refuted"


def test_natural_logarithms_where_the_text_counts_in_bits(judged: Judge) -> None:
    claim = r"$$ H(X) = -\sum_x p(x) %s p(x) $$"
    told = [
        [
            found
            for found in judged(f"{said} {claim % log}")[-1].diagnoses
            if "nats" in found.message
        ]
        for said in ("Entropies are measured in bits.", "Entropies are measured in nats.")
        for log in (r"\ln", r"\log")
    ]
    assert [len(found) for found in told] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "mixture", [r"\frac12(p+q)", "(p+q)/2", r"\tfrac{1}{2} p + \tfrac{1}{2} q"]
)
def test_a_mixture_of_a_law_that_the_claim_does_not_write(judged: Judge, mixture: str) -> None:
    said = f"Let $m = {mixture}$. Then"
    assert judged(rf"{said} $$ D(p\|m) \le \log 2 $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ D(p\|m) \le \frac12 D(p\|q) $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ D(p\|m) \ge \frac12 D(p\|q) $$")[-1].verdict == "refuted"
    assert judged(rf"{said} $$ D(m\|p) \le \log 2 $$")[-1].verdict != "proved"
