from __future__ import annotations

import pytest
from conftest import Judge
from reading_documents import steps, verdict

from symkl.reading import hypotheses
from symkl.reading.document import Document
from symkl.reading.hypotheses import UNDERSTOOD, mood

MARK = "\ue000"


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        ("", "claim"),
        ("Suppose that ", "standing"),
        ("Let ", "standing"),
        ("minimise this subject to ", "standing"),
        ("设 ", "standing"),
        ("满足 ", "standing"),
        ("三角不等式 : 不满足 ", "claim"),
        ("对称性不满足, 因为 ", "claim"),
        ("When ", "local"),
        ("若 ", "local"),
        ("当 ", "local"),
        ("当然 ", "claim"),
        ("We define ", "definition"),
        ("其中 ", "definition"),
        ("X and Y are independent if and only if ", "equivalence"),
        ("X 和 Y 独立当且仅当 ", "equivalence"),
        ("Suppose that X is binary. Then ", "claim"),
        ("If X is binary, we get ", "claim"),
        ("若 X 为二元, 则 ", "claim"),
        (f"If {UNDERSTOOD}, ", "claim"),
        (f"If {UNDERSTOOD} and ", "local"),
        (f"Let {UNDERSTOOD}, ", "standing"),
        ("It is easy to see that, since KL is convex, ", "claim"),
        ("the density function of X is ", "claim"),
    ],
)
def test_how_a_formula_is_meant(lead: str, kind: str) -> None:
    assert mood(lead).kind == kind


@pytest.mark.parametrize(
    "text", ["这有可能出现", "this may happen", "is not always", "不一定", "can fail"]
)
def test_possibilities(text: str) -> None:
    assert hypotheses.is_possibility(text)


@pytest.mark.parametrize("text", ["the possibility theory", "可能性", "we can see that", "always"])
def test_words_that_are_no_possibility(text: str) -> None:
    assert not hypotheses.is_possibility(text)


@pytest.mark.parametrize(
    "text", ["X and Y are independent", "i.i.d. samples", "Y is a function of X", "X 和 Y 独立"]
)
def test_restrictions(text: str) -> None:
    assert hypotheses.restriction(text)


@pytest.mark.parametrize(
    "text",
    [
        "the probability density function of the normal",
        "凸函数",
        "X and Y are not independent",
        "不独立",
        "with equality iff X and Y are independent",
        "the binary logarithm",
    ],
)
def test_words_that_restrict_nothing(text: str) -> None:
    assert not hypotheses.restriction(text)


@pytest.mark.parametrize(
    ("trail", "restricts"),
    [
        (" if X is binary.", True),
        (" when q is the prior", True),
        (" holds only if X is constant", True),
        (" iff X is constant", True),
        (" with equality iff X is constant", False),
        (" for all x", False),
        ("If X is binary, we get more.", False),
        (" if we expand the logarithm", False),
        (", which is nonnegative.", False),
        (f" if {UNDERSTOOD}", False),
        (f" if {UNDERSTOOD} and X is binary", True),
        ("，若 X 为二元", True),
    ],
)
def test_conditions_behind_a_formula(trail: str, restricts: bool) -> None:
    assert bool(hypotheses.condition_behind(trail)) is restricts


def test_denials() -> None:
    assert hypotheses.is_denied("It is not true that ", "")
    assert hypotheses.is_denied("", " does not hold in general")
    assert hypotheses.is_denied("", " 不成立")
    assert not hypotheses.is_denied("It is true that ", " holds")


EQUAL = "$$ D(P\\|Q) = 0 $$"
AT_SOME = (
    "If $P(x_0) = Q(x_0)$, then",
    "If $P(a) = Q(a)$, then",
    "Suppose that $P(x) = Q(x)$ for some $x$. Then",
    "If $P(x) = Q(x)$ for all $x \\ne x_0$, then",
    "若存在 $x$ 使得 $P(x) = Q(x)$，则",
)
AT_ALL = (
    "If $P(x) = Q(x)$ for all $x$, then",
    "If $P(a) = Q(a)$ for every $a$, then",
    "Suppose that $P(x) = Q(x)$. Then",
    "若 $P(x) = Q(x)$，则",
)


@pytest.mark.parametrize("said", AT_SOME)
def test_an_equation_at_some_points_is_not_given_at_all(said: str) -> None:
    text = f"Let $P$ and $Q$ be pmfs on a finite set. {said}\n\n{EQUAL}"
    assert [verdict(step) for step in steps(Document("a.md", text))] == ["undecided"]


@pytest.mark.parametrize("said", AT_ALL)
def test_an_equation_at_all_points_is_given(said: str) -> None:
    text = f"Let $P$ and $Q$ be pmfs on a finite set. {said}\n\n{EQUAL}"
    assert [verdict(step) for step in steps(Document("a.md", text))] == ["proved"]


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("P(x_0) = Q(x_0) \\implies D(P\\|Q) = 0", "unread"),
        ("D(P\\|Q) = 0 \\iff P(x) = Q(x) \\text{ for some } x", "unread"),
        ("P(x) = Q(x) \\implies D(P\\|Q) = 0", "proved"),
        ("D(P\\|Q) = 0 \\iff P(x) = Q(x) \\text{ for all } x", "proved"),
    ],
)
def test_equivalences_with_equations_at_some_points(formula: str, found: str) -> None:
    text = f"Let $P$ and $Q$ be pmfs.\n\n$$ {formula} $$"
    assert [verdict(step) for step in steps(Document("a.md", text))] == [found]


@pytest.mark.parametrize(
    ("behind", "claim", "expected"),
    [
        ("Therefore", "H(P) = H(Q)", "undecided"),  # it may rest on the condition
        ("因此", "H(P) = H(Q)", "undecided"),
        ("Therefore", "H(P) = 2 H(Q)", "refuted"),  # and it is false under it, too
        ("In general", "H(P) = H(Q)", "refuted"),
    ],
)
def test_what_is_concluded_may_rest_on_the_sentence_before(
    behind: str, claim: str, expected: str
) -> None:
    text = rf"If $P = Q$, then $D(P\|Q) = 0$. {behind}"
    *_, step = steps(Document("a.md", f"{text}\n\n$$ {claim} $$"))
    assert verdict(step) == expected


@pytest.mark.parametrize("word", ["With", "Define", "We conclude that", "Then"])
def test_what_a_law_is_defined_to_be_is_not_refuted(word: str) -> None:
    """t(y) may be said to be another mean of t(y|x) than the one under the law t itself."""
    entropy = r"$\sum_y t(y|x) \log t(y|x) \le 0$"
    said = rf"Let $d(x)$ be a pmf. {word} $t(y) = \sum_x d(x) t(y|x)$, and {entropy}."
    found = [verdict(step) for step in steps(Document("a.md", said))]
    assert found[0] == ("undecided" if word in ("With", "Define") else "refuted")


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("With ", True),
        (f"With {UNDERSTOOD} and ", True),
        (f"With {UNDERSTOOD}, {UNDERSTOOD} and ", True),
        (f"With {UNDERSTOOD} microstates the entropy is at most ", False),
        (f"With {UNDERSTOOD}, ", False),
        ("We end with ", False),
    ],
)
def test_what_stands_directly_behind_with(lead: str, found: bool) -> None:
    assert bool(hypotheses.BEGINNING_WITH.search(lead)) == found


@pytest.mark.parametrize(
    "said",
    ["where $c \\ge 0$.", "with $c \\ge 0$.", "for all $c \\ge 0$.", "where $c \\in [0,1]$."],
)
def test_what_is_said_of_numbers_behind_a_display(judged: Judge, said: str) -> None:
    assert judged(rf"$$ c + d \ge d $$ {said}")[-1].verdict == "proved"
    assert judged(rf"$$ c + d < d $$ {said}")[-1].verdict != "proved"
    new_sentence = rf"$$ c + d \ge d. $$ Another one is about $d$, {said}"
    assert judged(new_sentence)[-1].verdict != "proved"
    other = r"$$ c + d \ge d, $$ and for $c \ge 0$ we get $$ d + c \ge d $$"
    assert [step.verdict == "proved" for step in judged(other)] == [False, True]


@pytest.mark.parametrize(
    "said",
    [
        "If $X$ and $Y$ are independent, then $I(X;Y) = 0$.",
        "When $X$ and $Y$ are independent, nothing is gained.",
        "若 $X$ 与 $Y$ 独立，则 $I(X;Y)=0$。",
    ],
)
def test_a_condition_ends_with_its_sentence(judged: Judge, said: str) -> None:
    claim = "$$ H(X,Y) = H(X) + H(Y) $$"
    assert judged(f"{said} {claim}")[-1].statement == "H(X,Y) = H(X) + H(Y)"
    (*_, step) = steps(Document("a.md", f"{said} {claim}"))
    assert verdict(step) == "undecided"  # the author may mean it all the same
    assert judged(f"{said} {claim.replace('=', '<=')}")[-1].verdict == "proved"


@pytest.mark.parametrize(
    "said",
    [
        "If $X$ and $Y$ are independent, then",
        "If $X$ and $Y$ are independent, we have the following.",
        "Suppose $X$ and $Y$ are independent.",
    ],
)
def test_a_condition_that_leads_to_the_display(judged: Judge, said: str) -> None:
    assert judged(f"{said} $$ H(X,Y) = H(X) + H(Y) $$")[-1].verdict == "proved"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Suppose $D(P\|Q)=0$. Therefore $$ P(x)=Q(x). $$", "proved"),
        (r"Suppose $D(P\|Q)=0$. Hence $P(x)=Q(x)$ for all $x$.", "proved"),
        (r"Suppose $H(P)=H(Q)$. Therefore $$ P(x)=Q(x). $$", "refuted"),
        (r"The divergence is nonnegative. Therefore $$ P(x)=Q(x). $$", "refuted"),
        (r"Minimising $D(P\|Q)$ over $Q$ we obtain $$ Q(x)=P(x). $$", "definition"),
    ],
)
def test_equal_laws_as_a_conclusion(judged: Judge, text: str, expected: str) -> None:
    assert judged(text)[-1].verdict == expected
