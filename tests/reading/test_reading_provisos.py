"""Words that may be a hypothesis excuse a false claim that a special case saves, and no other."""

from __future__ import annotations

import pytest
from reading_documents import steps, verdict

from symkl.checking import worked_in
from symkl.kernel.check import Claim
from symkl.models.proviso import Proviso
from symkl.models.saved import is_excused, is_saved, may_hold
from symkl.reading.document import Document
from symkl.reading.mistakes import leads_to_mistake, names_mistake
from symkl.reading.narration import untold

SQUARE = "Let $A$ and $B$ be $k \\times k$ matrices. "


def claim(formula: str, before: str = "") -> Claim:
    (step,) = steps(Document("a.md", f"{before}$$ {formula} $$"))
    (found,) = step.claims().values()
    return worked_in(found)


def verdicts(text: str) -> list[str]:
    return [verdict(step) for step in steps(Document("a.md", text))]


@pytest.mark.parametrize(
    ("formula", "before"),
    [
        ("H(X,Y) = H(X) + H(Y)", ""),
        ("H(X,Y) = H(X)", ""),
        ("H(X|Y) = 0", ""),
        ("H(X) = H(Y)", ""),
        ("H(Y) \\ge H(X)", ""),
        ("I(X;Z) \\le I(X;Y)", ""),
        ("I(X;Y|Z) \\le I(X;Y)", ""),
        ("I(X;Y|Z) \\ge I(X;Y)", ""),
        ("H(Y,Z|X) = H(Y|X) + H(Z|X)", ""),
        ("D(p\\|q) = D(q\\|p)", ""),
        ("H(p,q) = H(p)", ""),
        ("D(p(x,y)\\|q(x,y)) = D(p(x)\\|q(x)) + D(p(y)\\|q(y))", ""),
        ("\\log p(x) = \\sum_z q(z) \\log\\frac{p(x,z)}{q(z)}", ""),
        ("E[XY] = E[X] E[Y]", ""),
        ("\\operatorname{Var}(X+Y) = \\operatorname{Var}(X) + \\operatorname{Var}(Y)", ""),
        ("\\operatorname{Var}(X+Y) = 4 \\operatorname{Var}(X)", ""),
        ("\\operatorname{Var}(X) = E[X^2]", ""),
        ("AB = BA", SQUARE),
        ("(AB)^\\top = A^\\top B^\\top", SQUARE),
        ("A^2 = A", SQUARE),
        ("\\operatorname{tr}(A) = 0", SQUARE),
        ("\\det(A) = 0", SQUARE),
        ("A^\\top A = A A^\\top", SQUARE),
    ],
)
def test_a_special_case_saves_it(formula: str, before: str) -> None:
    assert is_saved(claim(formula, before))
    assert may_hold(claim(formula, before))


@pytest.mark.parametrize(
    ("formula", "before"),
    [
        ("H(X|Y) \\ge H(X)", ""),
        ("I(X;Y) = H(X) + H(X|Y)", ""),
        ("I(X;Y) \\ge H(X)", ""),
        ("H(X,Y) = H(X) + H(Y) - H(X|Y)", ""),
        ("H(p,q) = H(p) - D(p\\|q)", ""),
        ("H(p,q) \\le H(p)", ""),
        ("\\operatorname{Var}(X) = E[X^2] + E[X]^2", ""),
        ("\\log p(x) \\le \\sum_z q(z) \\log\\frac{p(x,z)}{q(z)}", ""),
        ("x^\\top x = -1", "Let $x$ be a vector. "),
    ],
)
def test_no_special_case_saves_it(formula: str, before: str) -> None:
    assert not is_saved(claim(formula, before))


def test_a_condition_excuses_what_holds_anywhere() -> None:
    found = claim("H(p,q) = H(p) - D(p\\|q)")  # true where p = q, and said of it by nobody
    assert is_excused(found, Proviso("if ...", is_condition=True))
    assert not is_excused(found, Proviso("lossless"))
    never = claim("D(p\\|q) = H(p) - H(p,q)")
    assert not is_excused(never, Proviso("if ...", is_condition=True))


def test_what_is_given_counts_for_cases_and_not_for_conditions() -> None:
    given = claim("I(X;Y) = H(X)", "Let $X$ and $Y$ be independent. Then ")
    assert not is_saved(given)
    assert may_hold(given)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The players use the same strategy.", "undecided"),
        ("The two never meet.", "undecided"),
        ("By the chain rule we obtain", "refuted"),
        ("As is shown in every textbook,", "refuted"),
        ("由链式法则可得", "refuted"),
        ("两者毫无关系", "undecided"),
        ("Nach der Kettenregel gilt", "refuted"),
        ("D'après la règle de la chaîne, on obtient", "refuted"),
    ],
)
def test_only_words_that_merely_tell_leave_a_claim_of_a_case_refuted(
    words: str, expected: str
) -> None:
    assert verdicts(f"{words} $$ H(X,Y) = H(X) + H(Y) $$") == [expected]
    assert verdicts(f"{words} $$ I(X;Y) \\ge H(X) $$") == ["refuted"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("The two never meet.\n\n", "undecided"),
        ("The two never meet. $$ H(X) \\ge 0 $$ ", "refuted"),
        ("Suppose that the two never meet. $$ H(X) \\ge 0 $$ ", "undecided"),
        ("Throughout, the two never meet. $$ H(X) \\ge 0 $$ ", "undecided"),
        ("# Strangers\n\nSuppose that the two never meet.\n\n# Others\n\n", "refuted"),
    ],
)
def test_how_far_words_reach(before: str, expected: str) -> None:
    text = f"{before}By the chain rule we obtain $$ H(X,Y) = H(X) + H(Y) $$"
    assert verdicts(text)[-1] == expected


@pytest.mark.parametrize(
    "lead",
    [
        "A common mistake of our players is to write",
        "**Wrong:**",
        "One might believe, playing dice, that",
        "A sloppy player computes",
        "Ein häufiger Fehler der Spieler ist",
        "Une erreur fréquente des joueurs :",
        "很多玩家误以为",
    ],
)
def test_what_is_shown_as_a_mistake_is_refuted(lead: str) -> None:
    assert verdicts(f"{lead} $$ H(X,Y) = H(X) + H(Y) $$") == ["refuted"]
    assert verdicts(f"{lead} $$ H(X,Y) \\le H(X) + H(Y) $$") == ["proved"]


def test_a_mistake_is_shown_behind_it_as_well() -> None:
    claim = "The dice tell $$ H(X,Y) = H(X) + H(Y), $$ which is"
    assert verdicts(f"{claim} simply false.") == ["refuted"]
    assert verdicts(f"{claim} nice.") == ["undecided"]


def test_under_a_condition_of_its_own_a_mistake_may_be_none() -> None:
    text = "A common mistake is to believe, when the dice are thrown apart, that"
    assert verdicts(f"{text} $$ H(X,Y) = H(X) + H(Y) $$") == ["undecided"]


@pytest.mark.parametrize(
    "lead",
    ["It is a mistake to forget that", "One may write", "As one might think,", "We say that"],
)
def test_no_mistakes(lead: str) -> None:
    assert not leads_to_mistake(lead)
    assert leads_to_mistake(f"Wrong: {lead}") != ("forget" in lead)


def test_a_formula_behind_which_a_condition_stands_is_no_mistake() -> None:
    assert names_mistake("is wrong.")
    assert not names_mistake("is wrong if the dice are loaded.")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It does not matter which one we take", ""),
        ("It does not matter to the receiver", "receiver"),
        ("a symmetric positive definite matrix", ""),
        ("The matrix is symmetric", ""),
        ("For symmetric channels", "symmetric"),
        ("see [the post](https://a.org/dice)", "see"),
        ("证明如下", ""),
        ("硬币", "硬币"),
    ],
)
def test_words_that_only_tell(text: str, word: str) -> None:
    assert untold(text) == ("" if word == "see" else word)
