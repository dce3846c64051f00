from __future__ import annotations

import pytest

from symkl.reading.diagnostics import Unreadable
from symkl.reading.laying import layout
from symkl.reading.layout import Node, Row
from symkl.reading.tokens import tokens


def laid(text: str) -> Row:
    return layout(text, 0, len(text))


def kinds(text: str) -> list[str]:
    """Kind and text of the nodes that are no notes."""
    return [f"{node.kind}:{node.text}" for node in laid(text) if node.kind != "note"]


ROWS = [
    ("a >= b", ["name:a", "rel:>=", "name:b"]),
    ("a := b", ["name:a", "rel::=", "name:b"]),
    ("a : b", ["name:a", "punct::", "name:b"]),
    ("a == b", ["name:a", "rel:=", "name:b"]),
    ("a~=~b", ["name:a", "rel:=", "name:b"]),
    ("\\xlongequal{x}", ["rel:="]),
    ("（a）【b】", ["fence:()", "fence:[]"]),
    ("p||q", ["name:p", "bar:||", "name:q"]),
    ("p\\mid\\mid q", ["name:p", "bar:||", "name:q"]),
    ("JSD(P\\|Q)", ["name:JSD", "fence:()"]),
    ("JS[P||Q]", ["name:JS", "fence:[]"]),
    ("ND(P\\|Q)", ["name:N", "name:D", "fence:()"]),
    ("NH(Y\\|X)", ["name:N", "name:H", "fence:()"]),
    ("ABC(P-Q)", ["name:A", "name:B", "name:C", "fence:()"]),
    ("trlog", ["func:tr", "func:log"]),
    ("t r", ["name:t", "name:r"]),
    ("t\\, r", ["name:t", "name:r"]),
    ("\\begin{aligned}[t] a \\end{aligned}", ["name:a"]),
    ("\\begin{align}[x] = y\\end{align}", ["fence:[]", "rel:=", "name:y"]),
    ("\\begin{IEEEeqnarray}{rCl} a \\end{IEEEeqnarray}", ["name:a"]),
    ("\\intertext{and so on}", ["text:and so on"]),
    ("a % a = b\nc", ["name:a", "name:c"]),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_nodes(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


COVERED = [
    "\\begin{align*}[t] a &= b \\\\[2pt] &= c \\end{align*}",
    "\\operatorname{tr}\\left(A\\right)",
    "\\mathrm{a + b} \\bf x",
    "\\sum\\limits_{x} \\lim\\limits x'",
    "{a \\over b} + \\underbrace{a}_{b} \\overset{(a)}{=} c",
    "\\color{red} x \\text{ if $y$ } \\tag{1}",
    "a_{b}^{c} \\not= \\boldsymbol{\\mu_p}",
    "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
    "\\xlongequal[a]{b} \\sqrt[3]{x} 定义 （x）",
]


@pytest.mark.parametrize("text", COVERED)
def test_every_character_has_a_node(text: str) -> None:
    assert uncovered(text, laid(text)) == ""


def uncovered(text: str, row: Row) -> str:
    """The characters that no node covers, other than spaces and comments."""
    left = set(range(len(text)))
    blanks = [token.span for token in tokens(text, 0, len(text)) if token.kind == "comment"]
    for start, end in [*blanks, *(node.span for node in row)]:
        left -= set(range(start, end))
    return "".join(text[at] for at in sorted(left) if not text[at].isspace()).replace("\\", "")


def test_tokens_cover_the_text() -> None:
    text = "a \\\\[2pt] b % c\n\\frac{1}2 \\  \\%\\"
    found = list(tokens(text, 0, len(text)))
    assert [token.span[0] for token in found[1:]] == [token.span[1] for token in found[:-1]]
    assert (found[0].span[0], found[-1].span[1]) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "{" * 100 + "}" * 100,
        "(" * 100 + ")" * 100,
        "\\hat" * 5000 + "x",
        "\\frac" * 5000,
        "\\not" * 5000,
        "x_" + "{x_" * 100,
        "a" * 60_000,
    ],
    ids=["braces", "brackets", "accents", "fractions", "negations", "scripts", "length"],
)
def test_deep_and_long_formulas_are_refused(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        laid(text)
    assert caught.value.diagnostic.code in ("SK303", "SK301")


def test_parts_stand_inside_of_their_node() -> None:
    def check(node: Node) -> None:
        for row in node.rows:
            for part in row:
                assert node.span[0] <= part.span[0] <= part.span[1] <= node.span[1], (node, part)
                check(part)

    for text in COVERED:
        for node in laid(text):
            check(node)
