"""Identically distributed and uncorrelated variables, as sentences say it.

"X_1, X_2 are i.i.d." is independence, and that each has the law of the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symkl.kernel.context import Law
from symkl.kernel.terms import Label, Term
from symkl.language.statements import Statement
from symkl.language.written import Written

IID = (
    r"(?:i\.?\s?i\.?\s?d\.?(?![A-Za-z])|"
    r"(?:independent(?:ly)?,?\s+(?:and\s+)?identically|identically\s+and\s+independently)"
    r"[\s-]+distributed|unabhängige?,?\s+(?:und\s+)?identisch\s+verteilte?|u\.\s?i\.\s?v\.|"
    r"indépendantes?\s+et\s+identiquement\s+distribuées?|independientes\s+e\s+idénticamente\s+"
    r"distribuidas)"
)
SAME = (
    r"(?:identically[\s-]+distributed|(?:have|having|with)\s+the\s+same\s+(?:distribution|law)|"
    r"identisch\s+verteilt|identiquement\s+distribuées?|de\s+même\s+loi)"
)
UNCORRELATED = (
    r"(?:(?:pairwise\s+|mutually\s+)?uncorrelated|unkorreliert|non corrélées?|décorrélées?)"
)
# What is said under a condition is none of these for the variables themselves.
CONDITIONAL = re.compile(
    r"\b(?:given|condition\w*|conditional\w*|for each|for every|gegeben|bedingt\w*|sachant|"
    r"conditionnel\w*|dado)\b|给定|条件|已知",
    re.IGNORECASE,
)
KINDS = r"(?:(?:random|discrete|variables?|r\.v\.s?|copies|samples|draws|reali[sz]ations)\s*)*"


def patterns(listed: str, linking: str, name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The ways to say it, with what is said."""
    of = rf"(?:\s*{KINDS}\s*(?:of|from)\s+(?P<c>{name}))?"
    chinese = r"(?:\s*(?:是|为|之间|两个|两者|随机变量|变量|相互|互相|彼此|都|均))*\s*"
    for kind, words in (("iid", IID), ("identical", SAME), ("uncorrelated", UNCORRELATED)):
        yield kind, re.compile(rf"(?P<a>{listed}){linking}{words}{of}", re.IGNORECASE)
        before = r"(?<!not )(?<!non-)(?<!non )(?<!necessarily )"
        yield kind, re.compile(rf"{before}{words}\s+{KINDS}\s*(?P<a>{listed})", re.IGNORECASE)
    for kind, words in (("iid", "独立同分布"), ("identical", "同分布"), ("uncorrelated", "不相关")):
        yield kind, re.compile(rf"(?P<a>{listed}){chinese}{words}(?:的(?:随机变量)?)?")
        yield kind, re.compile(rf"(?<![不非]){words}的?(?:随机变量|变量)?\s*(?P<a>{listed})")


def same_entropies(found: Statement, law: Law, pair: Label) -> Statement:
    """What follows of entropies when two variables have the same law."""
    one, two = (
        Written(Term("entropy", (), (law.name, (v,), (), ())), found.declarations) for v in pair
    )
    return Statement(one, "=", two)
