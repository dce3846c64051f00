"""What each name means where it stands, and how that is known.

Evidence is weighed from near to far: the formula, its section, the whole document, conventions.
Positivity, invertibility and the like are never concluded: they are assumed, and listed as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from symkl.kernel.context import SCALAR_SORT, Declaration, Law, Matrix, Number, Sort
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.layout import Node, Row
from symkl.reading.usage import Application, Normal, Usage

How = Literal["declared", "formula", "prose", "usage", "convention"]
LAW_LETTERS = frozenset({"P", "Q", "R", "p", "q", "r", "pi", "rho"})
FUNCTION_LETTERS = frozenset({"f", "g", "h", "u", "v", "phi", "psi", "ell", "c", "d", "T", "w"})
DIMENSION_LETTERS = ("k", "d", "n", "D", "m", "p", "N")
COVARIANCES = frozenset({"Sigma", "Lambda", "Omega", "Psi"})
MEANS = frozenset({"mu", "m", "nu", "theta"})
NEAR = 2  # the levels whose every use counts: the chain, and what stands under its heading
UNITS = frozenset({"I", "I_k", "I_d", "I_n", "I_D", "I_m", "I_p", "bb:I"})
NOT_LAWS = frozenset({"H", "h", "I", "E", "D", "KL", "DKL", "Kl", "KLD", "kl", "N", "S"})


@dataclass(frozen=True)
class Meaning:
    """What a name stands for, in words, and how that is known."""

    name: str
    kind: str
    shape: str
    how: How
    span: Span | None = None


@dataclass(frozen=True)
class Declared:
    """What the author says outright, in a block, a formula or a sentence; it comes first."""

    kinds: dict[str, str] = field(default_factory=dict)  # name to matrix, vector, number, ...
    laws: dict[str, Law] = field(default_factory=dict)
    sorts: dict[str, Sort] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    matrices: dict[str, Matrix] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)  # random variable or outcome to its law
    dimension: str = ""
    distributions: frozenset[str] = frozenset()
    origins: dict[str, tuple[How, Span]] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A notation of the text's own, and the term it stands for."""

    term: Term
    declarations: frozenset[Declaration]
    span: Span


class Scope:
    """The meanings of names in one chain of formulas.

    ``levels`` are the usages of the chain, its section and the document, in this order.
    """

    def __init__(
        self,
        levels: Iterable[Usage],
        declared: Declared | None = None,
        flips: dict[str, str] | None = None,
        definitions: dict[str, Definition] | None = None,
        aliases: dict[str, Row] | None = None,
    ) -> None:
        self.levels = tuple(levels)
        self.declared = declared or Declared()
        self.flips = flips or {}
        self.definitions = definitions or {}
        self.aliases = aliases or {}
        self.all = Usage()
        for place, level in enumerate(self.levels):
            self.all = self.all.merged(level if place < NEAR else level.about(self.all))
        self.guessed: set[str] = set()  # names whose kind is a convention, and may be another
        self.meanings: dict[str, Meaning] = {}
        self.dimension = self._dimension()
        self.laws: dict[str, Law] = {}
        self._sorts: dict[str, Sort] = {}
        self._functions: dict[str, Law] = {}
        self._spaces: dict[str, Sort] = {}
        self._parameters_seen: dict[str, Matrix] = {}
        self._build_laws()

    # --- points and spaces ----------------------------------------------------------------------

    def is_real(self, outcome: str) -> bool:
        """Whether the outcome is a point of R^d: the nearest formula that says so decides."""
        letter = names.letter_of(outcome)
        for level in (*self.levels[:NEAR], self.all):
            real = {names.letter_of(x) for x in (*level.integrated, *self._normal_points(level))}
            real |= {names.letter_of(names.outcome_of(n.of)) for n in level.normals if n.of}
            finite = {names.letter_of(x) for x in (*level.summed, *level.indices)}
            if (letter in real) != (letter in finite):
                return letter in real
            if letter in {names.letter_of(x) for x in level.transposed}:
                return True
        return False

    def _normal_points(self, level: Usage) -> Iterator[str]:
        for application in level.applications:
            if self._normal_of(application.base) is not None:
                yield from (use.key for use in application.targets)

    def space_of(self, variable: str) -> Sort:
        """The sort over which a random variable ranges."""
        if variable in self.declared.sorts:
            return self.declared.sorts[variable]
        if variable in self._spaces:
            return self._spaces[variable]
        outcome = names.outcome_of(variable)
        if self.is_real(outcome):
            return self._real_space(outcome)
        letter = names.letter_of(variable)
        return Sort(letter, self._size_of(letter))

    def _real_space(self, outcome: str) -> Sort:
        index = self._index_of_vector(outcome)
        return Sort(f"R^{index}", "", "real", index)

    def _index_of_vector(self, outcome: str) -> str:
        letter = names.letter_of(outcome)
        vectors = {names.letter_of(x) for x in self.all.transposed}
        if letter in vectors or self._has_matrix_normal():
            return self.dimension
        if letter in {names.letter_of(x) for x in self.all.powered} or self.all.normals:
            return SCALAR_SORT
        return self.dimension if self.all.dimensions else f"d_{letter}"

    def _has_matrix_normal(self) -> bool:
        normals = self.all.normals
        return any(names.single(n.covariance) is not None and self._capital(n) for n in normals)

    @staticmethod
    def _capital(normal: Normal) -> bool:
        node = names.single(normal.covariance)
        return node is not None and names.is_capital(node.text)

    def _size_of(self, letter: str) -> str:
        low = letter[:1].lower() + letter[1:]
        if self.all.indices.get(low, "").isidentifier():
            return self.all.indices[low]
        for index, limit in self.all.indices.items():
            used = {(names.letter_of(base), sub) for base, sub in self.all.indexed}
            if limit and limit.isidentifier() and (low, index) in used:
                return limit
        return f"|{letter}|"

    def _dimension(self) -> str:
        if self.declared.dimension:
            return self.declared.dimension
        for level in (*self.levels[:NEAR], self.all):
            for name in DIMENSION_LETTERS:
                if name in level.dimensions:
                    return name
            if level.dimensions:
                return sorted(level.dimensions)[0]
        for name in DIMENSION_LETTERS[:3]:
            if name in self.all.names:
                return name
        return "k"

    def space_of_index(self, index: str) -> Sort | None:
        """What a bound index runs over: outcomes x_i, or the space of the law whose p_i it is."""
        for stem in self.outcomes_indexed_by(index):
            return self.space_of(names.variable_of(stem))
        for stem, label in self.all.indexed:
            if label == index and stem in self.laws:
                law = self.laws[stem]
                free = [sort for c, sort in law.coords if c not in law.given]
                return self.sort(free[0]) if len(free) == 1 else None
        return None

    def outcomes_indexed_by(self, index: str) -> list[str]:
        """The letters x of x_i that stand as arguments of laws or functions."""
        arguments = {
            use.key
            for application in self.all.applications
            for use in (*application.targets, *application.given)
        }
        stems = dict.fromkeys(stem for stem, label in self.all.indexed if label == index)
        return [stem for stem in stems if f"{stem}_{index}" in arguments]

    def sort(self, name: str) -> Sort:
        """The sort of this name that a formula uses."""
        return self._sorts[name]

    def is_alphabet(self, name: str) -> bool:
        """Whether the capital is the set of values of a random variable."""
        return name in set(self._random_variables()) and self.kind(name) != "matrix"

    def sort_of_size(self, name: str) -> Sort | None:
        """The space, or the index set, whose number of elements has this name."""
        for sort in self._sorts.values():
            if sort.size == name:
                return sort
        if name == self.dimension and self.kind(name) == "dimension":
            return self.dimension_sort()
        return None

    # --- laws -----------------------------------------------------------------------------------

    def is_distribution(self, name: str) -> bool:
        """Whether the name, perhaps with variables in its subscript, is a law."""
        known = self.density_of(name) in self.laws or name in self.aliases
        return known or self.family(name) is not None or name in ("N", "cal:N")

    def is_variable(self, name: str) -> bool:
        """Whether the name is a random variable: a capital, or the letter of its values."""
        if name in self.laws or self.declared.kinds.get(name, "variable") != "variable":
            return False
        known = {c for law in self.laws.values() for c, _ in law.coords}
        return self.variable_of(name) in known

    def is_point(self, name: str) -> bool:
        """Whether the name is a value of a random variable of R^d: x in a density p(x)."""
        if names.is_capital(name) or name in self.declared.kinds or self._roles(name):
            return False
        variable = self.variable_of(name)
        known = any(variable == c for law in self.laws.values() for c, _ in law.coords)
        return known and self.space_of(variable).kind == "real"

    def is_plain(self, name: str) -> bool:
        """Whether the author declares the name as a number, a vector or a matrix."""
        return self.declared.kinds.get(name, "") in ("number", "vector", "matrix", "dimension")

    def is_linear(self) -> bool:
        """Whether the formulas are about matrices and vectors at all."""
        return self._linear()

    def parameters_of(self, name: str, fence: Node) -> str:
        """``p(x; theta)`` is the law p_theta."""
        parts = [part for part in arguments(fence.parts[0]) if part.mark == ";"]
        return name + "".join(f"_{names.text(part.row)}" for part in parts)

    def law_of_variables(self, variables: tuple[str, ...], span: Span) -> str:
        """The one law of all these random variables; raises Unreadable for none or several."""
        wanted = set(variables)
        for variable in variables:
            if variable in self.declared.drawn and len(wanted) == 1:
                return self.declared.drawn[variable]
        fitting = [
            base
            for base, law in self.laws.items()
            if law.normalised and not law.given and wanted <= {c for c, _ in law.coords}
        ]
        near = [base for base in fitting if base in self._near_laws()]
        exact = [b for b in near or fitting if {c for c, _ in self.laws[b].coords} == wanted]
        for choice in (near, exact, fitting):
            if len(choice) == 1:
                return choice[0]
        shown = ", ".join(variables)
        if not fitting:
            raise Unreadable("SK101", span, f"no distribution of {shown} is known")
        laws = " or ".join(fitting)
        raise Unreadable(
            "SK201", span, f"{shown} may be drawn from {laws}", f"write {shown} \\sim {fitting[0]}"
        )

    def _near_laws(self) -> set[str]:
        """The laws that the chain itself uses."""
        near = self.levels[0]
        operands = {side for pair in near.divergences for side in pair}
        bases = {a.base for a in near.applications} | operands | near.expectations
        stems = {stem for stem, _ in near.indexed}
        return {self._base_of(base) for base in bases} | (stems & set(self.laws))

    def law_of_expectation(self, seen: set[str], span: Span) -> str:
        """The law of a bare E: that of the random variables inside, or the only law there is."""
        known = [n for n in sorted(seen) if n not in self.laws and self.is_variable(n)]
        capitals = [name for name in known if names.is_capital(name)]
        variables = tuple(dict.fromkeys(map(self.variable_of, capitals or known)))
        if variables:
            return self.law_of_variables(variables, span)
        laws = [base for base, law in self.laws.items() if law.normalised and not law.given]
        if len(laws) == 1:
            return laws[0]
        raise Unreadable(
            "SK202", span, "under which law this expectation is", "write \\mathbb{E}_{p}[...]"
        )

    def function(self, base: str, sorts: tuple[str, ...], span: Span) -> Law:
        """A real function of outcomes; raises Unreadable when it was used with others before."""
        coords = tuple((f"{place}:{sort}", sort) for place, sort in enumerate(sorts))
        law = Law(names.printable(base), coords, sign="real", normalised=False)
        if self._functions.setdefault(base, law) != law:
            raise Unreadable("SK104", span, f"{base} is used with arguments of another kind")
        return law

    @property
    def log_bases(self) -> set[str]:
        """The bases written in this chain: ``log``, ``ln`` or digits."""
        return self.levels[0].log_bases

    def base_of_notions(self) -> int | None:
        """The base in which entropies are meant: that of the logarithms of the chain."""
        near = self.log_bases or self.all.log_bases
        digits = {int(base) for base in near if base.isdigit()}
        return digits.pop() if len(digits) == 1 and len(near) == 1 else None

    def is_law(self, base: str) -> bool:
        """Whether the name is a distribution."""
        used = self.all
        if base in self.declared.laws or base in self.declared.distributions:
            return True
        operands = {side for pair in used.divergences for side in pair}
        drawn = {law for _, law in used.drawn}
        if base in operands | used.expectations | drawn | used.distributions:
            return True
        letter = names.letter_of(base)
        applied = any(a.base == base for a in used.applications)
        if letter in NOT_LAWS or (names.is_capital(base) and letter not in LAW_LETTERS):
            return False
        return letter in LAW_LETTERS or (applied and base in used.logged)

    def is_function(self, base: str) -> bool:
        """Whether the name is a real function of outcomes."""
        applied = any(a.base == base for a in self.all.applications)
        known = self.declared.kinds.get(base) == "function"
        return (
            applied
            and not self.is_law(base)
            and (known or names.letter_of(base) in FUNCTION_LETTERS)
        )

    def family(self, base: str) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
        """``p_{Y|X}`` as (p, (Y,), (X,)): a law with random variables for a subscript."""
        stem, _, label = base.partition("_")
        if not label or not self._is_law_letter(stem):
            return None
        targets, _, given = label.strip("{}").partition("|")
        parts = [self._variables_in(text) for text in (targets, given)]
        if not parts[0] or (given and not parts[1]):
            return None
        return stem, parts[0], parts[1]

    def _is_law_letter(self, stem: str) -> bool:
        return names.letter_of(stem) in LAW_LETTERS | {"f"} and stem not in self.declared.kinds

    def _variables_in(self, text: str) -> tuple[str, ...]:
        """``XY``, ``X,Y`` or ``X_1X_2`` as random variables; () when it is anything else."""
        found: list[str] = []
        for piece in text.replace(",", ""):
            if piece.isupper():
                found.append(piece)
            elif found and (piece.isdigit() or piece in "_'"):
                found[-1] += piece
            else:
                return ()
        known = set(self._random_variables())
        return tuple(found) if all(v in known for v in found) else ()

    def _random_variables(self) -> Iterator[str]:
        """Capitals that outcomes or entropies make known as random variables."""
        for group in self.all.entropies:
            yield from (v for v in group if names.is_capital(v))
        for application in self.all.applications:
            for use in (*application.targets, *application.given):
                yield use.event_of or names.variable_of(use.key)
        yield from map(names.variable_of, (*self.all.summed, *self.all.integrated))

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
        for pair in self.all.divergences:
            bases.update(dict.fromkeys(self._base_of(side) for side in pair))
        bases.update(dict.fromkeys(sorted(map(self._base_of, self.all.expectations))))
        bases.update(dict.fromkeys(self._base_of(law) for _, law in self.all.drawn))
        bases.update(dict.fromkeys(self._indexed_laws()))
        bases.update(dict.fromkeys(self._normal_laws()))
        bases.update(dict.fromkeys(sorted(self.declared.distributions)))
        bases.update(dict.fromkeys(self.declared.laws))
        coords = {base: self._coordinates(base, applied) for base in bases}
        self._share(coords)
        self._add_entropies(coords)
        for base, (variables, given) in coords.items():
            normal = self._normal_of(base)
            if normal is not None and not given:
                space = self._space_of_normal(normal)
                self._spaces.update(dict.fromkeys(variables, space))
        for base, (variables, given) in coords.items():
            self.laws[base] = self.declared.laws.get(base) or self._law(base, variables, given)

    def _indexed_laws(self) -> Iterator[str]:
        """P of p_i under a sum over i, and of p_{xy} for outcomes x and y."""
        bound = {*self.all.indices, *self.all.summed}
        for stem, label in self.all.indexed:
            known = label in bound or self.values_in(label) is not None
            if known and self._is_law_letter(stem) and stem not in self._roles_of_all():
                yield stem

    def _roles_of_all(self) -> set[str]:
        parameters = [node for normal in self.all.normals for node in self._parameters(normal)]
        return {names.stem(node) for node in parameters}

    def _normal_laws(self) -> Iterator[str]:
        """Names that are said to be normal: p ~ N(m, S); for X ~ N(m, S) the law of X."""
        for normal in self.all.normals:
            if normal.of:
                yield self.law_said(normal.of)

    def law_said(self, subject: str) -> str:
        """The law that a statement about a law, an outcome or a random variable is about."""
        letter = names.letter_of(subject)
        if letter in LAW_LETTERS and not names.is_capital(subject):
            return subject
        return f"p_{names.variable_of(subject)}"

    def _space_of_normal(self, normal: Normal) -> Sort:
        covariance = names.single(normal.covariance)
        named = covariance is not None and self._capital(normal)
        unit = names.text(normal.covariance) in UNITS
        return self.vector_space(scalar=not (named or unit))

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
        uses = self.levels[1].applications if len(self.levels) > 1 else []
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
        found: dict[str, None] = {}
        for application in sorted(mine, key=lambda a: (bool(a.given), -len(a.targets))):
            for use in (*application.given, *application.targets):
                found[self.variable_of(use.key, use.event_of)] = None
        for normal in self.all.normals:
            if normal.of and self.law_said(normal.of) == base != normal.of:
                found[self.variable_of(normal.of)] = None
        for _, variables, conditions in self._families(base):
            found.update(dict.fromkeys((*variables, *conditions)))
        for outcome, law in self.all.drawn:
            if law == base:
                found[self.variable_of(outcome)] = None
        for stem, label in self.all.indexed:
            if stem == base and not mine and label in self.all.indices:
                found[names.variable_of(label)] = None
            values = self.values_in(label) if stem == base else None
            for outcome in (o for part in values or () for o in part):
                found[self.variable_of(outcome)] = None
        order = list(found)
        wholes = [a for a in mine if not a.given]
        behind = {tuple(self.variable_of(u.key, u.event_of) for u in a.given) for a in mine}
        if mine and not wholes and len(behind) == 1 and not list(self._families(base)):
            return order, next(iter(behind))
        joint = [a for a in wholes if len(a.targets) == len(order)]
        if joint:
            order = [self.variable_of(u.key, u.event_of) for u in joint[0].targets]
        return order, ()

    def _families(self, base: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        for stem, label in self.all.indexed:
            found = self.family(f"{stem}_{label}")
            if found is not None and found[0] == base:
                yield found

    def variable_of(self, outcome: str, event_of: str = "") -> str:
        """The random variable that an outcome is a value of."""
        if event_of:
            return event_of
        if names.is_capital(outcome) and self._is_variable(outcome):
            return outcome
        return names.variable_of(self._bare(outcome))

    def _is_variable(self, name: str) -> bool:
        return name not in self.declared.kinds or self.declared.kinds[name] == "variable"

    def _bare(self, outcome: str) -> str:
        """X' stands for another value of X, and so does x_i when i is a bound index."""
        stem, _, label = outcome.partition("_")
        stem = stem.replace("'", "")
        return stem if not label or label in self.all.indices else f"{stem}_{label}"

    def _share(self, coords: dict[str, tuple[list[str], tuple[str, ...]]]) -> None:
        """Both sides of a divergence are on the same space; a law without arguments is on X."""
        for _ in range(2):
            for first, second in self.all.divergences:
                one, two = self._base_of(first), self._base_of(second)
                if one in coords and two in coords:
                    if not coords[one][0]:
                        coords[one] = coords[two]
                    elif not coords[two][0]:
                        coords[two] = coords[one]
        known = next((v for v, _ in coords.values() if v), None)
        for base, (variables, _) in coords.items():
            if not variables:
                coords[base] = ([known[0]] if known else ["X"], ())

    def _add_entropies(self, coords: dict[str, tuple[list[str], tuple[str, ...]]]) -> None:
        """Random variables of entropies that no law covers belong to the family of all."""
        wanted = dict.fromkeys(
            self.variable_of(name)
            for group in self.all.entropies
            for name in group
            if self._base_of(name) not in coords and (names.is_capital(name) or len(name) == 1)
        )
        groups = [
            {self.variable_of(n) for n in group if self.variable_of(n) in wanted}
            for group in self.all.entropies
        ]
        uncovered = [
            g
            for g in groups
            if g and not any(g <= set(v) and not given for v, given in coords.values())
        ]
        if not uncovered:
            return
        missing = dict.fromkeys(v for v in wanted if any(v in g for g in uncovered))
        name = next((b for b in ("p", "P") if b in coords and not coords[b][1]), None)
        if name is None or (len(coords) > 1 and len(coords[name][0]) < 2):
            fresh = next(b for b in ("p", "P", "p_0") if b not in coords)
            coords[fresh] = (list(missing), ())
            return
        variables = coords[name][0]
        coords[name] = ([*variables, *(v for v in missing if v not in variables)], ())

    def _law(self, base: str, variables: list[str], given: tuple[str, ...]) -> Law:
        pairs = tuple((v, self.space_of(v).name) for v in variables)
        for variable in variables:
            self._sorts[self.space_of(variable).name] = self.space_of(variable)
        normal = self._normal_of(base)
        parameters = None
        if normal is not None and len(pairs) == 1:
            parameters = self.normal_parameters(normal)
        return Law(names.printable(base), pairs, given=given, normal=parameters)

    def _normal_of(self, base: str) -> Normal | None:
        """The normal that the law is said, or by its parameters' labels seems, to be."""
        for level in (*self.levels[:NEAR], self.all):
            for normal in level.normals:
                if normal.of and self.law_said(normal.of) == base:
                    return normal
            for normal in level.normals:
                labels = {names.text(n.sub) for n in self._parameters(normal) if n.sub is not None}
                if not normal.of and labels == {base}:
                    return normal
        return None

    @staticmethod
    def _parameters(normal: Normal) -> list[Node]:
        singles = (names.single(row) for row in (normal.mean, normal.covariance))
        return [node for node in singles if node is not None]

    def normal_parameters(self, normal: Normal) -> tuple[str, str]:
        """The names of mean and covariance; "" for 0 and I; raises Unreadable for others."""
        mean, covariance = self._mean(normal), self._covariance(normal)
        for matrix in (mean, covariance):
            if matrix is not None:
                self._parameters_seen[matrix.name] = matrix
        return mean.name if mean else "", covariance.name if covariance else ""

    def _mean(self, normal: Normal) -> Matrix | None:
        if names.text(normal.mean) == "0":
            return None
        node = names.single(normal.mean)
        if node is None:
            raise Unreadable("SK401", normal.span, "a normal law whose mean is an expression")
        return self.matrix(names.key(node))

    def _covariance(self, normal: Normal) -> Matrix | None:
        if names.text(normal.covariance) in UNITS or names.text(normal.covariance) == "1":
            return None
        node = names.single(normal.covariance)
        if node is None:
            raise Unreadable("SK401", normal.span, "a normal law whose covariance is an expression")
        if node.sup is not None and names.text(node.sup) == "2":
            return self.variance(names.key(node))
        return self.matrix(names.key(node))

    # --- matrices, vectors, numbers -------------------------------------------------------------

    def kind(self, name: str) -> str:
        """``matrix``, ``vector``, ``number``, ``dimension`` or ``deviation`` of a plain name."""
        known = self.declared.kinds.get(name) or self.flips.get(name)
        if known:
            return known
        kind, certain = self._kind(name)
        if not certain:
            self.guessed.add(name)
        return kind

    def _kind(self, name: str) -> tuple[str, bool]:
        used, letter = self.all, names.letter_of(name)
        roles = self._roles(name)
        if roles:
            return roles, True
        capital = names.is_capital(name)
        if name in used.squares or (capital and name in used.inverted):
            return "matrix", True
        if name in used.transposed:
            return ("matrix" if capital else "vector"), not capital
        if name == self.dimension and (used.dimensions or self._linear()):
            return "dimension", name in used.dimensions or self.declared.dimension == name
        if letter in COVARIANCES or (capital and self._linear()):
            return "matrix", letter in COVARIANCES
        if self._linear() and letter in MEANS:
            return "vector", False
        return "number", not self._linear()

    def _roles(self, name: str) -> str:
        """What a parameter of a normal law is."""
        for normal in self.all.normals:
            mean, covariance = names.single(normal.mean), names.single(normal.covariance)
            scalar = covariance is not None and not self._capital(normal)
            if mean is not None and names.key(mean) == name:
                return "scalar mean" if scalar else "vector"
            if covariance is not None and names.key(covariance) == name:
                squared = covariance.sup is not None
                return ("deviation" if squared else "variance") if scalar else "covariance"
        return ""

    def _linear(self) -> bool:
        """Whether the formulas are about matrices and vectors at all."""
        return bool(self.all.transposed or self.all.squares)

    def matrix(self, name: str) -> Matrix:
        """The declaration of a matrix, a vector, or a 1 x 1 parameter of a normal law."""
        if name in self.declared.matrices:
            return self.declared.matrices[name]
        rows, printed = self.dimension, names.printable(name)
        kind = self.kind(name)
        if kind == "vector":
            return Matrix(printed, rows)
        if kind == "scalar mean":
            return Matrix(printed, SCALAR_SORT)
        if kind == "variance":
            return Matrix(printed, SCALAR_SORT, SCALAR_SORT, True, True, True)
        definite = kind == "covariance" or names.letter_of(name) in COVARIANCES
        invertible = definite or name in self.all.inverted
        return Matrix(printed, rows, rows, definite, invertible, definite)

    def variance(self, name: str) -> Matrix:
        """The 1 x 1 variance whose square root is the standard deviation of this name."""
        return Matrix(f"{names.printable(name)}^2", SCALAR_SORT, SCALAR_SORT, True, True, True)

    def number(self, name: str) -> Number:
        """The declaration of a number; under a logarithm or in a divisor it is assumed positive."""
        if name in self.declared.numbers:
            return self.declared.numbers[name]
        sign: Literal["positive", "real"] = "positive" if name in self.all.scaled else "real"
        return Number(names.printable(name), sign)

    def parameter(self, printed: str) -> Matrix | None:
        """The matrix behind a parameter of a normal law; None for "" (zero vector, identity)."""
        return self._parameters_seen.get(printed)

    def vector_space(self, scalar: bool) -> Sort:
        """The real line, or R^k."""
        index = SCALAR_SORT if scalar else self.dimension
        return Sort(f"R^{index}", "", "real", index)

    def dimension_sort(self) -> Sort:
        """The index sort of vectors."""
        return Sort(self.dimension, self.dimension)

    def declarations_of_sort(self, name: str) -> list[Declaration]:
        """The sort, and for a real space that of its indices."""
        sort = self._sorts.get(name) or self.declared.sorts.get(name)
        if sort is None:
            return [self.dimension_sort()] if name == self.dimension else []
        if sort.kind == "real" and sort.index != SCALAR_SORT:
            return [sort, Sort(sort.index, sort.index)]
        return [sort]

    def note_sort(self, sort: Sort) -> None:
        """Remember a sort that a formula uses."""
        self._sorts.setdefault(sort.name, sort)
