r"""Densities written out: ``p(x) = (2\pi)^{-k/2} |\Sigma|^{-1/2} \exp(...)`` says that p is normal.

Nothing is recognised by its looks: a mean and a covariance are tried out of the names on the right,
and the equation must be *proved* of the normal density with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product

from symkl.kernel.check import Claim
from symkl.kernel.errors import KernelError
from symkl.language.written import LanguageError, context_of
from symkl.prove.search import prove
from symkl.reading import names
from symkl.reading.chain import Chain
from symkl.reading.diagnostics import Unreadable
from symkl.reading.layout import Node, Row, plain
from symkl.reading.sides import Known, read_side
from symkl.reading.usage import Normal, Usage

MOST_PARAMETERS = 6


def normal_said(chain: Chain, known: Known) -> Normal | None:
    """The normal whose density the first equation of a chain writes out; None for other laws."""
    left, right = (plain(side.row) for side in chain.sides[:2])
    outcome = _argument(left)
    if outcome is None or not _has_exponential(right):
        return None
    of = names.key(left[0])
    for mean, covariance in _parameters(right, names.key(outcome), known.levels[0]):
        normal = Normal(of, mean, covariance, left[0].span)
        if _is_density(chain, normal, known):
            return normal
    return None


def _argument(left: Row) -> Node | None:
    """The x of ``p(x)``."""
    if len(left) != 2 or left[0].kind != "name" or left[1].kind != "fence":
        return None
    return names.single(left[1].parts[0])


def _has_exponential(row: Row) -> bool:
    return any(
        (n.kind == "func" and n.text == "exp") or (n.kind == "name" and n.text == "e" and n.sup)
        for top in row
        for n in top.walk()
    )


def _parameters(row: Row, outcome: str, used: Usage) -> Iterator[tuple[Row, Row]]:
    """Means and covariances to try: what is subtracted from x, what is squared or divided by."""
    nodes = {names.key(n): n for top in row for n in top.walk() if n.kind == "name"}
    means = [
        (replace(nodes[key], sup=None),)
        for key in dict.fromkeys(_subtracted(row, outcome))
        if key in nodes
    ]
    spread = (used.squares | used.inverted | used.powered | used.scaled) & nodes.keys()
    spread -= {outcome, "pi", "e", *(names.key(mean[0]) for mean in means)}
    covariances = [row for key in sorted(spread)[:MOST_PARAMETERS] for row in _spreads(nodes[key])]
    span = row[0].span
    unit: Row = (
        (Node("name", "I", span),) if outcome in used.transposed else (Node("number", "1", span),)
    )
    zero: Row = (Node("number", "0", span),)
    yield from product((*means, zero), (*covariances, unit))


def _spreads(node: Node) -> Iterator[Row]:
    """The name as a covariance or variance, and as a standard deviation."""
    bare = replace(node, sup=None)
    yield (bare,)
    if not names.is_capital(names.stem(node)):
        yield (replace(bare, sup=(Node("number", "2", node.span),)),)


def _subtracted(row: Row, outcome: str) -> Iterator[str]:
    """The names m of every ``x - m`` or ``m - x``."""
    nodes = names.unwrapped(row)
    for (first, sign), (_, second) in pairwise(pairwise(nodes)):
        if sign.kind == "op" and sign.text == "-" and first.kind == second.kind == "name":
            pair = [names.key(first), names.key(second)]
            if outcome in pair:
                pair.remove(outcome)
                yield pair[0]
    for node in nodes:
        for part in node.rows:
            yield from _subtracted(part, outcome)


def _is_density(chain: Chain, normal: Normal, known: Known) -> bool:
    """Whether the first equation is proved of the normal density with these parameters."""
    said = known.levels[0].merged(Usage(normals=[normal]))
    try:
        scope = replace(known, levels=(said, *known.levels[1:])).scope()
    except Unreadable:
        return False
    left, right = (read_side(scope, side).written for side in chain.sides[:2])
    if left is None or right is None:
        return False
    try:
        context = context_of(left.declarations | right.declarations)
        law = context.laws.get(left.term.label[0]) if left.term.head == "value" else None
        if law is None or law.normal is None:
            return False
        return prove(Claim(context, left.term, "=", right.term)) is not None
    except (KernelError, LanguageError):
        return False
