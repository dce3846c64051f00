"""What a term must look like before anything is computed from it: children, label, names.

Terms come from outside as plain data.  Here is what each head of ``terms`` takes; what the names
stand for is the business of ``context`` and ``normal_form``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import Term, binders_of

RESERVED = ("~", "_", "#", "%", "<")  # how the names begin that normal forms give to bound points


def is_name(data: Any) -> bool:
    """Whether this is a text with something in it."""
    return isinstance(data, str) and bool(data)


def is_names(data: Any) -> bool:
    """Whether this is a tuple of names."""
    return isinstance(data, tuple) and all(map(is_name, data))


def is_pair(data: Any) -> bool:
    """Whether this is two names, as a point with its sort."""
    return is_names(data) and len(data) == 2


def is_pairs(data: Any) -> bool:
    """Whether this is a tuple of pairs of names."""
    return isinstance(data, tuple) and all(map(is_pair, data))


def _is_binders(label: Any) -> bool:
    return is_pairs(label) and len(set(label)) == len(label)


def _is_law(*parts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The name of a law, and then these parts."""

    def fits(label: Any) -> bool:
        return (
            isinstance(label, tuple)
            and len(label) == 1 + len(parts)
            and is_name(label[0])
            and all(part(item) for part, item in zip(parts, label[1:], strict=True))
        )

    return fits


def _is_none(label: Any) -> bool:
    return label is None


SPECIAL_FUNCTIONS = ("log_gamma", "digamma", "bessel_i0", "bessel_i1", "abs", "cos")
OF_TWO = ("log_gamma_k", "digamma_k")  # special functions of a number and a dimension


class Form(NamedTuple):
    """The label that a head takes, and how many children: a number, or one worked out from it."""

    label: Callable[[Any], bool]
    children: int | Callable[[Any], int] | None  # None: one or more
    points: bool = False  # whether the children are points
    after: int = 0  # how many children come before those that are points


FORMS: dict[str, Form] = {
    "num": Form(lambda label: isinstance(label, Fraction), 0),
    "const": Form(lambda label: label in ("pi", "e", "euler"), 0),
    **dict.fromkeys(("size", "sym", "matrix", "identity"), Form(is_name, 0)),
    "point": Form(is_pair, 0),
    "call": Form(is_name, 1),
    "special": Form(
        lambda label: label in (*SPECIAL_FUNCTIONS, *OF_TWO),
        lambda label: 2 if label in OF_TWO else 1,
    ),
    **dict.fromkeys(("add", "mul"), Form(_is_none, None)),
    **dict.fromkeys(("neg", "log", "exp"), Form(_is_none, 1)),
    **dict.fromkeys(("transpose", "inverse", "trace", "det"), Form(_is_none, 1)),
    **dict.fromkeys(("div", "pow"), Form(_is_none, 2)),
    "entry": Form(_is_none, None, True, 1),
    "row": Form(_is_none, 2, True, 1),
    "sum": Form(_is_binders, 1),
    "expect": Form(_is_law(_is_binders), 1),
    "value": Form(_is_law(is_names, is_names), lambda label: len(label[1] + label[2]), True),
    **dict.fromkeys(("delta", "coordinate"), Form(_is_none, 2, True)),
    **dict.fromkeys(("kl", "cross_entropy"), Form(_is_binders, 2)),
    "entropy": Form(_is_law(is_names, is_names, is_names), lambda label: len(label[3]), True),
    "mutual_information": Form(_is_law(is_names, is_names, is_names), 0),
}


def require_well_formed(term: Term) -> None:
    """Raise IllFormed unless every head has the children, the label and the names that it takes."""
    for part in term.walk():
        form = FORMS.get(part.head)
        if form is None:
            raise IllFormed(f"unknown head {part.head!r}")
        if not form.label(part.label):
            raise IllFormed(f"{part.head} cannot have the label {part.label!r}"[:200])
        wanted = form.children(part.label) if callable(form.children) else form.children
        if len(part.args) != wanted if wanted is not None else not part.args:
            raise IllFormed(f"{part.head} with {len(part.args)} children")
        if form.points and any(child.head != "point" for child in part.args[form.after :]):
            raise IllFormed(f"{part.head} takes points")
        own = (part.label,) if part.head == "point" else binders_of(part)
        refuse_reserved(name for name, _ in own)


def refuse_reserved(names: Any) -> None:
    """Names that normal forms make up must not come from outside: they would be captured."""
    for name in names:
        if name.startswith(RESERVED):
            raise IllFormed(f"a point cannot be named {name!r}")
