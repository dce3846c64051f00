"""Text and formulas for LaTeX files, in plain ASCII that pdflatex reads; Chinese stays as it is."""

from __future__ import annotations

from symkl.display.prose import pieces
from symkl.display.tex import RELATIONS
from symkl.report.quotes import curled
from symkl.report.tex_characters import character, is_chinese
from symkl.report.tex_formula import ready

_BREAK_AFTER = frozenset("{}()[]+=,/_^")


class Tex(str):
    """Text that is LaTeX already; everything else is escaped when a template prints it."""

    __slots__ = ()


def escape(value: object) -> Tex:
    r"""Any value as LaTeX text.

    >>> print(escape("50% of P_1 ≤ é"))
    50\% of P\_1 \ensuremath{\le} \'{e}
    """
    return value if isinstance(value, Tex) else Tex("".join(map(character, curled(str(value)))))


def prose(text: str) -> Tex:
    """Text with formulas between dollar signs."""
    return Tex("".join(formula(part) if math else escape(part) for math, part in pieces(text)))


def code(text: str) -> Tex:
    """Text in typewriter letters that may break inside a formula or a path."""
    return Tex(r"\texttt{" + "".join(map(_code_character, text)) + "}")


def formula(tex: str) -> Tex:
    r"""A formula inside a line of text.

    >>> formula(r"\frac{1}{2}"), formula(r"\input{x}")[:8]
    ('$\\displaystyle \\frac{1}{2}$', '\\texttt{')
    """
    found = ready(tex)
    return code(tex) if found is None else Tex(rf"$\displaystyle {found}$")


def bare(tex: str) -> Tex:
    """A formula that stands in a formula already."""
    found = ready(tex)
    return Tex(rf"\text{{{code(tex)}}}") if found is None else Tex(found)


def side(tex: str) -> Tex:
    """A side of a step, inside a display; too wide a formula is made smaller by the macro."""
    found = ready(tex)
    if found is None:
        return Tex(rf"\parbox[t]{{0.85\textwidth}}{{\raggedright {code(tex)}}}")
    return Tex(rf"\symklside{{{found}}}")


def relation(name: str) -> Tex:
    """The sign of a relation, inside a display."""
    found = RELATIONS.get(name)
    return Tex(rf"\mathrel{{\text{{{escape(name)}}}}}") if found is None else Tex(found)


def _code_character(letter: str) -> str:
    if is_chinese(letter):
        return rf"{{\rmfamily {letter}}}"
    if letter == "-":
        return r"\mbox{-}"  # no line ends between a sign and its number
    return character(letter) + (r"\allowbreak{}" if letter in _BREAK_AFTER else "")
