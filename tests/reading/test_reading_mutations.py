"""The whole reader on damaged documents: it ends, says what is wrong, and overlooks no change.

What a chain says is changed in one token; then the term must change, or the side must be unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symkl.derivation import Derivation, Step
from symkl.language.objectives import Objective
from symkl.language.statements import Statement
from symkl.language.written import Written
from symkl.reading.article import read
from symkl.reading.chain import Chain
from symkl.reading.diagnostics import CODES
from symkl.reading.document import Document, Format
from symkl.reading.tokens import Token, tokens
from symkl.running import check

DOCUMENTS = Path(__file__).parent / "documents"
SOURCES = sorted(path for path in DOCUMENTS.iterdir() if path.suffix in (".md", ".tex"))
LIMITED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CHARACTERS = st.characters(codec="utf-8")
INSERTED = st.one_of(
    st.sampled_from(
        ["{", "}", "$", "$$", "\\", "\x00", "\u202e", "\ufeff", "\U0001d4ab", "é", "−"]
    ),
    st.sampled_from(["\\left(", "\\right)", "\\begin{align}", "\\end{align}", "_", "^", "&", "%"]),
    st.text(CHARACTERS, max_size=4),
)


def read_through(document: Document) -> list[Derivation]:
    """What is read, with everything that a run would ask of it."""
    found = read(document, ())
    codes = [diagnosis.code for diagnosis in found.result.diagnoses]
    assert set(codes) <= set(CODES)
    for derivation in found.derivations:
        assert derivation.steps
        for step in derivation.steps:
            step.claims()
            assert step.statement()
    return found.derivations


@st.composite
def damaged(draw: st.DrawFn) -> Document:
    """A document of the tests with a stretch of it cut out, doubled or overwritten."""
    path = draw(st.sampled_from(SOURCES))
    text = path.read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 12)))
        text = text[:at] + draw(st.one_of(INSERTED, st.just(text[at:end] * 2))) + text[end:]
    return Document(path.name, text)


@LIMITED
@given(document=damaged())
def test_damaged_documents_are_read_to_the_end(document: Document) -> None:
    read_through(document)


@pytest.mark.parametrize("format", get_args(Format))
@settings(LIMITED, max_examples=25)
@given(text=st.text(CHARACTERS, max_size=200))
def test_any_text_is_read_to_the_end(format: Format, text: str) -> None:
    read_through(Document("a", text, format))
    read_through(Document("a", f"Let $P$ be a pmf.\n\n$$ {text} $$\n", format))


DEEP = {
    "braces": ("{", "}"),
    "parentheses": ("(", ")"),
    "fences": ("\\left(", "\\right)"),
    "fractions": ("\\frac{1}{", "}"),
    "powers": ("x^{", "}"),
    "subscripts": ("x_{", "}"),
    "roots": ("\\sqrt{", "}"),
    "logarithms": ("\\log(", ")"),
    "minus signs": ("-", ""),
    "environments": ("\\begin{aligned}", "\\end{aligned}"),
    "texts": ("\\text{$", "$}"),
    "nothing closed": ("{(\\left[\\frac{", ""),
    "nothing opened": ("", "})\\right]"),
    "nulls": ("\x00", ""),
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("depth", [30, 3000])
def test_deep_nesting_is_read_or_reported(name: str, depth: int) -> None:
    opening, closing = DEEP[name]
    text = f"$$ {opening * depth} x {closing * depth} = 1 $$"
    for derivation in read_through(Document("deep.md", text)):
        for step in check(derivation).steps if depth < 100 else ():
            assert step.verdict != "proved"


def test_a_minimiser_without_its_law_is_unread() -> None:
    """The subscript was read without looking whether there is one."""
    text = r"$$ \arg\min KL(p \| q) = \arg\min_q H(p, q) $$"
    (derivation,) = read_through(Document("a.md", text))
    assert derivation.steps[0].unread


# --- single tokens ----------------------------------------------------------------------------

UNCHECKED = {code for code in CODES if code.startswith("SK5")}  # said to be taken as it stands
CHANGED = {"+": "-", "-": "+", "=": "\\ge ", "/": "+", "<": ">", ">": "<"}
COMMANDS = {"log": "\\exp", "sum": "\\max", "ge": "\\le ", "le": "\\ge ", "geq": "\\leq "}


def other(token: Token) -> str | None:
    """Another token that says something else in every place; None for one that may say nothing."""
    if token.kind == "char" and token.text.isascii() and token.text.isdigit():
        return str((int(token.text) + 1) % 10)
    if token.kind == "command":
        return COMMANDS.get(token.text)
    return CHANGED.get(token.text) if token.kind == "char" else None


def meaning(derivations: list[Derivation]) -> str:
    """What all steps say, and which of them say nothing."""
    return repr([_meaning(step) for derivation in derivations for step in derivation.steps])


def _meaning(step: Step) -> tuple[object, ...]:
    codes = [diagnosis.code for diagnosis in step.diagnoses]
    given = [(item.lhs.term, item.relation, item.rhs.term) for item in step.given]
    sides = list(map(_said, (step.lhs, step.rhs)))
    declared = sorted(map(repr, step.declarations))
    return sides, step.relation, given, step.by, step.unread, step.defines, codes, declared


def _said(side: object) -> object:
    if isinstance(side, Written):
        return side.term
    if isinstance(side, Statement):
        return side.lhs.term, side.relation, side.rhs.term
    return (side.kind, side.expression.term) if isinstance(side, Objective) else side


def judged_tokens(document: Document) -> Iterator[tuple[Token, str]]:
    """The tokens of the sides that are counted as claims, each with another one."""
    for reader in read(document, ()).readers:
        told = {found.code for found in reader.diagnoses(reader.sides)}
        for span in _spans(reader.chain) if reader.counts and not told & UNCHECKED else ():
            for token in tokens(document.text, *span):
                changed = other(token)
                if changed is not None:
                    yield token, changed


def _spans(chain: Chain) -> Iterator[tuple[int, int]]:
    if chain.links and not any(side.problem for side in chain.sides):
        yield from (node.span for side in chain.sides for node in side.row)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_changed_token_changes_what_is_said(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = Document(path.name, text)
    before = meaning(read_through(document))
    places = list(judged_tokens(document))
    for token, changed in places[:: max(1, len(places) // 3)][:3]:
        start, end = token.span
        mutant = text[:start] + changed + text[end:]
        after = meaning(read_through(Document(path.name, mutant)))
        assert after != before, (token, changed, mutant[max(0, start - 40) : end + 40])
