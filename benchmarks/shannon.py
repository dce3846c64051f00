"""Information inequalities beside PSITIP, both warm: ``python -m benchmarks.shannon``.

PSITIP (GPL, used here from outside only) answers yes or no by a linear programme in floating
point; the time of symkl is that of search, exact certificate and kernel together.  Of what PSITIP
asks for, pycddlib does not build everywhere and is not needed here: ``pip install --no-deps
psitip`` and its fastest solver, ``pip install ortools``, are enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.inside import median_seconds
from symkl import H, I, Markov, statement, variables
from symkl.kernel.check import Claim, check
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.prove.search import prove

REPEATS = 21
Formula = Callable[["Language", list[Any]], Any]


@dataclass(frozen=True)
class Row:
    """A statement about so many variables, as each of the two says it; ``chain`` is given."""

    name: str
    count: int
    lhs: Formula
    relation: str
    rhs: Formula
    chain: bool = False


@dataclass(frozen=True)
class Language:
    """Joint entropy of a list, and information of two lists given a third, in one language."""

    entropy: Callable[[list[Any]], Any]
    information: Callable[[list[Any], list[Any], list[Any]], Any]


def _han(language: Language, v: list[Any]) -> Any:
    rest = [language.entropy(v[:i] + v[i + 1 :]) for i in range(len(v))]
    return sum(rest[1:], rest[0])


def _all_times(least: int) -> Formula:
    return lambda of, v: (len(v) - least) * of.entropy(v)


ROWS = (
    Row(
        "H(X,Y) = H(X) + I(X;Y) + ...",
        2,
        lambda of, v: of.entropy(v) + of.information(v[:1], v[1:], []),
        "=",
        lambda of, v: of.entropy(v[:1]) + of.entropy(v[1:]),
    ),
    Row(
        "chain rule of information",
        4,
        lambda of, v: of.information(v[:2], v[2:3], v[3:]),
        "=",
        lambda of, v: (
            of.information(v[:1], v[2:3], v[3:]) + of.information(v[1:2], v[2:3], [v[0], v[3]])
        ),
    ),
    Row(
        "submodularity",
        3,
        lambda of, v: of.entropy([v[0], v[2]]) + of.entropy(v[1:]),
        ">=",
        lambda of, v: of.entropy(v) + of.entropy(v[2:]),
    ),
    Row(
        "data processing",
        3,
        lambda of, v: of.information(v[:1], v[1:2], []),
        ">=",
        lambda of, v: of.information(v[:1], v[2:], []),
        chain=True,
    ),
    *(Row(f"Han, {n} variables", n, _han, ">=", _all_times(1)) for n in (3, 4, 5, 6)),
    Row("Han turned false, 6 variables", 6, _han, ">=", _all_times(0)),
    Row(
        "Zhang and Yeung",
        4,
        lambda of, v: (
            of.information(v[:1], v[1:2], [])
            + of.information(v[:1], v[2:], [])
            + 3 * of.information(v[2:3], v[3:], v[:1])
            + of.information(v[2:3], v[3:], v[1:2])
        ),
        ">=",
        lambda of, v: 2 * of.information(v[2:3], v[3:], []),
    ),
)


def ours(row: Row) -> Claim:
    """The row as a claim of symkl."""
    found = variables(" ".join("XYZWUV"[: row.count]))
    language = Language(
        lambda v: H(*v), lambda a, b, c: I(tuple(a), tuple(b), given=tuple(c) if c else ())
    )
    said = statement(row.lhs(language, found), row.relation, row.rhs(language, found))
    given: tuple[Statement, ...] = (Markov(*found),) if row.chain else ()
    declarations = said.declarations.union(*(item.declarations for item in given))
    terms = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, row.relation, said.rhs.term, terms)


def theirs(row: Row, psitip: Any) -> Callable[[], bool]:
    """What asks PSITIP for the row, its expression made beforehand as ours is."""
    found = list(psitip.rv(", ".join("XYZWUV"[: row.count])))

    def together(v: list[Any]) -> Any:
        return sum(v[1:], v[0])

    def information(one: list[Any], two: list[Any], given: list[Any]) -> Any:
        both = together(one) & together(two)
        return psitip.I(both | together(given)) if given else psitip.I(both)

    language = Language(lambda v: psitip.H(together(v)), information)
    lhs, rhs = row.lhs(language, found), row.rhs(language, found)
    region = lhs == rhs if row.relation == "=" else lhs >= rhs
    if row.chain:
        region = psitip.markov(*found) >> region
    return lambda: bool(region)


def main() -> None:
    """Print the times of both, side by side."""
    psitip = import_module("psitip") if find_spec("psitip") else None
    table = Table("", "symkl", "proof and check", "check alone", "parts", "PSITIP", "time")
    for row in ROWS:
        claim = ours(row)
        proof = prove(claim)
        seconds = median_seconds(lambda claim=claim: prove(claim), REPEATS)
        cells = [row.name, "proved" if proof else "no proof", _shown(seconds), "", ""]
        if proof is not None:
            certificate = proof.certificate
            again = median_seconds(lambda c=claim, p=certificate: check(c, p), REPEATS)
            cells[3:] = [_shown(again), str(len(certificate.get("parts", ())))]
        if psitip is not None:
            ask = theirs(row, psitip)
            answer = "true" if ask() else "not shown"
            cells += [answer, _shown(median_seconds(ask, REPEATS))]
        table.add_row(*cells)
    Console(width=110).print(table)
    if psitip is None:
        print("PSITIP is not installed: pip install ortools && pip install --no-deps psitip")


def _shown(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms"


if __name__ == "__main__":
    main()
