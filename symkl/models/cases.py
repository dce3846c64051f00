"""Special cases of a context: the usual strengthenings of what is declared, each as a few models.

Variables that are independent, copies or functions of each other, or noisy copies in a chain; laws
that are equal, uniform, marginals or conditionals of one another; matrices that commute, are
orthogonal, idempotent or singular; vectors that are alike or at right angles; centred data.
The models of a case differ in all that the case leaves open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from symkl.kernel.context import SCALAR_SORT, Context, Law, Matrix, Number
from symkl.models.admissible import SIGNS, matrix_holds
from symkl.models.functions import simple_functions
from symkl.models.model import Model, Normal, Point, Rows, Table
from symkl.models.simple import Place, by_rank, with_values
from symkl.models.sizes import dimensions, largest, sizes

MEMBERS = 3  # models of one case
BITS = 4
MAX_CASES = 700  # of one choice of sizes
MOST_JOINT = 4  # coordinates of a law whose structures are listed
ONE = Fraction(1)


def _fractions(*pairs: tuple[int, int]) -> tuple[Fraction, ...]:
    return tuple(Fraction(*pair) for pair in pairs)


# How likely the bits are to be 1, of which variables are functions: for each member of a case.
UNLIKE = (
    _fractions((1, 3), (1, 5), (2, 7), (3, 8)),
    _fractions((3, 7), (2, 9), (1, 4), (2, 5)),
    _fractions((2, 5), (3, 8), (1, 6), (2, 7)),
)
ALIKE = tuple((first,) * BITS for first, *_ in UNLIKE)
FAIR = (_fractions((1, 2)) * BITS,) * MEMBERS
DRAWN = (7, 3, 11, 5, 13, 2, 17, 4, 19, 6, 23, 8, 9, 10, 29, 12)  # weights of a law of no kind
BOTH = -1  # instead of a mask: the first two bits, as a number
# A value is chosen in a model that has those chosen before, for one member of the case; None: not.
Option = Callable[[Model, int], Any]
Case = tuple[Model, ...]


def is_covered(context: Context) -> bool:
    """Whether the special cases of everything declared are listed here."""
    kinds = {sort.kind for sort in context.sorts.values()}
    laws = context.laws.values()
    return kinds <= {"finite", "real"} and all(
        law.family is None and len(law.coords) <= MOST_JOINT for law in laws
    )


def cases(context: Context, points: Sequence[Point]) -> Iterator[Case]:
    """The special cases, each as models; all that is common to those of one case is its point."""
    for chosen in _sizes(context):
        empty = Model(sizes=sizes(context, chosen))
        options = _options(context, points, empty)
        places = list(options)
        general = tuple(len(options[place]) - 1 for place in places)
        for picked in by_rank([len(options[place]) for place in places], MAX_CASES):
            if picked == general:
                continue  # of each thing the last option is that it is of no kind
            case = [
                _model(empty, [(p, options[p][i]) for p, i in zip(places, picked, strict=True)], at)
                for at in range(MEMBERS)
            ]
            found = tuple(model for model in case if model is not None)
            if len(found) == MEMBERS:
                yield found


def _sizes(context: Context) -> Iterator[Mapping[str, int]]:
    limits, small = largest(context), dimensions(context)
    joint = any(len(law.coords) > 1 for law in context.laws.values())
    tops = [2, *([4] if joint and not small else []), *([1] if small else [])]
    yield from ({symbol: min(top, limit) for symbol, limit in limits.items()} for top in tops)


def _model(empty: Model, options: Sequence[tuple[Place, Option]], member: int) -> Model | None:
    model = empty
    for place, option in options:
        value = option(model, member)
        if value is None:
            return None
        model = with_values(model, {place: value})
    return model


def _options(
    context: Context, points: Sequence[Point], model: Model
) -> dict[Place, Sequence[Option]]:
    found: dict[Place, Sequence[Option]] = {
        ("points", point): [_point(context, point, place)] for place, point in enumerate(points)
    }
    laws = sorted(context.laws.values(), key=lambda law: (bool(law.given), -len(law.coords)))
    before: list[Law] = []
    for law in laws:
        if any(context.is_real_space(sort) for _, sort in law.coords):
            if law.normal is None:
                found["densities", law.name] = _densities(context, law, model)
            continue
        found["laws", law.name] = _laws(law, before, model)
        before.append(law)
    for matrix in context.matrices.values():
        found["matrices", matrix.name] = _matrices(matrix, model)
    for number in context.numbers.values():
        found["numbers", number.name] = _numbers(number)
    for name, function in context.functions.items():
        found["functions", name] = list(map(_always, simple_functions(function)))
    return found


def _always(value: Any) -> Option:
    return lambda model, member: value


def _of_members(values: Sequence[Any]) -> Option:
    return lambda model, member: values[member]


# --- laws on finite spaces ------------------------------------------------------------------------


def _laws(law: Law, before: Sequence[Law], model: Model) -> list[Option]:
    if law.sign == "real" or not law.normalised:
        return [_constant(law), _drawn(law)]
    if law.given:
        return [*_derived(law, before), _same_rows(law), _copying(law), _drawn(law)]
    own = [_structured(law, *kind) for kind in _structures(law, model)] if not before else []
    return [*_derived(law, before), *own, *([_uniform(law)] if before else []), _drawn(law)]


def _structures(law: Law, model: Model) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Which sums of bits the variables are (by a mask each), and how likely the bits are.

    With four values, a variable may also be two bits at once: the mask ``BOTH``.
    """
    count = len(law.coords)
    if max(model.size(sort) for _, sort in law.coords) > 2:
        yield from ((masks, UNLIKE) for masks in product((1, 2, BOTH), repeat=count))
        yield (BOTH,) * count, FAIR
        return
    masks = {1: (0, 1), 2: (0, 1, 2, 3), 3: (1, 2, 3, 7, 0), 4: (1, 2, 5, 10)}[count]
    for bits in (UNLIKE, FAIR, ALIKE) if count < MOST_JOINT else (UNLIKE, FAIR):
        yield from ((chosen, bits) for chosen in product(masks, repeat=count))


def _structured(law: Law, masks: Sequence[int], bits: Any) -> Option:
    def table(model: Model, member: int) -> Table:
        found = dict.fromkeys(model.cells(law), Fraction(0))
        for outcome in product((0, 1), repeat=BITS):
            weight = ONE
            for bit, chance in zip(outcome, bits[member], strict=True):
                weight *= chance if bit else 1 - chance
            cell = tuple(
                _value(mask, outcome) % model.size(sort)
                for mask, (_, sort) in zip(masks, law.coords, strict=True)
            )
            found[cell] += weight
        return found

    return table


def _value(mask: int, outcome: Sequence[int]) -> int:
    """What a variable is: the sum of some bits, or the two first ones as a number."""
    if mask == BOTH:
        return outcome[0] + 2 * outcome[1]
    return sum(bit for place, bit in enumerate(outcome) if mask >> place & 1) % 2


def _weights(count: int, shift: int) -> list[Fraction]:
    weights = [Fraction(DRAWN[(k + shift) % len(DRAWN)]) for k in range(count)]
    return [weight / sum(weights) for weight in weights]


def _rows(law: Law, model: Model, row: Callable[[int, int], Sequence[Fraction]]) -> Table:
    """The table with ``row(k, width)`` under the k-th condition."""
    held = [place for place, (c, _) in enumerate(law.coords) if c in law.given]
    groups: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for cell in model.cells(law):
        groups.setdefault(tuple(cell[place] for place in held), []).append(cell)
    return {
        cell: value
        for k, cells in enumerate(groups.values())
        for cell, value in zip(cells, row(k, len(cells)), strict=True)
    }


def _drawn(law: Law) -> Option:
    shift = sum(map(ord, law.name))
    scale = 1 if law.normalised else 3

    def table(model: Model, member: int) -> Table:
        def row(k: int, width: int) -> list[Fraction]:
            return [scale * w for w in _weights(width, shift + 5 * member + 3 * k)]

        return _rows(law, model, row)

    return table


def _constant(law: Law) -> Option:
    return lambda model, member: dict.fromkeys(model.cells(law), Fraction(member + 2))


def _uniform(law: Law) -> Option:
    return lambda model, member: _rows(law, model, lambda k, width: [Fraction(1, width)] * width)


def _same_rows(law: Law) -> Option:
    return lambda model, member: _rows(law, model, lambda k, width: _weights(width, 5 * member))


def _copying(law: Law) -> Option:
    def row(k: int, width: int) -> list[Fraction]:
        return [Fraction(at == k % width) for at in range(width)]

    return lambda model, member: _rows(law, model, row)


def _derived(law: Law, before: Sequence[Law]) -> Iterator[Option]:
    """The law equal to another, or to its marginals, their product, or what it is given others."""
    for other in before:
        places = _places(law, other)
        if places is None or other.given or other.sign == "real" or not other.normalised:
            continue
        whole = len(places) == len(other.coords)
        for change in (_marginal, _factored, *([_reflected] if whole else [_conditional])):
            if change is not _factored or (len(places) > 1 and not law.given):
                yield _change_of(law, other, places, change)


def _places(law: Law, other: Law) -> tuple[int, ...] | None:
    """Where the coordinates of a law are in another, by their names or else by their sorts."""
    found: list[int] = []
    for coord, sort in law.coords:
        free = [k for k, (_, s) in enumerate(other.coords) if s == sort and k not in found]
        named = [k for k in free if other.coords[k][0] == coord]
        if not free:
            return None
        found.append((named or free)[0])
    return tuple(found)


Change = Callable[[Law, tuple[int, ...], Model, Law], Table | None]


def _change_of(law: Law, other: Law, places: tuple[int, ...], change: Change) -> Option:
    def table(model: Model, member: int) -> Table | None:
        drawn = change(other, places, model, law)
        if drawn is None or not law.given:
            return drawn
        held = [k for k, (c, _) in enumerate(law.coords) if c in law.given]
        totals: dict[tuple[int, ...], Fraction] = {}
        for cell, weight in drawn.items():
            key = tuple(cell[k] for k in held)
            totals[key] = totals.get(key, Fraction(0)) + weight
        if not all(totals.values()):
            return None
        return {c: w / totals[tuple(c[k] for k in held)] for c, w in drawn.items()}

    return table


def _marginal(other: Law, places: tuple[int, ...], model: Model, law: Law) -> Table:
    return _summed(model.laws[other.name], places, model, law)


def _summed(table: Table, places: tuple[int, ...], model: Model, law: Law) -> Table:
    found = dict.fromkeys(model.cells(law), Fraction(0))
    for cell, weight in table.items():
        found[tuple(cell[place] for place in places)] += weight
    return found


def _conditional(other: Law, places: tuple[int, ...], model: Model, law: Law) -> Table | None:
    """The law given that all other coordinates have the values of free points, or their first."""
    points = {sort: value for (_, sort), value in model.points.items()}
    at = {k: points.get(s, 0) for k, (_, s) in enumerate(other.coords) if k not in places}
    table = model.laws[other.name]
    kept = {cell: w for cell, w in table.items() if all(cell[k] == v for k, v in at.items())}
    total = sum(kept.values())
    found = _summed(kept, places, model, law)
    return {cell: weight / total for cell, weight in found.items()} if total else None


def _factored(other: Law, places: tuple[int, ...], model: Model, law: Law) -> Table:
    found = dict.fromkeys(model.cells(law), ONE)
    joint = _marginal(other, places, model, law)
    for k in range(len(places)):
        alone: dict[int, Fraction] = {}
        for cell, weight in joint.items():
            alone[cell[k]] = alone.get(cell[k], Fraction(0)) + weight
        found = {cell: weight * alone[cell[k]] for cell, weight in found.items()}
    return found


def _reflected(other: Law, places: tuple[int, ...], model: Model, law: Law) -> Table:
    """The law with the values of all variables in the opposite order."""
    tops = [model.size(sort) - 1 for _, sort in law.coords]
    same = _marginal(other, places, model, law)
    return {
        tuple(top - value for top, value in zip(tops, cell, strict=True)): weight
        for cell, weight in same.items()
    }


# --- densities, matrices, numbers, points ---------------------------------------------------------


def _densities(context: Context, law: Law, model: Model) -> list[Option]:
    """Normal densities that are centred or not, with covariances of the usual kinds."""
    width = sum(model.size(context.sort(sort).index) for _, sort in law.coords)
    shift = sum(map(ord, law.name)) % 5

    def normal(mean: Any, covariance: Any) -> Option:
        def parts(model: Model, member: int) -> tuple[Normal, ...]:
            means = tuple(Fraction(mean(i, member)) for i in range(width))
            rows = tuple(
                tuple(Fraction(covariance(i, j, member)) for j in range(width))
                for i in range(width)
            )
            return (Normal(ONE, means, rows),)

        return parts

    found = [normal(mean, covariance) for covariance in COVARIANCES for mean in MEANS]
    return [*found, normal(lambda i, m: i + m + shift + 2, lambda i, j, m: shift + _mixed(i, j, m))]


MEANS = (lambda i, m: 0, lambda i, m: m + 1, lambda i, m: i + m + 1)


def _mixed(i: int, j: int, m: int) -> Fraction:
    return Fraction(1) if i != j else Fraction(2 * i + m + 2)


ALMOST = 1 - Fraction(1, 10**12)  # the correlation of copies, which have no density
COVARIANCES = (
    lambda i, j, m: i == j,
    lambda i, j, m: (i == j) * (m + 2),
    lambda i, j, m: (i == j) * (2 * i + m + 2),
    lambda i, j, m: 1 if i == j else Fraction(1, m + 2),
    lambda i, j, m: (m + 2) * (1 if i == j else ALMOST),
    lambda i, j, m: (m + 2) * (1 if i == j else -ALMOST),
    _mixed,
)
GENERAL = (((1, 2), (3, 5)), ((2, -1), (1, 3)), ((1, 4), (-2, 1)))


def _square(*rows: tuple[int, int]) -> Rows:
    return tuple(tuple(map(Fraction, row)) for row in rows)


SQUARES: tuple[tuple[Rows, ...], ...] = tuple(
    tuple(_square(*rows) for rows in members)
    for members in (
        (((1, 0), (0, 1)),) * 3,
        (((2, 0), (0, 2)), ((3, 0), (0, 3)), ((5, 0), (0, 5))),
        (((1, 0), (0, 2)), ((3, 0), (0, 2)), ((4, 0), (0, 7))),
        (((2, 0), (0, 5)), ((1, 0), (0, 3)), ((6, 0), (0, 5))),
        (((2, 1), (1, 3)), ((3, 1), (1, 2)), ((5, 2), (2, 1))),
        (((0, -1), (1, 0)),) * 3,
        (((0, 1), (1, 0)),) * 3,
        (((1, 0), (0, 0)),) * 3,
        (((0, 1), (0, 0)), ((0, 2), (0, 0)), ((0, 3), (0, 0))),
        (((0, 2), (-2, 0)), ((0, 1), (-1, 0)), ((0, 3), (-3, 0))),
        (((1, 2), (2, 4)), ((1, 1), (1, 1)), ((4, 2), (2, 1))),
        (((0, 0), (0, 0)),) * 3,
        (((1, 1), (0, 1)), ((1, 2), (0, 1)), ((1, 3), (0, 1))),
        (((7, 10), (15, 27)), ((3, -5), (5, 8)), ((-7, 8), (-4, -7))),  # squares of the last
        GENERAL,
    )
)
VECTORS = (
    ((1, 0),) * 3,
    ((0, 1),) * 3,
    ((1, 1),) * 3,
    ((0, 0),) * 3,
    ((Fraction(3, 5), Fraction(4, 5)),) * 3,
    ((1, 2), (3, 1), (2, 5)),
    ((2, -1), (1, -3), (5, -2)),
)


def _matrices(matrix: Matrix, model: Model) -> list[Option]:
    rows, columns = model.size(matrix.rows), model.size(matrix.columns)
    shift = sum(map(ord, matrix.name))
    if matrix.columns == SCALAR_SORT and rows > 1:
        drawn: list[Sequence[Rows]] = [
            tuple(tuple((Fraction(v[i % 2]),) for i in range(rows)) for v in members)
            for members in VECTORS
        ]
    elif rows == columns == 2:
        drawn = list(SQUARES)
    else:
        drawn = [
            tuple(
                tuple(tuple(Fraction(f(i, j, m)) for j in range(columns)) for i in range(rows))
                for m in range(MEMBERS)
            )
            for f in FILLS
        ]
    general = tuple(
        tuple(
            tuple(Fraction(DRAWN[(5 * i + 3 * j + shift + m) % 16]) for j in range(columns))
            for i in range(rows)
        )
        for m in range(MEMBERS)
    )
    if matrix.symmetric or matrix.positive_definite:
        general = tuple(_gram(one) for one in general)
    found = [members for members in drawn if all(matrix_holds(matrix, one) for one in members)]
    return [*map(_of_members, found), _of_members(general)]


def _gram(rows: Rows) -> Rows:
    """A symmetric positive definite matrix, made of another."""
    count = range(len(rows))
    return tuple(
        tuple(
            sum((a * b for a, b in zip(rows[i], rows[j], strict=True)), Fraction(i == j))
            for j in count
        )
        for i in count
    )


FILLS: tuple[Callable[[int, int, int], int], ...] = (
    lambda i, j, m: i == j,
    lambda i, j, m: 1,
    lambda i, j, m: 0,
    lambda i, j, m: (i == j) * (m + 2),
)


def _numbers(number: Number) -> list[Option]:
    shift = sum(map(ord, number.name))
    values = [Fraction(DRAWN[(shift + k) % 16] + 1, 5) for k in range(MEMBERS)]
    unit = [Fraction(DRAWN[(shift + k) % 16], 31) for k in range(MEMBERS)]
    special = [-1, 0, 1] if number.name[:1].isupper() else [-1]  # it may be a matrix
    found = [[Fraction(value)] * MEMBERS for value in special]
    found += [[-value for value in values], unit, values]
    allowed = SIGNS[number.sign]
    return [_of_members(one) for one in found if all(map(allowed, one))]


def _point(context: Context, point: Point, place: int) -> Option:
    if not context.is_real_space(point[1]):
        return lambda model, member: (member + place) % model.size(point[1])
    index = context.sort(point[1]).index

    def vector(model: Model, member: int) -> tuple[Fraction, ...]:
        return tuple(Fraction(member + place + i + 1, 2) for i in range(model.size(index)))

    return vector
