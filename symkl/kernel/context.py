"""Declarations: what each name of a claim stands for, and which hypotheses come with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Literal, TypeVar

from symkl.kernel.errors import IllFormed
from symkl.kernel.grammar import is_names, is_pairs

SCALAR_SORT = "1"  # the index sort of a 1 x 1 matrix: it has one value and is never written


@dataclass(frozen=True, slots=True)
class Sort:
    """A finite space, the index set of a dimension, or a space of numbers or vectors.

    ``size`` is the name of the (positive, symbolic) number of elements, or its digits.  For the
    other kinds ``index`` names the index sort of the vectors (``"1"`` for numbers): R^k with
    Lebesgue's measure (``real``), the whole numbers with the counting measure (``integer``), the
    probability vectors over a finite space (``simplex``), and the symmetric positive definite
    matrices (``definite``).  On the last three every law is of a named family.
    """

    name: str
    size: str = ""
    kind: Literal["finite", "real", "integer", "simplex", "definite"] = "finite"
    index: str = SCALAR_SORT

    @property
    def symbol(self) -> str:
        """The name of the size: sorts that share it have the same size."""
        return self.size or self.name


@dataclass(frozen=True, slots=True)
class Law:
    """A function of the points of some spaces: pmf, joint, channel, density or plain weight.

    ``coords`` are (random variable, sort) pairs; those named in ``given`` are conditions (a channel
    W(y|x) sums to 1 over y for every x).  ``sign`` says what values it may take, ``normalised``
    whether it sums (integrates) to 1, ``normal`` names mean vector and covariance of a Gaussian
    ("" for the zero vector and the identity matrix).
    ``below`` names laws of the same coordinates that vanish only where this one does (this one is
    absolutely continuous to them).  ``independent`` splits the coordinates into groups whose joint
    pmf is the product of their marginals.
    ``family`` is the name of a family of ``families`` and its parameters: names of numbers, spaces
    or laws, or rational numbers.
    """

    name: str
    coords: tuple[tuple[str, str], ...]
    given: tuple[str, ...] = ()
    sign: Literal["positive", "nonnegative", "real"] = "positive"
    normalised: bool = True
    normal: tuple[str, str] | None = None
    below: tuple[str, ...] = ()
    independent: tuple[tuple[str, ...], ...] = ()
    family: tuple[str, ...] | None = None

    def sort_of(self, coord: str) -> str:
        """The sort over which this random variable ranges."""
        for name, sort in self.coords:
            if name == coord:
                return sort
        raise IllFormed(f"{self.name} has no random variable {coord}")


@dataclass(frozen=True, slots=True)
class Matrix:
    """A real matrix (rows x columns, as index sorts); a vector has columns ``"1"``.

    ``form`` says whether a positive definite one has entries beside its diagonal, and whether it is
    a multiple of the identity.
    """

    name: str
    rows: str
    columns: str = SCALAR_SORT
    symmetric: bool = False
    invertible: bool = False
    positive_definite: bool = False
    form: Literal["full", "diagonal", "isotropic"] = "full"


@dataclass(frozen=True, slots=True)
class Number:
    """A real number without a value; ``sign`` says what is assumed of it (``unit``: 0 < t < 1)."""

    name: str
    sign: Literal["positive", "nonnegative", "real", "unit"] = "real"


@dataclass(frozen=True, slots=True)
class Function:
    """A real function of a real number, without a formula; ``shape`` says what is assumed of it."""

    name: str
    shape: Literal["convex", "concave", "any"] = "any"


Declaration = Sort | Law | Matrix | Number | Function
Entry = TypeVar("Entry")
MATRIX_FORMS = ("full", "diagonal", "isotropic")
SIGNS = ("positive", "nonnegative", "real")
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Sort, Law, Matrix, Number, Function)
}


@dataclass(frozen=True)
class Context:
    """The declarations of a claim, by name, each kind in a table of its own."""

    sorts: dict[str, Sort] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)
    matrices: dict[str, Matrix] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)

    @classmethod
    def of(cls, declarations: Iterable[Declaration]) -> Context:
        """The context with these declarations; raises IllFormed when two disagree on a name."""
        context = cls()
        for declaration in declarations:
            table = context._table(declaration)
            if table.setdefault(declaration.name, declaration) != declaration:
                raise IllFormed(f"{declaration.name!r} is declared twice, in different ways")
        return context

    def _table(self, declaration: Declaration) -> dict[str, Any]:
        tables: dict[type[Any], dict[str, Any]] = {
            Sort: self.sorts,
            Law: self.laws,
            Matrix: self.matrices,
            Number: self.numbers,
            Function: self.functions,
        }
        return tables[type(declaration)]

    def declarations(self) -> list[Declaration]:
        """Every declaration, in order of kind and entry."""
        tables: tuple[dict[str, Any], ...] = (
            self.sorts,
            self.laws,
            self.matrices,
            self.numbers,
            self.functions,
        )
        return [entry for table in tables for entry in table.values()]

    def sort(self, name: str) -> Sort:
        """The declared sort; raises IllFormed when there is none."""
        return _lookup(self.sorts, name, "space or dimension")

    def law(self, name: str) -> Law:
        """The declared pmf, density or weight; raises IllFormed when there is none."""
        return _lookup(self.laws, name, "pmf or density")

    def matrix(self, name: str) -> Matrix:
        """The declared matrix or vector; raises IllFormed when there is none."""
        return _lookup(self.matrices, name, "matrix or vector")

    def number(self, name: str) -> Number:
        """The declared number; raises IllFormed when there is none."""
        return _lookup(self.numbers, name, "number")

    def function(self, name: str) -> Function:
        """The declared function; raises IllFormed when there is none."""
        return _lookup(self.functions, name, "function")

    def is_real_space(self, sort: str) -> bool:
        """Whether points of this sort are numbers or vectors of numbers."""
        return sort in self.sorts and self.sorts[sort].kind != "finite"

    def to_json(self) -> list[dict[str, Any]]:
        """The declarations as plain data."""
        return [
            {"declares": type(entry).__name__, **_values(entry)} for entry in self.declarations()
        ]

    @classmethod
    def from_json(cls, data: Any) -> Context:
        """The context that :meth:`to_json` wrote; raises IllFormed on anything else."""
        if not isinstance(data, list):
            raise IllFormed("declarations must be a list")
        return cls.of(_declaration(entry) for entry in data)


def _values(entry: Declaration) -> dict[str, Any]:
    """What each field holds: texts and tuples, which need no copy."""
    return {name: getattr(entry, name) for name, _ in TYPES[type(entry)]}


def _lookup(table: dict[str, Entry], name: str, kind: str) -> Entry:
    if name not in table:
        raise IllFormed(f"no {kind} named {name!r} is declared")
    return table[name]


def _declaration(entry: Any) -> Declaration:
    if not isinstance(entry, dict):
        raise IllFormed(f"not a declaration: {entry!r}"[:200])
    values = {key: _tuples(value) for key, value in entry.items()}
    kind = KINDS.get(str(values.pop("declares", "")))
    known = {f.name: f.default for f in fields(kind)} if kind else {}
    needed = {name for name, default in known.items() if default is MISSING}
    if kind is None or not needed <= set(values) <= set(known):
        raise IllFormed(f"not a declaration: {entry!r}"[:200])
    declaration: Declaration = kind(**values)
    require_typed(declaration)
    return declaration


def require_typed(declaration: Declaration) -> None:
    """Raise IllFormed unless every field holds what its annotation says."""
    for name, fits in TYPES[type(declaration)]:
        value = getattr(declaration, name)
        if not fits(value):
            raise IllFormed(f"{name} cannot be {value!r}"[:200])


FITS: dict[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "tuple[str, ...]": is_names,
    "tuple[tuple[str, str], ...]": is_pairs,
    "tuple[tuple[str, ...], ...]": lambda value: (
        isinstance(value, tuple) and all(map(is_names, value))
    ),
    "tuple[str, ...] | None": lambda value: value is None or is_names(value),
    "tuple[str, str] | None": lambda value: (
        value is None
        or (isinstance(value, tuple) and len(value) == 2 and all(isinstance(v, str) for v in value))
    ),
    "Literal['finite', 'real', 'integer', 'simplex', 'definite']": lambda value: (
        value in ("finite", "real", "integer", "simplex", "definite")
    ),
    "Literal['positive', 'nonnegative', 'real']": lambda value: value in SIGNS,
    "Literal['positive', 'nonnegative', 'real', 'unit']": lambda value: value in (*SIGNS, "unit"),
    "Literal['full', 'diagonal', 'isotropic']": lambda value: value in MATRIX_FORMS,
    "Literal['convex', 'concave', 'any']": lambda value: value in ("convex", "concave", "any"),
}
TYPES = {kind: [(f.name, FITS[str(f.type)]) for f in fields(kind)] for kind in KINDS.values()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
