from __future__ import annotations

import pytest

from symkl.reading.diagnostics import Diagnostic
from symkl.reading.document import Document
from symkl.reading.rendering import WIDTH, cells, harmless, rendered


def shown(text: str, start: int, end: int, help: str = "") -> list[str]:
    diagnostic = Diagnostic("SK101", (start, end), "not declared", help)
    return rendered(diagnostic, Document("a.md", text)).split("\n")


def test_place_message_line_and_marks() -> None:
    assert shown("one\n$a + bc$\n", 9, 11, "declare it") == [
        "a.md:2:6: not declared [SK101]",
        "  | $a + bc$",
        "  |      ^^",
        "  = help: declare it",
    ]


def test_without_help_there_is_none() -> None:
    assert len(shown("$a$", 1, 2)) == 3


@pytest.mark.parametrize(
    ("before", "marked", "blanks", "marks"),
    [("熵 $", "p", 4, 1), ("a\t", "b", 5, 1), ("é", "熵是", 1, 4), ("e\u0301 ", "x", 2, 1)],
)
def test_marks_stand_under_wide_characters(
    before: str, marked: str, blanks: int, marks: int
) -> None:
    lines = shown(before + marked + " rest", len(before), len(before + marked))
    assert lines[2] == "  | " + " " * blanks + "^" * marks


def test_long_lines_are_cut_around_the_span() -> None:
    text = "x" * 300 + "here" + "y" * 300
    lines = shown(text, 300, 304)
    mark = lines[2].index("^")
    assert lines[1][mark : mark + 4] == "here"
    assert lines[1].startswith("  | …x")
    assert lines[1].endswith("y…")
    assert cells(lines[1]) <= WIDTH + 4


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert shown("$a +\nb$", 1, 6)[2] == "  |  ^^^"


@pytest.mark.parametrize(("start", "end"), [(4, 4), (0, 99), (99, 99), (3, 1)])
def test_spans_at_the_edges_are_rendered(start: int, end: int) -> None:
    assert "^" in shown("$a$\n", start, end)[2]


def test_what_steers_a_terminal_is_taken_out() -> None:
    text = "$\x1b[31m\u202e\x07a$ b"
    diagnostic = Diagnostic("SK101", (text.index("b"), len(text)), "\x1b]0;x\x07bad", "\x9b1m")
    output = rendered(diagnostic, Document("a\x1b[2J.md", text))
    assert not set("\x1b\u202e\x07\x9b") & set(output)
    line, marks = output.split("\n")[1:3]
    assert line[marks.index("^")] == "b"


def test_harmless_text_is_one_line() -> None:
    assert harmless("a\nb\tc") == "a b    c"
