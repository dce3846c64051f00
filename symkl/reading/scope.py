"""What each name means where it stands: the questions that reading a formula asks."""

from __future__ import annotations

from typing import Literal

from symkl.kernel.context import Function, Law, Sort
from symkl.language.written import Written
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.evidence import NEAR
from symkl.reading.indices import LETTERS, alike, is_bound, letters_in
from symkl.reading.laws import Laws
from symkl.reading.layout import Node
from symkl.reading.parameters import POINTS
from symkl.reading.spaces import SAMPLED
from symkl.reading.usage import REAL_FUNCTIONS, Usage

USUAL_LAWS = ("p", "P")  # of a random variable, where others are in sight
NO_ALPHABETS = frozenset({"D", "B", "C", "S", "T", "I", "J", "N"})
OUTCOMES = ("x", "z", "y", "u", "w", "t", "s", "v")  # of laws that are written without one
INDEX_LETTERS = frozenset("ijkl")
MATRIX_KINDS = frozenset({"matrix", "covariance"})
SHAPES = frozenset({"convex", "concave"})
FUNCTION_LETTERS = frozenset({"f", "g", "h", "u", "v", "phi", "psi", "ell", "c", "d", "T", "w"})


class Scope(Laws):
    """The meanings of names in one chain of formulas."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._functions: dict[str, Law] = {}
        self.worked_out: dict[str, Written] = {}  # parameters of laws that are expressions
        self.roots: dict[str, Written] = {}  # matrices as the squares of their roots
        self.ranges: dict[str, str] = {}  # what x_n of a sum over n is one of
        self.doubt = ""  # which law a random variable has, where one of several is normal

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

    def unused_outcome(self) -> str:
        """The letter of the values of normal laws without one: x, unless a parameter uses it."""
        rows = (row for n in self.all.normals for row in (n.mean, n.covariance))
        used = {names.stem(node) for row in rows for top in row for node in top.walk()}
        return next((letter for letter in OUTCOMES if letter not in used), OUTCOMES[0])

    def is_alphabet(self, name: str) -> bool:
        """Whether the capital is the set of values of a random variable."""
        return name in set(self._random_variables()) and self.kind(name) not in MATRIX_KINDS

    def space_of_set(self, text: str) -> Sort | None:
        """The space that a set is all of: the alphabet by its letter, or what x in it says."""
        letter = names.letter_of(text.split(":")[-1])
        outcomes = [x for x, members in self.all.members if members == text]
        spaces = {self.space_of(self.variable_of(x)) for x in outcomes}
        variables = [c for law in self.laws.values() for c, _ in law.coords]
        known = {names.letter_of(v) for v in (*variables, *self._random_variables())}
        if letter in known and text.split(":")[-1] == letter:
            return self.space_of(letter)
        partial = not text.startswith("cal:") or letter in NO_ALPHABETS or "_" in text
        if any(self._is_in_another_set(x, text) for x in outcomes):
            return None
        return spaces.pop() if len(spaces) == 1 and not partial else None

    def _is_in_another_set(self, outcome: str, text: str) -> bool:
        """Whether the document has another set for the values of a variable, as X for x."""
        own = f"cal:{names.letter_of(self.variable_of(outcome))}"
        sets = {members for x, members in self.all.members if x == outcome}
        return bool(sets - {text}) or (own != text and own in self.all.names)

    def sort_of_size(self, name: str) -> Sort | None:
        """The space, or the index set, whose number of elements has this name."""
        for sort in self._sorts.values():
            if sort.size == name:
                return sort
        if name == self.dimension and self.kind(name) == "dimension":
            return self.dimension_sort()
        if self.is_dimension(name):
            return Sort(name, name)
        return self._sort_of_limit(name) or self._sort_in_definitions(name)

    def _sort_in_definitions(self, name: str) -> Sort | None:
        """What the sums in a definition run over that the formulas use."""
        used = [found for key, found in self.definitions.items() if self._uses(key)]
        sorts = {d for found in used for d in found.declarations if isinstance(d, Sort)}
        sized = {sort for sort in sorts if sort.size == name}
        return sized.pop() if len(sized) == 1 and not self.declared.kind(name) else None

    def _sort_of_limit(self, name: str) -> Sort | None:
        """What the index of a sum up to this name runs over, where the sum comes only later."""
        every = [pair for level in self.levels[:NEAR] for pair in level.indices.items()]
        for index, limit in every:
            if limit == name and SAMPLED in self.flips and self.outcomes_indexed_by(index):
                return Sort(limit, limit)
            if limit == name and self.declared.kind(name) == "":
                sort = self.sort_of_entries(index) or self.space_of_index(index)
                if sort is None or sort.kind != "finite":
                    sort = self.index_set(index)
                if sort is not None and sort.size == name:
                    self.note_sort(sort)
                    return sort
        return None

    def is_distribution(self, name: str) -> bool:
        """Whether the name, perhaps with variables in its subscript, is a law."""
        known = self.density_of(name) in self.laws or name in self.aliases
        return known or self.family(name) is not None or name in ("N", "cal:N")

    def is_variable(self, name: str) -> bool:
        """Whether the name is a random variable: a capital, or the letter of its values."""
        if name in self.laws or self.declared.kind(name) not in ("", *POINTS):
            return False
        known = {c for law in self.laws.values() for c, _ in law.coords}
        return self.variable_of(name) in known

    def is_point(self, name: str) -> bool:
        """Whether the name is a value of a random variable of R^d: x in a density p(x)."""
        plain = self.declared.kind(name) not in ("", "number", *POINTS)
        if names.is_capital(name) or plain or self._roles(name):
            return False
        variable = self.variable_of(name)
        known = any(variable == c for law in self.laws.values() for c, _ in law.coords)
        return known and self.space_of(variable).kind == "real"

    def parameters_of(self, name: str, fence: Node) -> str:
        """``p(x; theta)`` is the law p_theta."""
        parts = [part for part in arguments(fence.parts[0]) if part.mark == ";"]
        return name + "".join(f"_{names.text(part.row)}" for part in parts)

    def law_of_variables(self, variables: tuple[str, ...], span: Span) -> str:
        """The one law of all these random variables; raises Unreadable for none or several."""
        wanted = set(variables)
        drawn = self._drawn_from(variables[0]) if len(wanted) == 1 else ""
        if drawn in self.laws:
            return drawn
        fitting = [
            base
            for base, law in self.laws.items()
            if law.normalised and not law.given and wanted <= {c for c, _ in law.coords}
        ]
        near = [base for base in fitting if base in self.near_laws()]
        exact = [b for b in near or fitting if {c for c, _ in self.laws[b].coords} == wanted]
        unwritten = [base for base in fitting if base in self.unwritten]
        entropies = {self.variable_of(name) for group in self.levels[0].entropies for name in group}
        joint = [b for b in fitting if wanted < entropies <= {c for c, _ in self.laws[b].coords}]
        usual = [base for base in USUAL_LAWS if base in fitting][:1]
        for choice in (near, joint, unwritten, usual, exact, fitting):
            if len(choice) == 1:
                if choice is not near and len(fitting) > 1 and self._are_special(fitting):
                    self.doubt = f"which law {', '.join(variables)} has"
                return choice[0]
        shown = ", ".join(variables)
        if not fitting:
            raise Unreadable("SK101", span, f"no distribution of {shown} is known")
        laws = " or ".join(fitting)
        raise Unreadable(
            "SK201", span, f"{shown} may be drawn from {laws}", f"write {shown} \\sim {fitting[0]}"
        )

    def law_given(self, variables: tuple[str, ...], given: frozenset[str], span: Span) -> str:
        """The one law of all these variables, which may be declared given some of them."""
        fitting = [
            base
            for base, law in self.laws.items()
            if law.normalised and {*variables} <= {c for c, _ in law.coords}
        ]
        channel = len(fitting) == 1 and {*self.laws[fitting[0]].given} <= given
        return fitting[0] if channel else self.law_of_variables(variables, span)

    def _are_special(self, bases: list[str]) -> bool:
        """Whether one of the laws is a normal one, of which more is true than of all."""
        normal = [b for b in bases if self.laws[b].normal is not None or b in self.unread_laws]
        return bool(normal) or bool(self.loose & set(bases))

    def _drawn_from(self, variable: str) -> str:
        r"""The law that the nearest ``X \sim q`` says; "" when none does."""
        said = self.declared.law_of(variable)
        near = (law for level in self.levels for drawn, law in level.drawn if drawn == variable)
        return said or next(near, "")

    def near_laws(self) -> set[str]:
        """The laws that the chain itself uses."""
        near = self.levels[0]
        operands = {side for pair in near.divergences for side in pair}
        bases = {a.base for a in near.applications} | operands | near.expectations
        stems = {stem for stem, _ in near.indexed}
        return {self._base_of(base) for base in bases} | (stems & set(self.laws))

    def is_open(self, outcome: str) -> bool:
        """Whether the chain is about one value of a variable: it writes, and never binds it."""
        near = self.levels[0]
        drawn = {name for name, _ in near.drawn}
        return outcome in near.names and not {outcome} & {*near.summed, *near.integrated, *drawn}

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
            "SK202", span, "under which law this expectation is", r"write \mathbb{E}_{p}[...]"
        )

    def is_data(self, stem: str, label: str) -> bool:
        """Whether x_i is a vector of its own, and no entry of x nor a number, as its uses say."""
        key, used = f"{stem}_{label}", self.all
        if any(key in level.transposed for level in self.levels[:NEAR]):
            return True
        if key in used.transposed and not self._has_numbers_near():
            return True
        said = (name for name in self.declared.said if name.partition("_")[0] == stem != name)
        if any(self.declared.kind(name) == "vector" for name in said):
            return True
        return any(n.at == key and self._has_vectors(n) for n in used.normals)

    def _has_numbers_near(self) -> bool:
        """Whether normal laws are said here, and all of numbers."""
        normals = [n for level in self.levels[:NEAR] for n in level.normals]
        return bool(normals) and not any(map(self._has_vectors, normals))

    def is_data_vector(self, stem: str, label: str) -> bool:
        """Whether x_i is a vector: by its uses, or tried as one."""
        key = f"{stem}_{label}"
        if self.is_data(stem, label) or key in self.flips:
            return self.flips.get(key, "vector") == "vector"
        if self._linear():
            self.guessed.add(key)
        return False

    def sort_of_entries(self, index: str) -> Sort | None:
        """The dimension that an index runs over, by the vectors and matrices it numbers."""
        for stem, label in self.all.indexed:
            letters = [piece for piece in label if piece != ","]
            if index not in letters or len(letters) > 2 or self.is_data(stem, label):
                continue
            if len(letters) == 1 and self.spread_named(stem) is not None:
                return self.dimension_sort()
            kind, known = self.kind(stem), self.is_entry(stem) or self.declared.kind(stem)
            if known and {"vector": 1, "matrix": 2, "covariance": 2}.get(kind) == len(letters):
                matrix = self.matrix(stem)
                name = (matrix.rows, matrix.columns)[letters.index(index)]
                return Sort(name, name)
        return None

    def index_set(self, index: str) -> Sort | None:
        """The set of an index of plain numbers a_i, named after its size."""
        near, far = (self._numbered_by(index, level) for level in (self.levels[0], self.all))
        stems = near or far
        data = {stem for stem in stems if self.is_data(stem, index) or self.is_valued(stem, index)}
        is_declared = any(self.declared.kind(stem) == "function" for stem in stems)
        if not stems or (not is_declared and any(map(self.is_entry, stems - data))):
            return None
        where = self.levels[0] if is_declared else self.all  # elsewhere i may run further
        limit = where.indices.get(index, "")
        if limit.isidentifier():
            return Sort(limit, limit)
        return None if limit else Sort(index.upper(), f"|{index.upper()}|")

    @staticmethod
    def _numbered_by(index: str, usage: Usage) -> set[str]:
        labels = usage.indexed
        return {stem for stem, at in labels if at == index or index in letters_in(at)}

    def sort_of_index(self, index: str) -> Sort | None:
        """What an index runs over, by all letters that number the same."""
        letters = alike(self.all, index)
        for find in (self.sort_of_entries, self._finite_of_index, self.index_set):
            found = next(filter(None, map(find, letters)), None)
            if found is not None:
                return found
        return None

    def _finite_of_index(self, index: str) -> Sort | None:
        space = self.space_of_index(index)
        return space if space is not None and space.kind == "finite" else None

    def is_free_index(self, index: str) -> bool:
        """Whether a letter that nothing binds here stands for any of the things numbered."""
        if index not in LETTERS or self.declared.kind(index) or index in self.all.indices.values():
            return False
        return not self.is_dimension(index) and is_bound(self.all, index)

    def is_valued(self, stem: str, index: str) -> bool:
        """Whether a density is written at x_i: then the x_i are data."""
        key = f"{stem}_{index}"
        used = {u.key for a in self.all.applications for u in a.targets}
        used |= {n.at for n in self.all.normals}
        return key in used and self.space_of(names.variable_of(stem)).kind == "real"

    def is_indexed(self, stem: str, label: str) -> bool:
        """Whether the label is an index: A_{ij}, and x_i where x is a vector or summed over."""
        if not label or not set(label) <= INDEX_LETTERS:
            return False
        labels = {sub for base, sub in self.all.indexed if base == stem}
        summed = labels & {*self.all.indices, *self.all.summed}
        return len(label) > 1 or self.is_entry(stem) or bool(summed)

    def is_entry(self, stem: str) -> bool:
        """Whether x_i is an entry of a vector, or a value of a variable, and no number of its own.

        Then x stands without an index as well, or its capital is a random variable.  What stands
        under a logarithm or in a divisor is a number: ``a`` may be the sum of all ``a_i``.
        """
        if self.declared.kind(stem) == "function":
            return False
        if stem in self.all.scaled and self.declared.kind(stem) in ("", "number"):
            return False
        if stem in self.all.indices.values():  # N beside N_k is how many there are
            return False
        variables = set(self._random_variables(near=True)) | self.all.moments
        return stem in self.all.names or names.variable_of(stem) in variables

    def sequence(self, stem: str, sorts: tuple[str, ...], span: Span) -> Law:
        """The numbers a_i or a_ij; under a logarithm or in a divisor they are assumed positive."""
        numbered = {f"{base}_{sub}" for base, sub in self.all.indexed if base == stem}
        sign: Literal["positive", "real"] = "positive" if numbered & self.all.scaled else "real"
        coords = tuple((f"{place}:{sort}", sort) for place, sort in enumerate(sorts, 1))
        law = Law(names.printable(stem), coords, sign=sign, normalised=False)
        if self._functions.setdefault(stem, law) != law:
            raise Unreadable("SK104", span, f"{stem} is used with an index of another kind")
        return law

    def has_weights(self, stem: str) -> bool:
        """Whether the numbers a_i are values of a law, so that they are not negative."""
        law = self.laws.get(stem) or self._functions.get(stem)
        return law is not None and law.normalised

    def function(
        self,
        base: str,
        sorts: tuple[str, ...],
        span: Span,
        sign: Literal["positive", "real"] = "real",
    ) -> Law:
        """A real function of outcomes; raises Unreadable when it was used with others before."""
        coords = tuple((f"{place}:{sort}", sort) for place, sort in enumerate(sorts))
        law = Law(names.printable(base), coords, sign=sign, normalised=False)
        if self._functions.setdefault(base, law) != law:
            raise Unreadable("SK104", span, f"{base} is used with arguments of another kind")
        return law

    def is_real_function(self, base: str) -> bool:
        """Whether the name is a function of numbers: it is applied to one, or said to be convex."""
        declared = self.declared.kind(base)
        if base in self.laws or declared not in ("", "function"):
            return False
        shaped = bool(self.declared.flags(base) & SHAPES)
        letter = declared == "function" or names.letter_of(base) in REAL_FUNCTIONS
        return shaped or (letter and base in self.levels[0].computed)

    def is_of_numbers_only(self, base: str) -> bool:
        """Whether the chain applies the function to an expression: then it takes numbers."""
        return base in self.levels[0].computed

    def real_function(self, base: str, span: Span) -> Function:
        """The declaration of a function of numbers, with the shape that the text says it has."""
        shapes = self.declared.flags(base) & SHAPES
        if len(shapes) > 1:
            raise Unreadable("SK103", span, f"{base} is said to be convex, and to be concave")
        shape: Literal["convex", "concave", "any"] = "any"
        if shapes:
            shape = "convex" if shapes == {"convex"} else "concave"
        return Function(names.printable(base), shape)

    @property
    def log_bases(self) -> set[str]:
        """The bases written in this chain: ``log``, ``ln`` or digits."""
        return self.levels[0].log_bases

    def base_of_notions(self) -> int | None:
        """The base in which entropies are meant: that of the logarithms of the chain."""
        if self.declared.log_base is not None:
            return self.declared.log_base
        near = self.log_bases or self.all.log_bases
        digits = {int(base) for base in near if base.isdigit()}
        return digits.pop() if len(digits) == 1 and len(near) == 1 else None

    def is_energy(self, name: str) -> bool:
        """Whether E is an energy, as an exponent of the text says, and no expectation."""
        return name in self.all.energies and self.is_function(name)

    def arguments_of(self, base: str) -> tuple[str, ...]:
        """The outcomes that a function is applied to, where these are always the same."""
        found = {
            tuple(use.key.replace("'", "") for use in a.targets)
            for a in self.all.applications
            if a.base == base and not a.given
        }
        return found.pop() if len(found) == 1 else ()

    def is_function(self, base: str) -> bool:
        """Whether the name is a real function of outcomes."""
        applied = any(a.base == base for a in self.all.applications)
        kind = self.declared.kind(base)
        if kind == "function" and self.declared.is_outright(base):
            return not self.is_law(base)
        usual = not kind and (
            names.letter_of(base) in FUNCTION_LETTERS or base in self.all.energies
        )
        return applied and not self.is_law(base) and (kind == "function" or usual)
