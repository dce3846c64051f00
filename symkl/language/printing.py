"""Terms as people read them: LaTeX as in a textbook, and plain text for terminals.

One walk serves both: a ``Notation`` says how each construct is put on paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from symkl.kernel.context import Context
from symkl.kernel.terms import Term, num

SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(1, 6)  # how tightly a printed piece holds together
GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|"
    "sigma|tau|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon"
    "|Phi|Psi|Omega"
)
Piece = tuple[str, int]


@dataclass(frozen=True)
class Notation:
    """How names, quotients, functions and binders are written."""

    name: Callable[[str], str]
    quotient: Callable[[Piece, Piece], Piece]
    power: Callable[[str, str], str]
    function: Callable[[str, str], str]
    group: Callable[[str], str]
    total: Callable[[str], str]
    integral: Callable[[str], tuple[str, str]]
    expectation: Callable[[str, str, str], str]
    divergence: Callable[[str, str], str]
    transpose: str
    inverse: str
    determinant: Callable[[str], str]
    absolute: Callable[[str], str]
    special: Mapping[str, str]
    multivariate: Callable[[str, str], str]
    subscript: Callable[[str, str], str]
    entry: Callable[[str, list[str]], str]
    bar: str
    times: str
    thin: str
    context: Context


def latex_of(term: Term, context: Context) -> str:
    """The term in LaTeX, under the declarations of its names."""
    return _print(term, replace(LATEX, context=context))[0]


def text_of(term: Term, context: Context) -> str:
    """The term in plain text, under the declarations of its names."""
    return _print(term, replace(TEXT, context=context))[0]


def latex_name(name: str) -> str:
    r"""A name in LaTeX: ``Sigma_q`` is ``\Sigma_{q}``; names that are LaTeX already stay.

    >>> latex_name("mu_p"), latex_name("x'"), latex_name("n"), latex_name(r"\theta")
    ('\\mu_{p}', "x'", 'n', '\\theta')
    >>> latex_name("diag(sigma^2)"), latex_name("sigma^2 I"), latex_name("mu_theta(x)")
    ('\\operatorname{diag}(\\sigma^{2})', '\\sigma^{2} I', '\\mu_{\\theta}(x)')
    """
    if re.search(r"[\\{}|]", name):
        return name
    normal = re.fullmatch(r"N\((.*),(.*)\)", name)
    if normal:
        parameters = ", ".join(map(latex_name, normal.groups()))
        return rf"\mathcal{{N}}({parameters})"
    applied = re.fullmatch(r"([^()]+)\((.*)\)", name)
    if applied:
        head, inner = applied.groups()
        shown = r"\operatorname{diag}" if head == "diag" else latex_name(head)
        return f"{shown}({', '.join(map(latex_name, inner.split(',')))})"
    if name.endswith(" I"):
        return f"{latex_name(name[:-2])} I"
    if "^" in name:
        base, above = name.split("^", 1)
        return f"{_blackboard(base)}^{{{latex_name(above)}}}"
    base, *below = name.split("_")
    primes = "'" * (len(base) - len(base.rstrip("'")))
    base = base.rstrip("'")
    base = f"\\{base}" if GREEK.fullmatch(base) else _upright(base)
    below = [f"\\{part}" if GREEK.fullmatch(part) else part for part in below]
    return base + primes + (f"_{{{','.join(below)}}}" if below else "")


def _blackboard(base: str) -> str:
    return r"\mathbb{R}" if base == "R" else latex_name(base)


def _upright(base: str) -> str:
    match = re.fullmatch(r"([A-Za-z])(\d+)", base)
    if match:
        return f"{match[1]}_{{{match[2]}}}"
    return base if len(base) < 2 else f"\\mathrm{{{base}}}"


def _print(term: Term, style: Notation) -> Piece:
    return PRINTERS[term.head](term, style)


def _inside(term: Term, style: Notation, needed: int) -> str:
    """The printed term, in brackets when it would fall apart."""
    text, strength = _print(term, style)
    return style.group(text) if strength < needed else text


def _num(term: Term, style: Notation) -> Piece:
    value: Fraction = term.label
    if value.denominator == 1:
        return str(value), ATOM if value >= 0 else NEGATIVE
    top, bottom = (str(abs(value.numerator)), ATOM), (str(value.denominator), ATOM)
    text, strength = style.quotient(top, bottom)
    return (text, strength) if value > 0 else ("-" + text, NEGATIVE)


def _add(term: Term, style: Notation) -> Piece:
    text = _inside(term.args[0], style, SUM)
    for child in term.args[1:]:
        if child.head == "neg":
            text += " - " + _inside(child.args[0], style, PRODUCT)
        else:
            shown = _inside(child, style, NEGATIVE if child.head != "add" else PRODUCT)
            text += " + " + (style.group(shown) if shown.startswith("-") else shown)
    return text, SUM


def _neg(term: Term, style: Notation) -> Piece:
    return "-" + _inside(term.args[0], style, PRODUCT), NEGATIVE


def _mul(term: Term, style: Notation) -> Piece:
    pieces: list[str] = []
    last = len(term.args) - 1
    for place, child in enumerate(term.args):
        shown = _factor(child, style, place == 0, place == last)
        pieces.append(_separated(pieces[-1] if pieces else "", shown, style) + shown)
    return "".join(pieces), NEGATIVE if pieces[0].startswith("-") else PRODUCT


def _factor(child: Term, style: Notation, first: bool, last: bool) -> str:
    """A factor; one that would swallow what follows (a sum, a bare logarithm) gets brackets."""
    shown, strength = _print(child, style)
    if child.head == "log" and not last:
        return style.function("log", style.group(_print(child.args[0], style)[0]))
    if (first and child.head == "num") or (strength >= PRODUCT and (child.head != "sum" or last)):
        return shown
    return style.group(shown)


def _separated(before: str, after: str, style: Notation) -> str:
    if not before:
        return ""
    if before[-1:].isdigit() and after[:1].isdigit():
        return style.times
    return " " if after.startswith(("\\log", "\\exp", "\\operatorname", "\\sum")) else style.thin


def _div(term: Term, style: Notation) -> Piece:
    return style.quotient(_print(term.args[0], style), _print(term.args[1], style))


def _pow(term: Term, style: Notation) -> Piece:
    deviation = _deviation(term)
    if deviation:
        return style.name(deviation), ATOM
    base = _inside(term.args[0], style, ATOM)
    return style.power(base, _print(term.args[1], style)[0]), POWER


def _deviation(term: Term) -> str:
    """The name s of a standard deviation, which is the root of the variance s^2; or ""."""
    base, exponent = term.args
    half = exponent.head == "div" and exponent.args == (num(1), num(2))
    named = base.head == "matrix" and base.label.endswith("^2")
    return str(base.label).removesuffix("^2") if half and named else ""


def _function(name: str) -> Callable[[Term, Notation], Piece]:
    def printed(term: Term, style: Notation) -> Piece:
        argument, strength = _print(term.args[0], style)
        bare = strength == ATOM and name == "log" and term.args[0].head in ("value", "det", "sym")
        shown = " " + argument if bare else style.group(argument)
        return style.function(name, shown), PRODUCT if bare else ATOM

    return printed


def _special(term: Term, style: Notation) -> Piece:
    """A special function of a number: psi(t), |t|."""
    argument = _print(term.args[0], style)[0]
    if term.label == "abs":
        return style.absolute(argument), ATOM
    if len(term.args) == 2:
        size = _print(term.args[1], style)[0]
        return style.multivariate(term.label, size) + style.group(argument), PRODUCT
    return style.special[term.label] + style.group(argument), PRODUCT


def _sum(term: Term, style: Notation) -> Piece:
    kinds = {sort: style.context.sort(sort).kind for _, sort in term.label}
    finite = [style.name(p) for p, sort in term.label if kinds[sort] in ("finite", "integer")]
    real = [style.name(p) for p, sort in term.label if kinds[sort] not in ("finite", "integer")]
    body = _inside(term.args[0], style, PRODUCT)
    for point in reversed(real):
        before, after = style.integral(point)
        body = before + body + after
    return (style.total(", ".join(finite)) if finite else "") + body, PRODUCT


def _expect(term: Term, style: Notation) -> Piece:
    law, binders = term.label
    points = ",".join(style.name(point) for point, _ in binders)
    return style.expectation(points, style.name(law), _print(term.args[0], style)[0]), ATOM


def _value(term: Term, style: Notation) -> Piece:
    name, targets, _ = term.label
    points = [_print(child, style)[0] for child in term.args]
    left, right = points[: len(targets)], points[len(targets) :]
    inner = ",".join(left) + (style.bar + ",".join(right) if right else "")
    return f"{style.name(name)}({inner})", ATOM


def _law(term: Term, binders: tuple[tuple[str, str], ...], style: Notation) -> str:
    """A whole pmf by its name: P for P(x) at the bound x; p(x,y), and p(x) of a marginal of it."""
    points = tuple(child.label for child in term.args)
    whole = term.head == "value" and not term.label[2] and points == binders and len(points) == 1
    if whole and len(style.context.law(term.label[0]).coords) == 1:
        return style.name(term.label[0])
    return _print(term, style)[0]


def _divergence(term: Term, style: Notation) -> Piece:
    first, second = (_law(child, term.label, style) for child in term.args)
    return style.divergence(first, second), ATOM


def _cross_entropy(term: Term, style: Notation) -> Piece:
    first, second = (_law(child, term.label, style) for child in term.args)
    return f"H({first}, {second})", ATOM


def _entropy(term: Term, style: Notation) -> Piece:
    law, targets, givens, fixed = term.label
    if len(style.context.law(law).coords) == 1:
        return f"H({style.name(law)})", ATOM
    conditions = [style.name(given) for given in givens]
    for coord, point in zip(fixed, term.args, strict=True):
        conditions.append(f"{style.name(coord)}={_print(point, style)[0]}")
    inner = ",".join(style.name(target) for target in targets)
    return f"H({inner}{style.bar + ','.join(conditions) if conditions else ''})", ATOM


def _information(term: Term, style: Notation) -> Piece:
    _, one, two, given = term.label
    left, right, below = (",".join(map(style.name, group)) for group in (one, two, given))
    condition = style.bar + below if below else ""
    return f"I({left}; {right}{condition})", ATOM


def _entry(term: Term, style: Notation) -> Piece:
    base = _inside(term.args[0], style, ATOM)
    return style.entry(base, [_print(point, style)[0] for point in term.args[1:]]), ATOM


def _postfix(sign: str) -> Callable[[Term, Notation], Piece]:
    def printed(term: Term, style: Notation) -> Piece:
        base = _inside(term.args[0], style, ATOM)
        return base + (style.transpose if sign == "transpose" else style.inverse), ATOM

    return printed


PRINTERS: dict[str, Callable[[Term, Notation], Piece]] = {
    "num": _num,
    "const": lambda term, style: (style.special.get(term.label, style.name(term.label)), ATOM),
    "special": _special,
    "coordinate": lambda term, style: (
        style.subscript(*(_print(child, style)[0] for child in term.args)),
        ATOM,
    ),
    "size": lambda term, style: (style.name(style.context.sort(term.label).symbol), ATOM),
    "sym": lambda term, style: (style.name(term.label), ATOM),
    "call": lambda term, style: (
        style.name(term.label) + style.group(_print(term.args[0], style)[0]),
        ATOM,
    ),
    "point": lambda term, style: (style.name(term.label[0]), ATOM),
    "matrix": lambda term, style: (style.name(term.label), ATOM),
    "entry": _entry,
    "row": _entry,
    "identity": lambda term, style: (style.name(f"I_{term.label}"), ATOM),
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "log": _function("log"),
    "exp": _function("exp"),
    "sum": _sum,
    "expect": _expect,
    "value": _value,
    "delta": lambda term, style: (
        f"[{_print(term.args[0], style)[0]} = {_print(term.args[1], style)[0]}]",
        ATOM,
    ),
    "kl": _divergence,
    "cross_entropy": _cross_entropy,
    "entropy": _entropy,
    "mutual_information": _information,
    "transpose": _postfix("transpose"),
    "inverse": _postfix("inverse"),
    "trace": lambda term, style: (
        style.function("tr", style.group(_print(term.args[0], style)[0])),
        ATOM,
    ),
    "det": lambda term, style: (style.determinant(_print(term.args[0], style)[0]), ATOM),
}


def _latex_group(text: str) -> str:
    tall = any(command in text for command in (r"\frac", r"\sum", r"\boxed"))
    return rf"\left({text}\right)" if tall else f"({text})"


def _text_quotient(top: Piece, bottom: Piece) -> Piece:
    over = top[0] if top[1] >= PRODUCT else f"({top[0]})"
    under = bottom[0] if bottom[1] >= POWER else f"({bottom[0]})"
    return f"{over}/{under}", PRODUCT


LATEX = Notation(
    name=latex_name,
    quotient=lambda top, bottom: (rf"\frac{{{top[0]}}}{{{bottom[0]}}}", ATOM),
    power=lambda base, exponent: f"{base}^{{{exponent}}}",
    function=lambda name, argument: (
        (rf"\operatorname{{{name}}}" if name == "tr" else f"\\{name}") + argument
    ),
    group=_latex_group,
    total=lambda points: rf"\sum_{{{points}}} ",
    integral=lambda point: (r"\int ", rf" \, d{point}"),
    expectation=lambda points, law, body: (
        rf"\mathbb{{E}}_{{{points} \sim {law}}}\left[{body}\right]"
    ),
    divergence=lambda p, q: rf"D_{{\mathrm{{KL}}}}({p} \,\|\, {q})",
    transpose=r"^{\top}",
    inverse="^{-1}",
    determinant=lambda inner: rf"\left|{inner}\right|",
    absolute=lambda inner: rf"\left|{inner}\right|",
    special={
        "log_gamma": r"\log \Gamma",
        "digamma": r"\psi",
        "bessel_i0": "I_0",
        "bessel_i1": "I_1",
        "cos": r"\cos",
        "euler": r"\gamma",
    },
    subscript=lambda base, below: f"{base}_{{{below}}}",
    multivariate=lambda name, size: (
        (r"\log \Gamma" if name == "log_gamma_k" else r"\psi") + f"_{{{size}}}"
    ),
    entry=lambda base, at: rf"[{base}]_{{{''.join(at)}}}",
    bar=r" \mid ",
    times=r" \cdot ",
    thin=r" \, ",
    context=Context(),
)

TEXT = Notation(
    name=lambda name: name,
    quotient=_text_quotient,
    power=lambda base, exponent: f"{base}^{exponent if exponent.isalnum() else f'({exponent})'}",
    function=lambda name, argument: name + argument,
    group=lambda text: f"({text})",
    total=lambda points: f"sum_{points.replace(', ', ',')} ",
    integral=lambda point: ("int ", f" d{point}"),
    expectation=lambda points, law, body: f"E_{law}[{body}]",
    divergence=lambda p, q: f"KL({p} || {q})",
    transpose="^T",
    inverse="^-1",
    determinant=lambda inner: f"det({inner})",
    absolute=lambda inner: f"|{inner}|",
    special={
        "log_gamma": "log_gamma",
        "digamma": "psi",
        "bessel_i0": "I_0",
        "bessel_i1": "I_1",
        "cos": "cos",
        "euler": "euler_gamma",
    },
    subscript=lambda base, below: f"{base}[{below}]",
    multivariate=lambda name, size: ("log_gamma_" if name == "log_gamma_k" else "psi_") + size,
    entry=lambda base, at: f"{base}[{','.join(at)}]",
    bar=" | ",
    times="*",
    thin=" ",
    context=Context(),
)
