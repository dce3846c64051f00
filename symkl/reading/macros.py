r"""Macros of a document, and formulas with their macros expanded.

Read are ``\newcommand`` and its kin, ``\def`` with plain parameters, ``\let``,
``\DeclareMathOperator`` and ``\DeclarePairedDelimiter`` (also with ``X``).  A macro holds from its
definition on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.tokens import Token, tokens

MAX_EXPANSIONS = 2_000  # in one formula
FEW_EXPANSIONS = 100  # of a macro that never ended to expand in several formulas before
FORGIVEN = 3
MAX_TOKENS = 50_000  # in one expanded formula

COMMANDS = frozenset({"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"})
OPERATORS = frozenset({"DeclareMathOperator"})
DELIMITERS = frozenset({"DeclarePairedDelimiter", "DeclarePairedDelimiterX"})
DEFINING = COMMANDS | OPERATORS | DELIMITERS | {"def", "gdef", "let"}
DEFINITION = re.compile(
    r"\\(?:" + "|".join(sorted(DEFINING, key=len, reverse=True)) + r")(?![A-Za-z])"
)
LONGEST = 2_000  # tokens of one definition, or of the arguments of one use
MAX_DEFINITIONS = 1_000  # in one document


@dataclass(frozen=True)
class Macro:
    """A definition from ``since`` on: ``#1`` in ``body`` is the first argument.

    ``default`` is the value of an optional first argument; ``delimiters`` marks commands that may
    be followed by a star or a size.  A ``problem`` says why its uses cannot be read.
    """

    name: str
    body: tuple[Token, ...]
    parameters: int = 0
    default: tuple[Token, ...] | None = None
    since: int = 0
    delimiters: bool = False
    problem: str = ""


class Macros:
    """All definitions by name; later ones replace earlier ones from their place on."""

    def __init__(self, found: Iterable[Macro] = ()) -> None:
        self._by_name: dict[str, list[Macro]] = {}
        self.endless: Counter[str] = Counter()  # formulas in which a macro never ended to expand
        for macro in (*BUILT_IN, *found):
            self._by_name.setdefault(macro.name, []).append(macro)

    @property
    def defined(self) -> tuple[Macro, ...]:
        """The definitions of the author."""
        return tuple(m for found in self._by_name.values() for m in found if m not in BUILT_IN)

    def at(self, name: str, offset: int) -> Macro | None:
        """The definition of a command that holds at an offset."""
        earlier = (m for m in reversed(self._by_name.get(name, ())) if m.since <= offset)
        return next(earlier, None)

    def expanded(self, stream: Iterable[Token]) -> list[Token]:
        """The tokens without macros and without definitions; raises Unreadable.

        Tokens of a body have the place of the whole use; tokens of arguments keep their own where
        the body uses each of them once and in order.
        """
        return _Expansion(self, stream).run()


def macros_in(text: str, configured: Iterable[Macro] = ()) -> Macros:
    r"""The macros that a text defines, wherever in it, after those of a configuration.

    Examples:
        >>> text = r"\newcommand{\KL}[2]{D(#1, #2)} \KL{P}{Q}"
        >>> "".join(t.text for t in macros_in(text).expanded(tokens(text, 31, len(text))))
        'D(P, Q)'
    """
    found = [*configured]
    at = 0
    while (match := DEFINITION.search(text, at)) and len(found) < MAX_DEFINITIONS:
        reader = _Reader(tokens(text, match.start(), len(text)))
        macro = reader.definition()
        at = reader.place
        if macro is not None:
            found.append(macro)
    return Macros(found)


class _Reader:
    """Reads definitions and arguments from tokens, of which it takes no more than it needs."""

    def __init__(self, source: Iterable[Token]) -> None:
        self.coming = islice(source, LONGEST)
        self.seen: list[Token] = []
        self.at = 0  # the number of tokens that were read

    @property
    def place(self) -> int:
        """The offset behind what was read."""
        return self.seen[self.at - 1].span[1]

    def _next(self) -> Token | None:
        if self.at == len(self.seen):
            self.seen += islice(self.coming, 1)
        return self.seen[self.at] if self.at < len(self.seen) else None

    def peek(self) -> Token | None:
        """The next token that is no space."""
        while (token := self._next()) is not None and token.kind in ("space", "comment"):
            self.at += 1
        return token

    def skip(self, text: str) -> bool:
        """Pass over a character, if it is next."""
        token = self.peek()
        if token is None or token.text != text or token.kind not in ("char", "command"):
            return False
        self.at += 1
        return True

    def group(self) -> list[Token] | None:
        """The next argument, without its braces; None when there is none."""
        token = self.peek()
        if token is None or token.kind == "close":
            return None
        self.at += 1
        if token.kind != "open":
            return [token]
        depth = 1
        found: list[Token] = []
        while (token := self._next()) is not None:
            self.at += 1
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth == 0:
                return found
            found.append(token)
        return None

    def optional(self) -> list[Token] | None:
        """The next argument in square brackets, if there is one."""
        mark = self.at
        if not self.skip("["):
            return None
        depth = 0
        found: list[Token] = []
        while (token := self._next()) is not None:
            self.at += 1
            if token.kind == "char" and token.text == "]" and depth == 0:
                return found
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            found.append(token)
        self.at = mark
        return None

    # --- definitions ------------------------------------------------------------------------------

    def definition(self) -> Macro | None:
        """The definition that begins here, which is passed over; None when it makes no sense."""
        command = self.peek()
        if command is None:
            return None
        self.at += 1
        method = next(method for names, method in _DEFINITIONS if command.text in names)
        macro = method(self, command.text)
        return None if macro is None else replace(macro, since=self.place)

    def _name(self) -> str | None:
        named = self.group()
        plain = [token for token in named or () if token.kind not in ("space", "comment")]
        return plain[0].text if len(plain) == 1 and plain[0].kind == "command" else None

    def _command(self, command: str) -> Macro | None:
        self.skip("*")
        name = self._name()
        count, default = self.optional(), self.optional()
        body = self.group()
        if name is None or body is None:
            return None
        number = _text(count or ())
        if number and number not in "123456789":
            return Macro(name, (), problem="its number of parameters is no digit")
        kept = tuple(default) if default is not None else None
        return Macro(name, tuple(body), int(number or 0), kept)

    def _def(self, command: str) -> Macro | None:
        token = self.peek()
        if token is None or token.kind != "command":
            return None
        self.at += 1
        parameters = []
        while (following := self.peek()) is not None and following.kind != "open":
            parameters.append(following.text)
            self.at += 1
        body = self.group()
        if body is None:
            return None
        count = len(parameters) // 2
        if parameters != [mark for n in range(count) for mark in ("#", str(n + 1))]:
            return Macro(token.text, (), problem="its parameters are delimited by more than braces")
        return Macro(token.text, tuple(body), count)

    def _let(self, command: str) -> Macro | None:
        name = self._name()
        self.skip("=")
        target = self.group()
        return None if name is None or not target else Macro(name, tuple(target))

    def _operator(self, command: str) -> Macro | None:
        star = self.skip("*")
        name, body = self._name(), self.group()
        if name is None or body is None:
            return None
        head = Token("command", "operatorname*" if star else "operatorname", (0, 0))
        return Macro(name, (head, _OPEN, *body, _CLOSE))

    def _delimiter(self, command: str) -> Macro | None:
        name = self._name()
        count = self.optional() if command.endswith("X") else None
        left, right = self.group(), self.group()
        body = self.group() if command.endswith("X") else _PARAMETER
        if name is None or left is None or right is None or body is None:
            return None
        number = _text(count or ()) or "1"
        if number not in "123456789":
            return Macro(name, (), problem="its number of parameters is no digit")
        kept = [token for token in body if token.text != "delimsize"]
        return Macro(name, (*left, *kept, *right), int(number), delimiters=True)


_OPEN, _CLOSE = Token("open", "{", (0, 0)), Token("close", "}", (0, 0))
_PARAMETER = [Token("char", "#", (0, 0)), Token("char", "1", (0, 0))]
# Names joined to a word where they stand side by side: a space between must keep them apart.
_APART = Token("command", "space", (0, 0))
_DEFINITIONS: tuple[tuple[frozenset[str], Callable[[_Reader, str], Macro | None]], ...] = (
    (COMMANDS, _Reader._command),
    (OPERATORS, _Reader._operator),
    (DELIMITERS, _Reader._delimiter),
    (frozenset({"let"}), _Reader._let),
    (frozenset({"def", "gdef"}), _Reader._def),
)
BUILT_IN = (
    Macro("ensuremath", tuple(_PARAMETER), 1),
    Macro("xspace", ()),
    Macro("protect", ()),
)


def _text(row: Iterable[Token]) -> str:
    return "".join(token.text for token in row if token.kind == "char")


class _Expansion:
    """One formula being expanded; ``reader`` holds what is still to read."""

    def __init__(self, macros: Macros, stream: Iterable[Token]) -> None:
        self.macros = macros
        self.rest = list(stream)[::-1]  # the next token is the last
        self.done: list[Token] = []
        self.count = 0

    def run(self) -> list[Token]:
        while self.rest:
            token = self.rest.pop()
            if token.kind == "command" and token.text in DEFINING:
                self._define(token)
                continue
            macro = self.macros.at(token.text, token.span[0]) if token.kind == "command" else None
            if macro is None:
                self.done.append(token)
            else:
                self._expand(macro, token)
            if len(self.done) + len(self.rest) > MAX_TOKENS:
                raise Unreadable("SK303", token.span, "the formula is too long")
        return self.done

    def _ahead(self) -> _Reader:
        """A reader of what follows."""
        return _Reader(reversed(self.rest))

    def _passed(self, reader: _Reader) -> None:
        if reader.at:
            del self.rest[-reader.at :]

    def _define(self, token: Token) -> None:
        """Pass over a definition, which ``macros_in`` has collected."""
        self.rest.append(token)
        reader = self._ahead()
        reader.definition()
        self._passed(reader)

    def _expand(self, macro: Macro, use: Token) -> None:
        self.count += 1
        endless = self.macros.endless
        if self.count > (MAX_EXPANSIONS if endless[macro.name] < FORGIVEN else FEW_EXPANSIONS):
            endless[macro.name] += 1
            raise Unreadable("SK303", use.span, f"the macro \\{macro.name} never ends to expand")
        if macro.problem:
            message = f"the macro \\{macro.name} cannot be expanded: {macro.problem}"
            raise Unreadable("SK401", use.span, message)
        reader = self._ahead()
        arguments: list[list[Token]] = []
        if macro.delimiters:
            reader.skip("*")
            reader.optional()
        if macro.default is not None:
            given = reader.optional()
            arguments.append(list(macro.default) if given is None else given)
        while len(arguments) < macro.parameters:
            argument = reader.group()
            if argument is None:
                raise Unreadable("SK301", use.span, f"\\{macro.name} lacks an argument")
            arguments.append(argument)
        end = max([use.span[1], *(token.span[1] for token in reader.seen[: reader.at])])
        self._passed(reader)
        body = list(_filled(macro, arguments, (use.span[0], end)))
        if len(self.rest) + len(body) > MAX_TOKENS:
            raise Unreadable("SK303", use.span, "the formula is too long")
        self.rest += body[::-1]


def _filled(macro: Macro, arguments: list[list[Token]], span: Span) -> Iterator[Token]:
    """The body with its arguments."""
    at = 0
    body = macro.body
    keep = _uses(body) == [str(n + 1) for n in range(macro.parameters)] and macro.default is None
    while at < len(body):
        token = body[at]
        at += 1
        if token.text == "#" and at < len(body) and body[at].text.isdigit():
            number = int(body[at].text)
            at += 1
            for part in arguments[number - 1] if 0 < number <= len(arguments) else ():
                yield part if keep else part._replace(span=span)
        elif token.kind == "space" and _apart(body, at):
            yield _APART._replace(span=span)
        elif token.kind != "comment":
            yield token._replace(span=span)


def _uses(body: tuple[Token, ...]) -> list[str]:
    pairs = pairwise(body)
    return [second.text for first, second in pairs if first.text == "#"]


def _apart(body: tuple[Token, ...], at: int) -> bool:
    around = (body[at - 2], body[at]) if 2 <= at < len(body) else ()
    return bool(around) and all(t.kind == "char" and t.text.isalpha() for t in around)
