"""What words around a formula do to its verdict: false alarms, denials, conditions in passing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[[str], list[Any]]
FALSE = "$$H(X,Y) = H(X) - H(Y)$$"


def verdicts(found: list[Any]) -> list[str]:
    return [step.verdict for step in found]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (r"The quantity $I(X;Y) = D(p_{XY}\|p_X p_Y)$ satisfies", "refuted"),
        ("Suppose that $Z = X$ satisfies", "undecided"),
        ("It is tempting to write", "refuted"),
        ("It is an entropy difference. One finds", "refuted"),
        ("It is a noiseless channel. One finds", "undecided"),
        ("Let $q(z|x)$ be the inference network. Then", "refuted"),
        ("Let $q(z|x)$ be the idempotent network. Then", "refuted"),  # which saves no such claim
        ("If moreover $X$ and $Y$ are independent, then", "refuted"),
        ("Si de plus $X$ et $Y$ sont indépendantes, alors", "refuted"),
        ("If in addition $X$ and $Y$ are binary, then", "undecided"),
        ("**Satz.** Sind $X$ und $Y$ unabhängig, so ist", "refuted"),
    ],
)
def test_words_that_restrict_nothing_do_not_keep_a_step_from_being_refuted(
    judged: Judge, lead: str, expected: str
) -> None:
    assert judged(f"{lead} {FALSE}")[-1].verdict == expected


@pytest.mark.parametrize(
    "claim", ["H(X,Y) = H(X) + H(Y)", "I(X;Y) = 0", "H(X|Y) = H(X)", "I(X;Z|Y) + I(X;Y) \\ge 0"]
)
def test_a_german_condition_may_begin_with_its_verb(judged: Judge, claim: str) -> None:
    (step,) = judged(f"Sind $X$ und $Y$ unabhängig, so gilt $${claim}$$")
    assert step.verdict == "proved"


@pytest.mark.parametrize(
    "lead",
    [
        "Daraus folgt aber *nicht*",
        "This does not imply that",
        "Cela n'implique pas que",
        "Esto no implica que",
    ],
)
def test_what_is_denied_before_a_formula_holds_not_always(judged: Judge, lead: str) -> None:
    (step,) = judged(f"{lead} $$I(X;Y|Z) \\le I(X;Y).$$")
    assert (step.verdict, ">" in step.statement) == ("proved", True)
    (step,) = judged(f"{lead} $$I(X;Y) \\ge 0.$$")
    assert step.verdict != "proved"


@pytest.mark.parametrize(
    "trail", ["is false in general.", "ist im Allgemeinen falsch.", "est fausse en général."]
)
def test_what_is_denied_behind_a_formula_holds_not_always(judged: Judge, trail: str) -> None:
    claim = "\\[ H(X,Y) \\ge H(X) + H(Y) \\]"
    (step,) = judged(f"The inequality {claim} {trail}")
    assert (step.verdict, "<" in step.statement) == ("proved", True)


def test_an_author_may_want_a_denied_step_refuted_as_it_stands(judged: Judge) -> None:
    claim = "\\[ H(X,Y) \\ge H(X) + H(Y) \\] % symkl: expect refuted"
    (step,) = judged(f"The inequality\n{claim}\nis false in general.")
    assert step.verdict == "refuted"


def test_what_can_be_written_is_claimed_and_not_defined_anew(judged: Judge) -> None:
    define = r"We define $$J(P, Q) = D(P\|Q) + D(Q\|P).$$"
    right = r"$$J(P, Q) = \sum_x (P(x) - Q(x)) \log\frac{P(x)}{Q(x)}$$"
    wrong = r"$$J(P, Q) = \sum_x (P(x) + Q(x)) \log\frac{P(x)}{Q(x)}$$"
    for lead in ("One can write", "It is tempting to write", "We also write"):
        assert verdicts(judged(f"{define} {lead} {right}"))[-1] == "proved", lead
        assert verdicts(judged(f"{define} {lead} {wrong}"))[-1] == "refuted", lead
    assert verdicts(judged(f"{define} From now on we write {wrong}"))[-1] == "definition"


NORMALS = r"""# Two normal laws

Let $p = \mathcal{N}(\mu_1, \sigma_1^2)$ and $q = \mathcal{N}(\mu_2,\sigma_2^2)$.

## Divergence

"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (
            r"D(p\|q) = \log\frac{\sigma_2}{\sigma_1} - \frac12 "
            r"+ \frac{\sigma_1^2 + (\mu_1-\mu_2)^2}{2\sigma_2^2}",
            "proved",
        ),
        (
            r"D(p\|q) = \log\frac{\sigma_2}{\sigma_1} "
            r"+ \frac{\sigma_1^2 + (\mu_1-\mu_2)^2}{2\sigma_2^2}",
            "refuted",
        ),
        (r"h(p) = \frac12 \log(2\pi\sigma_1^2)", "undecided"),  # p may be another one here
    ],
)
def test_a_chain_with_all_parameters_of_a_normal_law_is_about_that_law(
    judged: Judge, claim: str, expected: str
) -> None:
    assert judged(f"{NORMALS}$${claim}$$")[-1].verdict == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("Markov", "undecided"), ("by independence", "undecided"), ("2", "refuted")],
)
def test_the_words_of_a_tag_are_a_remark(judged: Judge, tag: str, expected: str) -> None:
    (step,) = judged(f"$$H(X|Y,Z) = H(X|Y) \\tag{{{tag}}}$$")
    assert step.verdict == expected
    (step,) = judged(f"$$H(X|Y,Z) \\le H(X|Y) \\tag{{{tag}}}$$")
    assert step.verdict == "proved"


@pytest.mark.parametrize("lead", [r"It is \emph{not} true that", "It is **not** true that"])
def test_emphasis_hides_no_denial(judged: Judge, lead: str) -> None:
    (step,) = judged(f"{lead} $$H(X,Y) \\ge H(X) + H(Y).$$")
    assert (step.verdict, "<" in step.statement) == ("proved", True)


SUM = r"$$\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)$$"


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Then", "proved"),
        ("Without independence we get", "refuted"),
        ("Ohne Unabhängigkeit gilt", "refuted"),
        ("Sin independencia,", "refuted"),
    ],
)
def test_what_needs_no_independence_is_not_given_it(
    judged: Judge, lead: str, expected: str
) -> None:
    found = judged(f"Let $X$ and $Y$ be independent real random variables. {lead} {SUM}")
    assert found[-1].verdict == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("**Why does the noiseless channel matter?**\n\nWe find", "refuted"),
        ("**The noiseless channel matters.**\n\nWe find", "undecided"),
        ("如果交换两个变量，则", "refuted"),
        ("如果是二元变量，则", "undecided"),
    ],
)
def test_questions_and_manipulations_are_no_hypotheses(
    judged: Judge, lead: str, expected: str
) -> None:
    assert judged(f"{lead} {FALSE}")[-1].verdict == expected
