"""Terms as Python expressions over mpmath, for one exact model.

What is not handled raises ``NoScript``: an expectation in several dimensions of anything but a
polynomial, a joint density, and notions that have no definition as a term.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symkl.kernel.context import Context, Law
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Binders, Term
from symkl.models.model import Model
from symkl.models.sizes import dimensions
from symkl.recheck.integrals import integral
from symkl.recheck.names import PythonNames

SUM, PRODUCT, POWER, ATOM = range(1, 5)  # how tightly a piece of Python holds together
Piece = tuple[str, int]
CONSTANTS = {"pi": "pi", "e": "e"}


class NoScript(ValueError):
    """The value cannot be written as a short script."""


class Expressions:
    """Expressions for the terms of one model; ``used`` collects what they need, in order.

    ``tables`` are the marginals that are used: pairs of a law's name and the kept variables.
    """

    def __init__(self, context: Context, model: Model) -> None:
        self.context = context
        self.model = model
        self.names = PythonNames()
        self.functions: set[str] = set()  # of mpmath
        self.spaces: dict[str, None] = {}
        self.tables: dict[tuple[str, tuple[str, ...]], None] = {}
        self.matrices: dict[str, None] = {}
        self.dimensions: dict[str, None] = {}
        self.numbers: dict[str, None] = {}
        self.calls: dict[str, None] = {}
        self.densities: dict[str, None] = {}
        self.used_normal_mean = False

    def text(self, term: Term) -> str:
        """The term as an expression."""
        return self.piece(term)[0]

    def piece(self, term: Term) -> Piece:
        """The expression, and how tightly it holds together."""
        if term.head in DEFINITIONS:
            return self.piece(DEFINITIONS[term.head](self.context, term))
        writer = WRITERS.get(term.head)
        if writer is None:
            raise NoScript(f"no expression for {term.head}")
        return writer(self, term)

    def inside(self, term: Term, needed: int) -> str:
        """The expression, in brackets when it would fall apart."""
        text, strength = self.piece(term)
        return text if strength >= needed else f"({text})"

    def mpmath(self, name: str) -> str:
        """A name of mpmath, which the script imports then."""
        self.functions.add(name)
        return name

    # --- names ----------------------------------------------------------------------------------

    def space(self, sort: str) -> str:
        """The range of a finite space."""
        self.spaces[sort] = None
        return self.names.of(("space", sort), sort)

    def point(self, label: tuple[str, str]) -> str:
        return self.names.of(("point", label), label[0])

    def table(self, law: Law, kept: tuple[str, ...]) -> str:
        """The name of a law's marginal of the kept variables."""
        self.tables[law.name, kept] = None
        whole = len(kept) == len(law.coords)
        wanted = law.name if whole else f"{law.name}_{'_'.join(kept)}"
        return self.names.of(("table", law.name, kept), wanted)

    def density(self, law: Law) -> str:
        self.densities[law.name] = None
        return self.names.of(("density", law.name), law.name)

    def matrix(self, name: str) -> str:
        self.matrices[name] = None
        return self.names.of(("matrix", name), name)

    def is_zero_somewhere(self, term: Term) -> bool:
        """Whether a probability in the term vanishes somewhere in the model."""
        laws = {part.label[0] for part in term.walk() if part.head == "value"}
        return any(
            name in self.model.densities or 0 in self.model.laws.get(name, {}).values()
            for name in laws
        )

    def is_probability(self, term: Term) -> bool:
        """Whether the term is a value of a law or a product of such."""
        if term.head == "mul":
            return all(map(self.is_probability, term.args))
        return term.head == "value" and self.context.law(term.label[0]).sign != "real"

    # --- leaves ---------------------------------------------------------------------------------

    def _num(self, term: Term) -> Piece:
        value: Fraction = term.label
        if value.denominator == 1:
            return str(value), ATOM if value >= 0 else SUM
        return f"{self.mpmath('mpf')}({value.numerator})/{value.denominator}", PRODUCT

    def _const(self, term: Term) -> Piece:
        return self.mpmath(CONSTANTS[term.label]), ATOM

    def _size(self, term: Term) -> Piece:
        if term.label in dimensions(self.context):
            self.dimensions[term.label] = None
            return self.names.of(("dimension", term.label), term.label), ATOM
        return f"len({self.space(term.label)})", ATOM

    def _sym(self, term: Term) -> Piece:
        self.numbers[term.label] = None
        return self.names.of(("number", term.label), term.label), ATOM

    def _call(self, term: Term) -> Piece:
        self.calls[term.label] = None
        name = self.names.of(("function", term.label), term.label)
        return f"{name}({self.text(term.args[0])})", ATOM

    def _point(self, term: Term) -> Piece:
        return self.point(term.label), ATOM

    def _delta(self, term: Term) -> Piece:
        one, two = (self.point(child.label) for child in term.args)
        return f"(1 if {one} == {two} else 0)", ATOM

    def _value(self, term: Term) -> Piece:
        name, targets, givens = term.label
        law, coords = self.context.law(name), (*targets, *givens)
        at = {c: self.point(child.label) for c, child in zip(coords, term.args, strict=True)}
        if self.context.is_real_space(law.coords[0][1]):
            if len(law.coords) > 1:
                raise NoScript("a density of several vectors")
            return f"{self.density(law)}({at[law.coords[0][0]]})", ATOM
        top = self._entry(law, at)
        if set(givens) == set(law.given):
            return top, ATOM
        return f"{top}/{self._entry(law, {c: at[c] for c in givens})}", PRODUCT

    def _entry(self, law: Law, at: dict[str, str]) -> str:
        kept = tuple(c for c, _ in law.coords if c in at)
        return self.table(law, kept) + "".join(f"[{at[c]}]" for c in kept)

    # --- arithmetic -----------------------------------------------------------------------------

    def _add(self, term: Term) -> Piece:
        text = self.inside(term.args[0], SUM)
        for child in term.args[1:]:
            negative = child.head == "neg"
            shown = self.inside(child.args[0] if negative else child, PRODUCT)
            text += f" {'-' if negative else '+'} {shown}"
        return text, SUM

    def _neg(self, term: Term) -> Piece:
        return "-" + self.inside(term.args[0], PRODUCT), SUM

    def _mul(self, term: Term) -> Piece:
        """A product; a probability that is 0 makes it 0, whatever the others are."""
        text = self._factors(term.args)
        vanishing = [
            child
            for child in term.args
            if self.is_probability(child) and self.is_zero_somewhere(child)
        ]
        if not vanishing or len(vanishing) == len(term.args):
            return text, PRODUCT
        guards = [self.inside(child, ATOM) for child in vanishing]
        return f"({' and '.join([*guards, text])})", ATOM

    def _factors(self, children: tuple[Term, ...]) -> str:
        """The factors; matrices whose product is a number become one."""
        done: list[str] = []
        chain: list[Term] = []
        for child in children:
            if shape(self.context, child) == SCALAR:
                done.append(self.inside(child, PRODUCT if not done else POWER))
                continue
            chain.append(child)
            if shape(self.context, Term("mul", tuple(chain))) == SCALAR:
                done.append(f"({self._chain(chain)})[0]")
                chain = []
        return "*".join([*done, self._chain(chain)] if chain else done)

    def _chain(self, chain: list[Term]) -> str:
        return "*".join(self.inside(child, POWER) for child in chain)

    def _div(self, term: Term) -> Piece:
        top, bottom = term.args
        text = self.inside(top, PRODUCT)
        if self._is_whole(top):
            text = f"{self.mpmath('mpf')}({self.text(top)})"
        return f"{text}/{self.inside(bottom, POWER)}", PRODUCT

    def _is_whole(self, term: Term) -> bool:
        """Whether Python would count with whole numbers here, of which it makes rough quotients."""
        if term.head in ("num", "size", "delta"):
            return term.head != "num" or term.label.denominator == 1
        inner = ("add", "mul", "neg", "pow", "sum")
        return term.head in inner and all(map(self._is_whole, term.args))

    def _pow(self, term: Term) -> Piece:
        base, exponent = term.args
        if exponent.head == "div" and [part.label for part in exponent.args] == [1, 2]:
            return f"{self.mpmath('sqrt')}({self.text(base)})", ATOM
        text = self.inside(base, ATOM)
        if self._is_whole(base):
            text = f"{self.mpmath('mpf')}({self.text(base)})"
        return f"{text}**{self.inside(exponent, ATOM)}", POWER

    def _log(self, term: Term) -> Piece:
        (argument,) = term.args
        log = self.mpmath("log")
        if argument.head == "div" and self.is_zero_somewhere(argument.args[1]):
            top, bottom = map(self.text, argument.args)
            return f"({log}({top}) - {log}({bottom}))", ATOM  # log(a/0) is infinite
        return f"{log}({self.text(argument)})", ATOM

    def _exp(self, term: Term) -> Piece:
        return f"{self.mpmath('exp')}({self.text(term.args[0])})", ATOM

    # --- sums, integrals, matrices --------------------------------------------------------------

    def _sum(self, term: Term) -> Piece:
        return self.over(term.label, term.args[0]), ATOM

    def over(self, binders: Binders, body: Term) -> str:
        """The sum of the body over finite points, the integral over real ones."""
        real = [binder for binder in binders if self.context.is_real_space(binder[1])]
        if real:
            if len(binders) > 1:
                raise NoScript("an integral over several points")
            return integral(self, real[0], body)
        loops = " ".join(f"for {self.point(b)} in {self.space(b[1])}" for b in binders)
        if shape(self.context, body) != SCALAR:
            raise NoScript("a sum of matrices")
        return f"{self.mpmath('fsum')}({self.text(body)} {loops})"

    def _expect(self, term: Term) -> Piece:
        name, binders = term.label
        law = self.context.law(name)
        coords = tuple(coord for coord, _ in law.coords)
        points = tuple(Term("point", (), binder) for binder in binders)
        weight = Term("value", points, (name, coords, ()))
        return self.over(binders, Term("mul", (weight, term.args[0]))), ATOM

    def _matrix(self, term: Term) -> Piece:
        return self.matrix(term.label), ATOM

    def _identity(self, term: Term) -> Piece:
        return f"{self.mpmath('eye')}({self.model.size(term.label)})", ATOM

    def _matrix_entry(self, term: Term) -> Piece:
        if shape(self.context, term.args[0]) == SCALAR:
            return self.piece(term.args[0])
        at = [self.point(child.label) for child in term.args[1:]]
        return f"{self.inside(term.args[0], ATOM)}[{', '.join([*at, '0'][:2])}]", ATOM

    def _row(self, term: Term) -> Piece:
        whole = self.inside(term.args[0], ATOM)
        if shape(self.context, term) == SCALAR:
            return f"{whole}[{self.point(term.args[1].label)}, 0]", ATOM
        return f"{whole}[{self.point(term.args[1].label)}, :].T", ATOM

    def _transpose(self, term: Term) -> Piece:
        if shape(self.context, term.args[0]) == SCALAR:
            return self.piece(term.args[0])
        return self.inside(term.args[0], ATOM) + ".T", ATOM

    def _inverse(self, term: Term) -> Piece:
        if shape(self.context, term.args[0]) == SCALAR:
            return f"1/{self.inside(term.args[0], POWER)}", PRODUCT
        return f"{self.mpmath('inverse')}({self.text(term.args[0])})", ATOM

    def _det(self, term: Term) -> Piece:
        if shape(self.context, term.args[0]) == SCALAR:
            return self.piece(term.args[0])
        return f"{self.mpmath('det')}({self.text(term.args[0])})", ATOM

    def _trace(self, term: Term) -> Piece:
        if shape(self.context, term.args[0]) == SCALAR:
            return self.piece(term.args[0])
        size = self.model.size(shape(self.context, term.args[0])[0])
        text = self.inside(term.args[0], ATOM)
        return f"{self.mpmath('fsum')}({text}[i, i] for i in range({size}))", ATOM


WRITERS: dict[str, Callable[[Expressions, Term], Piece]] = {
    "num": Expressions._num,
    "const": Expressions._const,
    "size": Expressions._size,
    "sym": Expressions._sym,
    "call": Expressions._call,
    "point": Expressions._point,
    "delta": Expressions._delta,
    "value": Expressions._value,
    "add": Expressions._add,
    "neg": Expressions._neg,
    "mul": Expressions._mul,
    "div": Expressions._div,
    "pow": Expressions._pow,
    "log": Expressions._log,
    "exp": Expressions._exp,
    "sum": Expressions._sum,
    "expect": Expressions._expect,
    "matrix": Expressions._matrix,
    "entry": Expressions._matrix_entry,
    "row": Expressions._row,
    "identity": Expressions._identity,
    "transpose": Expressions._transpose,
    "inverse": Expressions._inverse,
    "det": Expressions._det,
    "trace": Expressions._trace,
}
