"""The laws by which given equations of matrices enter normal forms."""

from __future__ import annotations

from collections.abc import Iterator

from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.equations import NONE, Equations, Product
from symkl.kernel.errors import IllFormed
from symkl.kernel.polynomial import Atom, Factors, Poly, Var, mul
from symkl.kernel.statistics import Statistics
from symkl.kernel.summation import Places
from symkl.kernel.terms import Term

NUMBER = Var("", SCALAR_SORT), Var("", SCALAR_SORT)  # the row and column of a 1 x 1 matrix


class Rewriting(Statistics):
    """Entries of matrices by what is given of them."""

    def __init__(self, context: Context, prefix: str = "~", given: Equations = NONE) -> None:
        super().__init__(context, prefix)
        self.given = given

    def at(self, term: Term, i: Var, j: Var) -> Poly:
        """The normal form of one entry; the subclass that knows the heads provides it."""
        raise NotImplementedError

    def unfolded(self, term: Term) -> Term:
        """The expression that a matrix or a number is given as; the term itself where none is."""
        found = self.given.defined.get(term) if term.head in ("matrix", "sym") else None
        return found if found is not None and self.allow("given_definition") else term

    def entry(self, name: str, indices: tuple[Var | Poly, ...], kind: str = "matrix") -> Poly:
        """The entry of a declared matrix, by the expression that it is given as."""
        matrix = Term("matrix", (), name)
        term = self.unfolded(matrix) if name and kind == "matrix" else matrix
        if term is matrix:
            return super().entry(name, indices, kind)
        declared = self.context.matrix(name)
        sorts = [sort for sort in (declared.rows, declared.columns) if sort != SCALAR_SORT]
        if len(indices) != len(sorts) or not all(isinstance(index, Var) for index in indices):
            raise IllFormed(f"{name} is {declared.rows} x {declared.columns}")
        left = [index for index in indices if isinstance(index, Var)]
        row = left.pop(0) if declared.rows != SCALAR_SORT else NUMBER[0]
        return self.at(term, row, left.pop() if left else NUMBER[1])

    def contract_given(self, bound: list[Var], factors: Factors, places: Places) -> Poly | None:
        """sum_k A_ik B_kj = R_ij where A B = R is given, and k is an index of nothing else."""
        for var in bound if self.given.products else ():
            for (one, at_one), (two, at_two) in _pairs(places.get(var, []), factors):
                rule = self._rule((one, at_one), (two, at_two))
                if rule is None or not self.allow("given_product"):
                    continue
                i, j = _other(one, at_one, NUMBER[0]), _other(two, at_two, NUMBER[1])
                rest = {gen: e for gen, e in factors.items() if gen not in (one, two)}
                product = mul(self.at(rule.value, i, j), self._product(rest))
                return self.over([v for v in bound if v != var], product)
        return None

    def _rule(self, *ends: tuple[Atom, int]) -> Product | None:
        for rule in self.given.products:
            places = zip(ends, rule.names, rule.places, strict=True)
            if all(_is_entry(atom, at, name, place) for (atom, at), name, place in places):
                return rule
        return None


def _pairs(
    ends: list[tuple[Atom, int]], factors: Factors
) -> Iterator[tuple[tuple[Atom, int], tuple[Atom, int]]]:
    """Two different entries that share the index, either way round; or the square of one."""
    match ends:
        case [one, two] if one[0] != two[0] and factors[one[0]] == factors[two[0]] == 1:
            yield from ((one, two), (two, one))
        case [one] if factors[one[0]] == 2:
            yield one, one


def _is_entry(atom: Atom, at: int, name: str, place: int) -> bool:
    """Whether this is an entry of the matrix with the index where it is summed over."""
    if atom.kind != "matrix" or atom.label != (name,):
        return False
    return (at == place or atom.symmetric) and all(isinstance(arg, Var) for arg in atom.args)


def _other(atom: Atom, at: int, number: Var) -> Var:
    """The other index of an entry."""
    others = [arg for place, arg in enumerate(atom.args) if place != at and isinstance(arg, Var)]
    return others[0] if others else number
