"""Matrices, vectors and numbers: what kind each name is, and the parameters of normal laws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from symkl.kernel.context import SCALAR_SORT, Matrix, Number, Sort
from symkl.reading import names
from symkl.reading.binary_entropies import BINARY, FLAG
from symkl.reading.declared import DEVIATION, SINGULAR
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.evidence import NEAR, Evidence
from symkl.reading.expressions import (
    Structure,
    covariances_in,
    matrices_in,
    structure,
    vectors_in,
)
from symkl.reading.layout import Node, Row
from symkl.reading.spreads import UNITS, Spread, spread_of
from symkl.reading.usage import Normal

DIMENSION = "#dimension"  # what is tried for it is kept among the kinds that are tried
DIMENSION_LETTERS = ("k", "d", "n", "D", "m", "p", "N")
COVARIANCES = frozenset({"Sigma", "Lambda", "Omega", "Psi"})
POINTS = ("variable", "outcome", "vector")  # kinds of what may be a random variable or its value
MANY = 3  # more parameters than a normal law has
MEANS = frozenset({"mu", "m", "nu", "theta"})
LAW_LETTERS = frozenset({"Pr", "P", "Q", "R", "p", "q", "r", "pi", "rho"})


class Parameters(Evidence):
    """The kinds of names that stand for themselves, and who is normal with which parameters."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.all.normals = [n for n in self.all.normals if not self._is_of_others(n)]
        self.dimension = self._dimension()
        self._parameters_seen: dict[str, Matrix] = {}
        self._names_of_expressions: dict[tuple[str, Structure], str] = {}
        self.expressions: dict[str, Row] = {}  # parameters of normal laws that are no plain names

    def _is_of_others(self, normal: Normal) -> bool:
        """Whether a normal law under another heading is of a name that means something else here.

        That is so of a name that is introduced anew, and of a number where here is a vector.
        """
        if any(normal in level.normals for level in self.levels[:NEAR]):
            return False
        names_of = (normal.of, names.outcome_of(normal.of), names.variable_of(normal.of))
        again = (self.declared.said.get(name) for name in names_of if normal.of)
        if any(said is not None and said.span[0] > normal.span[0] for said in again):
            return True
        mean = names.single(normal.mean)
        named = {names.outcome_of(normal.of), *([names.key(mean)] if mean is not None else [])}
        scalar = not self._capital(normal) and names.text(normal.covariance) not in UNITS
        other = "vector" if scalar else "number"
        return any(self.declared.kind(name) == other for name in named)

    def _has_matrix_normal(self) -> bool:
        return any(self._capital(normal) for normal in self.all.normals)

    @staticmethod
    def _capital(normal: Normal) -> bool:
        """Whether the covariance is a matrix: a capital letter, or something with one in it."""
        node = names.single(normal.covariance)
        if node is None:
            return spread_of(normal.covariance) is not None or _has_capital(normal.covariance)
        return names.is_capital(node.text)

    def spread(self, normal: Normal) -> Spread | None:
        """The diagonal covariance of a normal law; one with numbers s_j is no multiple of I."""
        found = spread_of(normal.covariance)
        if found is None or found.form == "diagonal":
            return found
        bound = {*self.all.indices, *self.all.summed}
        numbered = any(stem == found.name and at in bound for stem, at in self.all.indexed)
        return replace(found, form="diagonal") if numbered else found

    def spread_named(self, name: str) -> Spread | None:
        """The diagonal covariance whose numbers have this name."""
        spreads = (self.spread(normal) for normal in self.all.normals)
        return next((s for s in spreads if s is not None and s.name == name), None)

    def covariance_of(self, spread: Spread) -> Matrix:
        """The declaration of a diagonal covariance."""
        k = self.dimension
        return Matrix(spread.matrix, k, k, True, True, True, spread.form)

    def _dimension(self) -> str:
        """The size of vectors and matrices of which nothing says what it is."""
        if tried := self.flips.get(DIMENSION):
            return tried
        declared = self.declared.dimensions_of(self.levels[0].names)
        if declared:
            return declared[0]
        limits = (s.limit for n in self.all.normals if (s := spread_of(n.covariance)) is not None)
        if limit := next(filter(None, limits), ""):
            return limit
        summed = [
            self.all.indices.get(label, "")
            for stem, label in self.all.indexed
            if any((s := spread_of(n.covariance)) and s.name == stem for n in self.all.normals)
        ]
        if limit := next((name for name in summed if name.isidentifier()), ""):
            return limit
        for level in (*self.levels[:NEAR], self.all):
            for name in DIMENSION_LETTERS:
                if name in level.dimensions:
                    return name
            if level.dimensions:
                return sorted(level.dimensions)[0]
        for name in DIMENSION_LETTERS[:3]:
            if name in self.all.names:
                return name
        return "k"

    def is_plain(self, name: str) -> bool:
        """Whether the author declares the name as a number, a vector or a matrix."""
        return self.declared.kind(name) in ("number", "vector", "matrix", "dimension")

    def is_dimension(self, name: str) -> bool:
        """Whether the author declares the name as a dimension, or as one side of a shape."""
        return name in self.declared.dimensions_of()

    def is_linear(self) -> bool:
        """Whether the formulas are about matrices and vectors at all."""
        return self._linear()

    def _roles_of_all(self) -> set[str]:
        parameters = [node for normal in self.all.normals for node in self._parameters(normal)]
        return {names.stem(node) for node in parameters}

    def law_said(self, subject: str) -> str:
        """The law that a statement about a law, an outcome or a random variable is about."""
        letter = names.letter_of(subject)
        usual = letter in LAW_LETTERS and not names.is_capital(subject)
        equal = any(n.is_law and n.of == subject for n in self.all.normals)
        if usual or equal or self.declared.kind(subject) == "law":
            return subject
        variable = names.variable_of(subject)
        return self._only_law_of(variable) or f"p_{variable}"

    def _only_law_of(self, variable: str) -> str:
        """p, where it is the only law in sight, and of this variable alone: its density."""
        used = self.all
        operands = {side for pair in used.divergences for side in pair}
        laws = operands | used.expectations | {law for _, law in used.drawn}
        laws |= {n.of for n in used.normals if names.letter_of(n.of) in LAW_LETTERS}
        applied = [a for a in used.applications if names.letter_of(a.base) in LAW_LETTERS]
        of = {names.variable_of(u.key) for a in applied for u in (*a.targets, *a.given)}
        bases = laws | {a.base for a in applied}
        return bases.pop() if of == {variable} and bases in ({"p"}, {"P"}) else ""

    def _normal_of(self, base: str, of: tuple[str, ...] = ()) -> Normal | None:
        """The normal that the law is said, or by its parameters' labels seems, to be.

        One whose parameters the chain itself writes comes before one that is nearer.
        """
        found = []
        for level in (*self.levels[:NEAR], self.all):
            found += [n for n in level.normals if n.of and self._is_of(n, base, of)]
            found += [n for n in level.normals if not n.of and self._is_of(n, base, of)]
        local = [n for n in self.levels[0].normals if n.of and self._is_of(n, base, of)]
        return next(iter((*local, *sorted(found, key=self._remoteness))), None)

    def _remoteness(self, normal: Normal) -> tuple[int, bool, int]:
        """What is written comes first, then what is said last before the chain."""
        here = min((span[0] for span in self.levels[0].names.values()), default=0)
        distance = here - normal.span[0]
        return self._unwritten(normal), distance < 0, abs(distance)

    def _unwritten(self, normal: Normal) -> int:
        """How many of the parameters the chain does not write, if it writes any."""
        keys = {names.key(node) for node in self._parameters(normal)}
        written = keys & self.levels[0].names.keys()
        return len(keys) - len(written) if written else MANY

    def _is_of(self, normal: Normal, base: str, of: tuple[str, ...] = ()) -> bool:
        """Whether the law is said, or by the labels of its parameters seems, to be this normal.

        ``of`` are the variables, where it matters which of its marginals is meant.
        """
        if normal.of:
            written = {
                names.letter_of(names.variable_of(x)) for x in normal.targets or (normal.at,)
            }
            other = of and written != {""} and written != {names.letter_of(v) for v in of}
            return self.law_said(normal.of) == base and not other
        labels = {names.text(n.sub) for n in self._parameters(normal) if n.sub is not None}
        return labels == {base}

    def _are_summed(self, variables: list[str]) -> bool:
        """Whether the chain itself sums over values of these: then they are in no R^k."""
        near = {names.letter_of(x) for x in (*self.levels[0].summed, *self.levels[0].indices)}
        return bool(near & {names.letter_of(names.outcome_of(v)) for v in variables})

    @staticmethod
    def _parameters(normal: Normal) -> list[Node]:
        nodes = (n for row in (normal.mean, normal.covariance) for top in row for n in top.walk())
        return [n for n in nodes if n.kind == "name" and names.text((n,)) not in UNITS]

    def normal_parameters(self, normal: Normal) -> tuple[str, str]:
        """The names of mean and covariance; "" for 0 and I; raises Unreadable for others."""
        mean, covariance = self._mean(normal), self._covariance(normal)
        for matrix in (mean, covariance):
            if matrix is not None:
                self._parameters_seen[matrix.name] = matrix
        return mean.name if mean else "", covariance.name if covariance else ""

    def _mean(self, normal: Normal) -> Matrix | None:
        if names.text(normal.mean) == "0":
            return None
        node = names.single(normal.mean)
        if node is None and (applied := applied_name(normal.mean)):
            return Matrix(applied, self.dimension if self._capital(normal) else SCALAR_SORT)
        if node is None or node.sup is not None:
            rows = self.dimension if self._has_vectors(normal) else SCALAR_SORT
            name = self._expression("m", normal.mean, normal)
            return Matrix(name, rows)
        return self.matrix(names.key(node))

    def _covariance(self, normal: Normal) -> Matrix | None:
        if names.text(normal.covariance) in UNITS or names.text(normal.covariance) == "1":
            return None
        node, spread = names.single(normal.covariance), self.spread(normal)
        if spread is not None:
            return self.covariance_of(spread)
        if node is None and self._capital(normal) and (applied := applied_name(normal.covariance)):
            return Matrix(applied, self.dimension, self.dimension, True, True, True)
        if node is not None:
            self.not_limited(SINGULAR, names.key(node), node.span)
            if node.sup is None:
                self.not_limited(DEVIATION, names.key(node), node.span)
        if node is None or (node.sup is not None and names.is_inverse(node.sup)):
            rows = self.dimension if self._has_vectors(normal) else SCALAR_SORT
            return Matrix(
                self._expression("C", normal.covariance, normal), rows, rows, True, True, True
            )
        if self.renamed.get(names.key(node)) in UNITS:
            return None
        if node.sup is not None and names.text(node.sup) == "2":
            return self.variance(names.key(node))
        return self.matrix(names.key(node))

    def not_limited(self, what: str, name: str, span: Span) -> None:
        """Raise Unreadable where the text says of a name what forbids this use of it."""
        if self.declared.otherwise.get(name) == what:
            raise Unreadable("SK103", span, f"{name!r} is said to be {what}, and cannot stand here")

    def _has_vectors(self, normal: Normal) -> bool:
        """Whether the law is one of vectors."""
        return self._capital(normal) or names.text(normal.covariance) in UNITS

    def _expression(self, letter: str, row: Row, normal: Normal) -> str:
        """The name of a parameter that is an expression, which is noted."""
        if any(n.kind in ("rel", "punct", "text") for top in row for n in top.walk()):
            raise Unreadable("SK401", normal.span, "a normal law whose parameter is not understood")
        key = letter, structure(row)
        if key not in self._names_of_expressions:
            taken = {names.printable(name) for name in self.all.names} | self.expressions.keys()
            fresh = (letter + "'" * count for count in range(len(taken) + 1))
            name = next(name for name in fresh if name not in taken)
            self._names_of_expressions[key], self.expressions[name] = name, row
        return self._names_of_expressions[key]

    def kind(self, name: str) -> str:
        """``matrix``, ``vector``, ``number``, ``dimension`` or ``deviation`` of a plain name."""
        declared, roles = self.declared.kind(name), self._roles(name)
        if declared and not (declared == "number" and roles):
            return declared
        if name in self.flips:
            return self.flips[name]
        kind, certain = self._kind(name)
        if not certain:
            self.guessed.add(name)
        return kind

    def _kind(self, name: str) -> tuple[str, bool]:
        used, letter = self.all, names.letter_of(name)
        roles = self._roles(name)
        if roles:
            return roles, True
        capital = names.is_capital(name)
        if name in self._in_means(vectors_in):
            return "vector", True
        if capital and name in self._in_means(matrices_in):
            return "matrix", True
        if name in used.squares | used.transforms or (capital and name in used.inverted):
            return "matrix", True
        if name in used.transposed:
            return ("matrix" if capital else "vector"), not capital
        if name == self.dimension and (used.dimensions or self._linear()):
            return "dimension", name in used.dimensions
        if letter in COVARIANCES or (capital and self._linear()):
            return "matrix", letter in COVARIANCES
        if self._linear() and letter in MEANS:
            return "vector", False
        return "number", not self._linear()

    def is_parameter(self, name: str) -> bool:
        """Whether the name is a parameter of a normal law."""
        return bool(self._roles(name))

    def _in_means(self, found: Callable[[Row], Iterable[str]]) -> set[str]:
        """The names in means that are expressions, as far as they are looked for."""
        normals = [
            n for n in self.all.normals if self._has_vectors(n) and applied_name(n.mean) == ""
        ]
        rows = [n.mean for n in normals if names.single(n.mean) is None]
        return {name for row in rows for name in found(row)}

    def _roles(self, name: str) -> str:
        """What a parameter of a normal law, or a standard deviation, is."""
        if name in self.all.deviations:
            return "deviation"
        for normal in self.all.normals:
            mean, covariance = names.single(normal.mean), names.single(normal.covariance)
            scalar = not self._capital(normal) and names.text(normal.covariance) not in UNITS
            spread = self.spread(normal)
            if spread is not None and spread.name == name:
                return f"{spread.form} {'deviation' if spread.squared else 'variance'}"
            if mean is not None and names.key(mean) == name:
                return "scalar mean" if scalar else "vector"
            if covariance is not None and names.key(covariance) == name:
                if not self._capital(normal) and names.is_inverse(covariance.sup):
                    continue  # a precision
                squared = covariance.sup is not None
                return ("deviation" if squared else "variance") if scalar else "covariance"
            if covariance is None and not scalar and name in covariances_in(normal.covariance):
                return "covariance"
        return ""

    def _linear(self) -> bool:
        """Whether the formulas are about matrices and vectors at all."""
        inverted = any(names.is_capital(name) for name in self.all.inverted)
        normal = any(self._capital(n) for n in self.all.normals)
        said = any(self.declared.kind(n) in ("vector", "matrix") for n in self.levels[0].names)
        return bool(self.all.transposed or self.all.squares or inverted or normal or said)

    def matrix(self, name: str) -> Matrix:
        """The declaration of a matrix, a vector, or a 1 x 1 parameter of a normal law."""
        name = self.renamed.get(name, name)
        rows, printed = self.dimension, names.printable(name)
        kind, shape = self.kind(name), self.declared.shape(name)
        if kind == "vector":
            return Matrix(printed, shape[0] if shape else rows)
        if kind == "scalar mean":
            return Matrix(printed, SCALAR_SORT)
        if kind == "variance":
            return Matrix(printed, SCALAR_SORT, SCALAR_SORT, True, True, True)
        flags = self.declared.flags(name)
        usual = names.letter_of(name) in COVARIANCES and self.declared.kind(name) != "matrix"
        definite = "spd" in flags or usual or bool(self._roles(name))
        first, second = (*shape, rows, rows)[:2] if len(shape) == 2 else (rows, rows)
        inverted = name in self.all.inverted and first == second
        invertible = definite or "invertible" in flags or inverted
        return Matrix(
            printed, first, second, definite or "symmetric" in flags, invertible, definite
        )

    def applied_parameter(self, written: str) -> Matrix | None:
        """The parameter of a normal law that is written ``mu(x)``."""
        for normal in self.all.normals:
            for row, parameter in (
                (normal.mean, self._mean),
                (normal.covariance, self._covariance),
            ):
                if names.single(row) is None and applied_name(row) == written:
                    return parameter(normal)
        return None

    def variance(self, name: str) -> Matrix:
        """The 1 x 1 variance whose square root is the standard deviation of this name."""
        name = self.renamed.get(name, name)
        return Matrix(f"{names.printable(name)}^2", SCALAR_SORT, SCALAR_SORT, True, True, True)

    def number(self, name: str) -> Number:
        """The declaration of a number; under a logarithm or in a divisor it is assumed positive.

        One that is said to be real, negative or not 0 may stand in a divisor all the same.
        Where both t and 1 - t are, t is assumed to lie between 0 and 1.
        """
        name = self.renamed.get(name, name)
        flags = self.declared.flags(name)
        sign: Literal["positive", "nonnegative", "real", "unit"] = "real"
        if "nonnegative" in flags:
            sign = "nonnegative"
        by_use = self.all.scaled if "real" not in flags else self.all.logged
        if "positive" in flags or name in by_use:
            sign = "positive"
        chance = name in {coin.chance for coin in self.all.coins} or self._is_measured(name)
        if chance or (sign == "positive" and name in self.all.complemented):
            sign = "unit"
        if "negative" in flags:  # here or there: what is said of both is that it is real
            sign = "real"
        return Number(names.printable(name), sign)

    def _is_measured(self, name: str) -> bool:
        """Whether the number is one whose binary entropy is taken."""
        heads = [head for head, of in self.all.measured if of == name]
        of_chance = (FLAG in self.declared.flags(h) or h.partition("_")[2] in BINARY for h in heads)
        return any(of_chance)

    def parameter(self, printed: str) -> Matrix | None:
        """The matrix behind a parameter of a normal law; None for "" (zero vector, identity)."""
        return self._parameters_seen.get(printed)

    def dimension_sort(self) -> Sort:
        """The index sort of vectors."""
        return Sort(self.dimension, self.dimension)


def _has_capital(row: Row) -> bool:
    """Whether a matrix stands in an expression."""
    return any(n.kind == "name" and names.is_capital(n.text) for top in row for n in top.walk())


def applied_name(row: Row) -> str:
    r"""``\mu(x)`` or ``f_\theta(x)`` in plain text; "" for anything else."""
    row = names.unwrapped(row)
    if len(row) != 2 or row[0].kind != "name" or row[1].kind != "fence" or row[0].sup is not None:
        return ""
    if row[1].text != "()" or row[1].sup is not None or row[1].sub is not None:
        return ""
    return f"{names.printable(names.key(row[0]))}{names.text(row[1:])}"
