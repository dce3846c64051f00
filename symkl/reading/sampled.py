r"""Sums over data ``x_1, ..., x_N`` in a finite alphabet, as means under their empirical law.

``\sum_{n=1}^N f(x_n)`` is N times the sum of \hat p(x) f(x), where \hat p(x) is the share of the
data that are x.  What holds for every law holds for this one.  That a law and a number N contradict
an equation is of no account unless there are N data with this law: there are some where both sides
grow with N alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from symkl.kernel import terms
from symkl.kernel.context import Law, Sort
from symkl.kernel.terms import ZERO, Term
from symkl.reading import names
from symkl.reading.elaborate import Elaborator
from symkl.reading.indices import letters_in
from symkl.reading.layout import Row

DATA = " are data"
MARKS = frozenset({"hat", "tilde", "bar"})


def is_of_data(body: Row, index: str, outcome: str) -> bool:
    """Whether the index stands nowhere but in ``x_n``."""
    for top in body:
        for node in top.walk():
            numbered = node.sub is not None and index in letters_in(names.text(node.sub))
            if node.kind == "name" and numbered and names.key(node) != outcome:
                return False
    free = [n for top in body for n in top.walk() if n.kind == "name" and names.key(n) == index]
    within = [n for top in body for n in top.walk() if n.kind == "name" and n.sub is not None]
    inside = {id(x) for n in within for top in n.sub or () for x in top.walk()}
    return all(id(node) in inside for node in free)


def summed(elaborator: Elaborator, point: Term, size: Sort, body: Term) -> Term:
    """The sum of the body over the data, where the point stands for one of them."""
    law, perhaps = _empirical(elaborator, point.label[1], body)
    elaborator.scope.note_sort(size)
    elaborator.used |= {law, size}
    doubt = f"{perhaps} may be the law of the data" if perhaps else f"what the sum is over{DATA}"
    elaborator.doubt = elaborator.doubt or doubt
    share = Term("value", (point,), (law.name, tuple(c for c, _ in law.coords), ()))
    mean = terms.total((point.label,), terms.mul(share, body))
    return terms.mul(Term("size", (), size.name), mean)


def _empirical(elaborator: Elaborator, sort: str, body: Term) -> tuple[Law, str]:
    """The empirical law: the one that the text calls so, or one of its own.

    Another law of the chain may be meant for it, if nothing else is said of that.
    """
    scope = elaborator.scope
    on_it = {base: law for base, law in scope.laws.items() if sort in [of for _, of in law.coords]}
    marked = [law for base, law in on_it.items() if base.partition(":")[0] in MARKS]
    if len(marked) == 1 and scope.has_empirical and len(marked[0].coords) == 1:
        return marked[0], ""
    inside = {t.label[0] for t in body.walk() if t.head == "value"}
    near = scope.near_laws()
    others = (law.name for base, law in on_it.items() if base in near and law.name not in inside)
    name = next(n for n in ("freq", "freq_data") if n not in scope.laws)
    return Law(name, ((sort, sort),), sign="nonnegative"), next(others, "")


# --- where there are data with a law --------------------------------------------------------------


def grows_alike(sides: Iterable[Term], sizes: frozenset[str]) -> bool:
    """Whether all sides are multiples of the same power of the number of data; 0 is of all."""
    degrees = {_degree(side, sizes) for side in sides if side != ZERO}
    return len(degrees) < 2 and None not in degrees


def _degree(term: Term, sizes: frozenset[str]) -> int | None:
    """The power of the number of data that a term is a multiple of; None where it is of none."""
    if term.head == "size":
        return int(term.label in sizes)
    if term.head == "log" and term.args[0].head == "exp":
        return _degree(term.args[0].args[0], sizes)
    below = [_degree(child, sizes) for child in term.args]
    known = [degree for degree in below if degree is not None]
    if len(known) < len(below):
        return None
    if term.head == "mul":
        return sum(known)
    if term.head == "div":
        return known[0] - known[1]
    if term.head in ("add", "neg", "sum", "expect"):
        return known[0] if len(set(known)) == 1 else None
    return None if any(known) else 0
