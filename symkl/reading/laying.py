"""From TeX tokens to the layout tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from symkl.reading import symbols
from symkl.reading.diagnostics import Span, Unreadable, adjoins
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.spelling import joined, letters, stretched, styled, word
from symkl.reading.tokens import Token, tokens

MAX_DEPTH = 60
MAX_TOKENS = 50_000
MAX_SIZES = 3  # of commands like \left and \big before one bracket
EXPONENT = re.compile("[eE][+-]?[0-9]")
WIDE = frozenset({"quad", "qquad"})


def layout(text: str, start: int, end: int) -> Row:
    """The layout of the formula ``text[start:end]``; raises Unreadable when it is unbalanced."""
    return laid_out(list(tokens(text, start, end)), (start, end))


def laid_out(stream: list[Token], span: Span) -> Row:
    """The layout of a stream of tokens, which macros may have rewritten; comments are passed over.

    Raises Unreadable when it is unbalanced, nested too deeply or too long.
    """
    if len(stream) > MAX_TOKENS:
        raise Unreadable("SK303", span, "the formula is too long")
    return _Layer([token for token in stream if token.kind != "comment"], span).row(None)


class _Layer:
    """A recursive-descent pass over the tokens; ``at`` is the next one."""

    def __init__(self, stream: list[Token], span: Span) -> None:
        self.stream, self.span, self.at, self.depth = stream, span, 0, 0

    # --- the stream -----------------------------------------------------------------------------

    def peek(self, skip_space: bool = True) -> Token | None:
        stream, at = self.stream, self.at
        while at < len(stream):
            token = stream[at]
            if not skip_space or token.kind != "space":
                self.at = at
                return token
            at += 1
        self.at = at
        return None

    def take(self) -> Token:
        token = self.peek()
        if token is None:
            end = self.span[1]
            raise Unreadable("SK301", (end, end), "the formula ends where more is expected")
        self.at += 1
        return token

    # --- rows -----------------------------------------------------------------------------------

    def row(self, opener: Token | None) -> Row:
        """Nodes up to what closes the opener, which is consumed; to the end without one."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("SK303", self._here(), "the formula is nested too deeply")
        nodes: list[Node] = []
        while True:
            token = self.peek()
            if token is None:
                if opener is not None:
                    raise Unreadable(
                        "SK301", opener.span, f"{opener.text!r} is opened and never closed"
                    )
                break
            if self._closes(token, opener):
                break
            if token.kind == "command" and token.text in ("over", "atop") and opener is not None:
                return self._over(nodes, opener)
            if token.kind == "command" and token.text in symbols.SWITCHES:
                self.at += 1
                nodes.append(Node("note", "\\" + token.text, token.span))
                rest = self.row(opener)
                nodes += styled(rest, symbols.FONTS[token.text])
                self.depth -= 1
                return joined(nodes)
            nodes += self._scripted()
        self.depth -= 1
        return joined(nodes)

    def _closes(self, token: Token, opener: Token | None) -> bool:
        if token.kind == "close":
            if opener is None or opener.kind != "open":
                raise Unreadable("SK301", token.span, "'}' closes nothing")
            self.at += 1
            return True
        if opener is not None and opener.kind != "open" and self._closing_bracket() is not None:
            return True
        return token.kind == "command" and token.text == "end" and opener is not None

    def _over(self, top: list[Node], opener: Token) -> Row:
        over = self.take()
        bottom = self.row(opener)
        self.depth -= 1
        start = top[0].span[0] if top else over.span[0]
        end = max(over.span[1], span_of(bottom)[1])
        return (Node("frac", "", (start, end), (joined(top), bottom)),)

    def _here(self) -> Span:
        token = self.peek()
        return token.span if token else (self.span[1], self.span[1])

    # --- one node with its scripts --------------------------------------------------------------

    def _scripted(self) -> list[Node]:
        token = self.peek()
        if token is not None and token.kind in ("sub", "sup"):
            base = Node("group", "", (token.span[0], token.span[0]), ((),))
            return [self._with_scripts(base)]
        nodes = self._node()
        if nodes and nodes[-1].kind not in ("note", "space", "break", "align"):
            nodes[-1] = self._with_scripts(nodes[-1])
        return nodes

    def _with_scripts(self, base: Node) -> Node:
        sub, sup, primes = base.sub, base.sup, base.primes
        end = base.span[1]
        while True:
            mark = self.at
            token = self.peek()
            while token is not None and token.kind == "command" and token.text in _LIMIT_NOTES:
                self.at += 1
                token = self.peek()
            if token is None:
                self.at = mark
                break
            if token.kind == "char" and token.text in ("'", "’"):
                self.at += 1
                primes, end = primes + 1, token.span[1]
            elif token.kind in ("sub", "sup"):
                self.at += 1
                row = self.argument()
                end = self.stream[self.at - 1].span[1]
                if token.kind == "sup" and row and all(n.text == "prime" for n in row):
                    primes += len(row)
                elif token.kind == "sub":
                    sub = self._once(sub, row, token)
                else:
                    sup = self._once(sup, row, token)
            else:
                self.at = mark
                break
        if sub is base.sub and sup is base.sup and primes == base.primes:
            return base
        return base.with_scripts(sub, sup, primes, end)

    def _once(self, before: Row | None, row: Row, token: Token) -> Row:
        if before is not None:
            raise Unreadable("SK301", token.span, "two scripts stand in the same place")
        return row

    def argument(self) -> Row:
        """The next group, or the next single node."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("SK303", self._here(), "the formula is nested too deeply")
        row = self._argument()
        self.depth -= 1
        return row

    def _argument(self) -> Row:
        token = self.take()
        if token.kind == "open":
            return self.row(token)
        self.at -= 1
        if token.kind in ("close", "align", "break", "sub", "sup"):
            raise Unreadable("SK301", token.span, "an argument is expected here")
        if token.kind == "char" and token.text.isascii() and token.text.isdigit():
            self.at += 1  # TeX takes one digit: \frac12
            return (Node("number", token.text, token.span),)
        return tuple(self._node())

    def _node(self) -> list[Node]:
        opening = self._opening_bracket()
        if opening is not None:
            return [self._fence(opening)]
        token = self.take()
        if token.kind == "open":
            start = token.span[0]
            row = self.row(token)
            span = (start, self.stream[self.at - 1].span[1])
            if len(row) > 1 and row[0].text in _SWITCH_NOTES and _is_one_word(row[1:]):
                return [row[0], replace(row[1], span=span)]
            if _is_one_word(row) and row[0].kind != "name":
                return [replace(row[0], span=span)]
            return [Node("group", "", span, (row,))]
        if token.kind in ("align", "break"):
            return [Node(token.kind, token.text, token.span)]
        if token.kind == "command":
            return self._command(token)
        return [self._character(token)]

    # --- characters -----------------------------------------------------------------------------

    def _character(self, token: Token) -> Node:
        char, span = token.text, token.span
        if char == "~":  # TeX's space that does not break
            return Node("note", "~", span)
        if char.isascii() and char.isdigit():
            return self._number(token)
        if char == ":" and self._adjoining(span, "="):
            self.at += 1
            return Node("rel", ":=", (span[0], self._end()))
        if char in ".,;:!?…、，。；：":
            return Node("punct", {"…": "dots", "，": ",", "：": ":"}.get(char, char), span)
        for kind, table in (("op", symbols.OPERATORS), ("rel", symbols.RELATIONS)):
            if char in table:
                return self._operator(kind, table[char] or char, span)
        if char in symbols.BARS:
            return self._bar(token)
        if char in symbols.BIG:
            return Node("big", symbols.BIG[char], span)
        if char in symbols.UNICODE_STYLES:
            name, style = symbols.UNICODE_STYLES[char]
            return Node("name", name, span, style=style)
        if char in symbols.UNICODE_NAMES:
            return Node("name", symbols.UNICODE_NAMES[char], span)
        if char.isascii() and char.isalpha():
            return Node("name", char, span)
        if char.isalpha():
            return self._words(token)
        if char in "′'’":
            return Node("punct", "'", span)
        if symbols.BRACKET_FORMS.get(char, char) in ")]":
            raise Unreadable("SK301", span, f"{char!r} closes nothing")
        return Node("unknown", char, span)

    def _number(self, first: Token) -> Node:
        text, end = first.text, first.span[1]
        while (token := self.peek(skip_space=False)) is not None and token.kind == "char":
            following = self.stream[self.at + 1] if self.at + 1 < len(self.stream) else None
            digit_next = following is not None and following.text.isdigit()
            if not (token.text.isascii() and token.text.isdigit()) and not (
                token.text == "." and digit_next and "." not in text
            ):
                break
            text, end = text + token.text, token.span[1]
            self.at += 1
        self._require_no_exponent((first.span[0], end))
        return Node("number", text, (first.span[0], end))

    def _require_no_exponent(self, span: Span) -> None:
        """Raise Unreadable for 1e9 and 1e-9: a power of ten in programs, a product elsewhere."""
        following = "".join(token.text for token in self.stream[self.at : self.at + 3])
        if EXPONENT.match(following):
            message = "this may be a power of ten, or a product with e"
            raise Unreadable("SK201", span, message, r"write 10^9, or e \cdot 9")

    def _words(self, first: Token) -> Node:
        """Letters of other scripts are words, as Chinese remarks inside a formula."""
        text, end = first.text, first.span[1]
        while (token := self.peek(skip_space=False)) is not None and token.kind in (
            "char",
            "space",
        ):
            if token.kind == "char" and (token.text.isascii() or not token.text.isalpha()):
                break
            text, end = text + token.text, token.span[1]
            self.at += 1
        return Node("text", text, (first.span[0], end))

    def _adjoining(self, span: Span, char: str) -> bool:
        following = self.peek(skip_space=False)
        return following is not None and following.text == char and adjoins(span, following.span)

    def _operator(self, kind: str, text: str, span: Span) -> Node:
        """``>=``, ``<=``, ``:=``, ``<=>`` and ``=>`` spelt in characters."""
        pair = self.peek()
        second = pair.text if pair is not None and pair.kind == "char" else ""
        joined = {
            (">", "="): ">=",
            ("<", "="): "<=",
            ("=", ">"): "implies",
            ("!=", "="): "!=",
            ("-", ">"): "to",
            ("=", "="): "=",
            ("=", ":"): "=:",
        }.get((text, second))
        if joined is None or pair is None:
            return Node(kind, text, span)
        self.at += 1
        end = pair.span[1]
        third = self.peek(skip_space=False)
        if joined == "<=" and third is not None and third.text == ">":
            self.at, joined, end = self.at + 1, "iff", third.span[1]
        return Node("rel", joined, (span[0], end))

    def _bar(self, token: Token) -> Node:
        text, end = symbols.BARS[token.text], token.span[1]
        following = self.peek(skip_space=False)
        doubled = text == "|" and following is not None and _is_bar(following)
        if doubled and following is not None:
            self.at += 1
            text, end = "||", following.span[1]
        style = "doubled" if doubled else ""
        return Node("bar", text, (token.span[0], end), style=style)

    # --- commands -------------------------------------------------------------------------------

    def _command(self, token: Token) -> list[Node]:
        name, span = token.text, token.span
        method = _BY_COMMAND.get(name)
        if method is not None:
            return method(self, token)
        if name in symbols.GREEK:
            return [Node("name", name, span)]
        if name in symbols.VARIANTS:
            return [Node("name", symbols.VARIANTS[name], span, style="var")]
        if name in symbols.OPERATORS:
            return [self._operator("op", symbols.OPERATORS[name] or name, span)]
        if name in symbols.RELATIONS:
            return [self._operator("rel", symbols.RELATIONS[name], span)]
        if name == "|":
            return [Node("bar", "||", span, style="escaped")]
        if name in symbols.BARS:
            return [self._bar(token)]
        if name in symbols.BIG:
            return [Node("big", symbols.BIG[name], span)]
        if name in symbols.FUNCTIONS:
            return [Node("func", symbols.FUNCTIONS[name] or name, span)]
        if name in symbols.LIMIT_WORDS:
            return [Node("big", symbols.LIMIT_WORDS[name], span)]
        if name == "Pr":
            return [Node("name", "Pr", span, style="rm")]
        if name == "prime":
            return [Node("punct", "prime", span)]
        return [Node("unknown", "\\" + name, span)]

    def _end(self) -> int:
        return self.stream[self.at - 1].span[1]

    def _font(self, token: Token) -> list[Node]:
        style = symbols.FONTS[token.text]
        row = self.argument()
        span = token.span[0], self._end()
        if style == "rm":
            return [word(letters(row), span)] if letters(row) else stretched(row, span)
        if len(row) == 1:
            return [replace(node, span=span) for node in styled(row, style)]
        spelt = letters(row)
        if spelt and style in ("bb", "cal", "frak", ""):
            return [Node("name", spelt, span, style=style)]
        return [Node("group", "", span, (tuple(styled(row, style)),))]

    def _text(self, token: Token) -> list[Node]:
        start = self.take()
        if start.kind != "open":
            return [word(start.text, (token.span[0], start.span[1]))]
        depth, words = 1, []
        while depth:
            piece = self.peek(skip_space=False)
            if piece is None:
                raise Unreadable("SK301", start.span, "'{' is opened and never closed")
            self.at += 1
            depth += {"open": 1, "close": -1}.get(piece.kind, 0)
            if depth:
                words.append(piece.text if piece.kind != "command" else f"\\{piece.text} ")
        return [word("".join(words).strip(), (token.span[0], self._end()))]

    def _accent(self, token: Token) -> list[Node]:
        row = self.argument()
        span = token.span[0], self._end()
        mark = symbols.ACCENTS[token.text]
        if len(row) == 1 and row[0].kind == "name" and not row[0].accent:
            return [replace(row[0], span=span, accent=mark)]
        if mark == "underline":
            return [Node("group", "", span, (row,))]
        return [Node("unknown", "\\" + token.text, span, (row,))]

    def _fraction(self, token: Token) -> list[Node]:
        top = self.argument()
        bottom = self.argument()
        return [Node("frac", "", (token.span[0], self._end()), (top, bottom))]

    def _root(self, token: Token) -> list[Node]:
        index: Row = ()
        following = self.peek()
        if following is not None and following.text == "[":
            self.at += 1
            index = self.row(following._replace(kind="char"))
            self.at += 1
        body = self.argument()
        parts = (body, index) if index else (body,)
        return [Node("sqrt", "", (token.span[0], self._end()), parts)]

    def _stacked(self, token: Token) -> list[Node]:
        over, base = self.argument(), self.argument()
        span = token.span[0], self._end()
        if len(base) == 1 and base[0].kind in ("rel", "op"):
            return [replace(base[0], span=span, parts=(over,))]
        if token.text == "underset" and len(base) == 1 and base[0].kind in ("big", "name", "func"):
            return [replace(base[0], span=span, sub=over)]
        return [Node("unknown", "\\" + token.text, span, (over, base))]

    def _extensible(self, token: Token) -> list[Node]:
        r"""A long relation with words over it, perhaps under it too: ``\xlongequal[..]{..}``."""
        following = self.peek()
        parts: tuple[Row, ...] = ()
        if following is not None and following.text == "[":
            self.at += 1
            parts = (self.row(following._replace(kind="char")),)
            self.at += 1
        parts = (self.argument(), *parts)
        relation = symbols.EXTENSIBLE[token.text]
        return [Node("rel", relation, (token.span[0], self._end()), parts)]

    def _braced(self, token: Token) -> list[Node]:
        body = self.argument()
        node = Node("brace", token.text, (token.span[0], self._end()), (body,))
        labelled = self._with_scripts(node)
        label = labelled.sub if token.text == "underbrace" else labelled.sup
        parts = (body, label) if label is not None else (body,)
        return [Node("brace", token.text, labelled.span, parts)]

    def _decorated(self, token: Token) -> list[Node]:
        body = self.argument()
        return [Node("group", "", (token.span[0], self._end()), (body,))]

    def _coloured(self, token: Token) -> list[Node]:
        self.argument()
        if token.text == "color":
            return [Node("note", "\\color", (token.span[0], self._end()))]
        return self._decorated(token)

    def _argument_note(self, token: Token) -> list[Node]:
        following = self.peek()
        if following is not None and following.kind == "open":
            depth = 0
            while True:
                piece = self.take()
                depth += {"open": 1, "close": -1}.get(piece.kind, 0)
                if not depth:
                    break
        return [Node("note", "\\" + token.text, (token.span[0], self._end()))]

    def _plain_note(self, token: Token) -> list[Node]:
        kind = "space" if token.text in WIDE else "note"
        if token.text in ("left", "right", "middle"):
            following = self.peek()
            if following is not None and following.text == ".":
                raise Unreadable("SK401", following.span, "a bracket on one side only")
            if token.text == "right" and following is not None and not _is_some_bar(following):
                raise Unreadable("SK301", token.span, f"{following.text!r} closes nothing")
        return [Node(kind, "\\" + token.text, token.span)]

    def _dots(self, token: Token) -> list[Node]:
        return [Node("punct", "dots", token.span)]

    def _colon(self, token: Token) -> list[Node]:
        return [Node("punct", ":", token.span)]

    def _not(self, token: Token) -> list[Node]:
        row = self.argument()
        span = token.span[0], self._end()
        negated = symbols.NEGATED.get(row[0].text) if len(row) == 1 else None
        if negated is None or row[0].kind != "rel":
            return [Node("unknown", "\\not", span, (row,))]
        return [Node("rel", negated, span)]

    def _binomial(self, token: Token) -> list[Node]:
        parts = (self.argument(), self.argument())
        return [Node("unknown", "\\" + token.text, (token.span[0], self._end()), parts)]

    def _escaped_brace(self, token: Token) -> list[Node]:
        raise Unreadable("SK301", token.span, f"'\\{token.text}' closes nothing")

    # --- environments ---------------------------------------------------------------------------

    def _begin(self, token: Token) -> list[Node]:
        name = self._environment_name()
        star = name.rstrip("*")
        if name in symbols.MATRICES or star in ("cases", "dcases", "rcases"):
            rows = self._cells(token)
            kind = "matrix" if name in symbols.MATRICES else "cases"
            return [Node(kind, name, (token.span[0], self._end()), rows)]
        if name not in symbols.ALIGNED:
            raise Unreadable("SK401", token.span, f"the environment {name!r} is not known")
        self._column_specification(name)
        begin = Node("note", f"\\begin {name}", (token.span[0], self._end()))
        inside = self.row(token)
        end = self._take_end(token)
        return [begin, *inside, Node("note", "\\end", (end.span[0], self._end()))]

    def _environment_name(self) -> str:
        return "".join(node.text for node in self._group_tokens())

    def _group_tokens(self) -> list[Token]:
        first = self.take()
        if first.kind != "open":
            raise Unreadable("SK301", first.span, "the name of an environment is expected")
        found = []
        while (token := self.take()).kind != "close":
            found.append(token)
        return found

    def _column_specification(self, name: str) -> None:
        following = self.peek()
        optional = [token.text for token in self.stream[self.at : self.at + 3]]
        if optional in _PLACEMENTS:
            self.at += 3
            following = self.peek()
        if name.startswith(_WITH_COLUMNS) and following is not None and following.kind == "open":
            self._group_tokens()

    def _cells(self, token: Token) -> tuple[Row, ...]:
        inside = self.row(token)
        self._take_end(token)
        cells: list[list[Node]] = [[]]
        for node in inside:
            if node.kind in ("align", "break"):
                cells.append([node])
            else:
                cells[-1].append(node)
        return tuple(tuple(cell) for cell in cells)

    def _take_end(self, token: Token) -> Token:
        end = self.peek()
        if end is None or end.text != "end":
            raise Unreadable("SK301", token.span, "the environment is never ended")
        self.at += 1
        self._environment_name()
        return end

    # --- brackets -------------------------------------------------------------------------------

    def _bracket(self, wanted: Callable[[str], bool]) -> tuple[str, int] | None:
        """The bracket at this place and the index after it; sizes before it are skipped."""
        first = self.peek()
        if first is None or first.text not in _BRACKET_LIKE:
            return None
        at, sizes = self.at, 0
        while at < len(self.stream) and self.stream[at].text in _SIZES and sizes < MAX_SIZES:
            at, sizes = at + 1, sizes + 1
            while at < len(self.stream) and self.stream[at].kind == "space":
                at += 1
        if at >= len(self.stream):
            return None
        token = self.stream[at]
        text = symbols.BRACKET_FORMS.get(token.text, token.text)
        is_bracket = token.kind == "command" or (token.kind == "char" and text in "()[]")
        if is_bracket and wanted(text) and (token.kind, text) not in _NOT_BRACKETS:
            return text, at + 1
        return None

    def _opening_bracket(self) -> tuple[str, int] | None:
        return self._bracket(lambda text: text in symbols.OPENING)

    def _closing_bracket(self) -> tuple[str, int] | None:
        return self._bracket(lambda text: text in symbols.CLOSING)

    def _fence(self, opening: tuple[str, int]) -> Node:
        text, after = opening
        start, opener = self.stream[self.at].span[0], self.stream[after - 1]
        self.at = after
        row = self.row(opener._replace(kind="char"))
        closing = self._closing_bracket()
        if closing is None:
            raise Unreadable("SK301", opener.span, f"{text!r} is opened and never closed")
        closed, self.at = closing
        if symbols.OPENING[text] != closed and {text, closed} - set("()[]"):
            span = self.stream[self.at - 1].span
            raise Unreadable("SK301", span, f"{text!r} is closed by {closed!r}")
        return Node("fence", text + closed, (start, self._end()), (row,))


_SWITCH_NOTES = frozenset(f"\\{name}" for name in symbols.SWITCHES)
_LIMIT_NOTES = frozenset({"limits", "nolimits"})
_SIZES = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "Biggl",
        "Biggr",
        "bigm",
        "Bigm",
    ]
)
_PLACEMENTS = (["[", "t", "]"], ["[", "c", "]"], ["[", "b", "]"])
_WITH_COLUMNS = ("array", "alignat", "alignedat", "IEEEeqnarray")
_NOT_BRACKETS = frozenset({("command", "["), ("command", "]"), ("command", "("), ("command", ")")})
_COMMANDS: tuple[tuple[Iterable[str], Callable[[_Layer, Token], list[Node]]], ...] = (
    (symbols.FRACTIONS, _Layer._fraction),
    (symbols.FONTS, _Layer._font),
    (symbols.TEXTS, _Layer._text),
    (symbols.ACCENTS, _Layer._accent),
    (symbols.STACKED, _Layer._stacked),
    (symbols.EXTENSIBLE, _Layer._extensible),
    (symbols.BRACED, _Layer._braced),
    (symbols.DECORATIONS, _Layer._decorated),
    (symbols.COLOURED, _Layer._coloured),
    (symbols.ARGUMENT_NOTES, _Layer._argument_note),
    (symbols.PLAIN_NOTES, _Layer._plain_note),
    (symbols.DOTS, _Layer._dots),
    (("colon",), _Layer._colon),
    (("sqrt",), _Layer._root),
    (("not",), _Layer._not),
    (("binom", "dbinom", "tbinom"), _Layer._binomial),
    (("begin",), _Layer._begin),
    (("}",), _Layer._escaped_brace),
)
_BY_COMMAND = {name: method for names, method in reversed(_COMMANDS) for name in names}
_BRACKET_LIKE = frozenset(
    {*_SIZES, *"()[]", *symbols.BRACKET_FORMS, *symbols.OPENING, *symbols.CLOSING}
)


def _is_bar(token: Token) -> bool:
    return token.kind in ("char", "command") and symbols.BARS.get(token.text) == "|"


def _is_some_bar(token: Token) -> bool:
    return token.kind in ("char", "command") and (token.text == "|" or token.text in symbols.BARS)


def _is_one_word(row: Row) -> bool:
    r"""``{\bf x}`` is the name x in another font, ``{\rm tr}`` an operator."""
    return len(row) == 1 and row[0].kind in ("name", "func", "big") and not row[0].rows
