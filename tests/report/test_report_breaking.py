"""Long formulas end their lines where a reader would end them."""

from __future__ import annotations

import re

import pytest

from symkl.report.breaking import LONGEST, parts, whole, width
from symkl.report.formula import in_lines, mathml

LONG = r"\sum_{x} p(x, y) \log p(x, y) - \sum_{x} p(x) \log q(x)"


def test_a_short_formula_stays_whole() -> None:
    assert parts("a + b = c") == ["a + b = c"]
    assert in_lines("a + b = c") == mathml("a + b = c")


def test_a_long_formula_breaks_before_signs_and_relations() -> None:
    assert parts(rf"{LONG} \ge 0") == [
        r"\sum_{x} p(x, y) \log p(x, y)",
        r"- \sum_{x} p(x) \log q(x)",
        r"\ge 0",
    ]


@pytest.mark.parametrize(
    "tex",
    [
        rf"\frac{{{LONG}}}{{2}}",
        rf"f({LONG})",
        rf"\left. {LONG} \right|",
        rf"\left[ {LONG} \middle| x \right]",
        rf"\sqrt{{\left({LONG}\right)}}",
        rf"\begin{{cases}} {LONG} \end{{cases}}",
        rf"\text{{{LONG.replace(chr(92), '')}}}",
        rf"x_{{{LONG}}}",
    ],
)
def test_no_line_ends_in_brackets(tex: str) -> None:
    assert width(tex) > LONGEST
    assert parts(tex) == [tex]


def test_brackets_that_do_not_match_keep_a_formula_whole() -> None:
    for tex in (f"({LONG}", f"{LONG})", rf"\left({LONG}"):
        assert parts(tex) == [tex]


def test_a_sign_of_a_number_begins_no_line() -> None:
    tex = rf"{LONG} = -{LONG[5:]} \times -1, -x^-"
    assert not any(re.fullmatch(r"[-=+ ]*|-1.*", part) for part in parts(tex))
    assert "".join(parts(tex)).replace(" ", "") == tex.replace(" ", "")


def test_words_behind_a_wide_space_may_have_a_line_of_their_own() -> None:
    assert parts(rf"{LONG} \quad \text{{by algebra}}")[2:] == [r"\quad \text{by algebra}"]


def test_each_part_keeps_its_tex_and_the_space_around_its_sign() -> None:
    shown = in_lines(LONG)
    assert shown.count("<wbr>") == 1
    notes = re.findall(r"<annotation[^>]*>(.*?)</annotation>", shown)
    assert notes == parts(LONG)
    assert "<mrow></mrow><mo>−</mo>" in shown  # a sign between two, not of a number


def test_what_does_not_convert_is_shown_whole_as_its_text() -> None:
    tex = rf"{LONG} = \nosuch"
    assert in_lines(tex) == mathml(tex)
    assert in_lines(tex).startswith("<code")


@pytest.mark.parametrize(("left", "right"), [("(", ")"), ("[", "]"), (r"\{", r"\}")])
def test_growing_brackets_that_are_broken_get_a_fixed_size(left: str, right: str) -> None:
    tex = rf"\frac12 \left{left}{LONG}\right{right}^2"
    found = parts(tex)
    assert found == [
        rf"\frac12 \biggl{left} \sum_{{x}} p(x, y) \log p(x, y)",
        rf"- \sum_{{x}} p(x) \log q(x) \biggr{right}^2",
    ]
    assert in_lines(tex).count("<math") == 2
    assert whole(found).replace(" ", "") == tex.replace(" ", "")


def test_only_the_widest_brackets_are_broken() -> None:
    tex = rf"\left(a + b\right) \left[{LONG}\right]"
    assert r"\left(a + b\right)" in parts(tex)[0]
    assert r"\biggl[" in parts(tex)[0]


def test_brackets_of_an_author_that_do_not_match_stay() -> None:
    assert whole([r"\bigl( a", "+ b"]) == r"\bigl( a + b"
