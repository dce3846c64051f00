"""From a written term to its polynomial: one method for each head, one law for each definition.

A law that is not allowed leaves its expression as an opaque atom, so a cited reason is checked by
the same code that proves the step.  ``FREE`` laws are ring laws in disguise, or use what the claim
is given: they need no citation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context, Law
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.entropies import LAWS as ENTROPY_LAWS
from symkl.kernel.entropies import joint_entropies, joint_parts
from symkl.kernel.equations import NONE, Equations
from symkl.kernel.errors import IllFormed
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.polynomial import (
    ONE,
    Atom,
    Poly,
    Var,
    add,
    atom_at,
    constant,
    gen_poly,
    mul,
    scale,
)
from symkl.kernel.rank_one import rank_one
from symkl.kernel.rewriting import NUMBER, Rewriting
from symkl.kernel.shapes import SCALAR, Shape, product, same, shape, square, square_factors
from symkl.kernel.supports import Guards
from symkl.kernel.terms import Term

FREE = frozenset({"delta", "given_definition", "given_product", "log_of_one", "special_values"})


class Normaliser(Rewriting):
    """Normal forms in one context; ``used`` and ``hypotheses`` say what they rest on."""

    def __init__(
        self,
        context: Context,
        laws: frozenset[str] | None = None,
        prefix: str = "~",
        given: Equations = NONE,
    ) -> None:
        super().__init__(context, prefix, given)
        self.allowed = None if laws is None else laws | FREE

    def scalar(self, term: Term) -> Poly:
        """The normal form of a number, or of a 1 x 1 matrix."""
        rows, columns = shape(self.context, term)
        if (rows, columns) != SCALAR:
            raise IllFormed(f"expected a number, found a {rows} x {columns} matrix")
        return self.at(term, *NUMBER)

    def difference(self, lhs: Term, rhs: Term) -> Poly:
        """The normal form of lhs - rhs; of a generic entry when both are matrices."""
        rows, columns = shape(self.context, lhs)
        if shape(self.context, rhs) != (rows, columns):
            other = " x ".join(shape(self.context, rhs))
            raise IllFormed(f"{rows} x {columns} is compared with {other}")
        i, j = Var("<row>", rows), Var("<column>", columns)
        return add(self.at(lhs, i, j), scale(self.at(rhs, i, j), -1))

    # --- entries --------------------------------------------------------------------------------

    def at(self, term: Term, i: Var, j: Var) -> Poly:
        """The normal form of one entry; of the number itself for numbers."""
        method = HEADS.get(term.head)
        if method is None:
            raise IllFormed(f"unknown head {term.head!r}")
        return method(self, term, i, j)

    def _num(self, term: Term, i: Var, j: Var) -> Poly:
        return constant(term.label)

    def _const(self, term: Term, i: Var, j: Var) -> Poly:
        if term.label == "e":
            return self.exp(ONE)
        return gen_poly(Atom("const", (term.label,), ()))

    def _size(self, term: Term, i: Var, j: Var) -> Poly:
        return self.size(term.label)

    def _sym(self, term: Term, i: Var, j: Var) -> Poly:
        given = self.unfolded(term)
        if given is not term:
            return self.at(given, i, j)
        return gen_poly(Atom("sym", (self.context.number(term.label).name,), ()))

    def _call(self, term: Term, i: Var, j: Var) -> Poly:
        name = self.context.function(term.label).name
        return gen_poly(Atom("call", (name,), (self.scalar(term.args[0]),)))

    def _special(self, term: Term, i: Var, j: Var) -> Poly:
        arguments = tuple(map(self.scalar, term.args))
        if len(arguments) == 1:
            return self.special(term.label, arguments[0])
        found = gen_poly(Atom("special", (term.label,), arguments))
        self.assume("special", found)
        return found

    def _coordinate(self, term: Term, i: Var, j: Var) -> Poly:
        vector, index = (Var(*point.label) for point in term.args)
        space = self.context.sort(vector.sort)
        if space.kind != "simplex" or space.index != index.sort:
            raise IllFormed(f"{vector.name} has no component {index.name}")
        return gen_poly(Atom("component", (), (vector, index)))

    def _point(self, term: Term, i: Var, j: Var) -> Poly:
        var = Var(*term.label)
        if not self.context.is_real_space(var.sort):
            raise IllFormed(f"the point {var.name} of {var.sort} is not a number")
        matrix = self.context.sort(var.sort).kind == "definite"
        indices = (i, j) if matrix else () if i.sort == SCALAR_SORT else (i,)
        return gen_poly(Atom("component", (), (var, *indices)))

    def _add(self, term: Term, i: Var, j: Var) -> Poly:
        same(self.context, term)
        return add(*(self.at(child, i, j) for child in term.args))

    def _neg(self, term: Term, i: Var, j: Var) -> Poly:
        return scale(self.at(term.args[0], i, j), -1)

    def _mul(self, term: Term, i: Var, j: Var) -> Poly:
        shapes = [shape(self.context, child) for child in term.args]
        product(shapes)
        with self.guarded_by(*term.args):
            return self.cancelled(self._factors(list(zip(term.args, shapes, strict=True)), i, j))

    @contextmanager
    def guarded_by(self, *factors: Term) -> Iterator[None]:
        """Within, probabilities count as positive that are so where no factor vanishes."""
        outer = self.guards
        self.guards = self._guards_of(factors) | outer
        try:
            yield
        finally:
            self.guards = outer

    def _factors(self, factors: Sequence[tuple[Term, Shape]], i: Var, j: Var) -> Poly:
        """Numbers leave the chain of matrices; so does each row times ... times column in it."""
        factor, chain = ONE, list[tuple[Term, Shape]]()
        for child, (rows, columns) in factors:
            if (rows, columns) == SCALAR:  # it must not end the row that may stand before it
                factor = mul(factor, self.scalar(child))
                continue
            chain.append((child, (rows, columns)))
            if (chain[0][1][0], columns) == SCALAR:
                factor = mul(factor, self._chain(chain, *NUMBER))
                chain = []
        return mul(factor, self._chain(chain, i, j)) if chain else factor

    def _chain(self, matrices: Sequence[tuple[Term, Shape]], i: Var, j: Var) -> Poly:
        """(A B ... C)_ij, with an index summed between each two of them."""
        result, row, inner = ONE, i, []
        for child, (_, columns) in matrices[:-1]:
            column = self.fresh(columns)
            result = mul(result, self.at(child, row, column))
            inner.append(column)
            row = column
        return self.over(inner, mul(result, self.at(matrices[-1][0], row, j)))

    def _guards_of(self, factors: Sequence[Term]) -> Guards:
        """What is positive where the factors are; a conditional p(y|x) needs p(x) beside it."""
        found: Guards = {}
        if not any(law.sign == "nonnegative" for law in self.context.laws.values()):
            return found
        for child in sorted(_probabilities(factors), key=_is_conditional):
            outer, self.guards = self.guards, found | self.guards
            try:
                poly = self.scalar(child)
            except IllFormed:
                continue  # a division that this factor does not allow: no guard, no harm
            finally:
                self.guards = outer
            for gen, e in poly.terms[0][0] if len(poly.terms) == 1 else ():
                found = (self.positive_where(gen) if e > 0 else {}) | found
        return found

    def _div(self, term: Term, i: Var, j: Var) -> Poly:
        return mul(self.at(term.args[0], i, j), self.power(self.scalar(term.args[1]), -1))

    def _pow(self, term: Term, i: Var, j: Var) -> Poly:
        base, exponent = self.scalar(term.args[0]), self.scalar(term.args[1])
        if all(not mono for mono, _ in exponent.terms):
            return self.power(base, exponent.terms[0][1] if exponent.terms else 0)
        return self.exp(mul(exponent, self.log(base)))

    def _log(self, term: Term, i: Var, j: Var) -> Poly:
        return self.log(self.scalar(term.args[0]))

    def _exp(self, term: Term, i: Var, j: Var) -> Poly:
        return self.exp(self.scalar(term.args[0]))

    def _sum(self, term: Term, i: Var, j: Var) -> Poly:
        return self._bound(term.label, term.args[0], i, j)

    def _bound(self, binders: terms.Binders, body: Term, i: Var, j: Var) -> Poly:
        """Bound points get fresh names first, so that no free point of the same name is caught."""
        fresh = [self.fresh(sort) for _, sort in binders]
        names = {(name, sort): new.name for (name, sort), new in zip(binders, fresh, strict=True)}
        return self.over(fresh, self.at(terms.substitute(body, names), i, j))

    def _expect(self, term: Term, i: Var, j: Var) -> Poly:
        law_name, binders = term.label
        law = self.context.law(law_name)
        coords = tuple(name for name, _ in law.coords)
        points = tuple(Term("point", (), binder) for binder in binders)
        if tuple(sort for _, sort in binders) != tuple(sort for _, sort in law.coords):
            raise IllFormed(f"the expectation binds points that {law_name} is not a law of")
        density = Term("value", points, (law_name, coords, ()))
        return self._bound(binders, terms.mul(density, term.args[0]), i, j)

    # --- probability ----------------------------------------------------------------------------

    def _value(self, term: Term, i: Var, j: Var) -> Poly:
        name, targets, givens = term.label
        law = self.context.law(name)
        self._require_covariance(law)
        points = [
            self._point_of(law, c, p) for c, p in zip((*targets, *givens), term.args, strict=True)
        ]
        if law.given:
            whole = {c for c, _ in law.coords} - set(law.given)
            extra = tuple(c for c in givens if c not in law.given)
            if not set(law.given) <= set(givens) or not {*targets, *extra} <= whole:
                raise IllFormed(f"{name} is declared given {', '.join(law.given)}")
            at = dict(zip((*targets, *givens), points, strict=True))
            given = [at[c] for c, _ in law.coords if c in law.given]
        else:
            extra, at, given = givens, dict(zip((*targets, *givens), points, strict=True)), []
        joint = self._probability(
            law, (*targets, *extra), [at[c] for c in (*targets, *extra)], given
        )
        if not extra:
            return joint
        if not self.allow("conditional"):
            args = tuple(points)
            return gen_poly(Atom("conditional", (name, repr(targets), repr(givens)), args))
        below = self._probability(law, extra, [at[c] for c in extra], given)
        return mul(joint, self.power(below, -1))

    def _require_covariance(self, law: Law) -> None:
        """Raise IllFormed for a normal law whose covariance is not symmetric positive definite."""
        covariance = law.normal[1] if law.normal else ""
        declared = self.context.matrix(covariance) if covariance else None
        if declared and not (declared.symmetric and declared.positive_definite):
            raise IllFormed(
                f"{covariance} is not declared a covariance, so {law.name} has no density"
            )

    def _point_of(self, law: Law, coord: str, point: Term) -> Var:
        if point.head != "point" or point.label[1] != law.sort_of(coord):
            raise IllFormed(f"{law.name} takes a point of {law.sort_of(coord)} for {coord}")
        return Var(*point.label)

    def _probability(
        self, law: Law, targets: tuple[str, ...], at: list[Var], given: list[Var]
    ) -> Poly:
        if len(set(targets)) != len(targets):
            raise IllFormed(f"{law.name} names a random variable twice")
        result = ONE
        for group in self._groups(law, targets):
            order = [c for c, _ in law.coords if c in targets and c in group]
            points = [at[targets.index(c)] for c in order]
            result = mul(result, gen_poly(atom_at("value", (law.name, *order), (*points, *given))))
        return result

    def _groups(self, law: Law, targets: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The targets, split where the law declares independence."""
        split = [group for group in law.independent if set(group) & set(targets)]
        if len(split) < 2:
            return [targets]
        if not self.allow("independence"):
            return [targets]
        names = " and ".join(", ".join(group) for group in law.independent)
        self.hypotheses.add(Hypothesis("independent", law.name, names))
        return split

    def _delta(self, term: Term, i: Var, j: Var) -> Poly:
        one, two = (Var(*point.label) for point in term.args)
        if one.sort != two.sort:
            raise IllFormed(f"points of {one.sort} and {two.sort} are compared")
        if self.context.is_real_space(one.sort):
            raise IllFormed(f"a delta of points of {one.sort}, which is no finite space")
        return self.delta(one, two)

    def _defined(self, term: Term, i: Var, j: Var) -> Poly:
        if self.allow(f"definition_{term.head}"):
            return self.scalar(DEFINITIONS[term.head](self.context, term))
        return self._opaque(term)

    def _entropies(self, term: Term, i: Var, j: Var) -> Poly:
        """By joint entropies, where all that this takes is allowed; else by the definition."""
        needed = ENTROPY_LAWS | {f"definition_{term.head}"}
        parts = joint_parts(self.context, term)
        if parts is None or not (self.allowed is None or needed <= self.allowed):
            return self._defined(term, i, j)
        self.used |= needed
        law = self.context.law(term.label[0])
        if law.sign == "nonnegative":
            of = ("nonnegative", "convention")
            self.hypotheses |= {Hypothesis(kind, law.name) for kind in of}
        if not law.independent:
            return joint_entropies(law, parts)
        split = (
            (coefficient, tuple(c for c in kept if c in group))
            for coefficient, kept in parts
            if kept
            for group in self._groups(law, kept)
        )
        return joint_entropies(law, tuple(split))

    def _opaque(self, term: Term) -> Poly:
        """The defined notion as an atom of its own, its bound points numbered."""
        binders = terms.binders_of(term)
        depth = _nesting(term)  # names differ by depth, so that none captures another
        names = {binder: f"%{depth}.{index}" for index, binder in enumerate(binders)}
        args = tuple(
            Var(*child.label)
            if child.head == "point"
            else self.scalar(terms.substitute(child, names))
            for child in term.args
        )
        label = [sort for _, sort in binders] if binders else [repr(term.label)]
        return gen_poly(Atom(term.head, tuple(label), args))

    # --- matrices -------------------------------------------------------------------------------

    def _matrix(self, term: Term, i: Var, j: Var) -> Poly:
        return self.entry(term.label, _indices(i, j))

    def _identity(self, term: Term, i: Var, j: Var) -> Poly:
        return self.delta(i, j)

    def _entry(self, term: Term, i: Var, j: Var) -> Poly:
        shape(self.context, term)  # refuses indices of another sort
        row, *column = (Var(*point.label) for point in term.args[1:])
        return self.at(term.args[0], row, column[0] if column else NUMBER[1])

    def _row(self, term: Term, i: Var, j: Var) -> Poly:
        shape(self.context, term)  # refuses indices of another sort
        return self.at(term.args[0], Var(*term.args[1].label), i)

    def _transpose(self, term: Term, i: Var, j: Var) -> Poly:
        return self.at(term.args[0], j, i)

    def _matrix_inverse(self, term: Term, i: Var, j: Var) -> Poly:
        matrix = self.unfolded(term.args[0])
        if square(self.context, matrix) == SCALAR:
            return self.power(self.scalar(matrix), -1)
        match matrix.head:
            case "matrix" if (given := self.given.inverse_of(matrix.label)) is not None:
                if self.allow("given_product"):
                    return self.at(given, i, j)
                return self.entry(matrix.label, _indices(i, j), kind="inverse")
            case "matrix":
                declared = self.context.matrix(matrix.label)
                if not (declared.invertible or declared.positive_definite):
                    raise IllFormed(f"{matrix.label} is not declared invertible")
                return self.entry(matrix.label, _indices(i, j), kind="inverse")
            case "identity":
                return self.delta(i, j)
            case "transpose":
                return self.at(Term("inverse", matrix.args), j, i)
            case "inverse":
                return self.at(matrix.args[0], i, j)
            case "mul" if square_factors(self.context, matrix):
                numbers = [f for f in matrix.args if shape(self.context, f) == SCALAR]
                turned = [Term("inverse", (f,)) for f in matrix.args[::-1] if f not in numbers]
                return self.at(
                    terms.mul(*(terms.div(terms.ONE, n) for n in numbers), *turned), i, j
                )
            case "neg":
                return scale(self.at(Term("inverse", matrix.args), i, j), -1)
        found = rank_one(self, matrix)
        if found is not None and self.allow("rank_one"):
            return self.at(found.inverse, i, j)
        entry = self._generic_entry(matrix)
        self.assume("inverses", entry)
        return gen_poly(Atom("inverse_of", (i.sort,), (*_indices(i, j), entry)))

    def _generic_entry(self, matrix: Term) -> Poly:
        """The matrix as its entry at two reserved indices, named apart from those further in."""
        rows, columns = square(self.context, matrix)
        depth = _matrix_nesting(matrix)
        return self.at(matrix, Var(f"%r{depth}", rows), Var(f"%c{depth}", columns))

    def _trace(self, term: Term, i: Var, j: Var) -> Poly:
        """sum_i A_ii; where that law is not allowed, a linear form that knows nothing of cycles."""
        rows, _ = square(self.context, term.args[0])
        row = self.fresh(rows)
        if self.allow("scalar_trace" if rows == SCALAR_SORT else "cyclic_trace"):
            return self.over([row], self.at(term.args[0], row, row))
        column = self.fresh(rows)
        form = gen_poly(Atom("trace", (rows,), _indices(row, column)))
        entry = mul(form, self.at(term.args[0], row, column))
        return self.over([column, row], entry)

    def _det(self, term: Term, i: Var, j: Var) -> Poly:
        matrix = self.unfolded(term.args[0])
        if square(self.context, matrix) == SCALAR:
            return self.scalar(matrix)
        match matrix.head:
            case "matrix" if self.context.matrix(matrix.label).form != "full":
                return self._product_of_spreads(matrix.label)
            case "matrix":
                return gen_poly(Atom("det", (matrix.label,), ()))
            case "identity":
                return ONE
            case "point":
                return gen_poly(Atom("det_point", (), (Var(*matrix.label),)))
            case "transpose":
                return self._det(matrix, i, j)
            case "inverse":
                return self.power(self._det(matrix, i, j), -1)
            case "mul" if square_factors(self.context, matrix):
                dimension = Term("size", (), shape(self.context, matrix)[0])
                product = ONE
                for factor in matrix.args:
                    number = shape(self.context, factor) == SCALAR
                    written = terms.power(factor, dimension) if number else Term("det", (factor,))
                    product = mul(product, self.scalar(written))
                return product
        found = rank_one(self, matrix)
        if found is not None and self.allow("rank_one"):
            return self.scalar(found.determinant)
        return gen_poly(Atom("det_of", (), (self._generic_entry(matrix),)))

    def _product_of_spreads(self, name: str) -> Poly:
        """The determinant of a diagonal matrix, as the exponential of a sum of logarithms."""
        row = self.fresh(self.context.matrix(name).rows)
        logarithm = self.log(gen_poly(self.spread(name, row)))
        return self.exp(self.over([row], logarithm))


def _probabilities(factors: Sequence[Term]) -> Iterator[Term]:
    """The values of laws, and sums of them, of which a power is among the factors."""
    for factor in factors:
        if factor.head == "mul":
            yield from _probabilities(factor.args)
        elif factor.head == "pow" and factor.args[1].head == "num" and factor.args[1].label > 0:
            yield from _probabilities(factor.args[:1])
        elif factor.head == "value" or (factor.head == "sum" and factor.args[0].head == "value"):
            yield factor


def _is_conditional(term: Term) -> bool:
    return term.head == "value" and bool(term.label[2])


def _indices(i: Var, j: Var) -> tuple[Var, ...]:
    return tuple(index for index in (i, j) if index.sort != SCALAR_SORT)


def _nesting(term: Term) -> int:
    """How many binding heads stand inside each other."""
    below = max(map(_nesting, term.args), default=0)
    return below + bool(terms.binders_of(term))


def _matrix_nesting(term: Term) -> int:
    """How many inverses and determinants stand inside each other."""
    below = max(map(_matrix_nesting, term.args), default=0)
    return below + (term.head in ("inverse", "det"))


HEADS: dict[str, Callable[[Normaliser, Term, Var, Var], Poly]] = {
    "num": Normaliser._num,
    "const": Normaliser._const,
    "size": Normaliser._size,
    "sym": Normaliser._sym,
    "call": Normaliser._call,
    "special": Normaliser._special,
    "coordinate": Normaliser._coordinate,
    "point": Normaliser._point,
    "add": Normaliser._add,
    "neg": Normaliser._neg,
    "mul": Normaliser._mul,
    "div": Normaliser._div,
    "pow": Normaliser._pow,
    "log": Normaliser._log,
    "exp": Normaliser._exp,
    "sum": Normaliser._sum,
    "expect": Normaliser._expect,
    "value": Normaliser._value,
    "delta": Normaliser._delta,
    "kl": Normaliser._defined,
    "cross_entropy": Normaliser._defined,
    "entropy": Normaliser._entropies,
    "mutual_information": Normaliser._entropies,
    "matrix": Normaliser._matrix,
    "entry": Normaliser._entry,
    "row": Normaliser._row,
    "identity": Normaliser._identity,
    "transpose": Normaliser._transpose,
    "inverse": Normaliser._matrix_inverse,
    "trace": Normaliser._trace,
    "det": Normaliser._det,
}
