r"""Independence and Markov chains: as sentences and formulas say them, and as given statements.

Read are "X and Y are independent (given Z)", ``X \perp Y | Z``, "X 和 Y 独立", "Markov chain
X \to Y \to Z" and their like; ``p(x, y) = p(x) p(y)`` is told from other equations by its term.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from symkl.kernel.context import Law
from symkl.kernel.terms import Label, Term
from symkl.language.copies import Identical, Uncorrelated
from symkl.language.information import H
from symkl.language.spaces import Distribution, RandomVariable
from symkl.language.statements import Equal, Independent, Markov, Statement
from symkl.language.written import LanguageError
from symkl.reading import copies, names
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.layout import Node, Row, plain
from symkl.reading.scope import Scope
from symkl.reading.sentences import FORMULA, Sentence

Groups = tuple[Label, ...]
NAME = rf"(?:{FORMULA}|(?<![A-Za-z])[A-Z](?:_?\d)?(?![A-Za-z]))"
COMMA = r"\s*[,、，]\s*"
AND = r"\s*(?:,\s*)?(?:and\b|und\b|et\b|y\b|e\b|&|和|与|跟|及)\s*"
LIST = rf"{NAME}(?:{COMMA}{NAME}){{0,9}}(?:{AND}{NAME})?"  # bounded, so that time is linear
# Spaces and commas are taken once and for all: what could divide them in two ways at each of many
# words would take twice as long with each.
LINKING = (
    r"(?:\s*+,?\s*+(?:are|be|being|is|were|two|both|all|mutually|statistically|stochastically|also|"
    r"random|discrete|continuous|variables?|r\.v\.s?|conditionally|sind|seien|sont|soient|son|"
    r"sean|stochastisch|aléatoires|variables|Zufallsvariablen|bedingt)(?![A-Za-z]))*\s*"
)
CONDITION = (
    rf"(?:,?\s*(?:given|conditioned on|conditional on|gegeben|sachant|dado)\s+(?P<c>{LIST}))?"
)
INDEPENDENT = r"(?i:independent|unabhängig\w*|indépendant\w*|independientes?)(?![A-Za-z])"
CHINESE = (
    r"(?:\s*(?:是|为|之间|两个|两者|随机变量|变量|相互|互相|彼此|统计|都|均|条件|的)|"
    r"\s*(?:在)?(?:给定|已知)\s*(?P<{0}>{1})\s*(?:的)?(?:条件|情况)?(?:下|时|的)?)*\s*独立(?!性|于)"
)
PATTERNS = (
    rf"(?P<a>{LIST}){LINKING}{INDEPENDENT}(?:\s+(?:of|from|von|de)\s+(?P<b>{LIST}))?{CONDITION}",
    rf"(?<!not ){INDEPENDENT}\s+(?:(?:discrete|random|continuous|variables?|r\.v\.s?|sources?)\s+)*"
    rf"(?P<a>{LIST}){CONDITION}",
    rf"independence of (?P<a>{LIST}){CONDITION}",
    rf"(?:(?:给定|已知)\s*(?P<c>{LIST})\s*(?:的)?(?:条件|情况)?(?:下|时|的)?\s*[,，]?\s*)?"
    rf"(?P<a>{LIST})" + CHINESE.format("d", LIST),
    rf"(?<![不非])独立的?(?:离散|连续|随机|变量|的)*\s*(?P<a>{LIST})",
)
INDEPENDENCE = tuple(re.compile(pattern) for pattern in PATTERNS)
COPIES = tuple(copies.patterns(LIST, LINKING, NAME))
PAIRS: dict[str, Callable[[RandomVariable, RandomVariable], Statement]] = {
    "identical": Identical,
    "uncorrelated": Uncorrelated,
}
WORDS = {
    "function": " a function of ",
    "identical": " distributed as ",
    "uncorrelated": " uncorrelated with ",
}
CHAIN = rf"(?P<a>{FORMULA})"
MARKOV = (
    re.compile(
        rf"Markov\w*(?:[ -](?:chain|kette|property|triple))?(?:\s+of)?\s*[:,]?\s*{CHAIN}", re.I
    ),
    re.compile(rf"{CHAIN}[^{FORMULA[1:-1]}.]{{0,40}}Markov", re.I),
    re.compile(rf"\b(?:chain|kette|chaîne|cadena)\s*[:,]?\s*{CHAIN}", re.I),
    re.compile(rf"马尔[可科]夫链?(?:条件)?\s*[:：,，]?\s*{CHAIN}"),
    re.compile(rf"{CHAIN}\s*(?:构成|形成|组成|是|为|满足)[^{FORMULA[1:-1]}。]{{0,12}}马尔[可科]夫"),
)
# A word that each of these patterns looks for: most sentences have none, and are left at that.
TOLD = re.compile(
    r"markov|马尔|chain|kette|chaîne|cadena|independ|unabhäng|indépend|独立|i\.?\s?i\.?\s?d|identi|same|même|correl|korrel|"
    r"corrél|u\.\s?i\.\s?v|同分布|不相关",
    re.IGNORECASE,
)
ARROWS = frozenset({"to", "from", "iff"})
DASHES = frozenset({"-", "to", "iff"})


@dataclass(frozen=True)
class Dependence:
    """That groups of random variables are independent given others, or form a Markov chain.

    Two variables may be ``identical`` in their laws, or ``uncorrelated``.
    ``function``: the first of two groups is a function of the second, ``by`` name where it has one.
    """

    kind: Literal["independent", "markov", "function", "identical", "uncorrelated"]
    groups: Groups
    given: Label
    span: Span
    law: str = ""  # the law under which, where the text says it
    by: str = ""

    @property
    def variables(self) -> Label:
        """All random variables that it is about."""
        return tuple(v for group in (*self.groups, self.given) for v in group)

    @property
    def text(self) -> str:
        """What is said, in plain text."""
        groups = [", ".join(group) for group in self.groups]
        if self.kind == "markov":
            return " - ".join(groups)
        if self.kind in WORDS:
            return WORDS[self.kind].join(groups)
        pair = len(groups) == 2
        told = " independent of ".join(groups) if pair else f"{', '.join(groups)} independent"
        return told + (f" given {', '.join(self.given)}" if self.given else "")

    def statement(self, scope: Scope) -> Statement:
        """The equation that it stands for; raises Unreadable when no law covers its variables."""
        law = self._law(scope)
        sorts = [d for _, sort in law.coords for d in scope.declarations_of_sort(sort)]
        whole = Distribution(law, sorts)
        if self.kind in PAIRS:
            return self._of_pair(whole)
        groups = [tuple(RandomVariable(whole, v) for v in group) for group in self.groups]
        if self.kind == "markov":
            return Markov(*groups)
        if self.kind == "function":
            return self._vanishing(law, scope, groups)
        return Independent(*groups, given=tuple(RandomVariable(whole, v) for v in self.given))

    def _of_pair(self, whole: Distribution) -> Statement:
        one, two = (RandomVariable(whole, v) for group in self.groups for v in group)
        try:
            return PAIRS[self.kind](one, two)
        except LanguageError as error:
            raise Unreadable("SK104", self.span, str(error)) from error

    def _vanishing(
        self, law: Law, scope: Scope, groups: list[tuple[RandomVariable, ...]]
    ) -> Statement:
        """``H(Y | X) = 0``, of discrete variables alone."""
        if any(scope.sort(law.sort_of(v)).kind != "finite" for v in self.variables):
            raise Unreadable("SK104", self.span, f"{law.name} is a density")
        (one,), (first, *further) = groups
        return Equal(H(one | first, *further), 0)

    def _law(self, scope: Scope) -> Law:
        named = [law for law in scope.laws.values() if law.name == self.law]
        if not named:
            return scope.laws[scope.law_of_variables(self.variables, self.span)]
        if not set(self.variables) <= {c for c, _ in named[0].coords}:
            raise Unreadable("SK104", self.span, f"{self.law} is not a law of these variables")
        return named[0]

    def consequences(self, scope: Scope) -> list[Statement]:
        """What follows of entropies, where the kernel would not see it."""
        if self.kind != "identical":
            return []
        law, pair = self._law(scope), tuple(v for group in self.groups for v in group)
        return [copies.same_entropies(self.statement(scope), law, pair)]

    def is_empty_for(self, used: set[str]) -> bool:
        """Whether it says nothing of these variables alone, whatever their joint law.

        Of a Markov chain X - Y - Z any two may depend on each other in every way.
        """
        groups = (*self.groups, self.given) if self.given else self.groups
        conditional = self.kind == "markov" or bool(self.given)
        return conditional and len(groups) == 3 and any(not used & set(g) for g in groups)

    def is_of_one_law(self, scope: Scope, used: set[str]) -> bool:
        """Whether of the laws used no other is one of two or more of these variables."""
        mine = {self.law or self._law(scope).name}
        others = (law for law in scope.laws.values() if law.name in used - mine)
        return all(len({c for c, _ in law.coords} & set(self.variables)) < 2 for law in others)


# --- in sentences ---------------------------------------------------------------------------------

Rows = Callable[[str], Row | None]  # the row of a formula in the sentence, by its character


def said_in(sentence: Sentence, rows: Rows) -> Iterator[tuple[Dependence, tuple[int, int]]]:
    """What a sentence says, with the stretch of its text that says it."""
    if TOLD.search(sentence.text) is None:
        return
    taken: list[tuple[int, int]] = []
    for pattern in MARKOV:
        for match in pattern.finditer(sentence.text):
            row = rows(match.group("a"))
            groups = chain_groups(row, DASHES) if row is not None else ()
            if len(groups) > 2 and not _overlaps(match.span(), taken):
                taken.append(match.span())
                yield Dependence("markov", groups, (), _span(sentence, match)), match.span()
    for kind, pattern in () if copies.CONDITIONAL.search(sentence.text) else COPIES:
        for match in pattern.finditer(sentence.text):
            copied = [*_copies(kind, match, rows, _span(sentence, match))]
            if copied and not _overlaps(match.span(), taken):
                taken.append(match.span())
                yield from ((one, match.span()) for one in copied)
    for pattern in INDEPENDENCE:
        for match in pattern.finditer(sentence.text):
            found = _independence(match, rows)
            if found is not None and not _overlaps(match.span(), taken):
                taken.append(match.span())
                groups, given = found
                yield Dependence("independent", groups, given, _span(sentence, match)), match.span()


def _copies(kind: str, match: re.Match[str], rows: Rows, span: Span) -> Iterator[Dependence]:
    """What is said of variables that are i.i.d., of the same law, or uncorrelated."""
    variables = listed(match.group("a"), rows) or ()
    like = listed(match.groupdict().get("c") or "", rows)
    every = (*variables, *(like or ()))
    if like is None or len(variables) < 2 or len(set(every)) < len(every):
        return
    if kind == "iid":
        yield Dependence("independent", tuple((v,) for v in variables), (), span)
    if kind == "uncorrelated":
        for one, two in combinations(every, 2):
            yield Dependence("uncorrelated", ((one,), (two,)), (), span)
    else:
        for one, two in pairwise(every):
            yield Dependence("identical", ((one,), (two,)), (), span)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _span(sentence: Sentence, match: re.Match[str]) -> Span:
    return sentence.place(match.start()), sentence.place(match.end() - 1) + 1


def _independence(match: re.Match[str], rows: Rows) -> tuple[Groups, Label] | None:
    parts = match.groupdict()
    first = listed(parts["a"], rows)
    second = listed(parts.get("b") or "", rows)
    given = listed(parts.get("c") or parts.get("d") or "", rows)
    if first is None or second is None or given is None:
        return None
    groups = (first, second) if second else tuple((name,) for name in first)
    every = (*first, *second, *given)
    return (groups, given) if len(groups) > 1 and len(set(every)) == len(every) else None


def listed(text: str, rows: Rows) -> Label | None:
    """The random variables of a list; None when a part of it is something else."""
    found: list[str] = []
    for word in re.findall(NAME, text):
        row = rows(word) if re.fullmatch(FORMULA, word) else None
        if row is None and re.fullmatch(FORMULA, word):
            return None
        listed = variables_in(row) if row is not None else (word,)
        if not listed:
            return None
        found += listed
    return tuple(found)


# --- in formulas ----------------------------------------------------------------------------------


def variables_in(row: Row) -> Label:
    """``X, Y`` or ``(X, Y)`` as names of random variables; () when it is anything else."""
    row = names.unwrapped(row)
    if len(row) == 1 and row[0].kind == "fence" and row[0].sub is row[0].sup is None:
        row = plain(row[0].parts[0])
    found = []
    for place, node in enumerate(row):
        if place % 2:
            if node.kind != "punct" or node.text != ",":
                return ()
        elif node.kind != "name" or node.sup is not None or not names.is_capital(names.key(node)):
            return ()
        else:
            found.append(names.key(node))
    return tuple(found)


def chain_groups(row: Row, marks: frozenset[str] = ARROWS) -> Groups:
    r"""The groups of ``X \to Y \to Z``; () when the row is anything else.

    ``X \to Y \gets Z`` is none: there X and Z are independent as long as Y is not known.
    """
    groups: list[Label] = []
    current: list[Node] = []
    arrow = ""
    for node in plain(row):
        if node.kind in ("rel", "op") and node.text in marks:
            if (arrow, node.text) == ("to", "from"):
                return ()
            arrow = node.text
            groups.append(variables_in(tuple(current)))
            current = []
        else:
            current.append(node)
    groups.append(variables_in(tuple(current)))
    flat = [v for group in groups for v in group]
    return tuple(groups) if all(groups) and len(set(flat)) == len(flat) else ()


def perpendicular(row: Row, span: Span) -> Dependence | None:
    r"""``X \perp Y``, ``X \perp\!\!\!\perp Y \mid Z``, ``X_1 \perp X_2 \perp X_3``."""
    row = plain(row)
    bar = next((place for place, node in enumerate(row) if node.kind == "bar"), len(row))
    given = variables_in(row[bar + 1 :]) if bar < len(row) else ()
    groups: list[Label] = []
    current: list[Node] = []
    for node in row[:bar]:
        if node.kind == "rel" and node.text == "perp":
            groups += [variables_in(tuple(current))] if current else []
            current = []
        else:
            current.append(node)
    groups.append(variables_in(tuple(current)))
    flat = [*given, *(v for group in groups for v in group)]
    if len(groups) < 2 or not all(groups) or len(set(flat)) != len(flat) or bar == len(row) - 1:
        return None
    return Dependence("independent", tuple(groups), given, span)


def factorised(lhs: Term, rhs: Term, span: Span) -> Dependence | None:
    """What ``p(x, y) = p(x) p(y)`` or ``p(z | x, y) = p(z | y)`` says; None for other equations."""
    factors = _factors(lhs, rhs)
    if not factors:
        return None
    name, given = str(lhs.label[0]), set(lhs.label[2])
    if len(factors) == 1:
        return _fewer_conditions(lhs, rhs, span)
    if not _is_partition(lhs, factors):
        return None
    if all(set(f.label[2]) == given for f in factors):
        groups = tuple(f.label[1] for f in factors)
        return Dependence("independent", groups, lhs.label[2], span, name)
    return None if given else _ordered(factors, span, name)


def may_factorise(lhs: Term, rhs: Term) -> bool:
    """Whether ``p(x, y, z) = p(x) p(y | x) p(z | y)`` may say what the law is."""
    factors = _factors(lhs, rhs)
    return bool(factors) and (len(factors) == 1 or _is_partition(lhs, factors))


def _factors(lhs: Term, rhs: Term) -> tuple[Term, ...]:
    """The values of the law on the left whose product is on the right; () for anything else."""
    if lhs.head != "value" or len(set(lhs.args)) != len(lhs.args):
        return ()
    at = dict(zip((*lhs.label[1], *lhs.label[2]), lhs.args, strict=True))
    factors = rhs.args if rhs.head == "mul" else (rhs,)
    for factor in factors:
        if factor.head != "value" or factor.label[0] != lhs.label[0]:
            return ()
        pairs = zip((*factor.label[1], *factor.label[2]), factor.args, strict=True)
        if any(at.get(c) != point for c, point in pairs):
            return ()
    return factors


def _is_partition(lhs: Term, factors: tuple[Term, ...]) -> bool:
    """Whether each variable on the left is the target of one factor."""
    return sorted(c for f in factors for c in f.label[1]) == sorted(lhs.label[1])


def _ordered(factors: tuple[Term, ...], span: Span, name: str) -> Dependence | None:
    """The one independence that a product of conditional laws says beyond the chain rule."""
    waiting, known, found = list(factors), set[str](), list[Dependence]()
    while waiting:
        following = next((f for f in waiting if set(f.label[2]) <= known), None)
        if following is None:
            return None  # each needs another: no product of this kind is a law
        waiting.remove(following)
        targets, given = following.label[1], following.label[2]
        rest = tuple(sorted(known - set(given)))
        if rest:
            kind: Literal["independent"] = "independent"
            found.append(Dependence(kind, (targets, rest), given, span, name))
        known |= set(targets)
    return found[0] if len(found) == 1 else None


def _fewer_conditions(lhs: Term, rhs: Term, span: Span) -> Dependence | None:
    kept = set(rhs.label[2])
    dropped = tuple(c for c in lhs.label[2] if c not in kept)
    if set(rhs.label[1]) != set(lhs.label[1]) or not dropped or not kept < set(lhs.label[2]):
        return None
    groups = (lhs.label[1], dropped)
    return Dependence("independent", groups, rhs.label[2], span, str(lhs.label[0]))
