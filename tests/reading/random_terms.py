"""Random kernel terms, and ways to write them in LaTeX: what is written must be read back.

``python tests/reading/random_terms.py 20000`` reads that many terms back, with a new seed each.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from symkl.kernel import terms
from symkl.kernel.terms import Term
from symkl.reading.diagnostics import Unreadable
from symkl.reading.grammar import elaborator
from symkl.reading.laying import layout
from symkl.reading.scope import Scope
from symkl.reading.seeing import seen

Point = tuple[str, str]
KNOWN = {
    "finite": r"p(x,y) + p(x|y) + q(x) + r(x) + \sum_x q(x) + \sum_y p(x,y)",
    "linear": r"x^T A \mu + \mathrm{tr}(B) + |\Sigma| + B^{-1} + m^T A x",
}
HALF = terms.num(Fraction(1, 2))


# --- terms ------------------------------------------------------------------------------------


def value(law: str, targets: dict[str, Term], givens: dict[str, Term]) -> Term:
    points = (*targets.values(), *givens.values())
    return Term("value", points, (law, tuple(targets), tuple(givens)))


@dataclass
class Finite:
    """Sums over alphabets; bound points have primes, free ones have none."""

    random: Random
    bound: tuple[str, ...] = ()

    def point(self, variable: str) -> Term:
        letters = [n for n in self.bound if n[0].upper() == variable] + [variable.lower()]
        return Term("point", (), (self.random.choice(letters), variable))

    def term(self, depth: int) -> Term:
        if depth <= 0:
            return self.atom()
        makers = (self.total, self.mean, self.sum, self.product, self.quotient, self.log)
        maker = self.random.choice((*makers, self.power, self.negative, self.exp))
        return maker(depth - 1)

    def atom(self) -> Term:
        x, y = self.point("X"), self.point("Y")
        return self.random.choice(
            (
                value("p", {"X": x, "Y": y}, {}),
                value("p", {"Y": y}, {"X": x}),
                value("p", {"Y": y}, {}),
                value("q", {"X": x}, {}),
                value("r", {"X": x}, {}),
                terms.num(self.random.randint(1, 12)),
                HALF,
                Term("entropy", (), ("p", ("Y",), ("X",), ())),
                Term("entropy", (), ("p", ("X", "Y"), (), ())),
                Term("entropy", (y,), ("p", ("X",), (), ("Y",))),
                Term("mutual_information", (), ("p", ("X",), ("Y",), ())),
                Term("entropy", (), ("q", ("X",), (), ())),
                self.divergence("kl"),
                self.divergence("cross_entropy"),
                Term("sym", (), "a"),
            )
        )

    def divergence(self, head: str) -> Term:
        x = Term("point", (), ("x", "X"))
        first, second = self.random.sample(("q", "r"), 2)
        laws = value(first, {"X": x}, {}), value(second, {"X": x}, {})
        return Term(head, laws, (("x", "X"),))

    def within(self, variable: str, depth: int) -> tuple[Point, Term]:
        name = f"{variable.lower()}'" if f"{variable.lower()}'" not in self.bound else ""
        if not name:
            return ("", ""), self.term(depth)
        inside = Finite(self.random, (*self.bound, name))
        return (name, variable), inside.term(depth)

    def total(self, depth: int) -> Term:
        binder, body = self.within(self.random.choice("XY"), depth)
        return Term("sum", (body,), (binder,)) if binder[0] else body

    def mean(self, depth: int) -> Term:
        binder, body = self.within("X", depth)
        return Term("expect", (body,), ("q", (binder,))) if binder[0] else body

    def sum(self, depth: int) -> Term:
        parts = [self.term(depth - 1) for _ in range(self.random.randint(2, 3))]
        return terms.add(parts[0], *(self.signed(part) for part in parts[1:]))

    def signed(self, part: Term) -> Term:
        return terms.neg(part) if self.random.random() < 0.4 else part

    def product(self, depth: int) -> Term:
        return terms.mul(*(self.term(depth - 1) for _ in range(self.random.randint(2, 3))))

    def quotient(self, depth: int) -> Term:
        return terms.div(self.term(depth - 1), self.term(depth - 1))

    def log(self, depth: int) -> Term:
        return terms.log(self.term(depth - 1))

    def exp(self, depth: int) -> Term:
        return terms.exp(self.term(depth - 1))

    def power(self, depth: int) -> Term:
        return terms.power(self.term(depth - 1), terms.num(self.random.randint(2, 3)))

    def negative(self, depth: int) -> Term:
        return terms.neg(self.term(depth - 1))


@dataclass
class Linear:
    """Numbers made of matrices A, B, Sigma and vectors x, mu, m."""

    random: Random

    def term(self, depth: int) -> Term:
        if depth <= 0:
            return self.random.choice((terms.num(2), Term("sym", (), "a"), HALF))
        x, y = self.vector(), self.vector()
        matrix = self.matrix(depth - 1)
        return self.random.choice(
            (
                lambda: terms.mul(Term("transpose", (x,)), matrix, y),
                lambda: terms.mul(Term("transpose", (x,)), y),
                lambda: Term("trace", (matrix,)),
                lambda: Term("det", (matrix,)),
                lambda: terms.log(Term("det", (matrix,))),
                lambda: terms.add(self.term(depth - 1), terms.neg(self.term(depth - 1))),
                lambda: terms.mul(HALF, self.term(depth - 1)),
                lambda: terms.div(self.term(depth - 1), self.term(depth - 1)),
            )
        )()

    def vector(self) -> Term:
        plain = [Term("matrix", (), name) for name in ("x", "mu", "m")]
        first, second = self.random.sample(plain, 2)
        return first if self.random.random() < 0.6 else terms.sub(first, second)

    def matrix(self, depth: int) -> Term:
        if depth <= 0:
            return Term("matrix", (), self.random.choice(("A", "B", "Sigma")))
        return self.random.choice(
            (
                lambda: terms.mul(self.matrix(depth - 1), self.matrix(depth - 1)),
                lambda: terms.add(self.matrix(depth - 1), self.matrix(depth - 1)),
                lambda: Term("transpose", (self.matrix(depth - 1),)),
                lambda: Term("inverse", (self.matrix(0),)),
                lambda: terms.mul(self.vector(), Term("transpose", (self.vector(),))),
            )
        )()


# --- spellings --------------------------------------------------------------------------------

GREEK = {"mu": r"\mu", "Sigma": r"\Sigma"}
BRACKETS = (("(", ")"), (r"\left(", r"\right)"), ("[", "]"), (r"\bigl(", r"\bigr)"))
TRANSPOSES = ("^T", r"^\top", r"^{\mathsf T}", r"^{\intercal}", r"^{T}", r"^{\mathrm{T}}")
BARS = (("|", "|"), (r"\left|", r"\right|"), (r"\lvert ", r"\rvert "), (r"\vert ", r"\vert "))
CONDITIONS = ("|", r"\mid ", r"\vert ", r"\,|\,")
SPACES = (" ", r"\,", " ~ ", r"\; ")


@dataclass
class Spelling:
    """Writes a term down, each construct in a spelling chosen at random."""

    random: Random
    used: set[str] = field(default_factory=set)

    def pick(self, options: tuple[str, ...]) -> str:
        return self.random.choice(options)

    def of(self, term: Term) -> str:
        return WRITERS[term.head](self, term)

    def bracketed(self, text: str) -> str:
        opening, closing = self.random.choice(BRACKETS)
        return f"{opening}{text}{closing}"

    def factor(self, term: Term, last: bool = False) -> str:
        loose = {"add", "neg", "sum", "mul"}
        reaching = term.head == "log" or (term.head == "expect" and not last)
        text = self.of(term)
        if term.head == "sum" and last and self.random.random() < 0.5:
            return text
        return self.bracketed(text) if term.head in loose or (reaching and not last) else text

    def base(self, term: Term) -> str:
        """What may carry a superscript."""
        return (
            self.of(term)
            if term.head in ("matrix", "sym", "value")
            else self.bracketed(self.of(term))
        )

    def sum(self, term: Term) -> str:
        text = self.addend(term.args[0])
        for child in term.args[1:]:
            negative = child.head == "neg"
            text += " - " if negative else " + "
            text += self.addend(child.args[0] if negative else child)
        return text

    def addend(self, term: Term) -> str:
        """A summand; a sum in front of others is in brackets, so that it ends there."""
        text = self.of(term)
        return self.bracketed(text) if term.head in ("add", "neg", "sum") else text

    def product(self, term: Term) -> str:
        text = ""
        for place, child in enumerate(term.args):
            last = place == len(term.args) - 1
            written = self.factor(child, last)
            dotted = bool(text) and (written[0].isdigit() or not written[0].isalpha())
            apart = self.pick((r" \cdot ", r" \times ", " * ")) if dotted else self.pick(SPACES)
            matrices = term.args[0].head in ("transpose", "matrix", "inverse")
            text += written if not text else (apart if not matrices else r" \cdot ") + written
        return text

    def quotient(self, term: Term) -> str:
        top, bottom = (self.of(child) for child in term.args)
        return self.pick(
            (
                rf"\frac{{{top}}}{{{bottom}}}",
                rf"\dfrac{{{top}}}{{{bottom}}}",
                f"{{{top} \\over {bottom}}}",
            )
        )

    def point(self, term: Term) -> str:
        return str(term.label[0])

    def value(self, term: Term) -> str:
        law, targets, givens = term.label
        names = [self.point(child) for child in term.args]
        left, right = names[: len(targets)], names[len(targets) :]
        if self.random.random() < 0.2:
            left = [f"{v}={n}" for v, n in zip(targets, left, strict=True)]
            right = [f"{v}={n}" for v, n in zip(givens, right, strict=True)]
        inside = self.pick((",", ", ")).join(left)
        if right:
            inside += self.pick(CONDITIONS) + ",".join(right)
        return f"{law}({inside})"

    def total(self, term: Term) -> str:
        ((name, variable),) = term.label
        big = self.pick((r"\sum", r"\sum\limits"))
        member = self.pick((r"\mathcal X", r"\mathcal{X}", "X")).replace("X", variable)
        index = self.pick((name, f"{name} \\in {member}"))
        return f"{big}_{{{index}}} {self.factor_of_sum(term.args[0])}"

    def factor_of_sum(self, term: Term) -> str:
        return self.bracketed(self.of(term)) if term.head in ("add", "neg") else self.of(term)

    def mean(self, term: Term) -> str:
        law, ((name, _),) = term.label
        letter = self.pick((r"\mathbb{E}", "E", r"\mathbf E", r"\operatorname{E}"))
        under = self.pick((f"{name}\\sim {law}", f"{law}({name})", f"{name} \\sim {law}({name})"))
        opening, closing = self.random.choice((("[", "]"), (r"\left[", r"\right]"), ("(", ")")))
        return f"{letter}_{{{under}}}{opening}{self.of(term.args[0])}{closing}"

    def log(self, term: Term) -> str:
        name, inner = self.pick((r"\log", r"\ln", r"\operatorname{log}")), term.args[0]
        if inner.head == "value" and self.random.random() < 0.5:
            return f"{name} {self.of(inner)}"
        if inner.head == "div" and self.random.random() < 0.5:
            return f"{name} {self.quotient(inner)}"
        if inner.head == "det":
            return f"{name} {self.of(inner)}"
        return f"{name}{self.bracketed(self.of(inner))}"

    def exp(self, term: Term) -> str:
        text = self.of(term.args[0])
        return self.pick((rf"\exp({text})", rf"\exp\left\{{{text}\right\}}", f"e^{{{text}}}"))

    def divergence(self, term: Term) -> str:
        first, second = (child.label[0] for child in term.args)
        if self.random.random() < 0.2:
            first, second = f"{first}(x)", f"{second}(x)"
        if term.head == "cross_entropy":
            return self.pick(("H", r"\mathrm{H}", "CE")) + f"({first}, {second})"
        head = self.pick((r"D_{KL}", r"\mathrm{KL}", r"D_{\text{KL}}", "KL"))
        bars = self.pick(("||", r"\|", r"\,\Vert\,", r"\parallel ", r"\mid\mid "))
        return f"{head}({first}{bars}{second})"

    def entropy(self, term: Term) -> str:
        law, targets, givens, fixed = term.label
        if law == "q":
            return self.pick(("H", r"\mathbb H")) + "(q)"
        right = [*givens, *(f"{v}={self.point(p)}" for v, p in zip(fixed, term.args, strict=True))]
        inside = ",".join(targets) + (self.pick(CONDITIONS) + ",".join(right) if right else "")
        opening, closing = self.random.choice((("(", ")"), ("[", "]"), (r"\left(", r"\right)")))
        return self.pick(("H", r"\mathrm{H}")) + f"{opening}{inside}{closing}"

    def information(self, term: Term) -> str:
        return self.pick(("I(X;Y)", "I(X, Y)", r"\mathrm{I}[X;Y]", r"\mathrm{MI}(X;Y)"))

    def matrix(self, term: Term) -> str:
        name = GREEK.get(term.label, term.label)
        return self.pick((name, rf"\mathbf{{{name}}}", rf"\boldsymbol{{{name}}}", rf"\bm {name}"))

    def transpose(self, term: Term) -> str:
        return self.base(term.args[0]) + self.pick(TRANSPOSES)

    def trace(self, term: Term) -> str:
        name = self.pick((r"\mathrm{tr}", r"\operatorname{Tr}", "tr", r"\text{tr}"))
        opening, closing = self.random.choice((("(", ")"), ("[", "]"), (r"\{", r"\}")))
        return f"{name}{opening}{self.of(term.args[0])}{closing}"

    def determinant(self, term: Term) -> str:
        text = self.of(term.args[0])
        if self.random.random() < 0.4 or "vert" in text or "|" in text:
            return rf"\det({text})"
        opening, closing = self.random.choice(BARS)
        return f"{opening}{text}{closing}"

    def number(self, term: Term) -> str:
        return "0.5" if term == HALF else str(term.label)


WRITERS: dict[str, Callable[[Spelling, Term], str]] = {
    "add": Spelling.sum,
    "mul": Spelling.product,
    "div": Spelling.quotient,
    "neg": lambda s, t: f"-{s.factor_of_sum(t.args[0])}",
    "pow": lambda s, t: f"{s.base(t.args[0])}^{t.args[1].label}",
    "num": Spelling.number,
    "sym": lambda s, t: str(t.label),
    "value": Spelling.value,
    "sum": Spelling.total,
    "expect": Spelling.mean,
    "log": Spelling.log,
    "exp": Spelling.exp,
    "kl": Spelling.divergence,
    "cross_entropy": Spelling.divergence,
    "entropy": Spelling.entropy,
    "mutual_information": Spelling.information,
    "matrix": Spelling.matrix,
    "transpose": Spelling.transpose,
    "inverse": lambda s, t: f"{s.base(t.args[0])}^{{-1}}",
    "trace": Spelling.trace,
    "det": Spelling.determinant,
}


# --- reading back -----------------------------------------------------------------------------


def random_term(random: Random, family: str, depth: int = 3) -> Term:
    return Finite(random).term(depth) if family == "finite" else Linear(random).term(depth)


def read(text: str, family: str) -> Term:
    """The term of a side, in a section that shows what the names are."""
    row, known = layout(text, 0, len(text)), KNOWN[family]
    levels = (seen(row), seen(layout(known, 0, len(known))))
    return elaborator(Scope(levels)).side(row)


# --- mutations --------------------------------------------------------------------------------

SWAPS = {"x": "y", "y": "x", "p": "q", "q": "r", "r": "q", "A": "B", "B": "A", "X": "Y", "Y": "X"}
SWAPS |= {"+": "-", "-": "+", r"\mu": "m", "m": r"\mu", r"\log": r"\exp", r"\sum": r"\int"}
SWAPS |= {r"\det": r"\exp", r"\exp": r"\log", r"\frac": r"\sqrt", r"\Sigma": "A", "a": "b"}
SWAPS |= {str(digit): str(digit + 1) for digit in range(9)}
SILENT = re.compile(  # fonts, spaces, sizes and signs of multiplication may go; so may a second bar
    r"\\(?:left|right|bigl|bigr|limits|[,;]|cdot|times|d?frac|over|bm|math\w+|boldsymbol|text|"
    r"operatorname)|[~\s*|{}M]|\\\||\\(?:mid|[lr]?[vV]ert|parallel)"
)
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)


def mutations(text: str) -> list[str]:
    """The text with one token exchanged for another, or left out."""
    found = []
    for match in TOKEN.finditer(text):
        token, (start, end) = match.group(), match.span()
        if token in SWAPS:
            gap = " " if text[end : end + 1].isalpha() else ""
            found.append(text[:start] + SWAPS[token] + gap + text[end:])
        if not SILENT.fullmatch(token):
            found.append(text[:start] + " " + text[end:])
    return found


def unnoticed(text: str, family: str) -> list[str]:
    """The mutations that are read as the same term as the text."""
    term, found = read(text, family), []
    for changed in mutations(text):
        try:
            if read(changed, family) == term:
                found.append(changed)
        except Unreadable:
            continue
    return found


def main(count: int) -> None:
    """Read many terms back; say how many differ, how many are unread, what mutations pass."""
    different = unread = silent = changed = 0
    for seed in range(count):
        random = Random(seed)
        family = random.choice(tuple(KNOWN))
        term = random_term(random, family)
        text = Spelling(random).of(term)
        try:
            found = read(text, family)
        except Unreadable as error:
            unread += 1
            if unread < 20:
                print(seed, "UNREAD", text, "|", error)
            continue
        if seed % 10 == 0:
            changed += len(mutations(text))
            for same in unnoticed(text, family):
                silent += 1
                print(seed, "SAME", text, "\n  ", same)
        if found != term:
            different += 1
            if different < 20:
                print(seed, "DIFFERENT", text, "\n  ", term, "\n  ", found)
    print(f"{count} terms: {different} read as another term, {unread} unread")
    print(f"{changed} mutations: {silent} not noticed")


if __name__ == "__main__":
    main(int(sys.argv[1]))
