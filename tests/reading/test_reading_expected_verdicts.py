from __future__ import annotations

import pytest

from symkl.reading.articles import load_articles
from symkl.reading.document import Document

CHAIN = """Here $P$ and $Q$ are pmfs on $\\mathcal X$.
{before}$$
\\begin{{aligned}}
D(P\\|Q) &= \\sum_x P(x) \\log \\frac{{P(x)}}{{Q(x)}} {first} \\\\
{above}&= D(Q\\|P) {second}
\\end{{aligned}}
$$
"""


def expected(form: str = "markdown", **marks: str) -> tuple[list[tuple[str, ...]], list[str]]:
    marks = {**dict.fromkeys(("before", "above", "first", "second"), ""), **marks}
    name = "a.md" if form == "markdown" else "a.tex"
    document = Document(name, CHAIN.format(**marks), form)  # type: ignore[arg-type]
    loaded = load_articles([document])
    steps = [step for d in loaded.derivations for step in d.steps]
    problems = [d.message for d in loaded.documents[0].diagnoses if d.code == "SK502"]
    return [step.expect for step in steps], problems


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ({}, [(), ()]),
        ({"first": "% symkl: expect proved\n"}, [("proved",), ()]),
        ({"second": "% symkl: expect refuted, unjustified"}, [(), ("refuted", "unjustified")]),
        ({"above": "% symkl: expect refuted\n"}, [(), ("refuted",)]),
        ({"before": "<!-- symkl: expect refuted -->\n"}, [("refuted",), ("refuted",)]),
        ({"second": "\\% symkl: expect refuted"}, [(), ()]),
        ({"second": "% they expect refuted"}, [(), ()]),
    ],
)
def test_an_expectation_speaks_of_its_step(
    marks: dict[str, str], found: list[tuple[str, ...]]
) -> None:
    assert expected(**marks) == (found, [])


def test_a_comment_of_latex_speaks_of_the_display_below() -> None:
    found, problems = expected("tex", before="% symkl: expect refuted\n")
    assert found == [("refuted",)] * 2
    assert not problems


@pytest.mark.parametrize(
    "marks",
    [
        {"second": "% symkl: expect wrong"},
        {"second": "% symkl: expect"},
        {"before": "<!-- symkl: expect refutd -->\n"},
        {"before": "<!-- symkl: expect refuted -->\nSome words first.\n"},
        {"second": "\n% symkl: expect refuted"},  # no step follows
    ],
)
def test_an_expectation_that_says_nothing_is_told(marks: dict[str, str]) -> None:
    found, problems = expected(**marks)
    assert found == [(), ()]
    assert len(problems) == 1


def test_an_expectation_hides_no_reason_in_the_sentence_before() -> None:
    text = "Here $P$ is a pmf. By Jensen's inequality,\n{}$$ 0 \\ge H(P) $$"
    for mark in ("", "<!-- symkl: expect refuted -->\n"):
        loaded = load_articles([Document("a.md", text.format(mark))])
        assert loaded.derivations[0].steps[0].by == ("Jensen",)
