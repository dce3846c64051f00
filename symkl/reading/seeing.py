"""Looking at formulas: what their names are seen to be used for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.differentials import differentials
from symkl.reading.in_intervals import in_interval
from symkl.reading.layout import Node, Row, plain
from symkl.reading.mixtures import laws_mixed
from symkl.reading.usage import (
    COINS,
    CROSS_LETTERS,
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    EXPECTATION_LETTERS,
    INFORMATION_LETTERS,
    NORMAL_LETTERS,
    PROBABILITIES,
    TOTAL_VARIATION,
    Application,
    Coin,
    Normal,
    Toss,
    Usage,
    Use,
    is_total_variation,
)

MOMENTS = frozenset({"Var", "var", "Variance", "Cov", "cov"})
BETWEEN = 5  # nodes of 0 <= t <= 1
ASCENDING = [[one, two] for one in ("<", "<=") for two in ("<", "<=")]
EVENT = 2  # nodes of P(X = 1)
FACTORS = 2  # nodes of p(x_i)
MARKOV_CHAIN = 5  # nodes of the shortest: X -> Y -> Z
DIFFERENTIAL = "h"  # the usual letter of the entropy of a density
INDEX_LETTERS = frozenset("ijkln")
VARIANCES = frozenset({"Var", "var", "Variance"})
MATRIX_POWERS = frozenset({"-1", "1/2", "-1/2"})
RANDOM_LETTERS = frozenset({"U", "V", "W", "X", "Y", "Z"})
VALUE_LETTERS = frozenset({"x", "y", "z"})  # of E_x; u, v and w may be laws
OUTCOMES = VALUE_LETTERS | {"epsilon", "xi", "eta", "zeta"}  # never laws under an E
OFTEN_OUTCOMES = frozenset({"u", "v", "w", "s", "t", "a", "b", "tau", "omega"})  # seen inside


def seen(row: Row) -> Usage:
    """How names are used in a row."""
    usage = Usage()
    _Eye(usage).row(row)
    return usage


class _Eye:
    """Looks at rows, node by node, with what follows each."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage

    def row(self, row: Row) -> None:
        nodes = plain(row)
        kinds = {node.kind for node in nodes} if len(nodes) > 1 else ()
        if "rel" in kinds:
            self._statement(nodes)
            self._bounded(nodes)
            self._transformed(nodes)
            self._deviations(nodes)
            self._markov(nodes)
        if "op" in kinds:
            self._entrywise(nodes)
        if "number" in kinds:
            self._counted(nodes)
        if "fence" in kinds:
            self._tossed(nodes)
        for place, node in enumerate(nodes):
            seen = SEERS.get(node.kind)
            if seen is not None:
                far = node.kind == "big" or node.text == "||"
                seen(self, node, nodes[place + 1 :] if far else nodes[place + 1 : place + 3])
            if node.sup is not None:
                self._scripts(node)
            for part in node.parts:
                self.row(part)
            if node.sub is not None and node.kind != "name":
                self.row(node.sub)
            if node.sup is not None and not names.is_transpose(node.sup):
                self.row(node.sup)
            if node.sup is not None and node.text == "e":
                self.usage.energies.update(_energies(node.sup))
            if node.kind == "func" and node.text == "exp":
                self.usage.energies.update(_energies(_argument_of(nodes[place + 1 :][:2])))

    def _statement(self, nodes: Row) -> None:
        """``p ~ N(mu, Sigma)``, ``p = N(mu, Sigma)``, ``X ~ p``: what a name is drawn from."""
        for place, node in enumerate(nodes):
            if node.kind != "rel" or node.text not in ("~", "=", ":=") or not place:
                continue
            before, law = nodes[max(place - 2, 0) : place], nodes[place + 1 : place + 4]
            subject = self._subject(before)
            if subject and law and law[0].text in COINS:
                self._coin(subject, law)
                continue
            if subject and node.text == "~" and _is_named_family(law):
                inside = (n for top in law[1].parts[0] for n in top.walk())
                self.usage.counted.update(names.key(n) for n in inside if n.kind == "name")
            if not subject or len(law) < 1 or law[0].kind != "name":
                continue
            if len(law) > 1 and law[0].text in NORMAL_LETTERS and law[1].kind == "fence":
                parts = arguments(law[1].parts[0])
                if len(parts) in (2, 3):
                    mean, covariance = parts[-2].row, parts[-1].row
                    at, targets = _at(parts), self._targets(before)
                    said = Normal(
                        subject, mean, covariance, law[0].span, at, targets, node.text != "~"
                    )
                    self.usage.normals.append(said)
            elif node.text == "~" and law[0].text not in NORMAL_LETTERS:
                self.usage.drawn.append((subject, names.key(law[0])))

    def _deviations(self, nodes: Row) -> None:
        r"""``\sigma^2 = Var(X)``, either way round: the square of a standard deviation."""
        for place, node in enumerate(nodes):
            if node.kind != "rel" or node.text not in ("=", ":="):
                continue
            left, right = nodes[: min(place, 3)], nodes[place + 1 : place + 4]  # more are too many
            for named, of in ((left, right), (right, left)):
                squared = len(named) == 1 and named[0].kind == "name" and named[0].sup is not None
                whole = len(of) == 2 and of[0].text in VARIANCES and of[1].kind == "fence"
                if squared and whole and names.text(named[0].sup or ()) == "2":
                    self.usage.deviations.add(names.key(named[0]))

    def _entrywise(self, nodes: Row) -> None:
        r"""``\sigma \odot \epsilon``: small letters on both sides of it are vectors."""
        for place, node in enumerate(nodes):
            if node.kind == "op" and node.text == "odot" and place:
                beside = (n for n in nodes[place - 1 : place + 2] if n.kind == "name")
                small = (names.key(n) for n in beside if not names.is_capital(names.stem(n)))
                self.usage.transposed.update(small)

    def _transformed(self, nodes: Row) -> None:
        r"""``W = \Sigma^{-1/2}``: a product of capitals with an inverse or a root is a matrix."""
        if len(nodes) < 3 or nodes[1].kind != "rel" or nodes[1].text not in ("=", ":="):
            return
        named, factors = nodes[0], nodes[2:]
        shaped = any(n.sup is not None and names.text(n.sup) in MATRIX_POWERS for n in factors)
        of_matrices = all(n.kind == "name" and names.is_capital(names.stem(n)) for n in factors)
        random = any(n.text in RANDOM_LETTERS for n in factors)
        if shaped and of_matrices and not random and names.is_capital(names.stem(named)):
            self.usage.transforms.add(names.key(named))

    def _coin(self, subject: str, law: Row) -> None:
        chance = chance_of(law)
        if chance:
            self.usage.coins.append(Coin(subject, chance, law[0].span))
            if not chance[0].isdigit():
                self.usage.counted.add(chance)

    def _counted(self, nodes: Row) -> None:
        """``1 - p``: what is subtracted from a number is a number."""
        for place in range(len(nodes) - 2):
            first, sign, second = nodes[place : place + 3]
            applied = place + 3 < len(nodes) and nodes[place + 3].kind == "fence"
            minus = sign.kind == "op" and sign.text == "-"
            if first.kind == "number" and minus and second.kind == "name" and not applied:
                self.usage.counted.add(names.key(second))

    def _bounded(self, nodes: Row) -> None:
        r"""``t \in [0, 1]`` and ``0 <= t <= 1``: what is in an interval is a number."""
        self.usage.counted.update(in_interval(nodes))
        if len(nodes) == BETWEEN and [n.text for n in nodes[1::2]] in ASCENDING:
            named = names.single(nodes[2:3])
            if nodes[0].kind == nodes[4].kind == "number" and named is not None:
                self.usage.counted.add(names.key(named))

    def _tossed(self, nodes: Row) -> None:
        """``P(X = 1) = p`` and ``P(X = 0) = 1 - p``; also without what they are equal to."""
        for place, (head, fence) in enumerate(pairwise(nodes)):
            said = tossed(fence.parts[0]) if fence.kind == "fence" else None
            if said is None or head.kind != "name" or head.sup is not None:
                continue
            variable, side = said
            if variable and names.stem(head) not in PROBABILITIES:
                continue
            chance = chance_said(_equal_to(nodes, place), side)
            self.usage.tosses.append(Toss(variable or names.key(head), side, chance, head.span))
            if variable:
                self.usage.names.setdefault(variable, head.span)
                self.usage.averaged.append((variable,))
            self.usage.counted.update({chance} - {""})

    def _markov(self, nodes: Row) -> None:
        """``X -> Y -> Z``: random variables with arrows between them, and nothing else."""
        variables, arrows = nodes[::2], nodes[1::2]
        if len(nodes) < MARKOV_CHAIN or len(nodes) % 2 == 0:
            return
        if any(n.kind != "rel" or n.text != "to" for n in arrows):
            return
        if all(n.kind == "name" and names.is_capital(names.key(n)) for n in variables):
            self.usage.markov.append(tuple(names.key(n) for n in variables))

    def _subject(self, before: Row) -> str:
        """The name directly before a relation: p, X, or p of p(x)."""
        row = before[-2:] if before[-1].kind == "fence" else before[-1:]
        if row and row[0].kind == "name" and all(n.kind == "fence" for n in row[1:]):
            return names.key(row[0])
        return ""

    def _targets(self, before: Row) -> tuple[str, ...]:
        """The arguments of ``q(z | x)`` in front of the bar."""
        if before[-1].kind != "fence":
            return ()
        targets, _ = divided_at_bar([p for p in arguments(before[-1].parts[0]) if p.mark != ";"])
        uses = [_use(part.row) for part in targets]
        return tuple(use.key for use in uses if use is not None)

    # --- scripts --------------------------------------------------------------------------------

    def _scripts(self, node: Node) -> None:
        if names.is_transpose(node.sup):
            for inner in self._vectors_in(node):
                self.usage.transposed.add(inner)
        elif names.is_inverse(node.sup) and node.kind == "name":
            self.usage.inverted.add(names.key(node))
        elif node.sup is not None and node.kind == "name" and not names.starred(node):
            self.usage.powered.add(names.key(node))
        elif self._is_squared_sum(node):
            self.usage.powered.update(self._vectors_in(node))

    @staticmethod
    def _is_squared_sum(node: Node) -> bool:
        """``(x - m)^2``, and not the square of ``f(x)``."""
        squared = node.sup is not None and names.text(node.sup) == "2"
        is_sum = node.kind == "fence" and any(n.kind == "op" for n in node.parts[0])
        return squared and is_sum

    def _vectors_in(self, node: Node) -> list[str]:
        if node.kind == "name":
            return [names.key(node)]
        if node.kind in ("fence", "group"):
            inner = names.unwrapped(node.parts[0])
            return [names.key(n) for n in inner if n.kind == "name"]
        return []

    # --- names and what they are applied to -----------------------------------------------------

    def _name(self, node: Node, rest: Row) -> None:
        if node.text == "nabla":
            self.row(node.sub or ())
            return
        self.usage.names.setdefault(names.key(node), node.span)
        if node.text == "I" and node.sub is not None and names.single(node.sub) is not None:
            self.usage.dimensions.add(names.text(node.sub))
        if node.sub is not None:
            self.usage.indexed.append((names.stem(node), names.text(node.sub)))
        if not rest or rest[0].kind != "fence" or rest[0].text == "langlerangle":
            return
        letter = HEADED.get(node.text)
        parts = arguments(rest[0].parts[0])
        if may_be_energy(node, rest[0]):
            self._application(node, parts)
        if is_total_variation(node) and len(parts) == 2:
            self._distance(parts[0].row, parts[1].row)
            return
        if letter is not None and letter(self, node, parts):
            return
        self._application(node, parts)

    def _application(self, node: Node, parts: list[Argument]) -> None:
        targets, given = divided_at_bar([p for p in parts if p.mark != ";"])
        uses = [[_use(part.row) for part in group] for group in (targets, given)]
        if not targets or any(use is None for group in uses for use in group):
            self.usage.computed.add(names.key(node))
            return
        found = [tuple(use for use in group if use is not None) for group in uses]
        parameters = [names.text(p.row) for p in parts if p.mark == ";"]
        base = names.key(node) + "".join(f"_{p}" for p in parameters)
        self.usage.applications.append(Application(base, found[0], found[1], node.span))

    def _entropy(self, node: Node, parts: list[Argument]) -> bool:
        single = names.single(parts[0].row) if len(parts) == 1 else None
        if single is not None and single.sup is None:
            self.usage.measured.append((names.key(node), names.key(single)))
        if node.sub is not None:
            return True
        named = []
        for part in parts:
            use = _use(part.row)
            if use is None:
                return self._entropy_of_mixtures(parts)
            named.append(use.event_of or use.key)
        for name in named:
            if (image := names.IMAGE.fullmatch(name)) is not None:  # known with its arguments
                self.usage.entropies.append((*image.group("of").split(","), name))
        self.usage.entropies.append(tuple(named))
        if node.text == DIFFERENTIAL:
            self.usage.differential.update(filter(names.is_capital, named))
        return True

    def _entropy_of_mixtures(self, parts: list[Argument]) -> bool:
        """``H(t P + (1 - t) Q)``: P and Q are laws on one space."""
        mixed = [laws_mixed(part.row) or [_distribution(part.row)] for part in parts]
        every = [name for group in mixed for name in group]
        if len(every) == len(parts) or not all(name and _is_law_like(name) for name in every):
            return False
        self.usage.divergences += [(every[0], name) for name in every]
        return False

    def _divergence(self, node: Node, parts: list[Argument]) -> bool:
        if [part.mark for part in parts] == ["", "||", "|"]:
            over = _distribution(parts.pop().row)  # the law that the mean is taken over
            self.usage.distributions |= {over} - {""}
        found = [_distribution(part.row) for part in parts]
        if len(found) == 2 and (parts[1].mark in ("||", "|") or node.text != "D"):
            mixed = [name for part in parts for name in laws_mixed(part.row)]
            for name in filter(_is_law_like, mixed):  # all of them are laws on one space
                first = next((law for law in found if law), mixed[0])
                self.usage.divergences.append((first, name))
            of = [law for law, part in zip(found, parts, strict=True) if not _is_normal(part.row)]
            if found[0] and found[1] and of:  # a normal law that is written out has no name
                self.usage.divergences.append((of[0], of[-1]))
            for part in parts:
                self.row(part.row)
            return True
        return False

    def _normal(self, node: Node, parts: list[Argument]) -> bool:
        if len(parts) not in (2, 3):
            return False
        at = _at(parts)
        self.usage.normals.append(Normal("", parts[-2].row, parts[-1].row, node.span, at))
        return True

    def _expectation(self, node: Node, parts: list[Argument]) -> bool:
        targets, given = divided_at_bar(parts)
        if given and all(part.row for part in given):
            self._averaged_given(targets, given)
        elif node.sub is None:
            for part in parts:
                self._averaged(part.row)
        return True

    def _averaged_given(self, targets: list[Argument], given: list[Argument]) -> None:
        """The random variables of E[f(X) | Y], which have one law."""
        every = [name for part in (*targets, *given) for name in _variables(part.row, values=False)]
        if every:
            self.usage.averaged.append(tuple(dict.fromkeys(every)))
        for part in targets:
            self.usage.moments.update(_variables(part.row, values=True))

    def _averaged(self, row: Row) -> None:
        """The random variables in a bare expectation, and those that it computes with."""
        inside = dict.fromkeys(_variables(row, values=False))
        if inside:
            self.usage.averaged.append(tuple(inside))
            self.usage.moments.update(_variables(row, values=True))

    def _of_expectation(self, node: Node, body: Row) -> None:
        row = names.unwrapped(node.sub or ())
        drawn = [place for place, n in enumerate(row) if n.kind == "rel" and n.text == "~"]
        if drawn:
            outcome, law = row[: drawn[0]], row[drawn[0] + 1 :]
            base = _distribution(law)
            for part in arguments(outcome):
                use = _use(part.row)
                if use is not None and base and law[0].text not in NORMAL_LETTERS:
                    self.usage.drawn.append((use.key, base))
                    self.usage.expectations.add(base)
            self.row(law)
            return
        variables = [single for part in arguments(row) if (single := names.single(part.row))]
        if variables and all(node.text in RANDOM_LETTERS | VALUE_LETTERS for node in variables):
            keys = map(names.key, variables)
            averaged = [x if names.is_capital(x) else names.variable_of(x) for x in keys]
            self.usage.averaged.append(tuple(averaged))
            return
        if len(variables) == 1 and _is_outcome(variables[0], body):
            return  # E_x is over the law that x has, and x is none
        base = _distribution(row)
        self.row(row)
        if base:
            self.usage.expectations.add(base)

    # --- big operators --------------------------------------------------------------------------

    def _big(self, node: Node, rest: Row) -> None:
        seen = {"sum": self._sum, "int": self._integral}.get(node.text)
        if seen is not None:
            seen(node, rest)

    def _sum(self, node: Node, rest: Row) -> None:
        for part in arguments(node.sub or ()):
            row = names.unwrapped(part.row)
            marks = [(p, n.text) for p, n in enumerate(row) if n.kind == "rel"]
            if not marks:
                use = names.single(row)
                if use is not None:
                    self.usage.summed[names.key(use)] = use.span
            elif marks[0][1] == "in":
                self._member(row, marks[0][0])
            elif marks[0][1] == "=" and (index := names.single(row[: marks[0][0]])) is not None:
                limit = "" if node.sup is None else names.text(node.sup)
                self.usage.indices[names.key(index)] = limit
                self.usage.weighted.update(_weighted(rest, index.text))

    def _member(self, row: Row, at: int) -> None:
        for part in arguments(row[:at]):
            outcome = names.single(part.row)
            if outcome is not None:
                self.usage.summed[names.key(outcome)] = outcome.span
                self.usage.members.append((names.key(outcome), names.text(row[at + 1 :])))

    def _integral(self, node: Node, rest: Row) -> None:
        for outcome in differentials(rest):
            self.usage.integrated[names.key(outcome)] = outcome.span

    # --- functions and bars ---------------------------------------------------------------------

    def _func(self, node: Node, rest: Row) -> None:
        if node.text in MOMENTS and node.sub is None and rest and rest[0].kind == "fence":
            self._averaged(rest[0].parts[0])
        if node.text in ("log", "ln") and node.sub is not None:
            self.usage.log_bases.add(names.text(node.sub))
        elif node.text in ("log", "ln"):
            self.usage.log_bases.add(node.text)
        argument = _argument_of(rest)
        if node.text in ("tr", "det"):
            self._squares(argument)
        if node.text in ("log", "ln"):
            self._logged(argument)

    def _squares(self, argument: Row) -> None:
        factors = [n for n in names.unwrapped(argument) if n.kind == "name"]
        for node in factors:
            if names.is_capital(names.stem(node)):
                self.usage.squares.add(names.key(node))

    def _logged(self, argument: Row) -> None:
        row = names.unwrapped(argument)
        for node in row:
            if node.kind == "frac":
                for part in node.parts:
                    self._logged(part)
            elif node.kind == "name":
                self.usage.logged.add(names.key(node))
        single = names.single(row)
        if single is not None:
            self.usage.scaled.add(names.key(single))
        if [node.text for node in row[:2]] == ["1", "-"] and names.single(row[2:]) is not None:
            self.usage.complemented.add(names.key(row[2]))

    def _frac(self, node: Node, rest: Row) -> None:
        bottom = names.unwrapped(node.parts[1])
        if bottom and bottom[0].text in ("partial", "d") and len(bottom) > 1:
            return  # what is differentiated by may be 0
        for inner in bottom:
            if inner.kind == "name":
                self.usage.scaled.add(names.key(inner))

    def _root(self, node: Node, rest: Row) -> None:
        """The number under a root is taken to be positive, as one under a logarithm is."""
        single = names.single(node.parts[0])
        if single is not None:
            self.usage.scaled.add(names.key(single))

    def _fence(self, node: Node, rest: Row) -> None:
        if node.text == "langlerangle" and node.sub is not None:
            self._of_expectation(node, node.parts[0])
        if node.text == "{}" and any(n.kind == "punct" for n in node.parts[0]):
            self.usage.listed.add(names.text(node.parts[0]))
        if node.sup is not None and names.text(node.parts[0]) in ("2pi", "2pie"):
            for limit in _walk_names(node.sup):
                self.usage.dimensions.add(names.key(limit))

    def _distance(self, one: Row, other: Row) -> None:
        """Two laws that are compared, as in a divergence."""
        pair = _distribution(one), _distribution(other)
        if all(pair) and not any("=" in name for name in pair):
            self.usage.divergences.append(pair)

    def _norm(self, rest: Row) -> None:
        r"""The laws of ``\|P - Q\|_1``; lower-case letters may be vectors."""
        close = next((p for p, n in enumerate(rest) if n.kind == "bar" and n.text == "||"), None)
        label = names.text(rest[close].sub or ()) if close is not None else ""
        inside = rest[:close]
        if close is not None:
            letters = map(names.letter_of, (names.key(n) for n in _walk_names(inside)))
            self.usage.normed.update(map(names.outcome_of, letters))
        minus = [p for p, n in enumerate(inside) if n.kind == "op" and n.text == "-"]
        if label not in ("1", *TOTAL_VARIATION) or len(minus) != 1:
            return
        one, other = inside[: minus[0]], inside[minus[0] + 1 :]
        if _is_law_like(_distribution(one)) and _is_law_like(_distribution(other)):
            self._distance(one, other)

    def _bar(self, node: Node, rest: Row) -> None:
        """|S|: one capital between two bars."""
        if node.text == "||":
            self._norm(rest)
        if len(rest) < 2 or rest[1].kind != "bar" or rest[0].kind != "name":
            return
        if names.is_capital(names.stem(rest[0])) and rest[0].style not in ("cal",):
            self.usage.squares.add(names.key(rest[0]))


def _equal_to(nodes: Row, place: int) -> Row:
    """The other side of ``P(X = 1) = p`` and ``p = P(X = 1)``, where the event is one side."""
    marks = [k for k, n in enumerate(nodes) if n.kind == "rel"]
    if len(marks) != 1 or nodes[marks[0]].text not in ("=", ":="):
        return ()
    left, right = nodes[: marks[0]], nodes[marks[0] + 1 :]
    if place == 0 and len(left) == EVENT:
        return right
    return left if place == marks[0] + 1 and len(right) == EVENT else ()


def tossed(row: Row) -> tuple[str, str] | None:
    """``X = 1`` as X and 1, and ``1`` alone without a variable; None for anything else."""
    row = names.unwrapped(row)
    if len(row) == 1 and row[0].kind == "number" and row[0].text in ("0", "1"):
        return "", row[0].text
    if len(row) != 3 or row[0].kind != "name" or row[1].text != "=" or row[1].kind != "rel":
        return None
    event = row[2].kind == "number" and row[2].text in ("0", "1")
    return (names.key(row[0]), row[2].text) if event and names.is_capital(row[0].text) else None


def chance_said(row: Row, side: str) -> str:
    """The p of ``= p`` at 1 and of ``= 1 - p`` at 0; "" for anything else.

    A number such as 1/3 is an example more often than what holds for a whole section.
    """
    row = names.unwrapped(row)
    if side == "0":
        row = row[2:] if [n.text for n in row[:2]] == ["1", "-"] else ()
    node = names.single(row)
    plain_name = node is not None and node.sup is None and not names.is_capital(names.stem(node))
    return names.key(node) if node is not None and plain_name else ""


def _weighted(rest: Row, index: str) -> Iterator[str]:
    """The x of ``p(x_i)`` where it is a factor of a summand beside others, and of no logarithm."""
    end = next((k for k, n in enumerate(rest) if n.kind in ("op", "rel", "punct")), len(rest))
    for name, fence in pairwise(rest[:end]):
        at = names.single(fence.parts[0]) if fence.kind == "fence" else None
        weighs = name.kind == "name" and _is_law_like(names.key(name)) and end > FACTORS
        if weighs and at is not None and names.text(at.sub or ()) == index:
            yield names.stem(at)


def is_of_a_variable(node: Node, rest: Row) -> bool:
    r"""``\mathbb{E}X``: the mean of the random variable behind it, without a bracket."""
    behind = rest[0] if rest else None
    return (
        node.style in ("bb", "rm")
        and node.sub is None
        and behind is not None
        and behind.kind == "name"
        and behind.text in RANDOM_LETTERS
        and behind.sup is None
        and not (len(rest) > 1 and rest[1].kind == "fence")
    )


def is_one_of_many(node: Node, rest: Row) -> bool:
    """``E_i`` without a bracket behind it: the i-th number E, and no expectation."""
    index = names.single(node.sub or ())
    behind = rest[:1]
    return (
        node.style == ""
        and index is not None
        and index.text in INDEX_LETTERS
        and not (behind and behind[0].kind == "fence")
    )


def _is_named_family(law: Row) -> bool:
    r"""``\mathrm{Poisson}(p)``: what stands in its brackets are numbers."""
    upright = len(law) > 1 and (law[0].kind == "text" or law[0].style == "rm")
    return upright and law[1].kind == "fence" and law[0].text not in NORMAL_LETTERS


def chance_of(law: Row) -> str:
    r"""The p of ``\mathrm{Bern}(p)``, or 1/2; "" where it is anything else."""
    law = names.unwrapped(law)
    if len(law) != 2 or law[0].text not in COINS or law[1].kind != "fence" or law[1].sup:
        return ""
    inner = names.unwrapped(law[1].parts[0])
    single = names.single(inner)
    if single is not None:
        return names.key(single) if single.sup is None else ""
    parts = (
        inner[0].parts if len(inner) == 1 and inner[0].kind == "frac" else (inner[:1], inner[2:])
    )
    slash = len(inner) == 1 or (len(inner) == 3 and inner[1].text == "/")
    texts = [names.text(part) for part in parts]
    whole = slash and all(text.isdigit() for text in texts)
    return "/".join(texts) if whole and 0 < int(texts[0]) < int(texts[1]) else ""


def _is_normal(row: Row) -> bool:
    row = names.unwrapped(row)
    return len(row) > 1 and row[0].text in NORMAL_LETTERS and row[1].kind == "fence"


def _is_law_like(name: str) -> bool:
    """Whether a name in a mixture is that of a law, and not of a weight."""
    return names.letter_of(name) in ("P", "Q", "R", "p", "q", "r", "M", "m")


def _walk_names(row: Row) -> list[Node]:
    return [n for node in row for n in node.walk() if n.kind == "name"]


def _at(parts: list[Argument]) -> str:
    """The x of N(x; mean, covariance)."""
    found = names.single(parts[0].row) if len(parts) == 3 else None
    return "" if found is None else names.key(found)


def _variables(row: Row, values: bool) -> list[str]:
    """The letters of random variables in a row; ``values``: not those that are arguments."""
    found: list[str] = []
    nodes = plain(row)
    for place, node in enumerate(nodes):
        if node.kind == "name" and node.text in RANDOM_LETTERS and node.style in ("", "bold"):
            found.append(names.key(node))
        before = nodes[place - 1] if place else None
        applied = before is not None and before.kind == "name" and node.kind == "fence"
        head = before.text if applied and before is not None else ""
        if not applied or head in EXPECTATION_LETTERS or not values:
            for part in node.parts:
                found += _variables(part, values)
    return found


def _is_outcome(node: Node, body: Row) -> bool:
    """Whether the name below an E is that of a value, as its letter or what is averaged says."""
    letter = names.letter_of(names.key(node))
    if letter in OUTCOMES:
        return True
    inside = (n for top in body for n in top.walk() if n.kind == "name")
    return letter in OFTEN_OUTCOMES and any(names.key(n) == names.key(node) for n in inside)


def may_be_energy(node: Node, fence: Node) -> bool:
    """Whether it is ``E(s)``, which is an energy where others stand in exponents."""
    if node.text not in EXPECTATION_LETTERS or node.style or fence.text != "()":
        return False
    label = "" if node.sub is None else names.text(node.sub)
    single = names.single(fence.parts[0])
    lower = single is not None and not names.is_capital(names.key(single))
    return lower and (not label or label.isdigit())


def _energies(row: Row) -> set[str]:
    """The names of energies in an exponent."""
    nodes, found = plain(row), set()
    for node, following in pairwise(nodes):
        if node.kind == "name" and following.kind == "fence" and may_be_energy(node, following):
            found.add(names.key(node))
    return found.union(*(_energies(part) for node in nodes for part in node.parts))


def _argument_of(rest: Row) -> Row:
    """What a function acts on, roughly: a bracket, or the next thing."""
    if not rest:
        return ()
    if rest[0].kind == "fence":
        return rest[0].parts[0]
    if rest[0].kind == "bar" and len(rest) > 1:
        return rest[1:2]
    return rest[:1]


def _use(row: Row) -> Use | None:
    """The point in an argument: a plain name, or an event ``X = x``."""
    row = names.unwrapped(row)
    for place, node in enumerate(row):
        if node.kind == "rel" and node.text == "=":
            variable, value = names.single(row[:place]), names.single(row[place + 1 :])
            if variable is None or value is None:
                return None
            return Use(names.key(value), names.key(variable))
    found = names.single(row)
    return None if found is None or found.sup is not None else Use(names.key(found))


def _distribution(row: Row) -> str:
    """The base name of a distribution as an operand: P, p(x, y), p_X; "" for anything else."""
    row = names.unwrapped(row)
    if row and row[0].text in COINS:
        return ""
    if row and row[0].kind == "name" and all(n.kind == "fence" for n in row[1:]):
        parts = arguments(row[1].parts[0]) if len(row) > 1 else []
        return names.key(row[0]) + "".join(f"_{names.text(p.row)}" for p in parts if p.mark == ";")
    return ""


HEADED: dict[str, Callable[[_Eye, Node, list[Argument]], bool]] = {
    **dict.fromkeys(ENTROPY_LETTERS | INFORMATION_LETTERS, _Eye._entropy),
    **dict.fromkeys(DIVERGENCE_LETTERS | CROSS_LETTERS, _Eye._divergence),
    **dict.fromkeys(NORMAL_LETTERS, _Eye._normal),
    **dict.fromkeys(EXPECTATION_LETTERS, _Eye._expectation),
}


def _see_name(eye: _Eye, node: Node, rest: Row) -> None:
    if node.text in EXPECTATION_LETTERS and node.sub is not None and not is_one_of_many(node, rest):
        eye._of_expectation(node, _argument_of(rest))
    if node.text in EXPECTATION_LETTERS and is_of_a_variable(node, rest):
        eye._averaged(rest[:1])
    eye._name(node, rest)


SEERS: dict[str, Callable[[_Eye, Node, Row], None]] = {
    "name": _see_name,
    "big": _Eye._big,
    "func": _Eye._func,
    "frac": _Eye._frac,
    "fence": _Eye._fence,
    "bar": _Eye._bar,
    "sqrt": _Eye._root,
}
