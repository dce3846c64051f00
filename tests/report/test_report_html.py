from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from symkl.report.html import index_page, page, prose
from symkl.result import (
    Conclusion,
    Counterexample,
    DerivationResult,
    Result,
    Sensitivity,
)

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)> &amp; \"'"
_VOID = {"meta", "br", "mspace", "img", "link"}


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
        (2, ["✓", "proved", "by the kernel", "reason: justified", "12.3 ms", "24 agree to 50"]),
        (3, ["✗", "refuted", "expected", "reason: does not give this step", "Counterexample"]),
        (4, ["~", "supported", "by numbers", "reason: none given"]),
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
    details = text_of("<body>" + row(page(derivation, "0.1.0"), 2).partition("<details")[2])
    assert "sum(P*log(P/Q)) = -sum(P*log(Q/P))" in details
    assert "log(a/b) = log a − log b" in details
    assert "2 dropped one by one: 1 needed, 0 not needed" in details
    assert re.search(
        r"P\(x\) > 0 the step breaks n = 2.* 0.0588915178 1.5040773967 Σ P = 1", details
    )
    assert "Σ P = 1 no breaking model found (85 models tried) – – –" in details
    assert "largest error 1e-51" in details


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
        assert all(re.fullmatch(r"[a-z0-9-]+\.(html|tex)(#step-\d+)?", str(x)) for x in links)
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
