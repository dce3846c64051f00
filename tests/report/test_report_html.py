from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from symkl import Derivation, FiniteSpace, check, log
from symkl.report.html import index_page, page, prose
from symkl.report.standing import standings
from symkl.result import (
    Conclusion,
    Counterexample,
    DerivationResult,
    Result,
    Sensitivity,
)

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)> &amp; \"'"
_VOID = {"meta", "br", "mspace", "img", "link", "wbr"}


class _Tags(HTMLParser):
    """Collects tags and attributes and fails on a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_of(text: str) -> _Tags:
    parser = _Tags()
    parser.feed(text)
    assert not parser.open
    return parser


def text_of(page_text: str) -> str:
    body = page_text.partition("<body>")[2]
    bare = re.sub(r"<annotation.*?</annotation>|<[^>]*>", " ", body, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def row(page_text: str, index: int) -> str:
    found = re.search(rf'<li class="step[^>]*id="step-{index}">.*?\n</li>', page_text, re.DOTALL)
    assert found
    return found[0]


def test_three_sentences_answer_what_whether_and_how(derivation: DerivationResult) -> None:
    text = text_of(page(derivation, "0.1.0"))
    assert "Claim:" in text
    assert "It is true: proved, and the kernel checked the proof." in text
    assert "does not show it: step 3 (N2) is refuted and does not follow from its reason" in text
    conclusion = Conclusion("1", "=", "1", "proved", "kernel", follows=True)
    shown = page(replace(derivation, conclusion=conclusion), "0.1.0")
    assert "This derivation shows it." in text_of(shown)


def test_a_false_or_open_conclusion_says_so(derivation: DerivationResult) -> None:
    example = derivation.steps[2].counterexample
    wrong = Conclusion("1", "=", "2", "refuted", "kernel", False, counterexample=example)
    text = text_of(page(replace(derivation, conclusion=wrong), "1"))
    assert "It is false: the counterexample below breaks it." in text
    likely = Conclusion("1", "=", "2", "supported", "numeric", False)
    text = text_of(page(replace(derivation, conclusion=likely), "1"))
    assert "all models tried agree, but there is no proof" in text
    assert "no single conclusion" in text_of(page(replace(derivation, conclusion=None), "1"))


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (1, ["≝", "definition", "D1"]),
        (
            2,
            [
                "✓",
                "proved",
                "by the kernel",
                "reason: justified",
                "12.3 ms",
                "24 agree to 50",
            ],
        ),
        (3, ["×", "refuted", "expected", "reason: does not give this step", "Counterexample"]),
        (4, ["~", "supported", "by numbers", "reason: not judged"]),
        (5, ["?", "undecided", "nothing found"]),
        (6, ["–", "unread", "unexpected", "what?", "resembles"]),
        (7, ["✓", "for some model", "Witness"]),
    ],
)
def test_each_verdict_is_a_mark_and_a_word(
    derivation: DerivationResult, index: int, words: list[str]
) -> None:
    text = text_of("<body>" + row(page(derivation, "0.1.0"), index))
    assert [word for word in words if word not in text] == []


def test_the_counterexample_and_the_repair_are_not_folded(derivation: DerivationResult) -> None:
    visible = row(page(derivation, "0.1.0"), 3).partition("<details")[0]
    for value in ("0.0588915178", "1.5040773967", "-1.4451858789", "[1/2, 1/2]", "Jensen with"):
        assert value in visible
    assert "the weights do not sum to 1" in visible


def test_details_hold_what_was_checked(derivation: DerivationResult) -> None:
    text = page(derivation, "0.1.0")
    details = text_of("<body>" + row(text, 2).partition("<details")[2])
    assert "sum(P*log(P/Q)) = -sum(P*log(Q/P))" in details
    assert "log(a/b) = log a − log b" in details
    assert "P ( x ) > 0" in details
    assert "24 agree to 50 digits; largest error 1e-51" in details
    assert "12.3 ms" in details


def test_the_end_tells_what_happens_without_a_hypothesis(derivation: DerivationResult) -> None:
    end = text_of(
        "<body>" + str(page(derivation, "0.1.0")).partition("<h2>What happens without")[2]
    )
    found = re.search(
        r"N1 P \( x \) > 0 the step breaks n = 2.* 0.0588915178 1.5040773967 N1 Σ", end
    )
    assert found
    assert "Σ P = 1 no breaking model found (85 models tried) – – –" in end


@pytest.fixture(scope="module")
def checked() -> DerivationResult:
    X = FiniteSpace("X", size="n")
    P, Q = X.pmfs("P Q")
    x = X.point("x")
    chain = Derivation("Lost weights").start(-X.sum(P(x) * log(Q(x) / P(x)), x))
    chain.ge(-log(X.sum(P(x) * (Q(x) / P(x)), x)), by="Jensen")
    chain.eq(-2 * log(X.sum(Q(x), x)), by="algebra")
    chain.ge(X.sum(P(x) * log(Q(x) / P(x)), x) * 0 - X.sum(log(Q(x)), x), by="Jensen")
    return replace(check(chain), id="lost-weights")


def test_an_inequality_shows_its_facts_with_their_weights(checked: DerivationResult) -> None:
    details = text_of("<body>" + row(page(checked, "1"), 1).partition("<details")[2])
    assert "The greater side less the smaller one is exactly the sum of these:" in details
    assert "Jensen for the logarithm" in details
    assert "P > 0 everywhere silent" in details
    assert "Both sides have the same normal form" in text_of(
        "<body>" + row(page(checked, "1"), 2).partition("<details")[2]
    )


def test_a_refuted_step_shows_pictures_and_a_script(checked: DerivationResult) -> None:
    assert checked.steps[2].verdict == "refuted"
    shown = row(page(checked, "1"), 3)
    assert shown.count('<svg class="picture') >= 1
    assert "<title" in shown
    code = html.unescape(re.search(r"<pre[^>]*><code>(.*?)</code>", shown, re.DOTALL)[1])
    compile(code, "recheck.py", "exec")
    assert code.startswith("# ")
    assert "symkl" not in code


def test_the_end_lists_what_the_proofs_rest_on(checked: DerivationResult) -> None:
    end = text_of("<body>" + str(page(checked, "1")).partition("<h2>What the proofs rest on")[2])
    assert "Jensen for the logarithm" in end
    assert "a probability sums to 1, a density integrates to 1" in end
    assert "Gibbs" not in end


def test_pages_lead_to_what_they_rest_on_and_back(derivation: DerivationResult) -> None:
    step = replace(derivation.steps[1], rests_on=("below",), reason="algebra; Below")
    above = replace(derivation, id="above", title="Above", steps=(step,), verdict="proved")
    below = replace(derivation, id="below", title="Below")
    result = Result("1", (below, above))
    found = standings(result)
    assert (found["above"].statement, found["above"].proof) == ("proved", "none")
    text = page(above, "1", standings=found)
    assert 'This derivation rests on</h2>\n<ul>\n<li><a href="below.html">' in text
    assert '<a href="below.html">Below</a>' in row(text, 2)
    assert "algebra; Below" not in text
    assert 'It is used by</h2>\n<ul>\n<li><a href="above.html">' in page(
        below, "1", standings=found
    )
    index = index_page(result)
    assert index.count('<a href="below.html">\n<rect') == 1
    assert "Above rests on Below." in index


def test_a_left_side_is_written_only_when_it_is_new(derivation: DerivationResult) -> None:
    text = page(derivation, "0.1.0")
    written = ["cell left empty" not in row(text, index) for index in range(1, 8)]
    assert written == [True, False, False, False, False, True, True]


def test_what_people_wrote_does_nothing(derivation: DerivationResult) -> None:
    step = replace(
        derivation.steps[2],
        **dict.fromkeys(("lhs", "rhs", "relation", "reason", "message"), ATTACK),
        **dict.fromkeys(("statement", "reason_message", "reference", "expected"), ATTACK),
        hypotheses=(ATTACK,),
        sensitivity=(Sensitivity(ATTACK, Counterexample({ATTACK: ATTACK}, *[ATTACK] * 3, 50)),),
        sensitivity_message=ATTACK,
        facts=(ATTACK,),
        counterexample=replace(derivation.steps[2].counterexample, model={ATTACK: ATTACK}),
    )
    bad = replace(
        derivation, title=ATTACK, file=ATTACK, assumptions=(ATTACK, f"${ATTACK}$"), steps=(step,)
    )
    for text in (page(bad, ATTACK), index_page(Result(ATTACK, (bad,)))):
        found = tags_of(text)
        assert not {"script", "img"} & set(found.tags)
        assert not [name for name, _ in found.attributes if name.startswith("on")]
        assert "&lt;script&gt;" in text


def test_pages_are_closed_and_ask_for_nothing(result: Result) -> None:
    for text in (page(result.derivations[0], "1"), index_page(result)):
        found = tags_of(text)
        assert "script" not in found.tags
        links = [value for name, value in found.attributes if name in ("href", "src")]
        form = r"[a-z0-9-]+\.(html|tex)(#step-\d+)?|#step-\d+"
        assert all(re.fullmatch(form, str(link)) for link in links)
        assert set(re.findall(r"url\(\"?([a-z]+):", text)) == {"data"}
        assert "default-src 'none'" in text


def test_print_opens_details_and_keeps_colours(derivation: DerivationResult) -> None:
    style = page(derivation, "1").partition("</style>")[0]
    assert "details::details-content { content-visibility: visible; height: auto; }" in style
    assert "print-color-adjust: exact" in style
    assert "overflow-x: auto" in style


def test_the_index_lists_derivations_references_and_errors(result: Result) -> None:
    text = index_page(result)
    words = text_of(text)
    assert 'href="kl-as-written.html"' in text
    assert 'href="kl-as-written.tex"' in text
    assert 'href="kl-as-written.html#step-3">N2</a>' in text
    assert "bad.md:7:4 expected a relation, found <eof>" in words
    assert "2 proved, 1 refuted, 1 supported, 1 undecided, 1 definition, 1 unread" in words
    assert "2 derivations, 7 steps: 2 proved, 1 refuted" in words
    assert text.count('<tr>\n<td><a href="kl-as-written.html#') == 3


def test_hidden_characters_become_visible() -> None:
    assert prose("a\u202eb\x00") == "a[U+202E]b[U+0000]"
    assert prose("costs $5 and $6") == "costs $5 and $6"


@pytest.mark.parametrize(
    ("reason", "message", "english", "chinese"),
    [
        ("magic", "unknown reason 'magic'", "not one that symkl knows", "不是已知的理由"),
        ("algebra", "the step is not proved, so its reason is not judged", "not judged", "未判断"),
        ("", "", "none given", "未给出"),
    ],
)
def test_a_reason_without_a_verdict_says_why(
    derivation: DerivationResult, reason: str, message: str, english: str, chinese: str
) -> None:
    judged = replace(
        derivation.steps[0], reason=reason, reason_verdict="none", reason_message=message
    )
    made = replace(derivation, steps=(judged,))
    assert f"reason: {english}" in text_of(page(made, "0"))
    assert f"理由：{chinese}" in text_of(page(made, "0", "zh"))
