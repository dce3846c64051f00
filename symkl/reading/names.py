r"""Names as people write them: ``\boldsymbol{\mu_p}`` is ``\mu_p``, and ``x`` goes with ``X``.

The key of a name is its plain text with accents, calligraphic letters, primes and labels; it is
what declarations are looked up by.  Bold is not part of it.
"""

from __future__ import annotations

import re

from symkl.reading.layout import Node, Row, plain

PART_OF_KEY = frozenset({"cal", "bb", "frak"})
TRANSPOSES = frozenset({"T", "top", "intercal", "mathsf", "t"})
STARS = frozenset({"*", "star", "dagger"})
STAGES = frozenset({"old", "new", "prev", "next", "opt", "ML", "MAP"})
PARAMETERS = frozenset({"theta", "phi", "psi", "lambda", "omega", "Theta", "Phi"})
IMAGE = re.compile(r"(?!N\()(?P<function>[A-Za-z]\w*)\((?P<of>[A-Z][\w']*(?:,[A-Z][\w']*)*)\)")
COUNTER = re.compile(r"[tks](?:[+-]1)?|0")
GREEK_CASES = re.compile(r"[A-Za-z]+")


def unwrapped(row: Row) -> Row:
    """The row without notes and without braces around all of it."""
    row = plain(row)
    while len(row) == 1 and row[0].kind == "group" and not row[0].sub and not row[0].sup:
        row = plain(row[0].parts[0])
    return row


def stem(node: Node) -> str:
    """The name without its scripts."""
    mark = f"{node.style}:" if node.style in PART_OF_KEY else ""
    accent = f"{node.accent}:" if node.accent else ""
    return f"{accent}{mark}{node.text}{chr(39) * node.primes}"


def key(node: Node) -> str:
    """The name with its subscript as a label, and a star or a stage where it has one."""
    label = "" if node.sub is None else f"_{text(node.sub)}"
    star = "*" if node.sup is not None and starred(node) else ""
    above = stage(node)
    return f"{stem(node)}{label}{f'^{above}' if above else star}"


def text(row: Row) -> str:
    """What a short row says, in plain text: ``t-1``, ``XY``, ``Y|X``."""
    words = []
    for node in unwrapped(row):
        inner = "".join(text(part) for part in node.parts)
        word = inner if node.kind in ("fence", "group") else stem(node) + inner
        if node.kind == "fence":
            word = f"{node.text[0]}{inner}{node.text[-1]}"
        if node.sub is not None:
            word += f"_{text(node.sub)}"
        if node.sup is not None:
            word += f"^{text(node.sup)}"
        words.append(word)
    return "".join(words)


def starred(node: Node) -> bool:
    """Whether the superscript is a star, which is part of the name."""
    if node.sup is None:
        return False
    row = unwrapped(node.sup)
    return (len(row) == 1 and row[0].text in STARS) or bool(stage(node))


def stage(node: Node) -> str:
    r"""``old`` of ``\theta^{\text{old}}``, ``(t)`` of ``\theta^{(t)}``: part of the name."""
    if node.sup is None:
        return ""
    row = unwrapped(node.sup)
    word = "".join(n.text for n in row)
    if row and word in STAGES and all(n.kind in ("name", "text") for n in row):
        return word
    numbered = len(row) == 1 and row[0].kind == "fence" and row[0].text == "()" and not row[0].sup
    counter = text(row[0].parts[0]) if numbered else ""
    return f"({counter})" if node.text in PARAMETERS and COUNTER.fullmatch(counter) else ""


def raised_notation(node: Node, fence: Node) -> str:
    r"""``\chi^2(P \| Q)``: the power is part of the name of a divergence; "" elsewhere."""
    divided = any(n.kind in ("bar", "op", "rel") and n.text == "||" for n in fence.parts[0])
    if node.sup is None or starred(node) or not divided:
        return ""
    return f"{key(node)}^{text(node.sup)}{text((fence,))}"


def indices(sub: Row) -> list[str]:
    """The letters of a subscript ``ij`` or ``i, j``; [] when anything else stands in it."""
    found = [n for n in unwrapped(sub) if n.kind != "punct" or n.text != ","]
    plain_names = all(n.kind == "name" and not n.rows and n.style == "" for n in found)
    return [key(n) for n in found] if plain_names and len(found) <= 2 else []


def is_transpose(sup: Row | None) -> bool:
    """Whether the superscript is one of the marks of a transpose."""
    if sup is None:
        return False
    row = unwrapped(sup)
    return len(row) == 1 and row[0].kind == "name" and row[0].text in TRANSPOSES


def is_inverse(sup: Row | None) -> bool:
    """Whether the superscript is -1."""
    return sup is not None and text(sup) == "-1"


def is_inverse_transpose(sup: Row | None) -> bool:
    """Whether the superscript is -T."""
    row = unwrapped(sup or ())
    return len(row) == 2 and row[0].text == "-" and is_transpose(row[1:])


def single(row: Row) -> Node | None:
    """The one name that the row consists of, if it does."""
    row = unwrapped(row)
    return row[0] if len(row) == 1 and row[0].kind == "name" else None


def is_capital(name: str) -> bool:
    """Whether the key begins with a capital letter, or is a function of a random variable."""
    if IMAGE.fullmatch(name):
        return True
    letters = name.split(":")[-1]
    return letters[:1].isupper()


def variable_of(outcome: str) -> str:
    """The random variable whose values the outcome's letter stands for: x, x', x_1 to X, X, X_1."""
    if IMAGE.fullmatch(outcome):
        return outcome
    head, *rest = outcome.split(":")
    letters = rest[-1] if rest else head
    bare = re.sub(r"'|\^.*", "", letters)
    return bare[:1].upper() + bare[1:]


def outcome_of(variable: str) -> str:
    """The outcome letter of a random variable: X_1 to x_1."""
    return variable if IMAGE.fullmatch(variable) else variable[:1].lower() + variable[1:]


def letter_of(name: str) -> str:
    """The letter itself, without accents, primes and labels: the alphabet is named after it."""
    if IMAGE.fullmatch(name):
        return name
    return re.sub(r"['*]|[_^].*", "", name.split(":")[-1])


def printable(name: str) -> str:
    """The key as a name that printers of the language understand."""
    accent, _, rest = name.rpartition(":")
    plain_name = re.sub(r"[{}]", "", rest)
    return f"{plain_name}" if not accent else f"{accent.replace(':', '')}_{plain_name}"
