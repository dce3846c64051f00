"""What a function is called with: declared names, their exact values in a model, and back.

A pmf or joint is an array with an axis for each of its variables, in order; the conditions of a
channel W(y|x) come first, so that each row sums to 1.  A matrix has two axes, a vector one.  A
number is a number, a size or a dimension a Python int, a point of a finite space its index from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

from symkl.kernel.context import SCALAR_SORT, Context, Declaration, Law
from symkl.kernel.terms import Term
from symkl.language.spaces import Distribution, FiniteSpace
from symkl.language.written import LanguageError, written
from symkl.models.model import Model
from symkl.testing.arrays import Nested
from symkl.testing.reference import Reference

Key = tuple[str, Any]  # a field of Model and the name in it
KINDS = {"matrix": "matrices", "sym": "numbers", "size": "sizes", "point": "points"}


@dataclass(frozen=True)
class Input:
    """One argument: what it is in a model, and the keyword it is passed by ("": by position)."""

    kind: str  # a field of Model
    key: Any
    keyword: str = ""

    @property
    def name(self) -> str:
        """The name for people."""
        return str(self.key[0] if self.kind == "points" else self.key)

    def value(self, context: Context, model: Model) -> Nested | int:
        """The exact value in the model."""
        found = getattr(model, self.kind)[self.key]
        if self.kind == "laws":
            return _table(context.law(self.key), model)
        if self.kind == "matrices" and context.matrix(self.key).columns == SCALAR_SORT:
            return tuple(row[0] for row in found)
        return found

    def put(self, context: Context, model: Model, value: Nested | int) -> Model:
        """The model with another value here, of the same shape."""
        new: Any = value
        if self.kind == "laws":
            law = context.law(self.key)
            new = {cell: _at(value, _axes(law, cell)) for cell in model.laws[self.key]}
        elif self.kind == "matrices" and context.matrix(self.key).columns == SCALAR_SORT:
            column: Any = value
            new = tuple((entry,) for entry in column)
        return replace(model, **{self.kind: {**getattr(model, self.kind), self.key: new}})


def _axes(law: Law, cell: tuple[int, ...]) -> tuple[int, ...]:
    """The index in the array of a cell of the table: conditions come first."""
    named = {c: i for (c, _), i in zip(law.coords, cell, strict=True)}
    order = [*law.given, *(c for c, _ in law.coords if c not in law.given)]
    return tuple(named[c] for c in order)


def _at(nested: Nested, index: tuple[int, ...]) -> Fraction:
    for place in index:
        nested = nested[place]
    return nested  # type: ignore[no-any-return]


def _table(law: Law, model: Model) -> Nested:
    cells = {_axes(law, cell): weight for cell, weight in model.laws[law.name].items()}
    order = [*law.given, *(c for c, _ in law.coords if c not in law.given)]
    shape = [model.size(law.sort_of(c)) for c in order]
    values = [cells[index] for index in product(*map(range, shape))]
    for size in reversed(shape[1:]):
        values = [tuple(values[i : i + size]) for i in range(0, len(values), size)]  # type: ignore[misc]
    return tuple(values)


# --- which inputs ---------------------------------------------------------------------------------


def declarations_of(inputs: Any) -> frozenset[Declaration]:
    """Everything that the inputs declare."""
    items = inputs.values() if isinstance(inputs, Mapping) else inputs or ()
    found: frozenset[Declaration] = frozenset()
    for item in items:
        parts = item.declared if isinstance(item, FiniteSpace) else _declared(item)
        found |= frozenset(parts)
    return found


def _declared(item: Any) -> Iterable[Declaration]:
    if isinstance(item, Distribution):
        return item.declarations
    declared: Iterable[Declaration] = written(item).declarations
    return declared


def inputs_of(reference: Reference, given: Any) -> tuple[Input, ...]:
    """The inputs that are given, by position or by keyword; else all names of the formula.

    Raises LanguageError where an input is nothing declared, or a name of the formula is no input.
    """
    context = reference.context
    if isinstance(given, Mapping):
        named = [(keyword, item) for keyword, item in given.items()]
        found = [replace(i, keyword=k) for k, item in named for i in _single(context, item)]
    elif given is not None:
        found = [i for item in given for i in _inputs(context, item)]
    else:
        found = _appearing(reference)
    _refuse_densities(context)
    missing = [n for n in _free(context) if n not in {(i.kind, i.key) for i in found}]
    if missing:
        names = ", ".join(str(key) for _, key in missing)
        raise LanguageError(
            f"the formula depends on {names}, which the function is not given: name all inputs, "
            "in the order of its parameters, as in inputs=[P, Q]"
        )
    if not found:
        raise LanguageError("a formula without any name in it: there is nothing to call with")
    return tuple(found)


def _single(context: Context, item: Any) -> list[Input]:
    found = _inputs(context, item)
    if len(found) > 1:
        raise LanguageError(f"{item} stands for several inputs: pass its mean and its covariance")
    return found


def _inputs(context: Context, item: Any) -> list[Input]:
    if isinstance(item, FiniteSpace):
        return [Input("sizes", item.name)]
    if isinstance(item, Distribution):
        normal = item.law.normal
        return [Input("matrices", n) for n in normal if n] if normal else [_law(context, item.law)]
    term = written(item).term
    if term.head not in KINDS:
        raise LanguageError(f"an input is a pmf, matrix, vector, number, size or point, not {item}")
    return [Input(KINDS[term.head], term.label)]


def _law(context: Context, law: Law) -> Input:
    if any(context.is_real_space(sort) for _, sort in law.coords):
        raise LanguageError(f"the density {law.name} is no array: pass what it depends on")
    return Input("laws", law.name)


def _refuse_densities(context: Context) -> None:
    for law in context.laws.values():
        if law.normal is None:
            _law(context, law)
    for function in context.functions:
        raise LanguageError(f"the formula contains the function {function}, which has no values")


def _appearing(reference: Reference) -> list[Input]:
    """The names of the formula in the order in which they are read; sizes that nothing else has."""
    context = reference.context
    if reference.term is None:
        names = [str(s) for s in sorted(reference.expression.free_symbols, key=str)]
        return [Input("numbers", name) for name in names]
    found: dict[Input, None] = {}
    for node in reference.term.walk():
        for entry in _named(context, node):
            found.setdefault(entry)
    told = {c for entry in found for c in _sorts_told(context, entry)}
    symbols = {context.sorts[s].symbol for s in told if s in context.sorts}
    for node in reference.term.walk():
        if node.head == "size" and context.sort(node.label).symbol not in symbols:
            found.setdefault(Input("sizes", node.label))
    return list(found)


def _named(context: Context, node: Term) -> list[Input]:
    if node.head in ("value", "expect", "entropy", "mutual_information"):
        law = context.law(node.label[0])
        if law.normal:
            return [Input("matrices", name) for name in law.normal if name]
        return [Input("laws", law.name)]
    if node.head in ("matrix", "sym"):
        return [Input(KINDS[node.head], node.label)]
    return []


def _sorts_told(context: Context, entry: Input) -> list[str]:
    """The sorts whose size can be seen from the array."""
    if entry.kind == "laws":
        return [sort for _, sort in context.law(entry.key).coords]
    if entry.kind == "matrices":
        matrix = context.matrix(entry.key)
        return [matrix.rows, matrix.columns]
    return []


def _free(context: Context) -> list[Key]:
    """What a model gives values to besides sizes and points."""
    return [
        *(("laws", law.name) for law in context.laws.values() if law.normal is None),
        *(("matrices", name) for name in context.matrices),
        *(("numbers", name) for name in context.numbers),
    ]
