"""Laws with their random variables in the subscript: P_{XY}, f_{Y|X}, P_{Y|X=x}."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symkl.reading.subscripts import subscript

Judge = Callable[[str], list[Any]]


def verdicts(found: list[Any]) -> list[str]:
    return [step.verdict for step in found]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (
            r"D(P_{XY}\|Q_{XY}) = D(P_X\|Q_X) + \sum_x P_X(x) D(P_{Y|X=x}\|Q_{Y|X=x})",
            "proved",
        ),
        (
            r"D(P_{XY}\|Q_{XY}) = D(P_X\|Q_X) + \sum_x Q_X(x) D(P_{Y|X=x}\|Q_{Y|X=x})",
            "refuted",
        ),
        (
            r"D(P_{XY}\|Q_{XY}) = D(P_X\|Q_X) + \sum_x P_X(x) "
            r"D(P_{Y|X}(\cdot|x)\|Q_{Y|X}(\cdot|x))",
            "proved",
        ),
        (r"I(X;Y) = \sum_{x'} P_X(x') D(P_{Y|X=x'}\|P_Y)", "proved"),
        (r"I(X;Y) = \sum_{x'} P_X(x') D(P_Y\|P_{Y|X=x'})", "refuted"),
        (r"\sum_x P_X(x) H(P_{Y|x}) = H(Y|X)", "proved"),
        (r"\sum_x P_X(x) H(P_{Y|x}) = H(X|Y)", "refuted"),
        (r"\sum_y P_{Y|X=x}(y) \log P_{Y|X=x}(y) \le 0", "proved"),
    ],
)
def test_the_subscript_of_a_law_names_its_variables(
    judged: Judge, claim: str, expected: str
) -> None:
    (step,) = judged(f"$${claim}$$")
    assert step.verdict == expected, step.statement


@pytest.mark.parametrize(
    ("third", "expected"), [("P_X", "proved"), ("Q_X", "refuted"), ("P_Y", "unread")]
)
def test_a_conditional_divergence_is_the_mean_over_the_law_behind_its_bar(
    judged: Judge, third: str, expected: str
) -> None:
    chain_rule = rf"D(P_{{XY}}\|Q_{{XY}}) = D(P_X\|Q_X) + D(P_{{Y|X}}\|Q_{{Y|X}}|{third})"
    (step,) = judged(f"$${chain_rule}$$")
    assert step.verdict == expected, step.statement


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"f_Y(y) = \sum_x f_{Y|X}(y \mid x) f_X(x)", "proved"),
        (r"f_{X,Y}(x,y) = f_{X|Y}(x \mid y) f_X(x)", "refuted"),
        (r"\sum_x f_{X,Y}(x,y) = \sum_x f_{Y|X}(y \mid x) f_X(x)", "proved"),
        (r"H(Y|X) = -\sum_{x,y} f_{X,Y}(x,y) \log \frac{f_{X,Y}(x,y)}{f_X(x)}", "proved"),
        (r"f_X(x) = \int f_{X|Y}(x|y) f_Y(y) dy", "proved"),
    ],
)
@pytest.mark.parametrize("prose", ["", "$f_{X,Y}$ is the joint distribution of $X$ and $Y$.\n\n"])
def test_f_with_variables_in_its_subscript_is_a_law(
    judged: Judge, prose: str, claim: str, expected: str
) -> None:
    (step,) = judged(f"{prose}$${claim}$$")
    assert step.verdict == expected, step.statement


def test_f_with_other_subscripts_may_be_negative(judged: Judge) -> None:
    (step,) = judged(r"$$\sum_x p(x) f_k(x) \ge 0$$")
    assert step.verdict != "proved"


def test_two_laws_with_names_of_variables_may_be_on_one_space(judged: Judge) -> None:
    found = judged(
        r"$$D(P_X\|P_Y) = \sum_x P_X(x) \log\frac{P_X(x)}{P_Y(x)} \ge 0$$ $$D(P_X\|P_Y)= 0$$"
    )
    assert verdicts(found)[:2] == ["proved", "proved"]
    assert found[2].verdict != "proved"


def test_a_law_that_may_vanish_may_do_so_by_its_name_with_variables(judged: Judge) -> None:
    claim = r"$$P_{XY}(x,y) > 0$$"
    assert verdicts(judged(claim)) == ["proved"]
    (step,) = judged(f"The joint distribution $P_{{XY}}$ may have zeros. {claim}")
    assert step.verdict != "proved"


def test_marginals_are_told_apart_where_they_are_printed(judged: Judge) -> None:
    (step,) = judged(r"$$D(P_X\|Q_X) + D(P_Y\|Q_Y) \le D(P_{XY}\|Q_{XY})$$")
    assert "KL(P(x) || Q(x)) + KL(P(y) || Q(y))" in step.statement


def test_what_no_list_of_variables_is() -> None:
    assert [subscript(label) for label in ("data", "k", "", "X|", "X|theta:")] == [None] * 5
    found = subscript("Y_1Y_2|X=x,Z")
    assert found is not None
    assert (found.targets, found.given) == (("Y_1", "Y_2"), ("X", "Z"))
    assert found.values == (("X", "x"),)


def test_a_law_without_subscript_is_not_the_joint_law_of_those_with_one(judged: Judge) -> None:
    text = r"$$I(X;Y) = D(P_{XY}\|P_X P_Y)$$ $$D(P\|Q) + D(Q\|P) %s"
    right = r"= \sum_a (P(a) - Q(a))\log\frac{P(a)}{Q(a)}$$ $$D(P\|Q) \ge 0$$"
    wrong = r"= \sum_a (P(a) + Q(a))\log\frac{P(a)}{Q(a)}$$ $$D(P\|Q) \le 0$$"
    assert verdicts(judged(text % right)) == ["proved", "proved", "proved"]
    assert verdicts(judged(text % wrong)) == ["proved", "refuted", "refuted"]


def test_a_law_that_is_declared_may_have_its_variables_in_the_subscript(judged: Judge) -> None:
    text = "Let $s(x,y)$ be a joint pmf. $$H(s) = H(s_X) + H(s_Y) %s I(X;Y)$$"
    assert verdicts(judged(text % "-")) == ["proved"]
    assert verdicts(judged(text % "+")) == ["refuted"]


def test_real_variables_and_discrete_ones_have_no_joint_law(judged: Judge) -> None:
    text = (
        "Let $X$ and $Y$ be real random variables. "
        r"$$\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) "
        r"+ %s\operatorname{Cov}(X,Y)$$ "
        r"Let $U$ and $V$ have the joint pmf $p(u,v)$. $$H(U,V) = -\sum_{u,v} p(u,v)\log p(u,v)$$"
    )
    assert verdicts(judged(text % "2")) == ["proved", "proved"]
    assert verdicts(judged(text % "")) == ["refuted", "proved"]
