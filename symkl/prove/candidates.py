"""Which facts may help with a claim: read off from what its two sides contain.

Only a proposal: side conditions are checked by the kernel, and what does not fit is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations, product

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law
from symkl.kernel.definitions import DEFINITIONS, law_value
from symkl.kernel.terms import Binders, Term
from symkl.prove.candidate import HALVES, MAX_COMPARED, Candidate, points_of
from symkl.prove.conditional import of_conditional_mean
from symkl.prove.definite import of_definite
from symkl.prove.grams import of_grams
from symkl.prove.mixtures import of_combinations, of_mixtures, of_unit_numbers
from symkl.prove.pairs import of_covariances, of_marginals, of_pairs
from symkl.prove.sizes import of_factors
from symkl.prove.squares import cauchy_schwarz, of_entries

MAX_COORDS = 6
HALF = HALVES[0]


Names = tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """Where a sub-term stands: the sums around it and the factors that multiply it."""

    over: Binders = ()
    factors: tuple[Term, ...] = field(default=())

    def factor(self) -> Term | None:
        """The product of the factors around, if there are any."""
        return terms.mul(*self.factors) if self.factors else None


def candidates(claim: Claim) -> list[Candidate]:
    """Every proposal for the claim, without repetition, simplest sources first."""
    found: dict[Candidate, None] = {}
    for side in (claim.lhs, claim.rhs):
        for term, site in _sites(side, Site(), claim.context):
            for propose in PROPOSALS.get(term.head, ()):
                found.update(dict.fromkeys(propose(term, site)))
    heads = {t.head for side in (claim.lhs, claim.rhs) for t in side.walk()}
    found.update(dict.fromkeys(_of_laws(claim.context)))
    found.update(dict.fromkeys(of_marginals(claim.context)))
    if heads & {"pow", "div"}:
        found.update(dict.fromkeys(of_pairs(claim.context)))
    if "pow" in heads:
        found.update(dict.fromkeys(_triangles(claim)))
    if "transpose" in heads:
        found.update(dict.fromkeys(_of_entries(claim)))
    if {"size", "sum"} <= heads:
        found.update(dict.fromkeys(_of_uniform_means(claim)))
    if heads & {"trace", "det", "entry"}:
        found.update(dict.fromkeys(of_covariances(claim.context)))
    if heads & {"trace", "det", "transpose"}:
        found.update(dict.fromkeys(of_definite(claim)))
    found.update(dict.fromkeys(_of_sizes(claim.context)))
    for fact in ("positive", "nonnegative"):
        found[Candidate(fact, (terms.sub(claim.lhs, claim.rhs),))] = None
        found[Candidate(fact, (terms.sub(claim.rhs, claim.lhs),))] = None
    found.update(dict.fromkeys(_squares(claim)))
    found.update(dict.fromkeys(of_grams(claim)))
    found.update(dict.fromkeys(_monotone(claim)))
    found.update(dict.fromkeys(_of_two_logs(claim)))
    if "call" in heads:
        found.update(dict.fromkeys(of_combinations(claim.context, _calls(claim))))
    found.update(dict.fromkeys(of_unit_numbers(claim.context, list(found))))
    return [*found, *of_factors(claim, list(found))]


def _sites(term: Term, site: Site, context: Context) -> Iterator[tuple[Term, Site]]:
    """Every sub-term where it stands; definitions are looked into as well."""
    yield term, site
    if term.head in DEFINITIONS:
        yield from _sites(DEFINITIONS[term.head](context, term), site, context)
    elif term.head == "sum":
        yield from _sites(term.args[0], replace(site, over=(*site.over, *term.label)), context)
    elif term.head == "expect":
        law, binders = term.label
        density = _density(context.law(law), binders)
        yield terms.total(binders, terms.mul(density, term.args[0])), site
        inside = Site((*site.over, *binders), (*site.factors, density))
        yield from _sites(term.args[0], inside, context)
    elif term.head == "pow" and term.args[1].head == "num" and term.args[1].label == 2:
        inside = replace(site, factors=(*site.factors, term.args[0]))
        yield from _sites(term.args[0], inside, context)
    elif term.head == "mul":
        for place, child in enumerate(term.args):
            others = tuple(t for other, t in enumerate(term.args) if other != place)
            positive = tuple(t for t in others if t.head in ("value", "div", "num", "size", "sym"))
            yield from _sites(child, replace(site, factors=(*site.factors, *positive)), context)
    else:
        for child in term.args:
            yield from _sites(child, site, context)


def _density(law: Law, binders: Binders) -> Term:
    coords = tuple(c for c, _ in law.coords)
    points = {c: Term("point", (), b) for c, b in zip(coords, binders, strict=True)}
    return law_value(law.name, coords, (), points)


def _of_log(term: Term, site: Site) -> Iterator[Candidate]:
    """Log t under sums with weights w: Gibbs, Jensen and log t <= t - 1, either way up."""
    (t,) = term.args
    reciprocal = _reciprocal(t)
    yield from of_mixtures(t, site.over, site.factor())
    if t.head == "value":
        yield Candidate("minus_log_probability", (t,), over=site.over, factor=site.factor())
    for whole in (u for u in t.walk() if u.head == "add"):  # of which a summand is a part
        for part in (u for u in whole.args if u.head in ("value", "mul")):
            yield Candidate("log_monotone", (whole, part), over=site.over, factor=site.factor())
    for inside in (v for v in t.walk() if v.head == "value"):
        for before in (f for f in site.factors if f.head == "value"):
            yield Candidate("complement_log", (before, inside), over=site.over)
    weight = site.factor()
    for binders in _suffixes(site.over):
        outer = site.over[: len(site.over) - len(binders)]
        if weight is not None:
            for law in dict.fromkeys((weight, *_mixed(t))) if t.head in MIXTURES else ():
                yield Candidate("gibbs", (law, t), binders, outer)
            for argument in (t, reciprocal):
                yield Candidate("gibbs", (weight, terms.mul(weight, argument)), binders, outer)
                yield Candidate("jensen_log", (weight, argument), binders, outer)
                yield Candidate("log_sum", (weight, terms.mul(weight, argument)), binders, outer)
    for argument in (t, reciprocal):
        yield Candidate("log_bound", (argument,), over=site.over, factor=weight)


def _calls(claim: Claim) -> Iterator[tuple[Term, Binders, Term | None]]:
    """Values of declared functions, with the sums around them and the factors that these bind."""
    for side in (claim.lhs, claim.rhs):
        for term, site in _sites(side, Site(), claim.context):
            if term.head == "call":
                over = frozenset(site.over)
                bound = [f for f in site.factors if terms.free_points(f) & over]
                yield term, site.over, Site(factors=tuple(bound)).factor()


def _reciprocal(t: Term) -> Term:
    return terms.div(t.args[1], t.args[0]) if t.head == "div" else terms.div(terms.ONE, t)


MIXTURES = ("value", "add", "mul", "div")


def _mixed(term: Term) -> list[Term]:
    """The values of laws of which a mixture is made."""
    sums = any(t.head == "add" for t in term.walk())
    return [t for t in term.walk() if t.head == "value"] if sums else []


def _of_power(term: Term, site: Site) -> Iterator[Candidate]:
    """A square, a power of a probability, and |t| as the root of a square."""
    base, exponent = term.args
    if base.head == "value" and exponent.head == "num" and exponent.label > 1:
        below = terms.power(base, terms.num(exponent.label - 1))
        inside = replace(site, factors=(*site.factors, below))
        yield Candidate("probability_at_most_one", (base,), over=site.over, factor=inside.factor())
    if exponent == terms.num(2):
        yield from cauchy_schwarz(base)
    if exponent == terms.num(2):
        yield Candidate("square", (base,), over=site.over, factor=site.factor())
    if base.head != "pow" or base.args[1] != terms.num(2) or exponent not in HALVES:
        return
    t = base.args[0]
    for signed in (t, terms.neg(t)):
        yield Candidate("absolute", (signed,), over=site.over, factor=site.factor())
    if t.head == "add" and len(t.args) == 2:
        yield Candidate("triangle", t.args, over=site.over, factor=site.factor())


def _suffixes(over: Binders) -> list[Binders]:
    return [over[start:] for start in range(len(over))]


def _of_sum(term: Term, site: Site) -> Iterator[Candidate]:
    """A mean: Jensen's inequality for its logarithm and its square, and for what is averaged."""
    for binders, weight, t in means(term):
        yield from _jensen(binders, weight, t)
        yield from of_conditional_mean(term, binders, weight, t)


def _jensen(binders: Binders, weight: Term, t: Term) -> Iterator[Candidate]:
    yield Candidate("jensen_log", (weight, t), binders)
    yield Candidate("jensen_square", (weight, t), binders)
    for factor in (t, *(t.args if t.head == "mul" else ())):
        for fact, inner in _convex(factor):
            yield Candidate(fact, (weight, inner(factor.args)), binders)


def _of_entries(claim: Claim) -> Iterator[Candidate]:
    """Sums of squares of entries of what the claim multiplies, under the same sums or none."""
    written: dict[tuple[Binders, Term | None], dict[Term, None]] = {((), None): {}}
    for side in (claim.lhs, claim.rhs):
        for term, site in _sites(side, Site(), claim.context):
            if term.head in ("mul", "trace"):
                written.setdefault((site.over, site.factor()), {})[term] = None
    for (over, factor), found in written.items():
        yield from of_entries(claim.context, {**found, **written[(), None]}, over, factor)


def _of_uniform_means(claim: Claim) -> Iterator[Candidate]:
    """A sum of n terms as n times their mean, where the claim speaks of n."""
    sums = (t for side in (claim.lhs, claim.rhs) for t, _ in _sites(side, Site(), claim.context))
    for term in dict.fromkeys(t for t in sums if t.head == "sum"):
        number = terms.mul(*(Term("size", (), sort) for _, sort in term.label))
        (body,) = term.args
        averaged = (body.args[0], _reciprocal(body.args[0])) if body.head == "log" else (body,)
        for t in averaged:
            for found in _jensen(term.label, terms.div(terms.ONE, number), t):
                yield replace(found, factor=number)
                yield found


def _of_convex(term: Term, site: Site) -> Iterator[Candidate]:
    """A function of a mean."""
    for fact, inner in _convex(term):
        mean = inner(term.args)
        of = mean if mean.head == "sum" else mean.args[0] if mean.head == "call" else mean
        for binders, weight, t in means(of):
            value = Term("call", (t,), term.label) if term.head == "call" else t
            yield Candidate(fact, (weight, value), binders)


def means(term: Term) -> Iterator[tuple[Binders, Term, Term]]:
    """A sum as the mean of something under weights: each way to read it so."""
    if term.head != "sum":
        return
    body = term.args[0]
    factors = body.args if body.head == "mul" else (body,)
    for place, weight in enumerate(factors):
        rest = [factor for other, factor in enumerate(factors) if other != place]
        if rest:
            yield term.label, weight, terms.mul(*rest)


def _convex(term: Term) -> Iterator[tuple[str, Callable[[tuple[Term, ...]], Term]]]:
    """Jensen facts for what the term is a convex or concave function of."""
    if term.head == "call":
        yield "jensen", lambda args: Term("call", args, term.label)
    elif term.head == "exp":
        yield "jensen_exp", lambda args: args[0]
    elif term.head == "div" and term.args[0] == terms.ONE:
        yield "jensen_reciprocal", lambda args: args[1]
    elif term.head == "pow":
        yield "jensen_square", lambda args: args[0]
        yield "jensen_root", lambda args: args[0]
    elif term.head == "mul" and any(t == terms.log(term.args[0]) for t in term.args[1:]):
        yield "jensen_t_log_t", lambda args: args[0]


def _of_value(term: Term, site: Site) -> Iterator[Candidate]:
    yield Candidate("probability_at_most_one", (term,), over=site.over, factor=site.factor())


def _of_product(term: Term, site: Site) -> Iterator[Candidate]:
    """v^T S v."""
    for first, middle, last in zip(term.args, term.args[1:], term.args[2:], strict=False):
        if first == Term("transpose", (last,)):
            yield Candidate("quadratic_form", (last, middle), over=site.over, factor=site.factor())


PROPOSALS: dict[str, tuple[Callable[[Term, Site], Iterator[Candidate]], ...]] = {
    "log": (_of_log,),
    "sum": (_of_sum,),
    **dict.fromkeys(("call", "exp", "div"), (_of_convex,)),
    "pow": (_of_convex, _of_power),
    "value": (_of_value,),
    "mul": (_of_product, _of_convex),
}


def _of_laws(context: Context) -> Iterator[Candidate]:
    """Divergences between laws on the same spaces, and the elemental inequalities of joints."""
    laws = [law for law in context.laws.values() if not law.given]
    for law in laws:
        points, binders = _points(law)
        whole = law_value(law.name, tuple(points), (), points)
        for other in laws:
            if other != law and [s for _, s in other.coords] == [s for _, s in law.coords]:
                at = dict(zip((c for c, _ in other.coords), points.values(), strict=True))
                yield Candidate("gibbs", (whole, law_value(other.name, tuple(at), (), at)), binders)
        if all(context.sort(sort).kind == "finite" for _, sort in law.coords):
            yield from _elemental(law)
        else:
            yield from _informations_of_density(law)


def _triangles(claim: Claim) -> Iterator[Candidate]:
    """|s + t| <= |s| + |t| for the absolute values that a claim compares."""
    sizes: dict[tuple[Term, Binders, Term | None], None] = {}
    for side in (claim.lhs, claim.rhs):
        for term, site in _sites(side, Site(), claim.context):
            if term.head == "pow" and term.args[0].head == "pow" and term.args[1] in HALVES:
                sizes[term.args[0].args[0], site.over, site.factor()] = None
    for (one, over, factor), (two, others, _) in permutations(list(sizes)[:MAX_COMPARED], 2):
        if over == others:
            yield Candidate("triangle", (one, two), over=over, factor=factor)
            yield Candidate("triangle", (one, terms.neg(two)), over=over, factor=factor)


def _points(law: Law) -> tuple[dict[str, Term], Binders]:
    binders = points_of(law, tuple(c for c, _ in law.coords))
    return {c: Term("point", (), b) for (c, _), b in zip(law.coords, binders, strict=True)}, binders


def _elemental(law: Law) -> Iterator[Candidate]:
    """H(A) >= 0, H(A | rest) >= 0, I(A;B|C) >= 0 and log |X| >= H(X) for one joint."""
    coords = tuple(c for c, _ in law.coords)
    if len(coords) > MAX_COORDS:
        return
    for coord in coords:
        rest = tuple(c for c in coords if c != coord)
        for given in dict.fromkeys((rest, ())):
            yield conditional_entropy(law, (coord,), given)
        binder = (f"{coord}'", law.sort_of(coord))
        marginal = law_value(law.name, (coord,), (), {coord: Term("point", (), binder)})
        uniform = terms.div(terms.ONE, Term("size", (), law.sort_of(coord)))
        yield Candidate("gibbs", (marginal, uniform), (binder,))
    for one, two in combinations(coords, 2):
        others = tuple(c for c in coords if c not in (one, two))
        for size in range(len(others) + 1):
            for given in combinations(others, size):
                yield information(law, (one,), (two,), given)


def _informations_of_density(law: Law) -> Iterator[Candidate]:
    """I(A;B|C) as D(p(a,b,c) || p(a,c) p(b|c)), the one of Shannon's that densities obey."""
    points, _ = _points(law)
    for one, two in combinations(points, 2) if len(points) <= MAX_COORDS else ():
        others = tuple(c for c in points if c not in (one, two))
        for size in range(len(others) + 1):
            for given in combinations(others, size):
                both = law_value(law.name, (one, two, *given), (), points)
                first = law_value(law.name, (one, *given), (), points)
                second = law_value(law.name, (two,), given, points)
                over = points_of(law, (one, two, *given))
                yield Candidate("gibbs", (both, terms.mul(first, second)), over)


def information(law: Law, one: Names, two: Names, given: Names) -> Candidate:
    """I(one;two|given) >= 0, with points for its equality case."""
    term = Term("mutual_information", (), (law.name, one, two, given))
    return Candidate("information", (term,), points_of(law, (*one, *two, *given)))


def conditional_entropy(law: Law, targets: Names, given: Names) -> Candidate:
    """H(targets|given) >= 0, with points for its equality case."""
    term = Term("entropy", (), (law.name, targets, given, ()))
    return Candidate("conditional_entropy", (term,), points_of(law, (*targets, *given)))


def _of_sizes(context: Context) -> Iterator[Candidate]:
    for name, sort in context.sorts.items():
        if sort.kind == "finite":
            yield Candidate("size_at_least_one", (Term("size", (), name),))


def _of_two_logs(claim: Claim) -> Iterator[Candidate]:
    """Jensen's inequality for u/v, where the means of log u and of log v stand apart."""
    means_of: dict[tuple[Binders, Term], dict[Term, None]] = {}
    for side in (claim.lhs, claim.rhs):
        for term, site in _sites(side, Site(), claim.context):
            weight = site.factor()
            if term.head == "log" and site.over and weight is not None:
                means_of.setdefault((site.over, weight), {})[term.args[0]] = None
    for (binders, weight), logs in means_of.items():
        for one, two in permutations(list(logs)[:MAX_COMPARED], 2):
            yield Candidate("jensen_log", (weight, terms.div(one, two)), binders)


def _monotone(claim: Claim) -> Iterator[Candidate]:
    """Each logarithm or exponential of one side against each of the other."""
    for head in ("log", "exp"):
        sides = [
            list(dict.fromkeys(t.args[0] for t in side.walk() if t.head == head))[:MAX_COMPARED]
            for side in (claim.lhs, claim.rhs)
        ]
        for one, two in product(*sides):
            yield Candidate(f"{head}_monotone", (one, two))
            yield Candidate(f"{head}_monotone", (two, one))


def _squares(claim: Claim) -> Iterator[Candidate]:
    """Squares of numbers and of their differences."""
    numbers = sorted(
        {
            t
            for side in (claim.lhs, claim.rhs)
            for t in side.walk()
            if t.head == "sym" or (t.head == "pow" and not terms.free_points(t))
        },
        key=repr,
    )
    bases = [t.args[0] if t.head == "pow" else t for t in numbers][:6]
    for base in bases:
        yield Candidate("square", (base,))
        yield Candidate("square", (terms.sub(base, terms.ONE),))
        yield Candidate("square", (terms.add(base, terms.ONE),))
        yield Candidate("square", (terms.sub(base, HALF),))
    for one, two in combinations(bases, 2):
        yield Candidate("square", (terms.sub(one, two),))
        yield Candidate("square", (terms.add(one, two),))
