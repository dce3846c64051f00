"""Derivations as Typst files, which typst turns into tagged PDF."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment

from symkl.display.prose import pieces, visible
from symkl.messages.catalogue import Language
from symkl.report.formula import relation_tex
from symkl.report.quotes import curled
from symkl.report.templating import typeset_environment
from symkl.report.tex_characters import CHINESE
from symkl.report.typst_formula import equation, string
from symkl.report.words import MARKS, Words, repeats
from symkl.result import SCHEMA, Counterexample, DerivationResult

FONT = "New Computer Modern"  # typst brings it along
MARKED = {**MARKS, "definition": "def"}


class Typst(str):
    """Text that is Typst already; everything else has to pass a filter."""

    __slots__ = ()


def document(
    derivation: DerivationResult, version: str, chinese_font: str = "", language: Language = "en"
) -> str:
    """The Typst file of one derivation; ``chinese_font`` is needed for Chinese text in it."""
    values = {"derivation": derivation, "version": version, "title": derivation.title}
    return rendered("derivation.typ.j2", language, chinese_font, "a4", "symkl.report", **values)


def needs_chinese(text: str) -> bool:
    """Whether a file holds text that needs a Chinese font."""
    return CHINESE.search(text) is not None


def rendered(
    template: str,
    language: Language,
    chinese_font: str,
    paper: str,
    *packages: str,
    **values: Any,
) -> str:
    """A template of these packages with these values."""
    # The math font is a last resort for signs that the text font lacks.
    names = [FONT, *([chinese_font] if chinese_font else []), f"{FONT} Math"]
    fonts = ", ".join(map(string, names)) + ","
    made = environment(language, *packages)
    return made.get_template(template).render(values, fonts=fonts, paper=paper)


def text(value: object) -> Typst:
    """Any value as text in which nothing acts."""
    return Typst(f"#{string(curled(visible(str(value))))};")


def prose(value: str) -> Typst:
    """Text with formulas between dollar signs."""
    parts = (f"#{equation(part)};" if math else text(part) for math, part in pieces(value))
    return Typst("".join(parts))


def _relation(name: str) -> Typst:
    tex = relation_tex(name)
    return text(name) if tex is None else Typst(f"#{equation(tex)};")


@cache
def environment(language: Language, *packages: str) -> Environment:
    """What fills in the templates of these packages, in a language."""
    made = typeset_environment(packages)
    words = Words(language)

    def example(found: Counterexample, holds: bool) -> Typst:
        rows = "; ".join(f"{words.told(n)} = {v}" for n, v in words.model_rows(found.model))
        sides = (("left", found.lhs), ("right", found.rhs), ("difference", found.difference))
        told = ", ".join(f"{words.say(f'example.{name}')} {value}" for name, value in sides)
        head = words.say("latex.witness" if holds else "latex.counterexample")
        return Typst(f"#strong[{text(head)}] {text(f'{rows}; {told}')}")

    made.filters.update(
        bare=lambda value: Typst(value.removeprefix("#").removesuffix(";")),
        code=lambda value: Typst(f"raw({string(visible(value))})"),
        display=lambda tex: Typst(equation(tex, large=True)),
        formula=lambda tex: Typst(f"#{equation(tex)};"),
        prose=prose,
        relation=_relation,
        string=lambda value: Typst(string(visible(str(value)))),
        text=text,
        told=lambda value: prose(words.told(value)),
    )
    made.globals.update(words=words, say=words.say, schema=SCHEMA, mark_of=MARKED)
    made.globals.update(example=example, repeats=repeats, model_line=words.model_line)
    return made
