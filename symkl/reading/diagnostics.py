"""What the reader says when it does not understand: a stable code, a place, at most one help."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]  # offsets into the text of the document


def adjoins(first: Span, second: Span) -> bool:
    """Whether nothing stands between; all of a macro's expansion has the place of its use."""
    return first[1] == second[0] or first == second


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong, doubtful or worth knowing, and where it stands."""

    code: str
    span: Span
    message: str
    help: str = ""


class Unreadable(Exception):
    """A side, or a whole display, that cannot be read without guessing."""

    def __init__(self, code: str, span: Span, message: str, help: str = "") -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, span, message, help)


CODES: dict[str, tuple[str, str]] = {
    "SK101": (
        "a name is used that nothing declares, and its use does not say what it is",
        "Declare it: in a sentence, by a formula such as X \\sim p, or in a symkl block.",
    ),
    "SK102": (
        "the shapes of numbers, vectors and matrices do not fit together",
        "Look for a missing transpose or trace, or declare what is a vector and what a matrix.",
    ),
    "SK103": (
        "a name is used in two ways that do not go together",
        "Use two names, or put the two uses under headings of their own.",
    ),
    "SK104": (
        "a distribution is used with arguments that it does not have",
        "Write its arguments, or say of which variables it is the distribution.",
    ),
    "SK105": (
        "a declaration is not understood",
        "Write it as the documentation of the symkl block says, e.g. pmf P, Q on X.",
    ),
    "SK201": (
        "the notation has two readings, and they mean different things",
        "Put brackets, or write the sign of multiplication.",
    ),
    "SK202": (
        "the index or the law of a sum, integral or expectation is not given",
        "Write what is summed over, as in \\sum_x or \\mathbb{E}_{x \\sim p}.",
    ),
    "SK301": (
        "brackets, groups or environments are not balanced",
        "The place of what is opened and never closed is marked.",
    ),
    "SK302": (
        "something stands where a number, a vector or a matrix is expected",
        "The side is left out; everything else is still checked.",
    ),
    "SK303": (
        "the formula is nested too deeply or is too long",
        "Split it.",
    ),
    "SK304": (
        "a part of the formula was not understood, so none of it is used",
        "A side is read whole or not at all.",
    ),
    "SK401": (
        "the notation is outside of what can be read so far",
        "The side is left out; everything else is still checked.",
    ),
    "SK402": (
        "the claim is outside of what can be judged so far",
        "Approximations, proportionality and limits are not judged.",
    ),
    "SK501": (
        "a notation that was read, but that readers may stumble over",
        "The message says how it was read; no verdict depends on it silently.",
    ),
    "SK502": (
        "a remark to symkl about what is expected was not understood",
        "Write % symkl: expect refuted behind a step, or <!-- symkl: expect refuted --> before "
        "a display.",
    ),
    "SK503": (
        "a display is taken as an assumption or a definition, and not as a claim",
        "If it is a claim, say so before it: 'we have', 'then', 'hence'.",
    ),
    "SK601": (
        "a definition in the text does not agree with the usual one",
        "Compare signs and arguments with the definition of the notion.",
    ),
}
