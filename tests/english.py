"""The English words that a page shows outside of formulas and code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

WORD = re.compile(r"[a-z]{3,}")
TEX = re.compile(r"\\[A-Za-z]+")
QUOTED = re.compile("'[^']*'")
FORMULAS = frozenset({"math", "code", "pre", "style"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
SAID = frozenset({"alt", "aria-label", "title"})
# Functions, people, and names of programs and fonts, which are the same in every language.
NAMES = frozenset(
    (
        *("abc", "cab", "cos", "det", "exp", "inf", "int", "log", "min", "sum"),
        *("alpha", "beta", "delta", "eta", "gamma", "kappa", "lambda", "psi", "sigma", "tau"),
        *("theta", "cal", "hat"),
        *("bernoulli", "dirichlet", "fano", "gibbs", "isserlis", "jensen", "laplace"),
        *("mises", "pareto", "pinsker", "poisson", "shannon", "weibull", "wishart"),
        *("json", "latex", "mathml", "mpmath", "python", "symkl", "sympy", "tex", "recheck"),
        *("font", "license", "math", "open", "result", "sil", "stix", "two"),
    )
)


class _Shown(HTMLParser):
    """Collects the text of a page that is in a language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if not FORMULAS & {*self.open}:
            self.texts += [value or "" for name, value in attrs if name in SAID]

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not FORMULAS & {*self.open}:
            self.texts.append(data)


def texts_of(page: str) -> list[str]:
    """What a page says outside of formulas and code."""
    reader = _Shown()
    reader.feed(page)
    return reader.texts


def english(text: str) -> set[str]:
    """The English words of a text."""
    return set(WORD.findall(TEX.sub(" ", text).lower())) - NAMES


def english_texts(texts: Iterable[str], written: str = "") -> set[str]:
    """The texts with English words in them, without what an author has ``written``."""
    own = " ".join(written.split())
    pieces = sorted(set(re.split(r"\$[^$]*\$|\n", written)), key=len, reverse=True)
    pieces = [piece for piece in pieces if english(piece)]
    found = set()
    for text in texts:
        rest = QUOTED.sub("", " ".join(text.split()))
        if rest in own:
            continue
        for piece in pieces:
            rest = rest.replace(" ".join(piece.split()), "")
        if english(rest):
            found.add(rest)
    return found
