"""Derivation files for the tests of loading, running and the command line."""

from __future__ import annotations

from pathlib import Path

HEAD = """from symkl import *

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y")
P, Q = X.pmfs("P Q")
x, y = X.point("x"), Y.point("y")
"""
GOOD = 'good = Derivation("good").start(KL(P, Q)).ge(0, by="Gibbs")\n'
AFTER = 'after = Derivation("after").start(X.sum(P(x), x)).eq(1, by="normalisation")\n'
FALSE = 'false = Derivation("false").start(KL(P, Q)).eq(KL(Q, P))\n'
UNJUSTIFIED = 'loose = Derivation("loose").start(KL(P, Q)).ge(0, by="algebra")\n'
OPEN = 'unknown = Derivation("unknown").start(X.size).lt(0, for_some=True)\n'  # no model is found


def written(folder: Path, *statements: str, name: str = "chain.py") -> Path:
    """A file with the declarations of HEAD and these statements."""
    file = folder / name
    file.write_text(HEAD + "".join(statements), encoding="utf-8")
    return file


def line_of(statement: int) -> int:
    """The line of the file on which its nth statement of one line stands."""
    return len(HEAD.splitlines()) + statement
