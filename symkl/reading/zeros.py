"""Laws of which a text says that they may be 0: not positive by default, but nonnegative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symkl.reading import names
from symkl.reading.declared import Said
from symkl.reading.layout import Row
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.seeing import seen
from symkl.reading.sentences import Sentence
from symkl.reading.usage import Usage

ZEROS = re.compile(
    r"\b(?:may|can|could|might) (?:also )?(?:be(?:come)? (?:zero|0)|vanish|have zeros|equal zero|"
    r"take (?:the value )?(?:zero|0)|assign)|\bwith zeros\b|\bzero entries\b|\bhave zeros\b|"
    r"\bzero probabilit|\bzero mass|\bpossibly (?:zero|vanishing)|"
    r"\b(?:not|n't|without) (?:necessarily |assumed? |assuming |required? |known )*"
    r"(?:to )?(?:be |that \S+ (?:has |have |is |are )|of |have )?(?:strictly |everywhere )*"
    r"(?:positiv|full support|fully supported)|\bneed not (?:be (?:strictly )?positive|have full)|"
    r"\bsupports? (?:of \S+ )?(?:may|might|can|need not|is smaller|is contained|differs?)|"
    r"\bvanish(?:es|ing)? (?:at|on|for|some)|(?:可能|可以|可|允许)(?:为|取|等于)\s*(?:零|0)|零概率|"
    r"(?:不一定|未必|不必|不要求|不假设|并非)\S{0,3}?(?:处处|严格|都|均|为|是)*(?:为|是)?正",
    re.I,
)


def are_allowed(sentence: Sentence, rows: dict[str, Row]) -> bool:
    """Whether the sentence says that something may be 0, or need not be positive."""
    text = sentence.text
    for mark, row in rows.items():
        if len(row) == 1 and row[0].text == "0":
            text = text.replace(mark, "0")
    return ZEROS.search(text) is not None


def vanishing(
    sentence: Sentence, rows: dict[str, Row], taken: dict[str, frozenset[str]]
) -> Iterator[Said]:
    """Laws that are called nothing else there, as in "here Q(x) may vanish"."""
    if not are_allowed(sentence, rows):
        return
    for row in rows.values():
        is_value = len(row) == 2 and row[1].kind == "fence"
        if not row or row[0].kind != "name" or not (len(row) == 1 or is_value):
            continue
        name = names.key(row[0])
        if name in taken or names.letter_of(name) not in LAW_LETTERS:
            continue
        taken[name] = frozenset({"nonnegative"})
        usage = Usage(distributions={name})
        usage.applications += [a for a in seen(row).applications if a.base == name]
        span = row[0].span[0], row[-1].span[1]
        yield Said(name, "law", "prose", span, (), taken[name], usage)
