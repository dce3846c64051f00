"""Laws: which names are distributions, over which variables, and under which conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from symkl.kernel.context import Law, Sort
from symkl.reading import names, numbers_by_use
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.evidence import NEAR
from symkl.reading.indices import alike
from symkl.reading.layout import Row
from symkl.reading.mixtures import laws_mixed
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.spaces import SUBSCRIPTED, Spaces
from symkl.reading.subscripts import law_like, subscript
from symkl.reading.usage import Application, Coin, Normal, Usage

NOT_LAWS = frozenset(
    {"H", "h", "I", "MI", "CE", "E", "D", "KL", "DKL", "Kl", "KLD", "kl", "N", "S"}
)


WHOLE_NUMBERS = Sort("N", "", "integer")


def coin_law(name: str, variable: str, chance: str) -> Law:
    """The law of a variable that is 1 with this chance and 0 otherwise."""
    coords = ((variable, WHOLE_NUMBERS.name),)
    family = ("bernoulli", names.printable(chance))
    return Law(name, coords, sign="nonnegative", family=family)


NUMBERED = re.compile(r"[pPqQ]_\d")  # laws, where they stand in an entropy


class Laws(Spaces):
    """The distributions of a chain, gathered from all that is said about them."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.laws: dict[str, Law] = {}
        self.unwritten: set[str] = set()  # laws of variables of which the chain writes no values
        self.unread_laws: dict[str, Diagnostic] = {}  # laws with parameters that are not read
        self.fixed: dict[str, frozenset[str]] = {}  # conditions that are parameters of a normal law
        self.far: set[str] = set()  # laws that are said to be normal under another heading
        self.loose: set[str] = set()  # laws that are said to be normal, which is not worked in
        self.untossed: set[str] = set()  # said to be of a coin, which is not worked in
        self._build_laws()

    def is_counted(self, name: str) -> bool:
        """Whether the name is that of a number, as p of 1 - p, and never that of a law."""
        applied = {a.base for level in self.levels[:NEAR] for a in level.applications}
        return any(name in level.counted for level in self.levels[:NEAR]) and name not in applied

    def are_numbers(self, row: Row) -> bool:
        """Whether nothing says of any name in the row that it is a law or a random variable."""
        nodes = [n for top in row for n in (top, *(n for part in top.parts for n in part))]
        if any(n.kind in ("bar", "punct", "rel") for n in nodes):
            return False
        found = {names.key(n) for n in nodes if n.kind == "name"}
        return numbers_by_use.are_numbers(found, self.declared, self.levels)

    def is_law(self, base: str) -> bool:
        """Whether the name is a distribution."""
        used = self.all
        if self.declared.kind(base):
            return self.declared.kind(base) == "law"
        if self.is_counted(base):
            return False
        operands = {side for pair in used.divergences for side in pair}
        drawn = {law for _, law in used.drawn}
        drawn |= {n.of for n in used.normals if n.of and self.law_said(n.of) == n.of}
        if base in operands | used.expectations | drawn | used.distributions:
            return True
        if (base,) in used.entropies and self._is_numbered(base):
            return True  # u of H(u) beside u_i
        letter = names.letter_of(base)
        applied = any(a.base == base for a in used.applications)
        if letter in NOT_LAWS or (names.is_capital(base) and letter not in LAW_LETTERS):
            return False
        numbered = base.partition("_")[2] in used.indices  # s_j(x) is one of many numbers
        if any(stem == base and self._is_law_letter(stem) for stem, _ in law_like(used)):
            return True
        return letter in LAW_LETTERS or (applied and base in used.logged and not numbered)

    def family(self, base: str) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
        """``p_{Y|X}`` as (p, (Y,), (X,)): a law with random variables for a subscript."""
        stem, _, label = base.partition("_")
        if not label or not self._is_law_letter(stem):
            return None
        found = subscript(label)
        if found is None or not set(found.variables) <= set(self._random_variables()):
            return None
        return stem, found.targets, found.given

    def values_given(self, base: str) -> dict[str, str]:
        """The values in the subscript of ``p_{Y|X=x}``: of X it is x."""
        found = subscript(base.partition("_")[2]) if self.family(base) is not None else None
        return dict(found.values) if found is not None else {}

    def _is_numbered(self, name: str) -> bool:
        """Whether ``u_i`` with a bound i says that u is no value of a variable U."""
        bound = {*self.all.indices, *self.all.summed}
        small = not names.is_capital(name) and len(name) == 1
        return small and any(stem == name and label in bound for stem, label in self.all.indexed)

    def _is_law_letter(self, stem: str) -> bool:
        said = self.declared.kind(stem)
        return said == "law" or (said == "" and names.letter_of(stem) in SUBSCRIPTED)

    def values_in(self, label: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """``xy`` or ``y|x`` as outcomes, when all of them are known ones: p_{xy} is p(x, y)."""
        targets, _, given = label.partition("|")
        known = {*self.all.summed, *self.all.integrated}
        parts = [tuple(piece for piece in text if piece != ",") for text in (targets, given)]
        if not parts[0] or not all(piece in known for part in parts for piece in part):
            return None
        return parts[0], parts[1]

    def _build_laws(self) -> None:
        applied = [a for a in map(self._resolved, self.all.applications) if self.is_law(a.base)]
        bases = dict.fromkeys(a.base for a in applied)
        self.all.divergences += self._mixed()
        for pair in self.all.divergences:
            bases.update(dict.fromkeys(self._base_of(side) for side in pair))
        bases.update(dict.fromkeys(sorted(map(self._base_of, self.all.expectations))))
        bases.update(dict.fromkeys(self._base_of(law) for _, law in self.all.drawn))
        of_entropies = [n for group in self.all.entropies for n in group]
        lone = self._lone_laws()
        bases.update(dict.fromkeys(n for n in of_entropies if n in lone))
        bases.update(dict.fromkeys(self._indexed_laws()))
        bases.update(dict.fromkeys(self._normal_laws()))
        declared = (d for d in self.levels[1].distributions if d in self.levels[0].names)
        bases.update(dict.fromkeys(map(self._base_of, sorted(declared))))
        numbers = {base for base in bases if self.is_counted(base)} - self._near_operands()
        numbers |= self.chances()
        coords = {base: self._coordinates(base, applied) for base in bases if base not in numbers}
        self._share(coords)
        self._add_entropies(coords)
        self._even_out(coords)
        self._fix_conditions(coords)
        self.loose.update(base for base, (of, _) in coords.items() if self._may_be_normal(base, of))
        for base, (variables, given) in coords.items():
            normal = self._normal_of(base, tuple(variables))
            if normal is not None and self._is_far(normal):
                self.far.add(base)
            if normal is not None and not given and not self._are_summed(variables):
                space = self._space_of_normal(normal)
                self._spaces.update(dict.fromkeys(variables, space))
        for base, (variables, _) in coords.items():
            if len(variables) == 1 and self._is_of_index(base):
                self._note_entries(variables[0])
        for base, (variables, given) in coords.items():
            self.laws[base] = self._law(base, variables, given)
        self._toss_coins()

    def _note_entries(self, variable: str) -> None:
        """Where p_i stands beside the entries z_i of a vector, p is a law on its indices."""
        letters = alike(self.all, names.outcome_of(variable))
        sort = next(filter(None, map(self.sort_of_entries, letters)), None)
        if sort is not None:
            self._spaces[variable] = sort

    def sort_of_entries(self, index: str) -> Sort | None:
        """The dimension that an index runs over; what numbers vectors, scopes know."""
        return None

    def _toss_coins(self) -> None:
        """Laws that are said to be of a coin, where all laws of the variable are."""
        self.all.coins = [*self.all.coins, *self._tossed()]
        coins = {self._of_coin(coin): coin for coin in reversed(self.all.coins)}
        self.untossed = {coin.of for coin in self.all.coins if coin.of in self.levels[0].names}
        for base, coin in coins.items():
            law = self.laws.get(base)
            if law is None or len(law.coords) != 1 or law.given:
                continue
            variable = law.coords[0][0]
            near = [b for b in self.laws if b in self.levels[0].names or b == base]
            if any((variable in dict(self.laws[b].coords)) and b not in coins for b in near):
                continue
            self._spaces[variable] = WHOLE_NUMBERS
            self._sorts[WHOLE_NUMBERS.name] = WHOLE_NUMBERS
            self.laws[base] = coin_law(law.name, variable, coin.chance)
            self.untossed.discard(coin.of)

    def _mixed(self) -> list[tuple[str, str]]:
        """The laws of mixtures that the chain uses by name, which are on one space."""
        used = [row for name, row in self.aliases.items() if name in self.levels[0].names]
        mixed = [laws_mixed(row) for row in used]
        return [(of[0], law) for of in mixed for law in of[1:] if all(map(self.is_law, of))]

    def _tossed(self) -> Iterator[Coin]:
        """The coins that values at 0 and 1 make known: what is 0 or 1 has the law of one."""
        near = [toss for level in self.levels[:NEAR] for toss in level.tosses]
        here = {toss.of for toss in self.levels[0].tosses}
        for variable in dict.fromkeys(c for law in self.laws.values() for c, _ in law.coords):
            bases = [b for b, law in self.laws.items() if variable in dict(law.coords)]
            mine = [toss for toss in near if toss.of in (*bases, variable)]
            said = {toss.chance for toss in mine if toss.of == variable and toss.chance}
            sides = {toss.side for toss in mine if toss.chance}
            alone = all(len(self.laws[b].coords) == 1 and not self.laws[b].given for b in bases)
            binary = self._is_0_or_1(variable) or (said and sides == {"0", "1"})
            if not alone or not binary or len(said) > 1 or (said and len(bases) > 1):
                continue
            if said:
                yield Coin(bases[0], said.pop(), mine[0].span)
            elif here & {*bases, variable}:
                for base in bases:
                    yield Coin(base, f"{names.printable(base)}(1)", mine[0].span)

    def _is_0_or_1(self, variable: str) -> bool:
        """Whether the text says that the variable has the values 0 and 1."""
        listed = set[str]().union(*(level.listed for level in self.levels[:NEAR]))
        size = self.declared.size_of(names.letter_of(variable))
        sides = {toss.side for toss in self.levels[0].tosses if toss.of in self.laws}
        only = listed <= {"0,1", "1,0"} and not size and sides == {"0", "1"}
        return bool(listed & {"0,1", "1,0"}) and (size == "2" or only)

    def _of_coin(self, coin: Coin) -> str:
        """The law that is one of a coin: P itself, or the law of X."""
        if coin.of in self.laws:
            return coin.of
        of = [b for b, law in self.laws.items() if [c for c, _ in law.coords] == [coin.of]]
        return of[0] if len(of) == 1 else ""

    def chances(self) -> set[str]:
        """The names of the chances of coins."""
        return {coin.chance for coin in self.all.coins if not coin.chance[0].isdigit()}

    def _is_far(self, normal: Normal) -> bool:
        """Whether only another heading says that a law is normal, and the chain may mean another.

        A chain with all parameters of the law is about that law.
        """
        if any(normal in level.normals for level in self.levels[:NEAR]):
            return False
        rows = (normal.mean, normal.covariance)
        parameters = {names.key(n) for row in rows if (n := names.single(row)) is not None}
        plain = all(names.single(row) is not None or names.text(row) in "01" for row in rows)
        return not plain or not parameters or not parameters <= self.levels[0].names.keys()

    def _near_operands(self) -> set[str]:
        """The laws that the section compares, draws from or averages under."""
        near = self.levels[:NEAR]
        found = {law for level in near for pair in level.divergences for law in pair}
        found |= {law for level in near for _, law in level.drawn}
        return found.union(*(level.expectations for level in near))

    def _fix_conditions(self, coords: dict[str, tuple[list[str], tuple[str, ...]]]) -> None:
        """``q(z|x) = N(mu, S)`` where nothing varies x: a normal law of z, with x a parameter."""
        near = self.levels[0]
        moving = {*near.summed, *near.integrated, *near.indices, *(x for x, _ in near.drawn)}
        varied = {self.variable_of(x) for x in moving}
        for base, (variables, _) in list(coords.items()):
            mine = [a for a in map(self._resolved, near.applications) if a.base == base]
            given = {self.variable_of(u.key, u.event_of) for a in mine for u in a.given}
            targets = tuple(dict.fromkeys(self.variable_of(u.key) for a in mine for u in a.targets))
            normal = self._normal_of(base, targets) if targets else None
            if normal is None or not given:
                if normal is None and self._normal_of(base) is not None and len(variables) > 1:
                    self.loose.add(base)
                continue
            if len(targets) == 1 and all(a.given for a in mine) and not given & varied:
                coords[base] = (list(targets), ())
                self.fixed[base] = frozenset(given)
            else:
                self.loose.add(base)

    def _flags(self, base: str) -> frozenset[str]:
        """What is said of a law, also by the name with its variables: ``P_{XY}`` for P."""
        named = [n for n in self.declared.said if n == base or self._base_of(n) == base]
        return frozenset().union(*map(self.declared.flags, named))

    def _may_be_normal(self, base: str, variables: list[str]) -> bool:
        r"""``x \sim N(m, S)`` beside values of several laws of x: one of them may be this one."""
        said = {names.variable_of(n.of) for n in self.all.normals if n.of}
        return (
            base != "p_" + "".join(variables)
            and self._normal_of(base) is None
            and (len(variables) == 1 and variables[0] in said)
        )

    def _even_out(self, coords: dict[str, tuple[list[str], tuple[str, ...]]]) -> None:
        """A law is on finite spaces or on real ones; what is said far away mixes none."""
        for base, (variables, _) in coords.items():
            outcomes = [names.outcome_of(variable) for variable in variables]
            if self._flags(base) & {"discrete", "continuous"} == {"continuous"}:
                levels = (*self.levels[:NEAR], self.all)
                self._real.update(x for x in outcomes if self._evidence(x, levels) is None)
            if len({self.is_real(outcome) for outcome in outcomes}) < 2:
                continue
            silent = {
                x for x in outcomes if self._evidence(x, (*self.levels[:NEAR], self.all)) is None
            }
            if all(self.is_real(x) for x in set(outcomes) - silent):
                self._real.update(silent)
            else:
                self._finite.update(outcomes)

    def _are_summed(self, variables: list[str]) -> bool:
        """Whether the chain itself sums over values of these: then they are in no R^k."""
        near = {names.letter_of(x) for x in (*self.levels[0].summed, *self.levels[0].indices)}
        return bool(near & {names.letter_of(names.outcome_of(v)) for v in variables})

    def _lone_laws(self) -> set[str]:
        """P of H(p), by convention, where p is nothing else."""
        numbered = {n for group in self.all.entropies for n in group if NUMBERED.fullmatch(n)}
        return {n for n in (*LAW_LETTERS, *numbered) if len(n) != 2 and self.is_law(n)}

    def _indexed_laws(self) -> Iterator[str]:
        """P of p_i under a sum over i, and of p_{xy} for outcomes x and y."""
        bound = {*self.all.indices, *self.all.summed}
        for stem, label in self.all.indexed:
            known = label in bound or self.values_in(label) is not None
            if (
                known
                and (self._is_law_letter(stem) or self.is_law(stem))
                and stem not in self._roles_of_all()
            ):
                yield stem

    def _normal_laws(self) -> Iterator[str]:
        """Names that are said to be normal: p ~ N(m, S); for X ~ N(m, S) the law of X."""
        for normal in self.all.normals:
            if normal.of:
                yield self.law_said(normal.of)

    def _base_of(self, name: str) -> str:
        """The law of a name without variables or values in its subscript."""
        return self.density_of(self._stem_of(name))

    def density_of(self, base: str) -> str:
        """P and Q in a divergence, where densities p and q are written for them."""
        low = base[:1].lower() + base[1:]
        if low == base or not base[:1].isalpha() or names.letter_of(base) not in LAW_LETTERS:
            return base
        near = self.levels[0]
        applied = {self._stem_of(a.base) for a in near.applications}
        return low if low in applied and base not in applied and not self._has(base) else base

    def _has(self, base: str) -> bool:
        """Whether the section writes values of the law itself."""
        uses = [a for level in self.levels[1:NEAR] for a in level.applications]
        return any(self._stem_of(a.base) == base for a in uses)

    def _stem_of(self, name: str) -> str:
        found = self.family(name)
        if found is not None:
            return found[0]
        stem, _, label = name.partition("_")
        return stem if label and self.values_in(label) and self._is_law_letter(stem) else name

    def _resolved(self, application: Application) -> Application:
        return replace(application, base=self._base_of(application.base))

    def _coordinates(
        self, base: str, applied: list[Application]
    ) -> tuple[list[str], tuple[str, ...]]:
        """The variables of a law in order of appearance, and those that are always conditions."""
        mine = [a for a in applied if a.base == base]
        if self._is_whole(base) and (bare := [a for a in self.all.applications if a.base == base]):
            return self._mentioned(base, bare, Usage(drawn=self.all.drawn)), ()
        order = self._mentioned(base, mine, self.all)
        wholes = [a for a in mine if not a.given]
        behind = {tuple(self.variable_of(u.key, u.event_of) for u in a.given) for a in mine}
        if mine and not wholes and len(behind) == 1 and not list(self._families(base, self.all)):
            return order, next(iter(behind))
        return sorted(self._near_ones(base, order)), ()

    def _is_whole(self, base: str) -> bool:
        """Whether a chain about laws alone writes P, and the text elsewhere P_{XY} and P(a).

        Then the P of the chain is not the joint law of X, Y and A.
        """
        near, far = self.levels[0], self.all
        known = set(self._random_variables())

        def subscripts(usage: Usage) -> bool:
            return any(
                stem == base and (of := subscript(label)) and set(of.variables) <= known
                for stem, label in usage.indexed
            )

        alone = base in near.names and not near.entropies and not near.averaged
        applied = all(not a.given for a in far.applications if a.base == base)
        return alone and applied and subscripts(far) and not subscripts(near)

    def _mentioned(self, base: str, mine: list[Application], usage: Usage) -> list[str]:
        """The variables that a law is written with."""
        found: dict[str, None] = {}
        for application in sorted(mine, key=lambda a: (bool(a.given), -len(a.targets))):
            for use in (*application.given, *application.targets):
                found[self.variable_of(use.key, use.event_of)] = None
        for normal in usage.normals:
            if normal.of and self.law_said(normal.of) == base != normal.of:
                found[self.variable_of(normal.of)] = None
        for _, variables, conditions in self._families(base, usage):
            found.update(dict.fromkeys((*variables, *conditions)))
        for outcome, law in usage.drawn:
            if law == base:
                found[self.variable_of(outcome)] = None
        for stem, label in usage.indexed:
            if stem != base:
                continue
            letter = self.letter_of_index(label)
            if not mine and (label in self.all.indices or letter):
                found[names.variable_of(letter or alike(self.all, label)[0])] = None
            values = self.values_in(label) if not letter else None
            for outcome in (o for part in values or () for o in part):
                found[self.variable_of(outcome)] = None
        return list(found)

    def _near_ones(self, base: str, order: list[str]) -> list[str]:
        """Those variables that the chain itself writes: a marginal is a law like any other.

        A definition of the text that rests on the law keeps all of them.
        """
        near = self.levels[0]
        applied = [a for a in map(self._resolved, near.applications) if a.base == base]
        written = self._mentioned(base, applied, near)
        if not written:
            return order
        groups = (
            *near.entropies,
            *near.averaged,
            *(m for u in self.levels[:NEAR] for m in u.markov),
        )
        together = {self.variable_of(name) for group in groups for name in group}
        together |= self._defined_with(names.printable(base))
        return [v for v in order if v in written or v in together]

    def _defined_with(self, name: str) -> set[str]:
        """The variables that a law has in the definitions of the text that the chain uses."""
        used = [found for key, found in self.definitions.items() if self._uses(key)]
        laws = (d for found in used for d in found.declarations if isinstance(d, Law))
        return {c for law in laws if law.name == name for c, _ in law.coords}

    def _uses(self, key: str) -> bool:
        return re.split(r"[(\[{]", key)[0] in self.levels[0].names

    def _families(
        self, base: str, usage: Usage
    ) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        for stem, label in usage.indexed:
            found = self.family(f"{stem}_{label}")
            if found is not None and found[0] == base:
                yield found

    def _share(self, coords: dict[str, tuple[list[str], tuple[str, ...]]]) -> None:
        """Both sides of a divergence are on the same space; a law without arguments is on X."""
        for _ in range(2):
            for first, second in self.all.divergences:
                one, two = self._base_of(first), self._base_of(second)
                if one in coords and two in coords:
                    if not coords[one][0]:
                        coords[one] = self._operand(second, coords[two])
                    elif not coords[two][0]:
                        coords[two] = self._operand(first, coords[one])
        known = next((v for v, _ in coords.values() if v), None)
        for base, (variables, _) in coords.items():
            if not variables:
                coords[base] = ([known[0]] if known else ["X"], ())

    def _operand(
        self, name: str, law: tuple[list[str], tuple[str, ...]]
    ) -> tuple[list[str], tuple[str, ...]]:
        """The variables of an operand: of ``P_{Y|X=x}`` it is Y, whatever P is a law of."""
        found = self.family(name)
        return law if found is None else (list(found[1]), ())

    def _add_entropies(self, coords: dict[str, tuple[list[str], tuple[str, ...]]]) -> None:
        """Random variables that no law covers belong to the family of all."""
        together = [*self.all.entropies, *self.all.averaged, *self.all.markov]
        wanted = dict.fromkeys(
            self.variable_of(name)
            for group in together
            for name in group
            if self._base_of(name) not in coords
            and (names.is_capital(name) or len(name) == 1)
            and not self.is_counted(name)
            and not self.is_plain(name)
            and not self._is_numbered(name)
            and name not in self.all.transforms
        )
        groups = [
            {self.variable_of(n) for n in group if self.variable_of(n) in wanted}
            for group in together
        ]
        for group in groups:
            ordered = [v for v in wanted if v in group]
            covering = {b: v for b, (v, given) in coords.items() if group <= set(v) and not given}
            if group and not covering:
                self._cover(ordered, coords)
            elif (
                group
                and len(covering) > 1
                and not self._is_written(group)
                and not self._is_joint(covering)
            ):
                self._add_unwritten(ordered, coords)

    def _cover(
        self, group: list[str], coords: dict[str, tuple[list[str], tuple[str, ...]]]
    ) -> None:
        """Make a law one of these variables too: p(y|x) is then a conditional of a joint p.

        A new law is made only when the chain writes no values of any of them: it would be another
        distribution of the same variable.
        """
        numbered = {stem for stem, _ in self.levels[0].indexed if stem in coords}
        if len(group) == len(numbered) == 1 and self._is_of_index(only := min(numbered)):
            coords[only] = (group, ())  # H(X) beside the sum of p_i log p_i
            return
        channels = [b for b, (v, given) in coords.items() if given and set(group) <= set(v)]
        if len(channels) == 1 and names.letter_of(channels[0]) in ("p", "P", "f"):
            coords[channels[0]] = (coords[channels[0]][0], ())
            return
        inner = [b for b, (v, given) in coords.items() if given and set(v) <= set(group)]
        if len(inner) == 1 and names.letter_of(inner[0]) in ("p", "P"):
            coords[inner[0]] = (group, ())  # p(y|x) beside E[g(Y) | X = x, Z = z]
            return
        name = next((b for b in ("p", "P") if b in coords and not coords[b][1]), None)
        if name is not None and self._mixes([*coords[name][0], *group]):
            name = None
        if name is not None and (len(coords) == 1 or len(coords[name][0]) > 1):
            known = [] if self._is_of_index(name) and len(group) == 1 else coords[name][0]
            coords[name] = ([*known, *(v for v in group if v not in known)], ())
        elif not self._is_written(set(group)):
            self._add_unwritten(group, coords)

    def _mixes(self, variables: list[str]) -> bool:
        """Whether some of the variables are real and some are finite: they have no joint law."""
        return len({self.is_real(names.outcome_of(variable)) for variable in variables}) > 1

    def _is_joint(self, covering: dict[str, list[str]]) -> bool:
        """Whether one of the laws is of all variables in the entropies of the chain."""
        every = {self.variable_of(name) for group in self.levels[0].entropies for name in group}
        return any(len(every) > 1 and every <= set(of) for of in covering.values())

    def _is_of_index(self, base: str) -> bool:
        """Whether the law is written as p_i alone: then i numbers the values of a variable."""
        applied = any(self._base_of(a.base) == base for a in self.all.applications)
        return not applied and any(
            stem == base and label in self.all.indices for stem, label in self.all.indexed
        )

    def _is_written(self, group: set[str]) -> bool:
        """Whether the chain writes values of a law at outcomes of these variables."""
        laws = (a for a in self.levels[0].applications if self.is_law(self._base_of(a.base)))
        uses = (u for a in laws for u in (*a.targets, *a.given))
        values = {self.variable_of(u.key, u.event_of) for u in uses}
        near = self.levels[0]
        return bool(group & values) or bool(near.divergences or near.expectations)

    def _add_unwritten(
        self, group: list[str], coords: dict[str, tuple[list[str], tuple[str, ...]]]
    ) -> None:
        found = [base for base in self.unwritten if set(coords[base][0]) & set(group)]
        if found:
            known = coords[found[0]][0]
            coords[found[0]] = ([*known, *(v for v in group if v not in known)], ())
            return
        fresh = ("p", "P", *(f"p_{place}" for place in range(len(coords) + 1)))
        taken = {b for b in fresh if self.is_plain(b) or self.is_counted(b)} | self.chances()
        base = next(b for b in fresh if b not in taken and b not in coords)
        coords[base] = (group, ())
        self.unwritten.add(base)

    def _law(self, base: str, variables: list[str], given: tuple[str, ...]) -> Law:
        pairs = tuple((v, self.space_of(v).name) for v in variables)
        for variable in variables:
            self._sorts[self.space_of(variable).name] = self.space_of(variable)
        normal = self._normal_of(base, tuple(variables))
        parameters = None
        if normal is not None and len(pairs) == 1 and not self._are_summed(variables):
            try:
                parameters = self.normal_parameters(normal)
            except Unreadable as error:
                self.unread_laws[base] = error.diagnostic
        free = "nonnegative" in self._flags(base)
        free |= bool(self.determined & set(variables)) or any(map(names.IMAGE.fullmatch, variables))
        sign: Literal["nonnegative", "positive"] = "nonnegative" if free else "positive"
        return Law(names.printable(base), pairs, given=given, normal=parameters, sign=sign)
