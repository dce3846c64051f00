from __future__ import annotations

from itertools import pairwise

import pytest

from symkl.reading.configuration import configured_macros
from symkl.reading.diagnostics import Unreadable
from symkl.reading.macros import Macros, macros_in
from symkl.reading.tokens import Token, tokens


def spelt(stream: list[Token]) -> str:
    return "".join(f"\\{t.text} " if t.kind == "command" else t.text for t in stream)


def expanded(definitions: str, use: str) -> str:
    text = f"{definitions} {use}"
    stream = tokens(text, len(definitions) + 1, len(text))
    return spelt(macros_in(text).expanded(stream))


ROWS = [
    ("\\newcommand{\\KL}[2]{D(#1,#2)}", "\\KL{P}{Q}", "D(P,Q)"),
    ("\\newcommand\\KL[2]{D(#1,#2)}", "\\KL P Q", "D(P,Q)"),
    ("\\newcommand*{\\a}{b}", "\\a\\a", "bb"),
    ("\\newcommand{\\E}[2][p]{E_{#1}[#2]}", "\\E{x}\\E[q]{y}", "E_{p}[x]E_{q}[y]"),
    ("\\newcommand{\\a}{b}\\renewcommand{\\a}{c}", "\\a", "c"),
    ("\\providecommand{\\a}{b}", "\\a", "b"),
    ("\\def\\R#1#2{#2+#1}", "\\R xy", "y+x"),
    ("\\let\\a=\\alpha", "\\a", "\\alpha "),
    ("\\DeclareMathOperator{\\Tr}{tr}", "\\Tr A", "\\operatorname {tr} A"),
    ("\\DeclareMathOperator*{\\am}{arg}", "\\am", "\\operatorname* {arg}"),
    ("\\DeclarePairedDelimiter{\\n}{[}{]}", "\\n{x}\\n*{y}\\n[\\big]{z}", "[x][y][z]"),
    (
        "\\DeclarePairedDelimiterX{\\i}[2]{(}{)}{#1\\delimsize|#2}\\newcommand{\\D}{D\\i}",
        "\\D*{P}{Q}",
        "D(P|Q)",
    ),
    ("\\def\\a{\\b\\b}\\def\\b{c}", "\\a", "cc"),
    ("\\newcommand{\\b}[1]{<#1>}", "\\b{\\b{x}}", "<<x>>"),
    ("", "\\newcommand{\\a}{b} \\a", " b"),
    ("\\newcommand{\\t}{t r}", "\\t", "t\\space r"),
    ("\\newcommand{\\t}{tr % a remark\n}", "\\t", "tr  "),
    ("", "\\ensuremath{x}\\unknown", "x\\unknown "),
]


@pytest.mark.parametrize(("definitions", "use", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_expansions(definitions: str, use: str, expected: str) -> None:
    assert expanded(definitions, use) == expected


def test_a_macro_holds_from_its_definition_on() -> None:
    text = "\\a \\newcommand{\\a}{b} \\a \\renewcommand{\\a}{c} \\a"
    stream = macros_in(text).expanded(tokens(text, 0, len(text)))
    assert spelt(stream).split() == ["\\a", "b", "c"]


def test_places_are_those_of_the_use() -> None:
    text = "\\newcommand{\\f}[2]{f(#1,#2)} \\f{P}{Q}+"
    start = text.index("\\f{P}")
    stream = macros_in(text).expanded(tokens(text, start, len(text)))
    use = (start, start + 8)
    places = {token.text: token.span for token in stream}
    assert places["f"] == places["("] == places[","] == use
    assert places["P"] == (start + 3, start + 4)
    assert places["+"] == (start + 8, start + 9)


def test_places_of_arguments_out_of_order_are_those_of_the_use() -> None:
    text = "\\def\\f#1#2{#2#1} \\f{P}{Q}"
    start = text.index("\\f{P}")
    stream = macros_in(text).expanded(tokens(text, start, len(text)))
    assert {token.span for token in stream} == {(start, len(text))}


@pytest.mark.parametrize(
    ("definitions", "use", "code"),
    [
        ("\\def\\a{\\a}", "\\a", "SK303"),
        ("\\def\\a{\\b\\b}\\def\\b{\\a}", "\\a", "SK303"),
        ("\\newcommand{\\a}[1]{#1}", "\\a", "SK301"),
        ("\\newcommand{\\a}[1]{#1}", "{\\a}", "SK301"),
        ("\\def\\a[#1]{#1}", "\\a[x]", "SK401"),
        ("\\newcommand{\\a}[z]{b}", "\\a", "SK401"),
    ],
)
def test_what_cannot_be_expanded_is_said(definitions: str, use: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        expanded(definitions, use)
    assert caught.value.diagnostic.code == code


def test_doubling_macros_end() -> None:
    names = "abcdefghijklmnop"
    pairs = pairwise(names)
    bomb = "".join(f"\\def\\x{a}{{\\x{b}\\x{b}}}" for a, b in pairs) + "\\def\\xp{y}"
    with pytest.raises(Unreadable, match=r"never ends|too long"):
        expanded(bomb, "\\xa")


def test_senseless_definitions_are_passed_over() -> None:
    for text in (
        "\\newcommand",
        "\\def",
        "\\newcommand{\\a",
        "\\newcommand{a}{b}",
        "\\let",
        "\\def{",
    ):
        assert macros_in(text).at("a", 99) is None


CONFIGURED = [
    '{"tex": {"macros": {"E": "\\\\mathbb{E}", "KL": ["D(#1 , #2)", 2]}}}',
    'macros:\n  E: "\\\\mathbb{E}"\n  KL: ["D(#1 , #2)", 2]\n',
    "macros:\n  E: \\mathbb{E}\n  KL: ['D(#1 , #2)', 2]\n",
    "window.MathJax = { tex: { macros: { E: '\\\\mathbb{E}', KL: ['D(#1 , #2)', 2] } } };",
    '{"\\\\E": "\\\\mathbb{E}", "\\\\KL": "D(#1 , #2)"}',
    "\\newcommand{\\E}{\\mathbb{E}}\n\\newcommand{\\KL}[2]{D(#1 , #2)}",
]


@pytest.mark.parametrize("text", CONFIGURED, ids=range(len(CONFIGURED)))
def test_configurations(text: str) -> None:
    macros = Macros(configured_macros(text))
    use = "\\KL{P}{\\E}"
    assert spelt(macros.expanded(tokens(use, 0, len(use)))) == "D(P , \\mathbb {E})"


def test_the_default_of_a_configured_macro() -> None:
    macros = Macros(configured_macros('{"macros": {"E": ["E_{#1}[#2]", 2, "p"]}}'))
    assert spelt(macros.expanded(tokens("\\E{x}", 0, 5))) == "E_{p}[x]"
