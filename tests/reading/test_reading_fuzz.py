from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symkl.reading.chains import chains
from symkl.reading.diagnostics import CODES, Diagnostic, Unreadable
from symkl.reading.document import Document, Format
from symkl.reading.laying import layout
from symkl.reading.macros import macros_in
from symkl.reading.regions import regions
from symkl.reading.rendering import rendered
from symkl.reading.tokens import tokens

FRAGMENTS = [
    *(
        "a",
        "b",
        "x",
        "1",
        " ",
        "\n",
        "\n\n",
        "=",
        "\\le",
        "\\neq",
        "<",
        ">",
        "+",
        "-",
        ",",
        ".",
        ";",
    ),
    *("(", ")", "[", "]", "{", "}", "|", "\\|", "_", "^", "&", "\\\\", "\\quad", "\\text{by x}"),
    *("\\text{where}", "\\text{and}", "\\text{or}", "\\overset{(a)}{=}", "\\underbrace", "\\frac"),
    *("\\left", "\\right", "\\begin{align}", "\\end{align}", "\\begin{cases}", "\\end{cases}"),
    *("$", "$$", "`", "```", "```math\n", "\\[", "\\]", "\\(", "\\)", "> ", "# ", "- ", "    "),
    *(
        "<!--",
        "-->",
        "<a>",
        "{%",
        "%}",
        "{% math %}",
        "%",
        "\\tag{1}",
        "定义",
        "（",
        "）",
        "~",
        "\\",
    ),
    *(
        "\\newcommand{\\q}[1]{#1 = #1}",
        "\\q",
        "\\def\\q{\\q}",
        "\\forall",
        "\\in",
        "\\sum",
        "\\hat",
    ),
    *("---\n", ":::{math}\n", ".. math::\n\n   ", ":math:`", "\\begin{document}", "\\section{"),
    *(
        "\\boxed",
        "\\color{red}",
        "\\bf",
        "\\over",
        "\\limits",
        "'",
        "\\because",
        "\\iff",
        "(a) by x",
    ),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=30).map(lambda p: "$$" + "".join(p) + "$$"),
    st.text(max_size=80),
)
LIMITED = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize("format", get_args(Format))
@LIMITED
@given(text=TEXTS)
def test_every_document_is_read_to_the_end(format: Format, text: str) -> None:
    document = Document("a", text, format)
    found = regions(document)
    assert len(found.text) == len(text)
    assert found.text.count("\n") == text.count("\n")
    ends = [0, *(piece.span[1] for piece in found.pieces)]
    for before, piece in zip(ends, found.pieces, strict=False):
        assert before <= piece.span[0] <= piece.inner[0] <= piece.inner[1] <= piece.span[1]
    for chain in chains(found):
        assert len(chain.sides) == len(chain.links) + 1
        problems = [side.problem for side in chain.sides if side.problem]
        for problem in problems:
            assert problem.code in CODES
            assert problem.code != "SK304", problem
            assert problem.message in rendered(problem, document)


@LIMITED
@given(text=TEXTS)
def test_layouts_cover_their_formula_or_are_refused(text: str) -> None:
    stream = list(tokens(text, 0, len(text)))
    assert "".join(text[slice(*token.span)] for token in stream) == text
    try:
        row = layout(text, 0, len(text))
    except Unreadable:
        return
    covered = {at for node in row for at in range(*node.span)}
    covered |= {at for t in stream if t.kind in ("comment", "space") for at in range(*t.span)}
    assert [text[at] for at in range(len(text)) if at not in covered] == []


@LIMITED
@given(text=TEXTS)
def test_macros_end(text: str) -> None:
    try:
        stream = macros_in(text).expanded(tokens(text, 0, len(text)))
    except Unreadable:
        return
    assert all(0 <= token.span[0] <= token.span[1] <= len(text) for token in stream)


@LIMITED
@given(text=st.text(max_size=200), start=st.integers(0, 300), length=st.integers(0, 300))
def test_any_place_is_rendered(text: str, start: int, length: int) -> None:
    diagnostic = Diagnostic("SK101", (start, start + length), "message")
    lines = rendered(diagnostic, Document("a.md", text)).split("\n")
    assert len(lines) == 3
    assert set(lines[2][4:]) <= {" ", "^"}
