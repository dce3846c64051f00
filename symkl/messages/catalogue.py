"""``Messages``: what reports and handouts say, by the keys of the catalogue.

The catalogue is the TOML files beside this module.  An entry holds one message in every language::

    [step]
    details = { en = "Details of step {number}", zh = "第 {number} 步的细节" }

which ``Messages("zh")("step.details", number=3)`` says.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SOURCE: Language = "en"  # what results are written in


class BadCatalogue(ValueError):
    """An entry lacks a language, or its languages have different placeholders."""


@dataclass(frozen=True)
class Messages:
    """The messages of one language.

    >>> Messages("en")("step.details", number=3), Messages("zh")("verdict.proved")
    ('Details of step 3', '已证明')
    """

    language: Language = SOURCE

    def __call__(self, key: str, /, **values: object) -> str:
        """The message with its placeholders filled in.

        Raises:
            KeyError: the catalogue has no such message, or a placeholder has no value.
        """
        return entries()[key][self.language].format(**values)

    def group(self, name: str) -> dict[str, str]:
        """The messages of a table of the catalogue, by the last part of their keys."""
        start = f"{name}."
        found = ((key, entry) for key, entry in entries().items() if key.startswith(start))
        return {key.removeprefix(start): entry[self.language] for key, entry in found}


@cache
def entries() -> Mapping[str, Mapping[Language, str]]:
    """Every entry of the catalogue by its key.

    Raises:
        BadCatalogue: an entry is not the same message in every language.
    """
    found: dict[str, Mapping[Language, str]] = {}
    for file in sorted(files("symkl.messages").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            for key, entry in _leaves(tomllib.loads(file.read_text("utf-8"))):
                if key in found:
                    raise BadCatalogue(f"{file.name}: {key} occurs twice in the catalogue")
                found[key] = _checked(f"{file.name}: {key}", entry)
    return found


def placeholders(text: str) -> frozenset[str]:
    """The names in braces in a message.

    >>> sorted(placeholders("{count} of {{x}}"))
    ['count']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in table.items():
        if not isinstance(value, Mapping):
            raise BadCatalogue(f"{above}{name}: expected a message in every language")
        if all(isinstance(part, str) for part in value.values()):
            yield f"{above}{name}", value
        else:
            yield from _leaves(value, f"{above}{name}.")


def _checked(place: str, entry: Mapping[str, Any]) -> Mapping[Language, str]:
    if sorted(entry) != sorted(LANGUAGES):
        expected = ", ".join(LANGUAGES)
        raise BadCatalogue(f"{place}: expected {expected}, found {', '.join(sorted(entry))}")
    if len({placeholders(text) for text in entry.values()}) > 1:
        raise BadCatalogue(f"{place}: its languages have different placeholders")
    return {language: entry[language] for language in LANGUAGES}
