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


CODES: dict[str, str] = {
    "SK101": "a name is used that nothing declares, and its use does not say what it is",
    "SK102": "the shapes of numbers, vectors and matrices do not fit together",
    "SK103": "a name is used in two ways that do not go together",
    "SK104": "a distribution is used with arguments that it does not have",
    "SK201": "the notation has two readings, and they mean different things",
    "SK202": "the index or the measure of a sum, integral or expectation is not given",
    "SK301": "brackets, groups or environments are not balanced",
    "SK302": "something stands where a number, a vector or a matrix is expected",
    "SK303": "the formula is nested too deeply or is too long",
    "SK304": "a part of the formula was not understood, so none of it is used",
    "SK401": "the notation is outside of what can be read so far",
    "SK402": "the claim is outside of what can be judged so far",
    "SK501": "a notation that was read, but that readers may stumble over",
    "SK601": "a definition in the text does not agree with the usual one",
}
