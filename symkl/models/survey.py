"""Surveys: a claim tried in many models, refuted rigorously or confirmed to so many digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import SCALAR, shape
from symkl.models.admissible import admissible
from symkl.models.arithmetic import precision
from symkl.models.build import models
from symkl.models.climbing import climbing
from symkl.models.compare import NO_AGREEMENT, NO_ERROR, Sides, compared, decimals, disagreement
from symkl.models.cost import MAX_COST, cost_of_both
from symkl.models.entropic import contradicting, satisfying
from symkl.models.evaluate import SPARE_DIGITS
from symkl.models.given_names import is_solvable, solved
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Model, Point, Undefined, Unsupported
from symkl.models.quadrature import DIGITS, FEW_DIGITS, mixed, on_the_line, supports
from symkl.models.relevant import relevant
from symkl.models.scaled import scaled
from symkl.models.shrink import Keeps, shrink
from symkl.models.simple import simple_models
from symkl.models.sizes import ascending, largest
from symkl.models.solved import of_matrices, solving

COSTLY, COSTLIER = 4, 10  # models of more terms that are taken, and how many more
CROSS_CHECKS = 3  # models of a survey that mpmath evaluates as well
DIGITS_TO_SHRINK = 30
SIMPLE_WITNESSES = 40  # simple models tried for each choice of sizes
MAX_SIMPLE = 160
SEEMS_FALSE = "by quadrature it seems false, which proves nothing"
QUADRATURES = 2  # models tried where only quadrature is left
LEAST_GIVEN = 4  # models of what is given that support a claim
MAX_CONTRADICTING = 30  # models that floating-point numbers suggest
LARGEST = "64"  # of the sizes that a claim declares by number


@dataclass(frozen=True)
class Violation:
    """A model that contradicts (or, for a witness, shows) a claim, with both sides in it.

    ``entry`` is the 1-based row and column that differ when the sides are matrices.
    """

    model: Model
    lhs: str
    rhs: str
    difference: str
    digits: int
    entry: tuple[int, int] | None = None


@dataclass(frozen=True)
class Survey:
    """What a number of models say about a claim.

    Where integrals have no closed form, a few models on the line are evaluated by quadrature to
    30 digits; ``digits`` says so, and such models never refute.
    """

    models: int
    digits: int
    largest_error: str
    violation: Violation | None
    skipped: int
    cause: str
    agreement: tuple[int, ...] = ()  # digits that agree, in each model where an equation was tried


@dataclass
class _Tally:
    """The running result of a survey."""

    claim: Claim
    digits: int
    models: int = 0
    skipped: int = 0
    unsupported: int = 0
    checks: int = 0
    error: int = NO_ERROR  # a power of ten
    agreement: list[int] = field(default_factory=list)
    cause: str = ""
    varied: bool = False  # somewhere two laws of the same variables are not the same
    tight: bool = False  # somewhere nothing tells the sides of a strict inequality apart

    def add(self, model: Model) -> Sides | None:
        """Both sides in the model, when they have values there; counts it."""
        try:
            sides = compared(self.claim, model, self.digits)
            if self.checks < CROSS_CHECKS or sides.fails:
                self._note(disagreement(self.claim, model, sides, self.digits))
                self.checks += 1
        except Undefined as error:
            self.skipped += 1
            self.cause = self.cause or f"no value in a model: {error}"
            return None
        except (Unsupported, IllFormed) as error:
            self.unsupported += 1
            self.cause = self.cause or str(error)
            return None
        self.models += 1
        self.varied |= len(model.laws) < 2 or _has_different_laws(model)
        strict = self.claim.relation in ("<", ">")
        self.tight |= strict and not sides.fails and not sides.holds
        if self.claim.relation == "=" and not sides.fails:
            apart = sides.error(self.digits)
            self._note(apart)
            self.agreement.append(max(0, min(-apart, self.digits + SPARE_DIGITS)))
        return sides

    def _note(self, error: int) -> None:
        self.error = max(self.error, error)

    def withdraw(self, cause: str) -> None:
        """Let no model count."""
        self.models, self.cause = 0, cause

    def result(self, violation: Violation | None) -> Survey:
        """The result so far."""
        agreed = min(self.digits, max(0, -self.error)) if self.models else 0
        shown = _SHOWN.get(self.error, f"1e{self.error}") if self.models else ""
        cause = "" if self.models else self.cause or "no model could be built"
        agreement = tuple(self.agreement) if self.models else ()
        return Survey(self.models, agreed, shown, violation, self.skipped, cause, agreement)


_SHOWN = {NO_ERROR: "0", NO_AGREEMENT: "inf"}


def survey(
    claim: Claim, count: int = 24, digits: int = 50, seed: int = 0, search: bool = True
) -> Survey:
    """The claim in ``count`` models; the first violation ends the survey and is shrunk.

    With ``search`` special models that may contradict it are looked for as well: worth the time
    for a claim without a proof.
    """
    trouble = trouble_of(claim)
    if trouble:
        return Survey(0, 0, "", None, 0, trouble)
    claim = relevant(claim)
    points = points_of(claim)
    tally = _Tally(claim, digits)
    others = list(islice(_mixtures(claim, points, seed), 1 if count > 1 and search else 0))
    for model in chain(islice(affordable(claim, points, count, seed), count - len(others)), others):
        if _refutes(tally, model):
            return _refuted(tally, points, model)
    for model in _special(claim, points, seed, climbs=search) if search or claim.given else ():
        if _refutes(tally, model):
            return _refuted(tally, points, model)
    if claim.given and tally.models < LEAST_GIVEN:
        tally.withdraw("too few models were found in which what is given holds")
    if _compares_laws(claim) and not tally.varied:
        # H(P) = H(Q) holds exactly in those models alone in which P = Q, that can be found.
        tally.withdraw("in all models found in which what is given holds the laws are equal")
        return tally.result(None)
    if tally.tight:
        tally.withdraw("in a model nothing tells both sides of a strict inequality apart")
        return tally.result(None)
    if 2 * tally.unsupported > tally.models:
        # What few models could be evaluated are special ones (equal laws): they show nothing.
        _count_quadratures(tally, points, seed)
    elif any(_seems_false(claim, model) for model in others):
        # Support that only normal densities give is none for all densities.
        tally.withdraw(SEEMS_FALSE)
    return tally.result(None)


def _has_different_laws(model: Model) -> bool:
    """Whether two laws of the same shape have other values."""
    tables = list(model.laws.values())
    return any(
        one.keys() == two.keys() and one != two
        for place, one in enumerate(tables)
        for two in tables[place + 1 :]
    )


def _compares_laws(claim: Claim) -> bool:
    """Whether something is given of several laws that does not say that they are equal."""
    for lhs, _, rhs in claim.given:
        heads = {t.head for side in (lhs, rhs) for t in side.walk()}
        named = (t for side in (lhs, rhs) for t in side.walk() if t.head in ("value", "entropy"))
        laws = {t.label[0] for t in named}
        if len(laws) > 1 and lhs.head != "value" and rhs.head != "value" and "kl" not in heads:
            return True
    return False


@dataclass(frozen=True)
class Refutation:
    """The first model found that refutes a claim; how many were tried, and why none where 0."""

    model: Model | None
    models: int
    cause: str = ""


def refuting_model(claim: Claim, count: int = 24, digits: int = 30, seed: int = 0) -> Refutation:
    """A model that refutes the claim, not made any simpler: what counts is that there is one."""
    trouble = trouble_of(claim)
    if trouble:
        return Refutation(None, 0, trouble)
    claim = relevant(claim)
    points = points_of(claim)
    tally = _Tally(claim, digits)
    special = _special(claim, points, seed, climbs=True)
    for model in chain(islice(affordable(claim, points, count, seed), count), special):
        if _refutes(tally, model):
            return Refutation(model, tally.models)
    return Refutation(None, tally.models, tally.cause)


def _special(claim: Claim, points: tuple[Point, ...], seed: int, climbs: bool) -> Iterator[Model]:
    """Models in which floating-point numbers, or balls of few digits, suggest that it fails."""
    yield from islice(contradicting(claim, points, seed), MAX_CONTRADICTING)
    if climbs:
        yield from islice(climbing(claim, points, seed), MAX_CONTRADICTING)


def _refutes(tally: _Tally, model: Model) -> bool:
    """Whether the model, which is counted, rigorously refutes the claim in both evaluators."""
    sides = tally.add(model)
    if sides is None or not sides.fails:
        return False
    # Whoever built the model: where what is given does not hold, it says nothing of the claim.
    if not Hypotheses(tally.claim.context, tally.claim.given).hold(model):
        return False
    return confirmed(tally.claim, model, sides, tally.digits)


def _refuted(tally: _Tally, points: tuple[Point, ...], model: Model) -> Survey:
    claim = tally.claim
    found = shrink(claim.context, points, model, _keeps(claim, "fails"))
    return tally.result(violation_of(claim, found, tally.digits))


def _mixtures(claim: Claim, points: tuple[Point, ...], seed: int) -> Iterator[Model]:
    """Models on the line in which general densities are not normal."""
    general = [
        law for law in claim.context.laws.values() if law.normal is None and law.family is None
    ]
    spaces = {sort for law in general for _, sort in law.coords}
    if any(claim.context.is_real_space(sort) for sort in spaces):
        lines = on_the_line(claim, models(claim.context, points, 40, seed))
        hypotheses = Hypotheses(claim.context, claim.given)
        found = (m for m in map(mixed, lines) if admissible(claim.context, m))
        yield from (m for m in found if hypotheses.hold(m))


def _seems_false(claim: Claim, model: Model) -> bool:
    """Whether quadrature to a few digits contradicts the claim."""
    try:
        return not supports(claim, model, FEW_DIGITS)
    except (Undefined, Unsupported, IllFormed):
        return False


def _count_quadratures(tally: _Tally, points: tuple[Point, ...], seed: int) -> None:
    """Count a few models in which the claim holds by quadrature instead; none if it seems false."""
    claim, tally.models = tally.claim, 0
    hypotheses = Hypotheses(claim.context, claim.given)
    drawn = filter(hypotheses.hold, models(claim.context, points, 40, seed))
    for model in islice(on_the_line(claim, drawn), QUADRATURES):
        try:
            looks_true = supports(claim, model)
        except (Undefined, Unsupported, IllFormed):
            return
        if not looks_true:
            tally.withdraw(SEEMS_FALSE)
            return
        tally.models, tally.error = tally.models + 1, max(tally.error, -DIGITS)


def affordable(claim: Claim, points: tuple[Point, ...], count: int, seed: int) -> Iterator[Model]:
    """Models in which what is given holds, without those whose nested sums have too many terms.

    Few of more terms are taken: of means within means the others may all be of one element.
    """
    hypotheses = Hypotheses(claim.context, claim.given)
    drawn = solving(claim, models(claim.context, points, 4 * count, seed))
    costly = COSTLY
    for model in chain(_obeying(claim, points, seed), drawn):
        cost = cost_of_both(claim, model)
        if cost > MAX_COST * (COSTLIER if costly else 1) or not hypotheses.hold(model):
            continue
        costly -= cost > MAX_COST
        yield model


def _obeying(claim: Claim, points: tuple[Point, ...], seed: int) -> Iterator[Model]:
    """Models that are built so that what is given may hold in them."""
    if claim.given:
        yield from satisfying(claim, points, seed)
        yield from solved(claim, points, seed) if is_solvable(claim) else ()
        yield from scaled(claim, points, seed) if of_matrices(claim.context, claim.given) else ()


def find_witness(claim: Claim, seed: int = 0, tries: int = 400) -> Violation | None:
    """The simplest model found in which the claim's relation certainly holds."""
    if trouble_of(claim):
        return None
    claim = relevant(claim)
    points = points_of(claim)
    keeps = _keeps(claim, "holds")
    for model in islice(_candidates(claim, points, seed), tries):
        if keeps(model) and _agreed(claim, model):
            found = shrink(claim.context, points, model, keeps)
            return violation_of(claim, found, 50)
    return None


def _candidates(claim: Claim, points: tuple[Point, ...], seed: int) -> Iterator[Model]:
    """Simple models by size, then those of what is given and random ones."""
    simple = chain.from_iterable(
        simple_models(claim.context, points, chosen, SIMPLE_WITNESSES)
        for chosen in ascending(claim.context, largest(claim.context))
    )
    special = _obeying(claim, points, seed)
    drawn = models(claim.context, points, 1000, seed)
    return chain(solving(claim, islice(simple, MAX_SIMPLE)), special, solving(claim, drawn))


def trouble_of(claim: Claim) -> str:
    """Why no model can judge the claim; "" when models can.

    Models of dimension 1 would not show it: all their matrices are numbers.
    """
    real = any(sort.kind == "real" for sort in claim.context.sorts.values())
    solvable = of_matrices(claim.context, claim.given) or is_solvable(claim)
    if real and not solvable:
        return "what is given of vectors and densities is not built into models"
    large = [s.symbol for s in claim.context.sorts.values() if len(s.symbol) >= len(LARGEST)]
    if any(symbol.isdecimal() and int(symbol) > int(LARGEST) for symbol in large):
        return f"models of more than {LARGEST} elements or dimensions are not built"
    try:
        one, two = shape(claim.context, claim.lhs), shape(claim.context, claim.rhs)
    except IllFormed as error:
        return str(error)
    if one != two:
        return f"{' x '.join(one)} is compared with {' x '.join(two)}"
    if one != SCALAR and claim.relation not in ("=", "!="):
        return f"matrices are compared by {claim.relation}"
    return ""


def points_of(claim: Claim) -> tuple[Point, ...]:
    """The points that occur free in a claim."""
    return tuple(sorted(terms.free_points(claim.lhs) | terms.free_points(claim.rhs)))


def _keeps(claim: Claim, what: str) -> Keeps:
    """Whether a model of what is given shows that the claim ``fails`` (or ``holds``)."""
    hypotheses = Hypotheses(claim.context, claim.given)

    def keeps(model: Model) -> bool:
        try:
            shown = bool(getattr(compared(claim, model, DIGITS_TO_SHRINK), what))
            return shown and hypotheses.hold(model)
        except (Undefined, Unsupported, IllFormed):
            return False

    return keeps


def _agreed(claim: Claim, model: Model) -> bool:
    return confirmed(claim, model, compared(claim, model, DIGITS_TO_SHRINK), DIGITS_TO_SHRINK)


def confirmed(claim: Claim, model: Model, sides: Sides, digits: int) -> bool:
    """Whether mpmath finds the same values, far closer than the sides are to each other."""
    try:
        apart = disagreement(claim, model, sides, digits)
    except (Undefined, Unsupported):
        return False
    return apart < -digits // 2


def violation_of(claim: Claim, model: Model, digits: int) -> Violation:
    """Both sides in a model that tells them apart, to so many digits."""
    sides = compared(claim, model, digits)
    place = sides.entry
    at = divmod(place, sides.columns)
    values = (sides.lhs[place], sides.rhs[place], sides.differences[place])
    with precision(digits):
        lhs, rhs, difference = map(decimals, values)
    entry = (at[0] + 1, at[1] + 1) if len(sides.lhs) > 1 else None
    return Violation(model, lhs, rhs, difference, digits, entry)
