"""Random declarations: up to four spaces, eight matrices, laws of every kind."""

from __future__ import annotations

from random import Random

from symkl.kernel.context import Context, Law, Matrix, Number, Sort

LETTERS = "xyzw"
NUMBERS = (Number("s", "positive"), Number("t", "nonnegative"), Number("r"))


def finite(random: Random) -> Context:
    """Finite spaces with pmfs, joints, a channel, weights; with or without zeros."""
    spaces = random.randint(1, 4)
    sorts = [Sort(c.upper(), random.choice(("n", "m", "", "", "3"))) for c in LETTERS[:spaces]]
    coords = tuple((c, c.upper()) for c in LETTERS[:spaces])
    sign = random.choice(("positive", "positive", "nonnegative"))
    one = coords[:1]
    laws = [
        Law("J", coords, sign=sign),
        Law("K", coords, sign="positive"),
        Law("P", one, sign=sign, below=random.choice(((), ("Q",)))),
        Law("Q", one, sign=random.choice(("positive", sign))),
        Law("R", one),
        Law("V", one, sign="real", normalised=False),
        Law("U", one, normalised=False),
    ]
    if spaces > 1:
        laws.append(Law("C", coords[:2], given=(coords[0][0],), sign=sign))
        split = ((coords[0][0],), tuple(c for c, _ in coords[1:]))
        laws.append(Law("I", coords, sign=sign, independent=split))
    return Context.of([*sorts, *laws, *NUMBERS])


def linear(random: Random) -> Context:
    """Square matrices of every kind, a rectangular one, vectors."""
    sorts = [Sort("k", random.choice(("k", "k", "k", "1", "2"))), Sort("l", "l")]
    matrices = [
        Matrix("A", "k", "k", symmetric=True, positive_definite=True),
        Matrix("B", "k", "k", symmetric=True, positive_definite=True),
        Matrix("D", "k", "k", positive_definite=True),
        Matrix("G", "k", "k", invertible=True),
        Matrix("S", "k", "k", symmetric=True),
        Matrix("M", "k", "k"),
        Matrix("N", "k", "k"),
        Matrix("F", "k", "l"),
        Matrix("a", "k"),
        Matrix("b", "k"),
    ]
    real = Sort("R", kind="real", index="k"), Sort("L", kind="real")
    laws = [
        Law("p", (("u", "R"),), normal=("a", "A")),
        Law("q", (("u", "R"),), normal=("b", "B")),
        Law("o", (("u", "R"),), normal=("", "")),
        Law("h", (("v", "L"),), normal=("c", "e")),
    ]
    line = [Matrix("c", "1"), Matrix("e", "1", "1", symmetric=True, positive_definite=True)]
    return Context.of([*sorts, *real, *matrices, *line, *laws, *NUMBERS])
