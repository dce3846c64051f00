"""The named laws of one model in one number system: values, log-densities, means, supports."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from symkl.kernel.context import Context, Law
from symkl.models.arithmetic import Arithmetic, Balls, is_exact
from symkl.models.expansions import (
    Expansion,
    Mono,
    coordinate,
    determinant_factor,
    law_factor,
)
from symkl.models.mean_floats import mean_float
from symkl.models.means import mean_ball
from symkl.models.model import Model, Unsupported
from symkl.models.named import NAMED, Family, Parameters, ends_within, is_inside, parameters_in


class NamedLaws:
    """Named laws at bound points, where they are factors of expansions, and at free ones."""

    def __init__(self, context: Context, model: Model, arithmetic: Arithmetic) -> None:
        self.context, self.model, self.of = context, model, arithmetic
        self.laws = {law.name: law for law in context.laws.values() if law.family is not None}
        self._sorts = {law.coords[0][1] for law in self.laws.values()}

    def of_sort(self, sort: str) -> bool:
        """Whether laws on the space are named; raises Unsupported when only some of them are."""
        if sort not in self._sorts:
            return False
        for law in self.context.laws.values():
            if law.family is None and sort in [s for _, s in law.coords]:
                raise Unsupported(f"{law.name}, which is of no family, beside named laws")
        return True

    def point(self, sort: str, variable: int) -> Any:
        """A bound point: its components as expansions."""
        space = self.context.sort(sort)
        if space.kind == "definite":
            size = range(self.model.size(space.index))
            return tuple(tuple(coordinate(variable, self.of, i, j) for j in size) for i in size)
        if space.kind == "simplex":
            places = range(self.model.size(space.index))
            return tuple(coordinate(variable, self.of, i) for i in places)
        return (coordinate(variable, self.of),)

    def value(self, law: Law, point: Any) -> Any:
        """The value of the law: a factor at a bound point, a number at a free one."""
        x = point[0][0] if isinstance(point[0], tuple) else point[0]
        if isinstance(x, Expansion):
            ((mono, _),) = x.parts.items()
            return law_factor(law.name, mono[0][0][1], self.of)
        return self._number(law, x)

    def _number(self, law: Law, x: Any) -> Any:
        named, parameters = self._named(law.name)
        if self.context.sort(law.coords[0][1]).kind in ("simplex", "definite"):
            raise Unsupported("a density of vectors or matrices at a point")
        if not is_exact(x):
            raise Unsupported("a named law at a point that is not rational")
        if not is_inside(self.of.fraction(x), named.ends(parameters), named.whole):
            return self.of.zero
        return self.of.exp(named.log_density(self._exact(parameters), x, self.of, self._apply))

    def _apply(self, name: str, argument: Any, *more: Any) -> Any:
        if name == "log":
            return self.of.log(argument)
        if name == "power":
            return self.of.power(argument, more[0])
        return self.of.special(name, argument)

    def _named(self, name: str) -> tuple[Family, Parameters]:
        law = self.laws[name]
        return NAMED[(law.family or ("",))[0]], parameters_in(self.context, law, self.model)

    def _exact(self, parameters: Parameters) -> list[Any]:
        return [self.of.exact(p) for p in parameters]

    # --- for integrals --------------------------------------------------------------------------

    def log_density(self, name: str, variable: int) -> Any:
        """The log-density at a bound point."""

        def apply(function: str, argument: Any, *more: Any) -> Any:
            if function == "log":
                return argument.log()
            if function == "power":
                return argument.power(more[0])
            if function == "log_det":
                return determinant_factor(argument).log()
            return argument.special(function)

        named, parameters = self._named(name)
        sort = self.laws[name].coords[0][1]
        point = self.point(sort, variable)
        x = point[0] if self.context.sort(sort).kind in ("real", "integer") else point
        return named.log_density(self._exact(parameters), x, self.of, apply)

    def mean(self, name: str, statistics: Mono) -> Any:
        """The mean of a product of statistics under the law."""
        law = self.laws[name]
        family = (law.family or ("",))[0]
        parameters = parameters_in(self.context, law, self.model)
        if family == "wishart":
            return self._wishart_mean(parameters, statistics)
        if family == "dirichlet":
            family, parameters, statistics = _marginal(parameters, statistics)
            if not parameters:  # one component, which is 1
                return self.of.zero if any(f[0] == "log" for f, _ in statistics) else self.of.one
        if isinstance(self.of, Balls):
            return mean_ball(family, parameters, statistics)
        return self.of.inexact(mean_float(family, parameters, statistics))

    def _wishart_mean(self, parameters: Parameters, statistics: Mono) -> Any:
        """By Bartlett's decomposition: X = L A A^T L^T with V = L L^T, where the squares on the
        diagonal of A are gamma laws of shape (n - j)/2 and rate 1/2, j = 0, 1, ..., and what is
        below it is standard normal.
        """
        freedom, *scale = parameters
        size = isqrt(len(scale))
        rows = [list(scale[i * size : (i + 1) * size]) for i in range(size)]
        ((factor, e),) = statistics if len(statistics) == 1 else ((("", 0), 0),)
        if e != 1 or factor[0] not in ("x", "log_det"):
            raise Unsupported("such a mean under a Wishart law")
        kind = ("log" if factor[0] == "log_det" else "x", 0)
        means = [
            self._gamma_mean(((freedom - j) / 2, Fraction(1, 2)), (((kind), Fraction(1)),))
            for j in range(size)
        ]
        lower, pivots = _factored(rows)
        if factor[0] == "log_det":
            total = sum(means[1:], means[0])
            for pivot in pivots:
                total = total + self.of.log(self.of.exact(pivot))
            return total
        i, j = factor[2:]
        return sum(
            (
                self.of.exact(lower[i][m] * lower[j][m] * pivots[m]) * (means[m] + self.of.exact(m))
                for m in range(size)
            ),
            self.of.zero,
        )

    def _gamma_mean(self, parameters: Parameters, statistics: Mono) -> Any:
        if isinstance(self.of, Balls):
            return mean_ball("gamma", parameters, statistics)
        return self.of.inexact(mean_float("gamma", parameters, statistics))

    def is_within(self, name: str, other: str) -> bool:
        """Whether the support of one law lies in that of another, in this model."""
        (one, p), (two, q) = self._named(name), self._named(other)
        inner, outer = one.ends(p), two.ends(q)
        if one.whole and outer == (Fraction(0), Fraction(1)):
            return inner == outer  # 0 and 1 alone
        return ends_within(inner, outer)


def _marginal(weights: Parameters, statistics: Mono) -> tuple[str, Parameters, Mono]:
    """A component of a Dirichlet law has a beta law; statistics of one component only."""
    (index, *others) = {f[2] for f, _ in statistics}
    if others:
        raise Unsupported("a mean of several components of a Dirichlet law")
    rest = sum(weights, -weights[index])
    own = tuple((f[:2], e) for f, e in statistics)
    return "beta", (weights[index], rest) if rest else (), own


def _factored(rows: list[list[Fraction]]) -> tuple[list[list[Fraction]], list[Fraction]]:
    """V = L D L^T with a unit lower triangular L: the rows of L, and D."""
    size = range(len(rows))
    lower = [[Fraction(i == j) for j in size] for i in size]
    pivots: list[Fraction] = []
    for j in size:
        pivots.append(rows[j][j] - sum(lower[j][m] ** 2 * pivots[m] for m in range(j)))
        for i in range(j + 1, len(rows)):
            known = sum(lower[i][m] * lower[j][m] * pivots[m] for m in range(j))
            lower[i][j] = (rows[i][j] - known) / pivots[j]
    return lower, pivots
