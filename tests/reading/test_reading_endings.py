"""Hypotheses end with the theorem, example or case that makes them, or where the text says so."""

from __future__ import annotations

import pytest
from reading_documents import steps, verdict

from symkl.reading.document import Document

JOINT = "Let $X$ and $Y$ have joint pmf $p(x,y)$.\n\n"
ADDED = "$$ H(X,Y) = H(X) + H(Y) $$"
INDEPENDENT = "$X$ and $Y$ are independent"
LET = "Let $X$ and $Y$ be independent."


def verdicts(text: str, name: str = "a.md") -> list[str]:
    return [verdict(step) for step in steps(Document(name, text))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("**Theorem 1.** ", "**Theorem 2.** We have"),
        ("*Example.* ", "*Example 2.* Here"),
        ("Case 1: ", "Case 2: Now"),
        ("**Case 1.** ", "**Case 2.** Otherwise,"),
        ("**定理 1.** ", "**注.** 我们有"),
        ("\\begin{theorem}", "\\end{theorem}\nWe discuss"),
        ("\\begin{lemma}", "\\end{lemma}\n\\begin{lemma} We have"),
        ("\\begin{proof}", "\\end{proof}\nWe discuss"),
        ("1. ", "2. Suppose something else. Then"),
        ("- ", "- Suppose nothing else. Then"),
        ("", "In general,"),
        ("", "Now drop the independence assumption. Then"),
        ("", f"We no longer assume that {INDEPENDENT}. Then"),
        ("", "Now let $X$ and $Y$ be dependent. Then"),
        ("", "Let $X, Y$ be arbitrary random variables. Then"),
        ("", "Next, let $X, Y$ be random variables with joint pmf $p(x,y)$. Then"),
    ],
)
def test_a_hypothesis_ends(first: str, second: str) -> None:
    text = f"{JOINT}{first}{LET} Then\n\n  {ADDED}\n\n{second}\n\n{ADDED}"
    assert verdicts(text) == ["proved", "undecided"]


@pytest.mark.parametrize(
    "between",
    [
        "Consequently,",
        "**Step 2.** Then",
        "Let $Z$ be another random variable. Then",
        "We drop constants. Then",
        "Let $X$ and $Y$ take values in finite sets. Then",
    ],
)
def test_a_hypothesis_goes_on(between: str) -> None:
    assert verdicts(f"{JOINT}{LET} Then\n\n{ADDED}\n\n{between}\n\n{ADDED}") == ["proved"] * 2


def test_in_general_behind_its_end_is_said_of_all() -> None:
    text = f"{JOINT}- {LET} Then\n\n  {ADDED}\n- In general,\n\n  {ADDED}"
    assert verdicts(text) == ["proved", "refuted"]


def test_a_list_of_hypotheses_is_no_list_of_cases() -> None:
    text = f"{JOINT}- {LET}\n- Let $X$ be uniform.\n\nThen\n\n{ADDED}"
    assert verdicts(text) == ["proved"]


def test_cases_are_inside_a_theorem() -> None:
    case = "Let $X$ be uniform. Then"
    text = f"{JOINT}**Theorem.** {LET}\n\nCase 1: {case}\n\n{ADDED}\n\nCase 2: Then\n\n{ADDED}"
    assert verdicts(text) == ["proved"] * 2


def test_what_ended_saves_no_false_step() -> None:
    text = f"{JOINT}**Theorem 1.** {LET}\n\n**Theorem 2.** Then $$ H(X) = H(Y|X) + 1. $$"
    assert verdicts(text) == ["refuted"]


@pytest.mark.parametrize(
    "words",
    [
        f"We do not assume that {INDEPENDENT}.",
        f"Without assuming that {INDEPENDENT}, we have",
        f"Unless {INDEPENDENT},",
        f"It would be wrong to assume that {INDEPENDENT}.",
        "我们不假设 $X$ 与 $Y$ 独立。",
        "We do not assume that $p(x,y) = p(x) p(y)$. Then",
        "Unless $p(x,y) = p(x) p(y)$,",
        "We do not assume that\n\n$$ p(x,y) = p(x) p(y). $$",
    ],
)
def test_what_is_not_assumed_is_no_hypothesis(words: str) -> None:
    assert verdicts(f"{JOINT}{words}\n{ADDED}")[-1] in ("refuted", "undecided")


@pytest.mark.parametrize(
    "words", ["Not surprisingly, if", "If nothing else is said, we assume that"]
)
def test_not_before_another_word_disavows_nothing(words: str) -> None:
    assert verdicts(f"{JOINT}{words} {INDEPENDENT}, then\n{ADDED}") == ["proved"]


def test_what_led_to_a_contradiction_is_given_up() -> None:
    text = (
        "Let $P$ and $Q$ be pmfs. Suppose for contradiction that $P = Q$. This contradicts what is "
        "known.\n\nSo\n\n$$ \\sum_x P(x) \\log Q(x) = -H(P) $$"
    )
    assert verdicts(text) == ["undecided"]


def test_arrows_that_meet_are_no_markov_chain() -> None:
    independent = "$$ I(X;Z|Y) \\le H(X|Y) - H(X|Y) $$"
    assert verdicts(f"Let $X \\to Y \\to Z$ be a Markov chain.\n{independent}") == ["proved"]
    assert verdicts(f"Let $X \\leftarrow Y \\to Z$ be a Markov chain.\n{independent}") == ["proved"]
    assert verdicts(f"Let $X \\to Y \\leftarrow Z$ be a graph.\n{independent}") != ["proved"]
