"""Mistakes that a text shows as such: "a common mistake is", "one might believe", "which is false".

Their authors want them refuted: no word nearby is meant to make them true.
"""

from __future__ import annotations

import re

_USUAL = (
    r"(?:common|frequent|typical|classic|classical|popular|usual|widespread|easy|notorious|beginner['’]?s|"
    r"well-known|favourite)"
)
_MISTAKE = (
    r"(?:bugs?|mistakes?|errors?|misconceptions?|fallac(?:y|ies)|confusions?|blunders?|pitfalls?|"
    r"slips?|traps?|typos?|misunderstandings?|wrong answers?)"
)
_FALSE = r"(?:wrong|false|incorrect|erroneous|mistaken|nonsense|bogus|flawed)"
_SAYING = (
    r"claims?|identit(?:y|ies)|formulas?|formulae|derivations?|equations?|statements?|steps?|proofs?|"
    r"arguments?|inequalit(?:y|ies)|results?|versions?|answers?|conclusions?|computations?|"
    r"calculations?|signs?|implementations?|belief|intuition|rule"
)
# Before a formula.
LEADING = re.compile(
    rf"\b{_USUAL} (?:\w+ )?{_MISTAKE}\b|"
    rf"\b(?:sign|algebra) {_MISTAKE}\b|"
    r"\b(?:wrongly|mistakenly|erroneously|falsely|misconception|fallacy)\b|"
    r"(?:^|[*_#]\s*)(?:wrong|false|incorrect|mistake|pitfall)\W|"
    r"\b(?:this|that|next|the following|what follows)(?: one| \w+)? (?:is|would be) (?:\w+ )?"
    rf"(?:{_FALSE}|a mistake|not true)\b|"
    r"^not (?:true|correct|valid)\b|\b(?:but|and|it is) (?:certainly |definitely )?not\s*$|"
    rf"\b{_FALSE} (?:{_SAYING})\b|"
    r"\b(?:buggy|sloppy|careless|faulty|na[iï]ve(?! bayes)|hasty) \w+|"
    rf"\b(?:find|spot|where is) the {_MISTAKE}\b|"
    r"\b(?:it is|it's|is it|one is|be|are) (?:\w+ )?tempt(?:ing|ed)\b|"
    r"(?<!as )\b(?:one|you|students?|beginners?|people|some|many) "
    r"(?:might|may|could|often|sometimes) (?:\w+ )?(?:believe|think|guess|hope)\b|"
    r"\b(?:students?|beginners?|people|many) (?:\w+ )?(?:often|sometimes|wrongly) "
    r"(?:write|claim|say|expect)\b|"
    r"\b(?:forgetting|dropping|omitting|losing|confusing|mixing up|misreading|swapping)\b"
    r".*\b(?:would|might|may|could)\b|"
    r"\b(?:violates|does not satisfy|fails)\s*$|"
    r"\b(?:häufige|typische|beliebte|verbreitete|klassische)r? (?:Fehler|Irrtum|Trugschluss)|"
    r"\bfälschlich|\birrtümlich|\bman könnte (?:\w+ )?(?:meinen|glauben|denken|vermuten)|"
    r"(?:^|[*_]\s*)Falsch\W|\b(?:dies|das|folgendes) (?:ist|wäre) (?:\w+ )?falsch\b|"
    r"\berreur (?:\w+ )?(?:fréquente|courante|classique|commune)|\bà tort\b|"
    r"\bon pourrait croire|\bc['’]est faux|(?:^|[*_]\s*)Faux\W|"
    r"\berror (?:frecuente|común|habitual|típico)|\bpodría (?:pensarse|creerse)|"
    r"有人(?:会|可能|常)?(?:写成|认为|以为|误)|不(?:满足|成立的是)\s*$|"
    r"常犯的?(?:一个)?错误|常见的?错误|误以为|误认为|错误地?认为|"
    r"(?:推导|证明|等式|公式|结论|说法)是?(?:错误|有误)|是错误?的|找出(?:其中的)?错误|谬误",
    re.IGNORECASE | re.MULTILINE,
)
# "It is a mistake to forget that": what follows is true.
UNMISTAKEN = re.compile(
    r"\b(?:(?:forget|overlook|ignore|neglect|miss|doubt)\w* that|avoid\w*|"
    r"not (?:a )?(?:mistake|wrong|false))\b|"
    r"vergess\w*, dass|oubli\w* que|olvid\w* que|忘记|忽略|忽视|没有错|不是错",
    re.IGNORECASE,
)
# Behind a formula.
BEHIND = re.compile(
    r"^[\s,;:(（，]*"
    r"(?:(?:but|and|which|that|this|it|aber|was|das|dies|mais|ce qui|c['’]|但|这|该式)\s*)*"
    r"(?:(?:is|was|are|would be|ist|wäre|est|serait|es|是|就|显然)\s*)?"
    r"(?:(?:of course|simply|plainly|just|clearly|obviously|also|in general|totally|an?|the|une?|"
    r"ein|natürlich|einfach|offenbar|simplement|évidemment|bien sûr|en général)\s+)*"
    rf"(?:{_USUAL} )?(?:{_FALSE}|{_MISTAKE}|not true|untrue|falsch|faux|fausse|erreur|Fehler|falso|"
    r"错误|错的|不对|不成立|有误)",
    re.IGNORECASE,
)


def leads_to_mistake(text: str) -> bool:
    """Whether words before a formula say that it is a mistake.

    Examples:
        >>> leads_to_mistake("Students often write"), leads_to_mistake("Never forget that")
        (True, False)
        >>> leads_to_mistake("It is a common mistake to forget that")
        False
    """
    return LEADING.search(text) is not None and UNMISTAKEN.search(text) is None


def names_mistake(text: str) -> bool:
    """Whether words behind a formula say that it was a mistake.

    Examples:
        >>> names_mistake(", which is simply false."), names_mistake("which is false if")
        (True, False)
    """
    found = BEHIND.match(text)
    rest = text[found.end() :] if found is not None else ""
    return found is not None and re.match(r"\s*(?:if|unless|when|wenn|si|当|若)\b", rest) is None
