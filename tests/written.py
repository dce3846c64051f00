"""Terms and contexts, written out by hand."""

from __future__ import annotations

from fractions import Fraction

from symkl.kernel import terms as t
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.terms import Term
from symkl.models.model import Model

HALF = Fraction(1, 2)
X, Y = ("x", "X"), ("y", "Y")
U, V = ("u", "R"), ("v", "R")


def point(label):
    return Term("point", (), label)


def value(name, targets, points, givens=""):
    return Term("value", tuple(point(p) for p in points), (name, tuple(targets), tuple(givens)))


def matrix(name):
    return Term("matrix", (), name)


def sym(name):
    return Term("sym", (), name)


def size(sort):
    return Term("size", (), sort)


def identity(sort):
    return Term("identity", (), sort)


def transpose(term):
    return Term("transpose", (term,))


def inverse(term):
    return Term("inverse", (term,))


def trace(term):
    return Term("trace", (term,))


def det(term):
    return Term("det", (term,))


def expect(law, binders, body):
    return Term("expect", (body,), (law, tuple(binders)))


def kl(first, second, *binders):
    return Term("kl", (first, second), binders)


def cross_entropy(first, second, *binders):
    return Term("cross_entropy", (first, second), binders)


def entropy(law, targets, givens="", fixed="", points=()):
    label = (law, tuple(targets), tuple(givens), tuple(fixed))
    return Term("entropy", tuple(point(p) for p in points), label)


def information(law, one, two, given=""):
    return Term("mutual_information", (), (law, tuple(one), tuple(two), tuple(given)))


def total(*binders, of):
    return t.total(binders, of)


P, Q = value("P", "x", [X]), value("Q", "x", [X])
PMFS = Context.of([Sort("X", "n"), Law("P", (X,)), Law("Q", (X,))])
JOINT = Context.of(
    [Sort("X", "n"), Sort("Y", "m"), Law("J", (X, Y), sign="nonnegative")],
)
CHANNEL = Context.of(
    [
        Sort("X", "n"),
        Sort("Y", "m"),
        Law("P", (X,)),
        Law("R", (X,)),
        Law("W", (X, Y), given=("x",)),
    ]
)
NORMALS = Context.of(
    [
        Sort("k", "k"),
        Sort("R", kind="real", index="k"),
        Matrix("a", "k"),
        Matrix("b", "k"),
        Matrix("A", "k", "k", symmetric=True, positive_definite=True),
        Matrix("B", "k", "k", symmetric=True, positive_definite=True),
        Matrix("M", "k", "k"),
        Law("p", (("u", "R"),), normal=("a", "A")),
        Law("q", (("u", "R"),), normal=("b", "B")),
    ]
)
p, q = value("p", "u", [U]), value("q", "u", [U])
NUMBERS = Context.of([Number("s", "positive"), Number("r")])


def table(*weights):
    return {(i,): Fraction(w) for i, w in enumerate(weights)}


def square(*rows):
    return {(i, j): Fraction(w) for i, row in enumerate(rows) for j, w in enumerate(row)}


def rows(*found):
    return tuple(tuple(Fraction(v) for v in row) for row in found)


def column(*entries):
    return tuple((Fraction(v),) for v in entries)


def pmfs(first, second, **points):
    at = {(name, "X"): index for name, index in points.items()}
    return Model(sizes={"X": len(first)}, laws={"P": first, "Q": second}, points=at)


def normals(a, A, b, B, M=None, points=None):
    entries = {"a": column(*a), "b": column(*b), "A": rows(*A), "B": rows(*B)}
    entries["M"] = rows(*M) if M else entries["A"]
    return Model(sizes={"k": len(a)}, matrices=entries, points=points or {})
