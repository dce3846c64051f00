"""The macros that a site configures for its articles: MathJax and KaTeX settings, or TeX."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from symkl.reading.macros import Macro, macros_in
from symkl.reading.tokens import tokens

SECTION = re.compile(r"""["']?\b[Mm]acros["']?\s*[:=]\s*\{?""")
STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.|'')*'"""
ENTRY = re.compile(
    rf"""^[ \t{{,]*["']?\\*(?P<name>[A-Za-z]+)["']?[ \t]*:[ \t]*
    (?:(?P<one>{STRING})|\[\s*(?P<body>{STRING})\s*(?:,\s*(?P<count>\d))?\s*(?:,\s*(?P<default>{STRING}))?\s*\]
    |(?P<plain>\\[^\n]*$))[ \t]*(?=,|\}}|$)""",
    re.VERBOSE | re.MULTILINE,
)


def configured_macros(text: str) -> tuple[Macro, ...]:
    r"""The macros of a configuration: MathJax in JSON, YAML or JavaScript, or TeX definitions.

    Examples:
        >>> [m.name for m in configured_macros('{"macros": {"E": "\\\\mathbb{E}"}}')]
        ['E']
    """
    section = SECTION.search(text)
    lines = re.sub(
        r"([{,])\s*(?=[\"']?\\*[A-Za-z]+[\"']?\s*:)",
        r"\1\n",
        text[section.end() if section else 0 :],
    )
    found = [_configured(match) for match in ENTRY.finditer(lines)]
    return tuple(found) or tuple(replace(macro, since=0) for macro in macros_in(text).defined)


def _configured(match: re.Match[str]) -> Macro:
    body = _unquoted(match.group("one") or match.group("body") or match.group("plain"))
    default = match.group("default")
    return Macro(
        match.group("name"),
        tuple(tokens(body, 0, len(body))),
        int(match.group("count") or _highest(body)),
        tuple(tokens(_unquoted(default), 0, len(_unquoted(default)))) if default else None,
    )


def _highest(body: str) -> int:
    """KaTeX counts the parameters in the body."""
    return max(map(int, re.findall(r"#(\d)", body)), default=0)


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    if value.startswith("'"):
        # YAML keeps backslashes in single quotes, JavaScript reads two as one.
        return re.sub(r"\\\\(?=[A-Za-z{}|,;!])", r"\\", value[1:-1].replace("''", "'"))
    return value.strip()
