"""Texts that results hold, in another language.

Results are written in English: they are data that other tools read.  What they say is made of
sentences with names and numbers in them, and the files in ``texts/`` hold these sentences beside
their translation, as in ``"{name} sums to 1" = "{name} 之和为 1"``.  A text is compared with all of
them; what stands for a placeholder is translated in its turn.  An entry with the placeholder
``{told}`` fits only where what stands for it has a translation, and what stands for ``{word}`` or
``{keywords}``, which people write as they are, is not translated.  A text that no entry fits is
shown as it is: a report never loses what a result says.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from symkl.messages.catalogue import SOURCE, BadCatalogue, Language, placeholders
from symkl.rules.recognise import recognised

_FORMULA = re.compile(r"\$[^$]*\$")
_WORD = re.compile(r"[A-Za-z]{3,}")
_ENGLISH = re.compile(
    r"(?<![A-Za-z_])(?:that|the|not|has|and|are|for|with|which|what|without)(?![A-Za-z_])"
)
_FUNCTIONS = frozenset({"log", "sum", "exp", "det", "Sigma"})
_CHINESE = re.compile("[\u4e00-\u9fff]")
_DEEPEST = 5
_LONGEST = 1000
_VERBATIM = frozenset({"keywords", "word"})
_QUOTED = re.compile(r"'[^']+'")
Separators = tuple[re.Pattern[str], str]
# Lists of texts; between formulas a comma belongs to the formula.
_SENTENCES: Separators = (re.compile(r"; "), "；")
_NAMES: Separators = (re.compile(r", (?![^$]*\$(?:[^$]*\$[^$]*\$)*[^$]*$)"), "，")
# Chinese is set apart from Latin letters, digits and formulas by a space.
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9$(|])|(?<=[A-Za-z0-9$)|])(?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class _Pattern:
    """A sentence with placeholders."""

    pattern: re.Pattern[str]
    translation: str
    order: tuple[bool, int]


def translated(text: str, language: Language) -> str:
    """The text in the language; as it is when the catalogue has no translation of it.

    >>> translated("true, but not by Jensen", "zh")
    '成立，但不能由 Jensen 不等式推出'
    >>> translated("P(x) sums to 1", "zh"), translated("no such sentence", "zh")
    ('P(x) 之和为 1', 'no such sentence')
    >>> translated("Jensen's inequality", "zh"), translated("琴生不等式", "en")
    ('Jensen 不等式', 'Jensen')
    """
    if language == SOURCE:
        return _in_english(text)
    found = translation(text)
    return text if found is None else found


@lru_cache(maxsize=4096)
def translation(text: str, depth: int = 0) -> str | None:
    """The text in Chinese, or None when the catalogue has no translation of it."""
    if text in _whole():
        return _whole()[text]
    if depth == _DEEPEST or len(text) > _LONGEST:
        return None
    # A sentence with placeholders could take a whole list of sentences for a name.
    return (
        _each(text, _SENTENCES, depth)
        or _together(text, "; ", "；")
        or _filled(text, depth)
        or _listed(text, depth)
    )


def _filled(text: str, depth: int) -> str | None:
    """A text with names in it, by the sentence with placeholders that leaves least in English.

    Of several that leave as much, the first is taken.
    """
    best: tuple[int, str] | None = None
    for found in _fitting(text, depth):
        left = len(_ENGLISH.findall(_QUOTED.sub("", _FORMULA.sub("", found))))
        if best is None or left < best[0]:
            best = left, found
        if left == 0:
            break
    return None if best is None else best[1]


def _fitting(text: str, depth: int) -> Iterator[str]:
    """What each sentence with placeholders makes of a text that it fits."""
    for entry in _patterns():
        match = entry.pattern.fullmatch(text)
        if match is None or not _may_be(match, depth):
            continue
        inner = {
            name: part if name in _VERBATIM else _inside(part, depth)
            for name, part in match.groupdict().items()
        }
        yield _SEAM.sub(" ", entry.translation.format(**inner))


def _may_be(match: re.Match[str], depth: int) -> bool:
    """Whether what stands for ``{told}`` is known, and is not said of a name by a known reason."""
    groups = match.groupdict()
    if "told" not in groups:
        return True
    if "name" in groups and recognised(match[0]) is not None:
        return False
    return translation(groups["told"], depth + 1) is not None


def _inside(part: str, depth: int) -> str:
    found = translation(part, depth + 1)
    if found is None and _QUOTED.fullmatch(part):  # words of our own, where an author's may stand
        own = translation(part[1:-1], depth + 1)
        found = None if own is None else f"“{own}”"
    return part if found is None else found


def _listed(text: str, depth: int) -> str | None:
    """A list of texts, when each of them has a translation."""
    return _each(text, _NAMES, depth) or _together(text) or _cited(text)


def _each(text: str, separators: Separators, depth: int) -> str | None:
    """The parts of a list, when each of them that has words has a translation."""
    separator, mark = separators
    parts = separator.split(text)
    if len(parts) == 1 or all(map(_is_formula, parts)):
        return None
    found = []
    for part in parts:
        told = part if _is_formula(part) else translation(part, depth + 1)
        if told is None:
            return None
        found.append(told)
    return mark.join(found)


def _in_english(text: str) -> str:
    """A text as it is, but a reason that is cited in Chinese by its English name."""
    found = recognised(text) if _CHINESE.search(text) and len(text) <= _LONGEST else None
    return text if found is None else found.name


def _cited(text: str) -> str | None:
    """A reason under one of its other names, or several together."""
    found = recognised(text)
    if found is None or found.name == text:
        return None
    return _whole().get(found.name) or _together(found.name)


@lru_cache(maxsize=4096)
def _together(text: str, separator: str = " and ", mark: str = "、") -> str | None:
    """Known texts put together by a separator, which some of them hold themselves."""
    for match in re.finditer(separator, text):
        first, rest = _name(text[: match.start()]), text[match.end() :]
        if first is not None:
            other = _name(rest) or _together(rest, separator, mark)
            if other is not None:
                return f"{first}{mark}{other}"
    return None


def _name(text: str) -> str | None:
    return _whole().get(text, text if _is_formula(text) else None)


def _is_formula(text: str) -> bool:
    """Whether a text has no words that a translation could change."""
    words = set(_WORD.findall(_FORMULA.sub("", text)))
    return not words - _FUNCTIONS


@cache
def texts() -> Mapping[str, str]:
    """Every English text of the catalogue with its translation.

    Raises:
        BadCatalogue: a text occurs twice, or its translation has other placeholders.
    """
    found: dict[str, str] = {}
    folder = files("symkl.messages").joinpath("texts")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for text, chinese in tomllib.loads(file.read_text("utf-8"))["text"].items():
            if text in found:
                raise BadCatalogue(f"{file.name}: {text!r} occurs twice in the catalogue")
            if placeholders(text) != placeholders(chinese):
                raise BadCatalogue(f"{file.name}: {text!r}: its translation has other placeholders")
            found[text] = chinese
    return found


@cache
def _whole() -> Mapping[str, str]:
    """The texts without placeholders, as they are read."""
    return {
        text.format(): told.format() for text, told in texts().items() if not placeholders(text)
    }


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """The texts with placeholders in the order in which they are tried.

    First come those that go on after a ``{first}`` text, the last to be added first; then the
    others, those with most words of their own first.
    """
    found = []
    for text, chinese in texts().items():
        if not placeholders(text):
            continue
        parts = [(literal, name) for literal, name, _, _ in string.Formatter().parse(text)]
        written = "".join(
            re.escape(literal) + (f"(?P<{name}>.+?)" if name else "") for literal, name in parts
        )
        weight = sum(len(literal) for literal, _ in parts)
        goes_on = text.startswith("{first}")
        order = (not goes_on, weight if goes_on else -weight)
        found.append(_Pattern(re.compile(written, re.DOTALL), chinese, order))
    return tuple(sorted(found, key=lambda entry: entry.order))
