"""Finite spaces of symbolic size, their points, and the pmfs and joints on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal, Protocol

from symkl.kernel import terms
from symkl.kernel.context import Declaration, Law, Sort
from symkl.kernel.terms import Term
from symkl.language.functions import label_of_point, total
from symkl.language.written import LanguageError, Written, written

Sign = Literal["positive", "nonnegative", "real"]
Support = Literal["full", "any"]
SIGN_OF: dict[str, Sign] = {"full": "positive", "any": "nonnegative"}


class Space(Protocol):
    """What points are taken from: a finite space, or R^k by its dimension."""

    @property
    def declared(self) -> tuple[Sort, ...]:
        """What a law on the space declares: the space itself first."""


class Point(Written):
    """A point of a space; ``y | x`` reads "y given x" inside a joint, as in ``p(y | x)``."""

    def __or__(self, other: Any) -> ConditionedPoints:
        given = other if isinstance(other, tuple) else (other,)
        return ConditionedPoints((self,), given)

    def __ror__(self, other: Any) -> ConditionedPoints:
        return ConditionedPoints(other, (self,))


class ConditionedPoints:
    """Points, and the points they are conditioned on; only a joint pmf can make sense of it."""

    def __init__(self, points: tuple[Written, ...], given: tuple[Written, ...]) -> None:
        self.points, self.given = points, given


class FiniteSpace:
    """A finite space (alphabet) whose number of elements is a symbol.

    Args:
        name: as in "X"; spaces with different names are different spaces.
        size: the symbol of the number of elements, or a whole number for a fixed one.

    Examples:
        >>> X = FiniteSpace("X", size="n"); P, Q = X.pmfs("P Q"); x = X.point("x")
        >>> X.sum(P(x) / Q(x), x)
        sum_x P(x)/Q(x)
        >>> X.size
        n
    """

    def __init__(self, name: str, size: str | int | None = None) -> None:
        label = f"|{name}|" if size is None else str(size)
        if label.startswith("-") or label == "0":
            raise LanguageError(f"a space needs at least one element, not {label}")
        self.sort = Sort(name, label)
        self.name = name

    @property
    def size(self) -> Written:
        """The number of elements."""
        return Written(Term("size", (), self.name), [self.sort])

    @property
    def declared(self) -> tuple[Sort, ...]:
        """What a law on this space declares."""
        return (self.sort,)

    def point(self, name: str) -> Point:
        """A point, free until a sum binds it."""
        return Point(Term("point", (), (name, self.name)), [self.sort])

    def points(self, names: str) -> list[Point]:
        """Several points, by names with spaces between."""
        return [self.point(name) for name in names.split()]

    def pmf(
        self, name: str, support: Support = "full", below: Iterable[Distribution] = ()
    ) -> Distribution:
        """A probability mass function: nonnegative, sums to 1.

        Args:
            name: as in "P".
            support: "full" (positive everywhere, the default) or "any" (may have zeros).
            below: pmfs that this one is absolutely continuous to (P(x) = 0 wherever Q(x) = 0).
        """
        return self._law(name, sign_of(support), True, below)

    def pmfs(self, names: str, support: Support = "full") -> list[Distribution]:
        """Several pmfs, by names with spaces between."""
        return [self.pmf(name, support) for name in names.split()]

    def weight(self, name: str, sign: Sign = "positive") -> Distribution:
        """A function of the points that need not sum to 1."""
        return self._law(name, sign, False, ())

    def _law(
        self, name: str, sign: Sign, normalised: bool, below: Iterable[Distribution]
    ) -> Distribution:
        law = Law(name, ((self.name, self.name),), sign=sign, normalised=normalised)
        return dominated(law, [self.sort], below)

    def sum(self, body: Any, *points: Written) -> Written:
        """The sum of the body over points of this space."""
        for point in points:
            if label_of_point(point)[1] != self.name:
                raise LanguageError(f"{point} is a point of {point.term.label[1]}, not {self.name}")
        return total(body, *points)

    def __repr__(self) -> str:
        return f"FiniteSpace({self.name!r}, size={self.sort.size!r})"


class RandomVariable:
    """One coordinate of a joint pmf; ``Y | X`` and ``X.at(x)`` serve entropies and information."""

    def __init__(self, distribution: Distribution, name: str) -> None:
        self.distribution, self.name = distribution, name

    def at(self, point: Written) -> FixedVariable:
        """The event that this variable takes the value of the point, as in H(Y | X = x)."""
        return FixedVariable(self, point)

    def __or__(self, other: Any) -> ConditionedVariables:
        return ConditionedVariables((self,), other if isinstance(other, tuple) else (other,))

    def __ror__(self, other: Any) -> ConditionedVariables:
        return ConditionedVariables(other, (self,))

    def __repr__(self) -> str:
        return self.name


class FixedVariable:
    """A random variable together with the value it takes."""

    def __init__(self, variable: RandomVariable, point: Written) -> None:
        self.variable, self.point = variable, point

    def __ror__(self, other: Any) -> ConditionedVariables:
        return ConditionedVariables(other if isinstance(other, tuple) else (other,), (self,))


class ConditionedVariables:
    """Random variables, and what they are conditioned on."""

    def __init__(
        self,
        variables: tuple[RandomVariable, ...],
        given: tuple[RandomVariable | FixedVariable, ...],
    ) -> None:
        self.variables, self.given = variables, given


class Distribution:
    """A pmf, joint, conditional or density: call it with points to get its value there.

    Examples:
        >>> A, B = FiniteSpace("X"), FiniteSpace("Y"); x, y = A.point("x"), B.point("y")
        >>> p = joint("p", A, B)
        >>> p(x, y), p(x), p(y | x)
        (p(x,y), p(x), p(y | x))
    """

    def __init__(self, law: Law, declarations: Iterable[Declaration]) -> None:
        self.law = law
        self.declarations = frozenset({law, *declarations})

    @property
    def variables(self) -> list[RandomVariable]:
        """The random variables, in order."""
        return [RandomVariable(self, name) for name, _ in self.law.coords]

    def __call__(self, *points: Any) -> Written:
        """The value at these points: joint, marginal or, as in ``p(y | x)``, conditional."""
        targets, given = _split(points)
        taken = list(self.law.given) if not given else []
        if taken:  # a channel takes all of its points at once: W(y, x)
            targets, given = targets[: -len(taken)], targets[-len(taken) :]
        free = [c for c, _ in self.law.coords if c not in self.law.given]
        target_coords = self._coords(targets, free)
        rest = [*self.law.given, *(c for c in free if c not in target_coords)]
        return self.at(target_coords, targets, self._coords(given, rest), given)

    def at(
        self,
        targets: tuple[str, ...],
        points: tuple[Written, ...],
        givens: tuple[str, ...] = (),
        given_points: tuple[Written, ...] = (),
    ) -> Written:
        """The probability that the named variables take these values, given others."""
        children = (*points, *given_points)
        for coord, point in zip((*targets, *givens), children, strict=True):
            sort = label_of_point(point)[1]
            if sort != self.law.sort_of(coord):
                expected = self.law.sort_of(coord)
                raise LanguageError(
                    f"{self.law.name} takes a point of {expected}, but {point} is a point of {sort}"
                )
        declarations = self.declarations.union(*(p.declarations for p in children))
        label = (self.law.name, tuple(targets), tuple(givens))
        return Written(Term("value", tuple(p.term for p in children), label), declarations)

    def _coords(self, points: tuple[Written, ...], among: list[str]) -> tuple[str, ...]:
        """The variables that the points belong to: all in order, or by their spaces."""
        sorts = [label_of_point(point)[1] for point in points]
        if len(points) == len(among):
            return tuple(among)
        found: list[str] = []
        for point, sort in zip(points, sorts, strict=True):
            fitting = [c for c in among if self.law.sort_of(c) == sort and c not in found]
            alike = [c for c in among if self.law.sort_of(c) == sort]
            if not fitting:
                raise LanguageError(
                    f"{self.law.name} is on {', '.join(s for _, s in self.law.coords)}, "
                    f"but {point} is a point of {sort}"
                )
            if len(alike) > 1:
                raise LanguageError(
                    f"{self.law.name} has several variables on {sort}: "
                    f"use {self.law.name}.marginal(...) or .conditional(...)"
                )
            found.append(fitting[0])
        return tuple(found)

    def marginal(self, *variables: RandomVariable) -> View:
        """The marginal pmf of some of the variables."""
        return View(self, self._names(variables), ())

    def conditional(
        self, *variables: RandomVariable, given: RandomVariable | tuple[RandomVariable, ...]
    ) -> View:
        """The conditional pmf of the variables; call it with their points, then the given ones."""
        conditions = given if isinstance(given, tuple) else (given,)
        return View(self, self._names(variables), self._names(conditions))

    def given(self, *points: Written) -> Slice:
        """The conditional pmf at fixed values of the conditions, as Q(. | theta)."""
        if not self.law.given:
            raise LanguageError(f"{self.law.name} has no conditions; see channel(...)")
        return Slice(self, self._coords(points, list(self.law.given)), points)

    def _names(self, variables: tuple[RandomVariable, ...]) -> tuple[str, ...]:
        for variable in variables:
            if variable.distribution.law != self.law:
                raise LanguageError(f"{variable} is not a random variable of {self.law.name}")
        return tuple(variable.name for variable in variables)

    def sorts(self) -> list[tuple[str, str]]:
        """The (variable, sort) pairs of the unconditioned variables."""
        return [(c, sort) for c, sort in self.law.coords if c not in self.law.given]

    def value(self, points: tuple[Written, ...]) -> Written:
        """The value at points for all of its variables."""
        return self.at(tuple(c for c, _ in self.sorts()), points)

    def __mul__(self, other: Distribution | View) -> Product:
        return Product((self, other))

    def __repr__(self) -> str:
        return self.law.name


class View:
    """A marginal or conditional of a joint pmf."""

    def __init__(self, whole: Distribution, targets: tuple[str, ...], givens: tuple[str, ...]):
        self.whole, self.targets, self.givens = whole, targets, givens

    def __call__(self, *points: Written) -> Written:
        if len(points) != len(self.targets) + len(self.givens):
            names = ", ".join((*self.targets, *self.givens))
            raise LanguageError(f"expected a point for each of {names}, found {len(points)}")
        split = len(self.targets)
        return self.whole.at(self.targets, points[:split], self.givens, points[split:])

    def sorts(self) -> list[tuple[str, str]]:
        """The (variable, sort) pairs of the unconditioned variables."""
        return [(c, self.whole.law.sort_of(c)) for c in self.targets]

    def value(self, points: tuple[Written, ...]) -> Written:
        """The value at points for all of its variables."""
        return self(*points)

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of the joint pmf."""
        return self.whole.declarations

    def __mul__(self, other: Distribution | View) -> Product:
        return Product((self, other))


class Slice:
    """A conditional pmf at fixed values of its conditions."""

    def __init__(
        self, whole: Distribution, conditions: tuple[str, ...], fixed: tuple[Written, ...]
    ) -> None:
        self.whole, self.conditions, self.fixed = whole, conditions, fixed

    def sorts(self) -> list[tuple[str, str]]:
        """The (variable, sort) pairs of the unconditioned variables."""
        return self.whole.sorts()

    def value(self, points: tuple[Written, ...]) -> Written:
        """The value at points for all of its variables."""
        targets = tuple(c for c, _ in self.sorts())
        return self.whole.at(targets, points, self.conditions, self.fixed)

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of the conditional pmf and of the fixed points."""
        return self.whole.declarations.union(*(point.declarations for point in self.fixed))


class Product:
    """The product pmf of independent parts, as in ``p.marginal(X) * p.marginal(Y)``."""

    def __init__(self, parts: tuple[Distribution | View | Product, ...]) -> None:
        self.parts = parts

    def sorts(self) -> list[tuple[str, str]]:
        """The (variable, sort) pairs of the parts, in order."""
        return [pair for part in self.parts for pair in part.sorts()]

    def value(self, points: tuple[Written, ...]) -> Written:
        """The product of the values of the parts."""
        values, start = [], 0
        for part in self.parts:
            width = len(part.sorts())
            values.append(part.value(points[start : start + width]))
            start += width
        product = terms.mul(*(value.term for value in values))
        return Written(product, frozenset().union(*(value.declarations for value in values)))

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of all parts."""
        return frozenset().union(*(part.declarations for part in self.parts))

    def __mul__(self, other: Distribution | View) -> Product:
        return Product((*self.parts, other))


AnyDistribution = Distribution | View | Slice | Product


def joint(
    name: str,
    *spaces: FiniteSpace | tuple[str, Space],
    support: Support = "full",
    below: Iterable[Distribution] = (),
    independent: Iterable[str] = (),
) -> Distribution:
    """A joint pmf, or a joint density; each random variable is named as its space, or by a pair.

    Args:
        name: as in "p".
        spaces: finite spaces or ("Y", space) pairs, in order; ("X", k) for a variable in R^k.
        support: "full" (positive everywhere, the default) or "any" (may have zeros).
        below: joint laws on the same spaces that this one is absolutely continuous to.
        independent: variables (or several with commas between) that are independent groups.
    """
    for item in spaces:
        if not isinstance(item, tuple | FiniteSpace):
            raise LanguageError(f'a random variable on R^{item} needs a name, as in ("X", {item})')
    pairs = [item if isinstance(item, tuple) else (item.name, item) for item in spaces]
    names = [variable for variable, _ in pairs]
    if len(set(names)) != len(names) or not names:
        raise LanguageError(f"the random variables of {name} need different names: {names}")
    law = Law(
        name,
        tuple((variable, space.declared[0].name) for variable, space in pairs),
        sign=sign_of(support),
        independent=tuple(tuple(group.replace(",", " ").split()) for group in independent),
    )
    return dominated(law, [sort for _, space in pairs for sort in space.declared], below)


def dominated(
    law: Law, declarations: Iterable[Declaration], below: Iterable[Distribution]
) -> Distribution:
    """The distribution of the law, absolutely continuous to others on the same spaces."""
    others = tuple(below)
    for other in others:
        if [sort for _, sort in other.law.coords] != [sort for _, sort in law.coords]:
            raise LanguageError(
                f"{law.name} cannot be absolutely continuous to {other}, which is on other spaces"
            )
    named = replace(law, below=tuple(other.law.name for other in others))
    return Distribution(named, [*declarations, *(d for o in others for d in o.declarations)])


def channel(
    name: str, target: FiniteSpace, given: FiniteSpace, support: Support = "full"
) -> Distribution:
    """A conditional pmf of its own, W(y | x): sums to 1 over y for every x."""
    coords = ((target.name, target.name), (given.name, given.name))
    if target.name == given.name:
        coords = ((target.name, target.name), (f"{given.name}'", given.name))
    law = Law(name, coords, given=(coords[1][0],), sign=sign_of(support))
    return Distribution(law, [target.sort, given.sort])


def sign_of(support: Support) -> Sign:
    """The sign that a support leaves a law; raises LanguageError for another word."""
    if support not in SIGN_OF:
        raise LanguageError(f"support is {' or '.join(map(repr, SIGN_OF))}, not {support!r}")
    return SIGN_OF[support]


def _split(points: tuple[Any, ...]) -> tuple[tuple[Written, ...], tuple[Written, ...]]:
    """``(y | x)`` and ``(a, b | c, d)`` into targets and conditions, read as on paper."""
    for place, item in enumerate(points):
        if isinstance(item, ConditionedPoints):
            after = tuple(written(point) for point in points[place + 1 :])
            return (*points[:place], *item.points), (*item.given, *after)
    return tuple(written(point) for point in points), ()
