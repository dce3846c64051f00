from __future__ import annotations

from pathlib import Path

import pytest

from symkl.reading.assembly import Assembly
from symkl.reading.chain import Chain, Link, Remark
from symkl.reading.chains import chains
from symkl.reading.diagnostics import Unreadable
from symkl.reading.document import Document, Format, load_document
from symkl.reading.laying import layout
from symkl.reading.regions import Regions, regions
from symkl.reading.rows import check_accounted, statements


def written(regions: Regions, chain: Chain) -> str:
    """A chain on one line: sides as in the source, ``!`` and the code for unreadable ones."""

    def side(k: int) -> str:
        problem = chain.sides[k].problem
        source = " ".join(regions.text[slice(*chain.sides[k].span)].split())
        return f"!{problem.code}" if problem else source

    words = [side(0)]
    for k, link in enumerate(chain.links):
        words += [link.relation + link.label + said(link), side(k + 1)]
    words += [f"if <{remark.text}>" for remark in chain.qualifiers]
    words += [f"with <{remark.text}>" for remark in chain.remarks]
    words += [f"tag {chain.tag}"] if chain.tag else []
    return " ".join(["inner", *words] if chain.is_inner else words)


def said(link: Link) -> str:
    def mark(remark: Remark) -> str:
        return "" if remark.origin == "row" else f"{remark.origin}:"

    remarks = [remark for remark in link.remarks if remark.text != link.label]
    return "".join(f"<{mark(remark)}{remark.text}>" for remark in remarks)


def read(text: str, format: Format = "markdown") -> list[str]:
    found = regions(Document("a", text, format))
    return [written(found, chain) for chain in chains(found)]


def display(tex: str) -> list[str]:
    return read(f"$$\n{tex}\n$$")


ROWS = [
    # relations and rows
    ("a = b = c", ["a = b = c"]),
    ("A = B \\neq C = D", ["A = B != C = D"]),
    ("a &= b \\\\ &= c", ["a = b = c"]),
    ("a &= b \\\\ &\\neq\\\\ c &= d", ["a = b != c = d"]),
    ("a &= b \\\\ c &= d", ["a = b", "c = d"]),
    ("a &= b \\newline &\\ge c", ["a = b >= c"]),
    ("\\begin{eqnarray} a & = & b \\nonumber \\\\ & = & c \\end{eqnarray}", ["a = b = c"]),
    ("\\begin{equation}\\begin{split} a &= b \\\\ &= c\\end{split}\\end{equation}", ["a = b = c"]),
    ("a = b = \\\\ = c", ["a = b = c"]),
    ("a \\le \\\\ = c", ["a <= !SK302 = c"]),
    ("a = \\\\ b", ["a = b"]),
    ("a =", ["a = !SK302"]),
    ("\\boxed{D = 0}", ["D = 0"]),
    ("{a = b} = c", ["a = b = c"]),
    ("f(a = b) = \\{c > d\\}", ["f(a = b) = \\{c > d\\}"]),
    ("p(x|X=x) = \\sum_{i=1}^n q", ["p(x|X=x) = \\sum_{i=1}^n q"]),
    # what continues a side
    ("a &= b \\\\ &\\quad + c \\\\ &= d", ["a = b \\\\ &\\quad + c = d"]),
    ("a &= b \\\\ &\\times c", ["a = b \\\\ &\\times c"]),
    ("a &= b + \\\\ & c", ["a = b + \\\\ & c"]),
    ("a &= \\sum_x \\\\ & c", ["a = \\sum_x \\\\ & c"]),
    ("a &= b \\\\ -c &= d", ["a = b", "-c = d"]),
    ("a = b \\\\ - c", ["a = b \\\\ - c"]),
    ("a = b - \\\\ - c", ["a = !SK201"]),
    ("a &= b \\\\ & c \\\\ &= d", ["a = !SK201 = d"]),
    ("a &= b \\intertext{and so} -c &= d", ["a = b", "-c = d"]),
    ("a &= b \\\\ \\intertext{by Jensen, and} -c &= d", ["a =<by Jensen, and> b", "-c = d"]),
    ("a &= b \\\\ \\shortintertext{and} &= d", ["a = b = d"]),
    (
        "a &= b \\\\ \\intertext{If X is binary,} c &= d",
        ["a = b", "c = d if <If X is binary>"],
    ),
    ("a &= b, \\\\ & c", ["a = b", "c"]),
    ("\\begin{gather} a = b \\\\ c \\end{gather}", ["a = b", "c"]),
    ("a \\\\ b", ["a", "b"]),
    # several statements, and conditions
    ("a = b, c = d", ["a = b", "c = d"]),
    ("a = b; c = d", ["a = b", "c = d"]),
    ("a = b \\quad \\text{and} \\quad c = d", ["a =<and> b", "c = d"]),
    ("a = b \\quad \\text{or} \\quad c = d", ["a = !SK401 if <or c = d>"]),
    ("a, b = c", ["a, b = c"]),
    ("a = f(b, c), d e", ["a = f(b, c), d e"]),
    ("a = b, \\quad x \\in X", ["a = b if <x \\in X>"]),
    ("a = b, x \\in X, c = d", ["a = b if <x \\in X>", "c = d"]),
    ("a_k = b, \\quad k = 1, \\ldots, n", ["a_k = b if <k = 1, \\ldots, n>"]),
    ("a = b, \\quad x > 0", ["a = b if <x > 0>"]),
    ("a = b, \\quad f(x) > 0", ["a = b", "f(x) > 0"]),
    ("x \\in X, y \\in Y", ["x in X", "y in Y"]),
    ("a = b \\quad \\text{for all } x \\in X", ["a = b if <for all x \\in X>"]),
    ("a = b \\quad \\forall x", ["a = b if <\\forall x>"]),
    ("\\forall x \\in X: a = b", ["a = b if <\\forall x \\in X>"]),
    ("\\text{If } x > 0, a = b", ["a = b if <If x > 0>"]),
    ("\\text{if } x > 0", ["!SK401 if <if x > 0>"]),
    ("a = b \\\\ \\text{where } c = d, e = f", ["a = b if <where c = d, e = f>"]),
    ("\\text{where } c = d", ["c = d with <where>"]),
    ("a = b \\\\ \\text{s.t. } c = d", ["a = b if <s.t. c = d>"]),
    ("a = b \\quad 其中 c = d", ["a = b if <其中 c = d>"]),
    ("a = b \\quad (P \\ll Q)", ["a = b if <(P \\ll Q)>"]),
    ("\\exists x: a = b", ["!SK401 = b"]),
    ("a = 0 \\iff b = c", ["a = 0 iff b = c"]),
    ("a = 0 \\text{ if and only if } b = c", ["a = 0 iff b = c"]),
    ("\\Rightarrow a = b", ["a = b"]),
    # remarks
    ("a &= b (定义)\\\\ &\\ge c", ["a =<(定义)> b >= c"]),
    ("a = b （定义）", ["a =<（定义）> b"]),
    ("a >= b (凸函数:E(f) >= f(E)) \\\\ = 0", ["a >=<(凸函数:E(f) >= f(E))> b = 0"]),
    ("a = b = c \\text{ (by Jensen)}", ["a = b =<(by Jensen)> c"]),
    ("a = b \\text{ (by x)} \\ge c", ["a =<(by x)> b >= c"]),
    ("a = b && \\text{by } f \\ge 0", ["a =<by f \\ge 0> b"]),
    ("a = b \\quad (Jensen)", ["a =<(Jensen)> b"]),
    ("a &= b & (a) \\\\ &= c \\qquad (2)", ["a =(a) b =(2) c"]),
    ("a = b \\quad c", ["a = !SK201"]),
    ("a = b \\because c", ["a =<c> b"]),
    ("a &= b \\\\ % by x\n% a &= z\n&= c % and y", ["a =<comment:by x> b =<comment:and y> c"]),
    ("\\text{Since } x > 0, a = b", ["a = b with <Since x > 0>"]),
    ("\\text{Therefore, } a = b.", ["a = b with <Therefore>"]),
    ("a \\overset{(a)}{=} b \\stackrel{2}{\\le} c", ["a =(a) b <=(2) c"]),
    ("a \\overset{\\text{Jensen}}{\\ge} b", ["a >=<over:Jensen> b"]),
    ("a \\xlongequal{\\text{Bayes}} b", ["a =<over:Bayes> b"]),
    ("a \\overset{\\text{def}}{=} b \\stackrel{\\triangle}{=} c", ["a := b := c"]),
    ("a \\overset{?}{=} b", ["a =<over:?> !SK401"]),
    ("a \\overset{d}{=} b", ["a =(d) !SK401"]),
    ("a \\overset{c}{=} b \\overset{d}{=} e", ["a =(c) b =(d) e"]),
    ("a = \\underbrace{b}_{\\text{by x}}", ["a =<brace:by x> \\underbrace{b}_{\\text{by x}}"]),
    (
        "a = (\\underbrace{b}_{= c})",
        ["a =<brace:= c> (\\underbrace{b}_{= c})", "inner b = c"],
    ),
    # words that are quantities
    ("a = \\text{cross entropy} - \\text{noise}", ["a = \\text{cross entropy} - \\text{noise}"]),
    ("\\text{KL divergence} = a", ["\\text{KL divergence} = a"]),
    ("a = P(\\text{rain})", ["a = P(\\text{rain})"]),
    # notes
    ("a = b. \\tag{3} \\label{x}", ["a = b tag 3"]),
    ("a = b \\text{ (by x)}, \\tag{A}", ["a =<(by x)> b tag A"]),
    ("\\therefore a = b", ["a = b"]),
    ("a := b \\equiv c \\approx d \\propto e", ["a := b equiv c approx d propto e"]),
    ("X \\sim p", ["X ~ p"]),
]


@pytest.mark.parametrize(("tex", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_chains_of_a_display(tex: str, expected: list[str]) -> None:
    assert display(tex) == expected


DOCUMENTS = [
    ("$$a = b$$ so $$= c$$", ["a = b = c"]),
    ("$$a$$ with $x$ $$= c \\\\ d = e$$ $$ = f $$", ["a = c", "x", "d = e = f"]),
    ("$$a = b$$\n# Next\n$$= c$$", ["a = b", "!SK302 = c"]),
    ("$$= c$$", ["!SK302 = c"]),
    ("$$a = b$$ $= c$", ["a = b", "!SK302 = c"]),
    ("$$a = b$$ $$c$$ $$= d$$", ["a = b", "c = d"]),
    ("$$a = (b$$ $$= c$$", ["!SK301 = c"]),
    ("$a = b$ and $c$", ["a = b", "c"]),
    ("$$a &= (b \\\\ &\\le c \\\\ d &= e$$", ["!SK301 <= c", "d = e"]),
    ("$$a &= b \\\\ &\\le (c \\\\ &= d$$", ["a = b <= !SK301 = d"]),
    ("$$\\newcommand{\\x}{y}$$ $\\x = \\x$", ["\\x = \\x"]),
    ("$\\newcommand{\\x}{\\x} \\x$", ["!SK303"]),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS, ids=[row[0] for row in DOCUMENTS])
def test_chains_across_a_document(text: str, expected: list[str]) -> None:
    assert read(text) == expected


REASONS = [
    ("By Jensen's inequality, $$a \\le b \\le c$$", ["a <=<before:Jensen's inequality> b <= c"]),
    ("Using the chain rule we get: $$a = b$$", ["a =<before:the chain rule> b"]),
    ("由 Jensen 不等式可得: $$a = b$$", ["a =<before:Jensen 不等式> b"]),
    ("Nothing is said here: $$a = b$$", ["a = b"]),
    ("It was shown by others. Now $$a = b$$", ["a = b"]),
    ("$$a = b$$ by Jensen's inequality", ["a = b"]),
    (
        "$$a \\overset{(a)}{=} b$$ where (a) follows from symmetry.",
        ["a =(a)<below:symmetry> b"],
    ),
    (
        "$$a \\overset{(a)}{=} b \\overset{(b)}{=} c$$ Here $(a)$ and $(b)$ use linearity.",
        ["a =(a)<below:linearity> b =(b)<below:linearity> c", "(a)", "(b)"],
    ),
    (
        "$$a \\overset{(i)}{=} b \\overset{(ii)}{=} c$$\n\n- (i) since x\n- (ii) z\n",
        ["a =(i)<below:x> b =(ii)<below:z> c"],
    ),
    (
        "$$a \\overset{(a)}{=} b \\overset{(b)}{=} c$$\n其中 (a) 由链式法则，(b) 是对称性。",
        ["a =(a)<below:链式法则> b =(b)<below:对称性> c"],
    ),
    (
        "$$a \\overset{(a)}{=} b$$ so $$c = d$$ where (a) is by x",
        ["a =(a) b", "c = d"],
    ),
    ("$$a = b$$ where (a) is by x", ["a = b"]),
]


@pytest.mark.parametrize(("text", "expected"), REASONS, ids=[row[0] for row in REASONS])
def test_reasons_in_the_prose(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_every_node_is_accounted_for() -> None:
    text = "a = b \\quad \\text{by } c, \\tag{1}"
    row = layout(text, 0, len(text))
    check_accounted(row, statements(row, text))
    with pytest.raises(Unreadable) as caught:
        check_accounted(row[:-1], statements(row, text))
    assert caught.value.diagnostic.code == "SK304"


@pytest.mark.parametrize("place", ["sides", "links", "notes"])
def test_a_lost_node_is_noticed(place: str) -> None:
    text = "a = b \\tag{1}"
    row = layout(text, 0, len(text))
    assembly: Assembly = statements(row, text)
    statement = assembly.statements[0]
    (statement.sides[1].nodes if place == "sides" else getattr(statement, place)).pop()
    with pytest.raises(Unreadable) as caught:
        check_accounted(row, assembly)
    assert caught.value.diagnostic.code == "SK304"


ARTICLES = {
    "chain-fr.tex": [
        "H(X,Y) =<before:la définition> -\\sum_{x,y} p(x,y) \\log p(x,y) =<et> H(X) + H(Y|X)",
        "H(Y|X) >= 0",
        "I(X;Y) = H(X) + H(Y) \\\\ &\\quad - H(X,Y) >= 0",
    ],
    "entropy-blog.md": [
        "H(p) = -\\sum_x p(x) \\log p(x)",
        "D(p \\| q) =<before:definition> \\sum_x p(x) \\log \\frac{p(x)}{q(x)} "
        "=<(log of a quotient)> -H(p) - \\sum_x p(x) \\log q(x) >= 0",
        "D(p \\| q) = 0",
    ],
    "jensen.md": [
        "-D(p\\|q) =<before:the definition of the divergence> "
        "\\sum_x p(x) \\log\\frac{q(x)}{p(x)} <=(a)<below:Jensen's inequality> "
        "\\log \\sum_x p(x) \\frac{q(x)}{p(x)} =(b)<below:cancellation> "
        "\\log \\sum_x q(x) =(c)<below:normalisation> \\log 1 = 0",
        "D(p\\|q) >= 0",
    ],
    "mutual-zh.md": [
        "I(X;Y) =<（定义）><before:全概率公式> \\sum_{x,y} p(x,y) \\log "
        "\\frac{p(x,y)}{p(x)p(y)} = H(Y) - H(Y|X) = 0 if <其中 p(x) > 0>",
        "I(X;Y) =(a)<below:链式法则> H(X) - H(X|Y) =(b)<below:对称性> I(Y;X)",
    ],
    "trace.tex": [
        "\\E[x^\\top A x] = \\E[\\tr(x^\\top A x)] =<comment:cyclic trace> "
        "\\E[\\tr(A x x^\\top)] = \\tr(A\\, \\E[x x^\\top]) tag T",
        "\\tr(AB) = \\tr(BA)",
        "\\tr(AB) = \\sum_{i,j} A_{ij} B_{ji} = \\tr(BA)",
    ],
    "unclosed.md": [
        "!SK301",
        "H(X) = \\log n - D(p \\| u) = !SK301 <= \\log n",
    ],
    "steps.qmd": [
        "V(X) = E[(X - E[X])^2] = E[X^2] - 2 E[X] E[X] + E[X]^2",
        "V(X) = E[X^2] \\\\ - E[X]^2",
        "E[X] := \\sum_x x\\, p(x) if <\\forall X>",
    ],
}


@pytest.mark.parametrize("name", ARTICLES)
def test_displays_of_articles(articles: Path, name: str) -> None:
    document = load_document(str(articles / name))
    assert isinstance(document, Document)
    found = regions(document)
    displays = [chain for chain in chains(found) if chain.is_display]
    assert [written(found, chain) for chain in displays] == ARTICLES[name]
