"""Random expressions of the documented fragment, each with a value in (almost) every model."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from symkl.kernel import terms as t
from symkl.kernel.context import Context, Law
from symkl.kernel.terms import Term

Point = tuple[str, str]
FEW = (-3, -2, -1, 0, 1, 1, 2, 2, 3, 4)


def point(label: Point) -> Term:
    return Term("point", (), label)


def value(law: str, targets: dict[str, Point], givens: dict[str, Point] | None = None) -> Term:
    givens = givens or {}
    at = (*targets.values(), *givens.values())
    return Term("value", tuple(map(point, at)), (law, tuple(targets), tuple(givens)))


def matrix(name: str) -> Term:
    return Term("matrix", (), name)


def transpose(term: Term) -> Term:
    return Term("transpose", (term,))


def inverse(term: Term) -> Term:
    return Term("inverse", (term,))


@dataclass
class Names:
    """Names of bound points that nothing else has."""

    used: int = 0

    def fresh(self, sort: str) -> Point:
        self.used += 1
        return f"b{self.used}", sort


class Finite:
    """Expressions of pmfs on finite spaces."""

    def __init__(self, context: Context, random: Random, names: Names) -> None:
        self.context = context
        self.random = random
        self.names = names
        self.laws = [law for law in context.laws.values() if law.sign != "real"]

    def term(self, depth: int, scope: tuple[Point, ...] = ()) -> Term:
        if depth <= 0:
            return self.leaf(scope)
        makers = (
            self.total,
            self.total,
            self.mean,
            self.added,
            self.added,
            self.product,
            self.logarithm,
            self.quotient,
            self.notion,
            self.power,
            self.exponential,
        )
        return self.random.choice(makers)(depth - 1, scope)

    def leaf(self, scope: tuple[Point, ...]) -> Term:
        pick = self.random.random()
        if scope and pick < 0.5:
            found = self.law_value(scope)
            if found is not None:
                return found
        if pick < 0.7:
            return self.notion(0, scope)
        if pick < 0.8:
            return Term("size", (), self.random.choice(sorted(self.context.sorts)))
        if pick < 0.9:
            return Term("sym", (), self.random.choice(("s", "r", "t")))
        return self.number()

    def number(self) -> Term:
        return t.num(Fraction(self.random.choice(FEW), self.random.choice((1, 1, 2, 3))))

    def at(self, law: Law, scope: tuple[Point, ...]) -> dict[str, Point]:
        """A point in scope for each variable of the law that has one."""
        found = {}
        for name, sort in law.coords:
            known = [p for p in scope if p[1] == sort]
            if known:
                found[name] = self.random.choice(known)
        return found

    def law_value(self, scope: tuple[Point, ...], positive: bool = False) -> Term | None:
        laws = list(self.context.laws.values()) if not positive else self.positive_laws()
        law = self.random.choice(laws)
        at = self.at(law, scope)
        if law.given:
            if len(at) < len(law.coords):
                return None
            givens = {c: at[c] for c in law.given}
            return value(law.name, {c: p for c, p in at.items() if c not in givens}, givens)
        names = [c for c in at if self.random.random() < 0.8]
        if not names:
            return None
        split = self.random.randint(1, len(names)) if self.random.random() < 0.4 else len(names)
        if not law.normalised:
            split = len(names)
        if law.sign != "positive" and self.random.random() < 0.7:
            split = len(names)
        self.random.shuffle(names)
        return value(law.name, {c: at[c] for c in names[:split]}, {c: at[c] for c in names[split:]})

    def positive_laws(self) -> list[Law]:
        return [law for law in self.context.laws.values() if law.sign == "positive"]

    def positive(self, depth: int, scope: tuple[Point, ...]) -> Term:
        """Something positive, of which logarithms and reciprocals may be taken."""
        pick = self.random.random()
        found = self.law_value(scope, positive=True) if pick < 0.6 else None
        if found is not None:
            return found
        if depth > 0 and pick < 0.8:
            parts = [self.positive(depth - 1, scope) for _ in range(2)]
            return self.random.choice((t.mul, t.div, t.add))(*parts)
        if pick < 0.9:
            return Term("sym", (), "s")
        if pick < 0.95:
            return t.num(Fraction(self.random.randint(1, 6), self.random.randint(1, 3)))
        return Term("size", (), self.random.choice(sorted(self.context.sorts)))

    def bound(self, scope: tuple[Point, ...]) -> tuple[Point, tuple[Point, ...]]:
        binder = self.names.fresh(self.random.choice(sorted(self.context.sorts)))
        return binder, (*scope, binder)

    def total(self, depth: int, scope: tuple[Point, ...]) -> Term:
        binder, inner = self.bound(scope)
        body = self.term(depth, inner)
        weight = self.law_value(inner)
        if weight is not None and self.random.random() < 0.7:
            body = t.mul(weight, body)
        return t.total((binder,), body)

    def mean(self, depth: int, scope: tuple[Point, ...]) -> Term:
        law = self.random.choice([law for law in self.laws if not law.given and law.normalised])
        binders = tuple(self.names.fresh(sort) for _, sort in law.coords)
        return Term("expect", (self.term(depth, (*scope, *binders)),), (law.name, binders))

    def added(self, depth: int, scope: tuple[Point, ...]) -> Term:
        parts = [self.term(depth, scope) for _ in range(self.random.randint(2, 3))]
        return t.add(*(t.neg(p) if self.random.random() < 0.3 else p for p in parts))

    def product(self, depth: int, scope: tuple[Point, ...]) -> Term:
        return t.mul(*(self.term(depth, scope) for _ in range(2)))

    def power(self, depth: int, scope: tuple[Point, ...]) -> Term:
        if self.random.random() < 0.3:
            exponent = t.num(Fraction(self.random.choice((-1, 1, 3)), 2))
            return t.power(self.positive(depth, scope), exponent)
        return t.power(self.term(depth - 1, scope), t.num(self.random.choice((0, 1, 2, 2))))

    def exponential(self, depth: int, scope: tuple[Point, ...]) -> Term:
        if self.random.random() < 0.5:
            return t.exp(t.mul(self.number(), t.log(self.positive(depth, scope))))
        return t.exp(Term("sym", (), self.random.choice(("r", "s"))))

    def logarithm(self, depth: int, scope: tuple[Point, ...]) -> Term:
        logarithm = t.log(self.positive(depth, scope))
        weight = self.law_value(scope)
        if weight is not None and weight.head == "value" and self.random.random() < 0.6:
            law = self.context.law(weight.label[0])
            if law.sign == "nonnegative" and self.random.random() < 0.5:
                return t.mul(weight, t.log(weight))
            return t.mul(weight, logarithm)
        return logarithm

    def quotient(self, depth: int, scope: tuple[Point, ...]) -> Term:
        return t.div(self.term(depth, scope), self.positive(depth - 1, scope))

    def notion(self, depth: int, scope: tuple[Point, ...]) -> Term:
        pick = self.random.random()
        if pick < 0.25:
            return self.divergence("kl")
        if pick < 0.4:
            return self.divergence("cross_entropy")
        law = self.random.choice([law for law in self.laws if not law.given and law.normalised])
        names = [c for c, _ in law.coords]
        self.random.shuffle(names)
        if pick < 0.75:
            return self.entropy(law, names, scope)
        groups: tuple[list[str], ...] = ([], [], [])
        for name in names:
            groups[self.random.randrange(3)].append(name)
        one, two, given = (tuple(group) for group in groups)
        one, two = one or (names[0],), two or (names[-1],)
        given = tuple(c for c in given if c not in (*one, *two))
        return Term("mutual_information", (), (law.name, one, two, given))

    def entropy(self, law: Law, names: list[str], scope: tuple[Point, ...]) -> Term:
        first = self.random.randint(1, len(names))
        second = self.random.randint(first, len(names))
        targets, givens = tuple(names[:first]), tuple(names[first:second])
        at = self.at(law, scope) if law.sign == "positive" else {}
        fixed = tuple(c for c in names[second:] if c in at and self.random.random() < 0.5)
        return Term(
            "entropy",
            tuple(point(at[c]) for c in fixed),
            (law.name, targets, givens, fixed),
        )

    def divergence(self, head: str) -> Term:
        """Of two laws on one space, the second one positive where the first one is."""
        firsts = [law for law in self.laws if law.normalised and not law.given]
        first = self.random.choice(firsts)
        seconds = [
            law
            for law in firsts
            if law.coords == first.coords
            and (law.sign == "positive" or law.name in first.below or law == first)
        ]
        second = self.random.choice(seconds)
        at = {c: self.names.fresh(sort) for c, sort in first.coords}
        sides = value(first.name, at), value(second.name, at)
        return Term(head, sides, tuple(at.values()))


SQUARE = "ABDGSMN"
INVERTIBLE = "ABDG"
DEFINITE = "ABD"


class Linear:
    """Numbers made of matrices and vectors, and means under normal laws."""

    def __init__(self, context: Context, random: Random, names: Names) -> None:
        self.context = context
        self.random = random
        self.names = names

    def term(self, depth: int, scope: tuple[Point, ...] = ()) -> Term:
        if depth <= 0:
            return self.leaf()
        makers = (
            self.form,
            self.form,
            self.trace,
            self.trace,
            self.added,
            self.scaled,
            self.mean,
            self.mean,
            self.volume,
            self.divergence,
            self.line,
        )
        return self.random.choice(makers)(depth - 1, scope)

    def leaf(self) -> Term:
        return self.random.choice(
            (
                Term("sym", (), self.random.choice("srt")),
                Term("size", (), self.random.choice("kl")),
                t.num(Fraction(self.random.choice(FEW), self.random.choice((1, 2)))),
                Term("matrix", (), "e"),
            )
        )

    def square(self, depth: int, scope: tuple[Point, ...]) -> Term:
        if depth <= 0:
            return matrix(self.random.choice(SQUARE))
        pick = self.random.randrange(9)
        if pick < 2:
            return t.mul(self.square(depth - 1, scope), self.square(depth - 1, scope))
        if pick == 2:
            return t.add(self.square(depth - 1, scope), self.square(depth - 1, scope))
        if pick == 3:
            return transpose(self.square(depth - 1, scope))
        if pick == 4:
            return self.inverted(depth - 1)
        if pick == 5:
            return t.mul(self.vector(scope), transpose(self.vector(scope)))
        if pick == 6:
            return t.mul(matrix("F"), transpose(matrix("F")))
        if pick == 7:
            return t.sub(self.square(depth - 1, scope), Term("identity", (), "k"))
        return t.mul(self.leaf(), self.square(depth - 1, scope))

    def invertible(self, depth: int) -> Term:
        if depth > 0 and self.random.random() < 0.4:
            return t.mul(self.invertible(depth - 1), self.invertible(depth - 1))
        found = matrix(self.random.choice(INVERTIBLE))
        return transpose(found) if self.random.random() < 0.2 else found

    def inverted(self, depth: int) -> Term:
        return inverse(self.invertible(depth))

    def vector(self, scope: tuple[Point, ...]) -> Term:
        known = [point(p) for p in scope if p[1] == "R"]
        found = self.random.choice([matrix("a"), matrix("b"), *known, *known])
        if self.random.random() < 0.3:
            found = t.sub(found, self.random.choice([matrix("a"), matrix("b")]))
        if self.random.random() < 0.2:
            return t.mul(matrix(self.random.choice(SQUARE)), found)
        return found

    def form(self, depth: int, scope: tuple[Point, ...]) -> Term:
        left = transpose(self.vector(scope))
        factors = [left, self.square(min(depth, 1), scope), self.vector(scope)]
        if self.random.random() < 0.3:
            del factors[1]
        if self.random.random() < 0.3:
            factors.insert(self.random.randint(0, len(factors)), self.leaf())
        return t.mul(*factors)

    def trace(self, depth: int, scope: tuple[Point, ...]) -> Term:
        return Term("trace", (self.square(min(depth, 2), scope),))

    def added(self, depth: int, scope: tuple[Point, ...]) -> Term:
        parts = [self.term(depth, scope) for _ in range(self.random.randint(2, 3))]
        return t.add(*(t.neg(p) if self.random.random() < 0.3 else p for p in parts))

    def scaled(self, depth: int, scope: tuple[Point, ...]) -> Term:
        number = self.leaf()
        if self.random.random() < 0.3:
            return t.div(self.term(depth, scope), Term("sym", (), "s"))
        return t.mul(number, self.term(depth, scope))

    def volume(self, depth: int, scope: tuple[Point, ...]) -> Term:
        pick = self.random.random()
        if pick < 0.5:
            return t.log(Term("det", (matrix(self.random.choice(DEFINITE)),)))
        if pick < 0.8:
            product = t.mul(*(matrix(self.random.choice(DEFINITE)) for _ in range(2)))
            return t.log(Term("det", (product,)))
        return Term("det", (self.inverted(1),))

    def mean(self, depth: int, scope: tuple[Point, ...]) -> Term:
        if any(sort == "R" for _, sort in scope):
            return self.form(depth, scope)
        binder = self.names.fresh("R")
        inner = (*scope, binder)
        law = self.random.choice("pqo")
        pick = self.random.random()
        if pick < 0.2:
            other = self.random.choice("pqo")
            body = t.log(value(other, {"u": binder}))
        elif pick < 0.8:
            body = self.form(1, inner)
        else:
            body = t.add(self.form(1, inner), self.scaled(0, inner))
        return Term("expect", (body,), (law, (binder,)))

    def line(self, depth: int, scope: tuple[Point, ...]) -> Term:
        binder = self.names.fresh("L")
        at = point(binder)
        body = self.random.choice(
            (
                at,
                t.power(at, t.num(self.random.randint(2, 4))),
                t.power(t.sub(at, matrix("c")), t.num(2)),
                t.mul(at, t.sub(at, t.num(1))),
                t.log(value("h", {"v": binder})),
            )
        )
        return Term("expect", (body,), ("h", (binder,)))

    def divergence(self, depth: int, scope: tuple[Point, ...]) -> Term:
        binder = self.names.fresh("R")
        one, two = (value(self.random.choice("pqo"), {"u": binder}) for _ in range(2))
        if self.random.random() < 0.3:
            name = self.random.choice("pqo")
            return Term("entropy", (), (name, ("u",), (), ()))
        return Term(self.random.choice(("kl", "cross_entropy")), (one, two), (binder,))
