"""What the text introduces: names for expressions and distributions, laws written out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from symkl.kernel.check import Claim
from symkl.kernel.context import Law
from symkl.kernel.errors import KernelError
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import ONE, ZERO, Term, free_points
from symkl.language.written import LanguageError, Written, context_of
from symkl.prove.search import prove
from symkl.reading import names, variation
from symkl.reading.chain import Chain
from symkl.reading.defining import defined_name
from symkl.reading.evidence import Definition
from symkl.reading.layout import Node, Row, plain
from symkl.reading.mixtures import laws_mixed, without_arguments
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide
from symkl.reading.spreads import UNITS
from symkl.reading.unfolding import Formula
from symkl.reading.usage import (
    COINS,
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    EXPECTATION_LETTERS,
    INFORMATION_LETTERS,
    NORMAL_LETTERS,
)

DEFINING = ("=", ":=", "equiv")
NOTION_LETTERS = ENTROPY_LETTERS | DIVERGENCE_LETTERS | INFORMATION_LETTERS | EXPECTATION_LETTERS
PROBABILITY = ("Pr", "P", "Prob", "prob")
QUANTITIES = frozenset({"expect", "entropy", "kl", "cross_entropy", "mutual_information"})
NOTION_HEADS = frozenset({"entropy", "kl", "cross_entropy", "mutual_information"})


@dataclass
class Notations:
    """What the text has introduced under one heading, for the chains after it.

    ``unknown`` are laws and functions that are said to be something that is not understood.
    """

    definitions: dict[str, Definition] = field(default_factory=dict)
    aliases: dict[str, Row] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    understood: set[str] = field(default_factory=set)  # names whose definitions are read
    notions: set[str] = field(default_factory=set)  # heads that have been written out
    formulas: dict[str, tuple[int, Formula | None]] = field(default_factory=dict)  # with places
    elsewhere: dict[str, Definition | None] = field(default_factory=dict)  # None: two meanings
    meanings: list[Chain] = field(default_factory=list)  # equations that say what a law is

    def within(self, outer: Notations) -> Notations:
        """These, and what was introduced further out."""
        return Notations(
            {**outer.definitions, **self.definitions},
            {**outer.aliases, **self.aliases},
            {**outer.unknown, **self.unknown},
            outer.understood | self.understood,
            outer.notions | self.notions,
            {**outer.formulas, **self.formulas},
            {**outer.elsewhere, **self.elsewhere},
            [*outer.meanings, *self.meanings],
        )

    @property
    def in_sight(self) -> dict[str, Definition]:
        """The notations of these headings, and those that only others have introduced."""
        further = {key: found for key, found in self.elsewhere.items() if found is not None}
        return {**further, **self.definitions}

    def note_elsewhere(self, key: str, found: Definition) -> None:
        """Remember a notation for all of the text, unless it means two things there."""
        other = self.elsewhere.setdefault(key, found)
        if other is None or other.term == found.term:
            return
        if bool(other.doubt) == bool(found.doubt):
            self.elsewhere[key] = None
        else:  # what a word or a sign says counts more
            said = found if other.doubt else other
            self.elsewhere[key] = replace(said, doubt=other.doubt or found.doubt)


def alias(chain: Chain, scope: Scope) -> tuple[str, Row] | None:
    """``P = p(x, y)``: a name for a distribution."""
    if len(chain.links) != 1 or chain.links[0].relation not in ("=", ":="):
        return None
    left, right = (plain(side.row) for side in chain.sides)
    bare = left[:1] if len(left) == 2 and left[1].kind == "fence" else left
    single, mixed = names.single(bare), without_arguments(right)
    of = laws_mixed(mixed)
    known = [n for n in of if n in scope.laws]
    laws = len(known) > 1 or (bool(known) and len(of) > 1 and all(map(scope.is_law, of)))
    if single is not None and names.key(single) not in of and laws:
        return names.key(single), mixed
    if single is None or len(left) > 1 or not right or not _is_product_of_laws(right):
        return None
    if right[0].text in NORMAL_LETTERS | COINS:
        return None  # its law is normal: seen as such
    return (names.key(single), right) if scope.is_law(names.key(single)) else None


def is_normal(chain: Chain) -> bool:
    """``p = N(mu, Sigma)``, or ``p(x) = N(mu, Sigma)``: the law is normal, as its use says."""
    if len(chain.links) != 1 or chain.links[0].relation not in ("=", ":="):
        return False
    left, right = (plain(side.row) for side in chain.sides)
    of = left[:1] if len(left) == 2 and left[1].kind == "fence" else left
    family = bool(right) and right[0].text in NORMAL_LETTERS | COINS
    law = len(right) == 2 and family and right[1].kind == "fence"
    return law and names.single(of) is not None


def _is_product_of_laws(row: Row) -> bool:
    """``p(x, y)`` or ``p(x) * p(y)``: names with brackets, and signs between them."""
    at = 0
    while at < len(row):
        if row[at].kind == "op" and row[at].text in ("*", "times", "otimes") and at:
            at += 1
        elif row[at].kind == "name" and at + 1 < len(row) and row[at + 1].kind == "fence":
            at += 2
        else:
            return False
    return True


def definition(
    chain: Chain, sides: list[ReadSide], known: Notations, scope: Scope
) -> tuple[str, Definition | None] | None:
    """The notation that the first equation of a chain introduces, with what it stands for."""
    if chain.links[0].relation not in DEFINING or len(sides) < 2:
        return None
    left = plain(chain.sides[0].row)
    key = notation(left)
    if (
        key
        and key not in known.definitions
        and not any(is_rearranged(key, other) for other in known.definitions)
        and (is_new(left, sides[0]) or _is_new_matrix(left, sides, scope))
    ):
        if sides[1].objective is not None:
            return key, None
        meaning = next((side.written for side in sides[1:] if side.written is not None), None)
        return _defined(key, meaning, chain)
    right = names.single(chain.sides[1].row)
    if len(chain.links) != 1 or right is None or sides[1].written is None:
        return None
    free = sides[1].written.term
    if (
        free.head != "sym"
        or free.label in UNITS
        or names.key(right) in known.definitions
        or right.sup is not None
        or names.key(right) in scope.chances()
    ):
        return None
    used = sides[0].written is not None and free.label in _symbols(sides[0].written.term)
    # The derivative of xy by x is y, and no name for x.
    used |= any(n.kind == "name" and names.key(n) == names.key(right) for n in _nodes(chain))
    return None if used else _defined(names.key(right), sides[0].written, chain)


def quantity_named(
    chain: Chain, sides: list[ReadSide], known: Notations, scope: Scope
) -> tuple[str, Definition] | None:
    r"""The name that ``\mu = \mathbb{E}[Y]`` gives to an expectation, an entropy and the like."""
    single = names.single(chain.sides[0].row)
    if len(sides) != 2 or single is None or single.sup is not None:
        return None
    key, named, meaning = names.key(single), sides[0].written, sides[1].written
    if named is None or meaning is None or named.term.head != "sym":
        return None
    inside = list(meaning.term.walk())
    if named.term in inside or free_points(meaning.term) or scope.declared.kind(key):
        return None
    if key in known.definitions or not any(t.head in QUANTITIES for t in inside):
        return None
    return _defined(key, meaning, chain)


def value_named(
    chain: Chain, sides: list[ReadSide], known: Notations, scope: Scope
) -> tuple[str, Definition] | None:
    r"""The new name that ``z = \mu + L\epsilon`` gives to what is computed from a random value."""
    single = names.single(chain.sides[0].row)
    if len(sides) != 2 or single is None or names.is_capital(names.key(single)):
        return None
    meaning, key = sides[1].written, names.key(single)
    if meaning is None or not free_points(meaning.term) or scope.declared.kind(key):
        return None
    if any(t.head in ("value", "expect") for t in meaning.term.walk()):
        return None
    found = definition(chain, sides, known, scope)
    return None if found is None or found[1] is None else (found[0], found[1])


def _nodes(chain: Chain) -> Iterator[Node]:
    """All nodes of the first side of a chain."""
    for top in chain.sides[0].row:
        yield from top.walk()


def redefinition(
    chain: Chain, sides: list[ReadSide], known: Notations
) -> tuple[str, Definition | None] | None:
    """The other meaning that an equation gives a name which had one before; None for a claim.

    An equation that can be shown of the first meaning is a claim.
    """
    key, left, right = notation(plain(chain.sides[0].row)), sides[0].written, sides[1].written
    if key not in known.definitions or left is None or right is None:
        return None
    if len(chain.links) != 1 or not defined_name(chain):
        return None
    return None if agrees_with_the_usual(left, right) else _defined(key, right, chain)


def _defined(key: str, meaning: Written | None, chain: Chain) -> tuple[str, Definition] | None:
    if meaning is None:
        return None
    return key, Definition(meaning.term, meaning.declarations, chain.sides[0].span)


def notation(left: Row) -> str:
    """The key of a lone name, or of a name with one bracket: ``L``, ``F[q]``."""
    if not left or left[0].kind != "name" or len(left) > 2:
        return ""
    if len(left) == 2 and left[1].kind != "fence":
        return ""
    if len(left) == 2 and (raised := names.raised_notation(left[0], left[1])):
        return raised
    return names.key(left[0]) + (names.text(left[1:]) if len(left) == 2 else "")


def is_rearranged(key: str, other: str) -> bool:
    """``J(Q, P)`` beside ``J(P, Q)``: it has the meaning that the other one gives it."""
    (head, *inside), (known, *beside) = re.split(r"[(\[{]", key), re.split(r"[(\[{]", other)
    words = [sorted(re.findall(r"[^\W_]+", "".join(part))) for part in (inside, beside)]
    return head == known and words[0] == words[1] != []


def is_new(left: Row, side: ReadSide) -> bool:
    """Whether a notation has no meaning yet, so that an equation may give it one."""
    applied = len(left) == 2
    if applied and left[0].text in EXPECTATION_LETTERS:
        return False
    if applied and left[0].text in NOTION_LETTERS and (left[0].sub is None or side.is_read):
        return False  # an entropy of something unknown is no name of its own
    if side.problem is not None:
        known = applied and names.letter_of(names.key(left[0])) in LAW_LETTERS
        codes = ("SK101", "SK201", "SK202") if known else ("SK101", "SK104", "SK201", "SK202")
        of_squares = applied and not known and any(map(_is_squared, left[1].parts[0]))
        return side.problem.code in (*codes, *(("SK401",) if of_squares else ()))
    lone = len(left) == 1 and side.written is not None and side.written.term.head == "sym"
    return lone and (left[0].sup is None or names.starred(left[0]))


def _is_squared(node: Node) -> bool:
    r"""The \sigma^2 of ``\ell(\mu, \sigma^2)``: an argument that is no value of a variable."""
    return node.kind == "name" and node.sup is not None and names.text(node.sup) == "2"


def _is_new_matrix(left: Row, sides: list[ReadSide], scope: Scope) -> bool:
    """Whether a vector or matrix stands alone of which nothing is said, and that no law has.

    What size it was taken to have does not matter: it has that of the other side.
    """
    one, two = (side.written for side in sides[:2])
    if len(left) != 1 or one is None or two is None or one.term.head != "matrix":
        return False
    key = names.key(left[0])
    if scope.declared.kind(key) or scope.is_parameter(key) or left[0].sup is not None:
        return False
    return two.shape != SCALAR and all(t != one.term for t in two.term.walk())


def _symbols(term: Term) -> set[str]:
    found = {term.label} if term.head == "sym" else set()
    return found.union(*(_symbols(child) for child in term.args))


def laws_in(term: Term) -> set[str]:
    """The names of the laws and functions that a term is about."""
    named = isinstance(term.label, tuple) and term.label and isinstance(term.label[0], str)
    of_law = term.head in ("value", "entropy", "mutual_information", "expect") and named
    found = {str(term.label[0])} if of_law else set()
    return found.union(*(laws_in(child) for child in term.args))


def unknown_law(chain: Chain, sides: list[ReadSide]) -> str:
    """The p of ``p(x) = ...`` where the right side does not contain p itself; "" for others."""
    left, right = sides[0].written, sides[1].written
    if chain.links[0].relation not in DEFINING or left is None or left.term.head != "value":
        return ""
    if len(set(left.term.args)) < len(left.term.args):
        return ""
    name = str(left.term.label[0])
    if any(isinstance(d, Law) and d.name == name and d.normal for d in left.declarations):
        return ""  # its values are known
    return "" if right is not None and name in laws_in(right.term) else name


def is_probability(chain: Chain) -> bool:
    r"""``p(x) = \Pr\{X = x\}`` says what a pmf is, and nothing about this one."""
    row = plain(chain.sides[1].row)
    if len(row) < 2 or row[-1].kind != "fence":
        return False
    event = any(node.kind == "rel" and node.text == "=" for node in row[-1].parts[0])
    return event and "".join(node.text.lstrip("\\") for node in row[:-1]) in PROBABILITY


def is_notion(chain: Chain) -> bool:
    """Whether the left side is one information-theoretic quantity and nothing else."""
    left = plain(chain.sides[0].row)
    return (
        len(left) == 2
        and left[0].kind == "name"
        and left[0].text in NOTION_LETTERS
        and left[1].kind == "fence"
    )


def is_written_out(chain: Chain) -> bool:
    """Whether a sum, an integral or an expectation stands on the right of the first relation."""
    nodes = [n for top in chain.sides[1].row for n in top.walk()]
    return any(n.kind == "big" or (n.kind == "name" and n.text == "E") for n in nodes)


def agrees_with_the_usual(lhs: Written, rhs: Written) -> bool:
    """Whether what a text says a quantity is can be proved of its usual meaning."""
    try:
        context = context_of(lhs.declarations | rhs.declarations)
        return prove(Claim(context, lhs.term, "=", rhs.term)) is not None
    except (KernelError, LanguageError):
        return False


def variation_defined(
    chain: Chain, sides: list[ReadSide], source: Callable[[int], str]
) -> Definition | None:
    """Whether the first equation says what the total variation is: half the sum, or all of it.

    The factor is 0 where what it says is not read, unless it is a largest difference of
    probabilities, which is half the sum.
    """
    left, span = sides[0], chain.sides[0].span
    if left.unusual != variation.UNUSUAL or chain.links[0].relation not in DEFINING:
        return None
    if left.written is None or left.written.term.head != "mul":
        return None
    right = sides[1].written
    if right is None:
        usual = re.match(r"\\(?:sup|max)(?![a-z])", source(1))
        return Definition(variation.HALF if usual else ZERO, frozenset(), span)
    if agrees_with_the_usual(left.written, right):
        return Definition(variation.HALF, frozenset(), span)
    if left.otherwise is not None and agrees_with_the_usual(left.otherwise, right):
        return Definition(ONE, frozenset(), span)
    return None
