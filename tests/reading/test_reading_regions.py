from __future__ import annotations

from pathlib import Path

import pytest

from symkl.reading.document import Document, Format, load_document
from symkl.reading.regions import regions


def pieces(text: str, kind: str = "", format: Format = "markdown") -> list[str]:
    """The contents of the pieces (of one kind), with a letter for the kind before each."""
    found = regions(Document("a", text, format))
    return [
        f"{piece.kind[0]}:{' '.join(found.content(piece).split())}"
        for piece in found.pieces
        if piece.kind.startswith(kind)
    ]


FORMULAS = [
    ("$$a = b$$", ["d:a = b"]),
    ("$$\n\na\n\n= b\n\n$$", ["d:a = b"]),
    ("text $$a$$ text", ["d:a"]),
    ("$x$ and $y$", ["i:x", "i:y"]),
    ("it costs $5 and $10", []),
    ("it costs $5 (or $x$)", ["i:x"]),
    ("from $5 million to $7", []),
    ("US$5 and AU$6", []),
    ("\\$x\\$ and \\$y", []),
    ("$ x $ is set loosely", ["i:x"]),
    ("$H(P,Q) $", ["i:H(P,Q)"]),
    ("$a\n\nb$", []),
    ("$2x$", ["i:2x"]),
    ("$[like](https://example.org)$", []),
    ("$`a|b`$", ["i:a|b"]),
    ("`$x$` and ``a ` $y$``", []),
    ("\\(x\\) and \\\\(y\\\\)", ["i:x", "i:y"]),
    ("\\[1\\] and \\(see below\\)", []),
    ("\\[a = b\\]", ["d:a = b"]),
    ("\\\\[\na \\\\\\\\\n= b\n\\\\]", ["d:a \\\\\\\\ = b"]),
    ("\\begin{align*}a &= b\\end{align*}", ["d:\\begin{align*}a &= b\\end{align*}"]),
    ("\\begin{itemize}a\\end{itemize}", []),
    ("{% math %}a = b{% endmath %}", ["d:a = b"]),
    ("{% raw %}$$a$$ {% endraw %}", ["d:a"]),
    ("{% highlight %}$$a$$ {% endhighlight %}", []),
    ("```math\na = b\n```", ["d:a = b"]),
    ("```{math}\n:label: x\na = b\n```", ["d:a = b"]),
    (":::{math}\na = b\n:::", ["d:a = b"]),
    ("```\n$$a$$\n```\n$$b$$", ["d:b"]),
    ("~~~ python\n$a$\n~~~", []),
    ("~~~\n$a$\n", []),
    ("text\n\n    $a$ in code\n\n$b$", ["i:b"]),
    ("text\n    $a$ no code", ["i:a"]),
    ("- item\n\n    $a$ in the item", ["i:a"]),
    ("- $$\n  a\n  $$", ["d:a"]),
    ("> $$\n> a\n> > b\n> $$", ["d:a > b"]),
    (">$$\n>a\n>$$", ["d:a"]),
    ("$$\na\n> b\n$$", ["d:a > b"]),
    ("> - $x\n> > 1$", ["i:x > 1"]),
    ("> ```math\n> a\n> ```", ["d:a"]),
    ("<!-- $a$ --> $b$", ["i:b"]),
    ("<pre>$a$</pre><a href='$b$'>$c$</a>", ["i:c"]),
    ("$a <b$ and $c> d$", ["i:a <b", "i:c> d"]),
    ("[x](https://example.org/$a$) $b$", ["i:b"]),
    ("$$a \\text{ for $x$ } b$$", ["d:a \\text{ for $x$ } b"]),
    ("| $a$ | $b$ |", ["i:a", "i:b"]),
    ("$$$$", ["d:"]),
]


@pytest.mark.parametrize(("text", "expected"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_formulas_of_markdown(text: str, expected: list[str]) -> None:
    formulas = [piece for piece in pieces(text) if piece[0] in "di"]
    assert formulas == expected


def test_front_matter_is_left_out_but_its_declarations() -> None:
    text = "---\ntitle: $a$\nsymkl:\n  pmf: [p]\n\n  joint: q\nmath: true\n---\n$b$"
    assert pieces(text) == ["d:symkl: pmf: [p] joint: q", "i:b"]
    assert pieces("+++\ntitle = '$a$'\n+++\n$b$") == ["i:b"]
    assert pieces("a\n\n---\n\n$b$\n\n---\n", "inline") == ["i:b"]


def test_declarations_in_fences_and_comments() -> None:
    assert pieces("```symkl\npmf p\n```\n<!-- symkl: pmf q -->") == ["d:pmf p", "d:pmf q"]
    assert pieces("> ```symkl\n> pmf p\n> ```") == ["d:pmf p"]


def test_headings_and_their_levels() -> None:
    text = "# One\n## Two ##\nThree\n===\n\nFour\n---\n\n#hashtag\n\n| a |\n---\n"
    found = regions(Document("a.md", text))
    headings = [(p.level, found.content(p)) for p in found.pieces if p.kind == "heading"]
    assert headings == [(1, "One"), (2, "Two"), (1, "Three"), (2, "Four")]


def test_labels_of_quarto_and_myst() -> None:
    text = "$$a$$ {#eq-a .class}\n\n$$b$$ (eq-b)\n\n```{math}\n:label: eq-c\nc\n```\n$$d$$ (see)it"
    found = regions(Document("a.md", text))
    labels = [piece.label for piece in found.pieces if piece.kind == "display"]
    assert labels == ["eq-a", "eq-b", "eq-c", ""]


@pytest.mark.parametrize(
    "text",
    [
        "$$ a\n\nwhere $x$ is\n\n$$ b $$",
        "$$ a\n\n# Heading\n\n$$ b $$",
        "$$ a\n\n```\n$$\n```\n$$b$$",
    ],
)
def test_an_open_display_does_not_turn_prose_into_formulas(text: str) -> None:
    found = regions(Document("a.md", text))
    displays = [piece for piece in found.pieces if piece.kind == "display"]
    assert found.content(displays[0]).split() == ["$$", "a"]
    assert displays[0].problem is not None
    assert displays[0].problem.code == "SK301"
    assert [found.content(piece).strip() for piece in displays[1:]] == ["b"]


TEX = [
    ("$a$ \\$5 % $b$\n$$c$$", ["i:a", "d:c"]),
    ("\\verb|$a$| \\(b\\)", ["i:b"]),
    ("\\begin{verbatim}$a$\\end{verbatim}\\[b\\]", ["d:b"]),
    ("$a \\text{ if $b$}$", ["i:a \\text{ if $b$}"]),
    ("\\begin{theorem}$a$\\end{theorem}", ["i:a"]),
    ("$x$\\begin{document}$a$\\end{document}$b$", ["i:a"]),
    ("% \\begin{document}\n$x$", ["i:x"]),
    ("a 50\\% rate and $b$", ["i:b"]),
]


@pytest.mark.parametrize(("text", "expected"), TEX, ids=[text for text, _ in TEX])
def test_formulas_of_latex(text: str, expected: list[str]) -> None:
    formulas = [piece for piece in pieces(text, format="tex") if piece[0] in "di"]
    assert formulas == expected


def test_headings_and_declarations_of_latex() -> None:
    text = "\\section*{One $x$}\n\\subsection[short]{Two}\n% symkl pmf p\n"
    assert pieces(text, format="tex") == ["h:One $x$", "h:Two", "d:pmf p"]


RST = [
    (".. math:: a = b\n\n   c = d\n\n   e\n\nprose", ["d:a = b", "d:c = d", "d:e", "p:prose"]),
    (".. math::\n   :label: x\n\n   a\n   b\n", ["d:a b"]),
    (":math:`a` and ``:math:`b```", ["i:a", "p:and"]),
    ("Code::\n\n   :math:`a`\n\n:math:`b`", ["p:Code", "i:b"]),
    (".. code::\n\n   :math:`a`\n\n.. note:: :math:`b`", ["i:b"]),
    (".. :math:`a`\n\nTitle\n-----\n", ["h:Title"]),
    (".. symkl:\n   pmf p\n", ["d:pmf p"]),
]


@pytest.mark.parametrize(("text", "expected"), RST, ids=[text for text, _ in RST])
def test_pieces_of_restructured_text(text: str, expected: list[str]) -> None:
    assert pieces(text, format="rst") == expected


def test_nothing_reaches_from_one_cell_into_the_next(articles: Path) -> None:
    document = load_document(str(articles / "notes.ipynb"))
    assert isinstance(document, Document)
    found = regions(document)
    displays = [piece for piece in found.pieces if piece.kind == "display"]
    assert [piece.problem is None for piece in displays] == [True, False, True]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        # headings, displays, inline formulas, declarations
        ("chain-fr.tex", (1, 2, 0, 1)),
        ("entropy-blog.md", (2, 3, 3, 2)),
        ("gauss-de.md", (1, 4, 4, 0)),
        ("information.rst", (2, 3, 1, 1)),
        ("jensen.md", (2, 2, 2, 0)),
        ("mutual-zh.md", (3, 3, 3, 0)),
        ("myst.md", (1, 3, 3, 1)),
        ("notes.ipynb", (1, 3, 0, 0)),
        ("pinsker-es.md", (2, 2, 2, 0)),
        ("steps.qmd", (0, 4, 1, 0)),
        ("trace.tex", (2, 3, 3, 0)),
        ("unclosed.md", (2, 2, 1, 0)),
    ],
)
def test_articles(articles: Path, name: str, counts: tuple[int, ...]) -> None:
    document = load_document(str(articles / name))
    assert isinstance(document, Document)
    kinds = [piece.kind for piece in regions(document).pieces]
    wanted = ("heading", "display", "inline", "declaration")
    assert tuple(map(kinds.count, wanted)) == counts
