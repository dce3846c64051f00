"""Words in and around formulas that say how statements hang together; tables, no code."""

from __future__ import annotations

import re

# Between two statements: both are claimed.
CONJUNCTIONS = frozenset(
    [
        *("i.e", "that is", "hence", "thus", "so", "therefore", "then", "即", "所以", "因此"),
        *("and", "and also", "as well as", "und", "sowie", "et", "y", "e", "и", "а также"),
        *("且", "并且", "和", "以及", "与", "同时", "또한", "그리고", "および", "かつ"),
    ]
)
# Between two statements: only one of them is claimed.
DISJUNCTIONS = frozenset({"or", "oder", "ou", "o", "или", "或", "或者", "または", "또는"})
# Between two statements: words for a relation.
RELATIONS = {
    **dict.fromkeys(("iff", "if and only if", "exactly when", "genau dann wenn"), "iff"),
    **dict.fromkeys(("当且仅当", "等价于", "si et seulement si", "тогда и только тогда"), "iff"),
    **dict.fromkeys(("implies", "which implies", "implique", "follows", "推出", "蕴含"), "implies"),
}
# What follows restricts the statement behind it, if there is one in the row, or the one before.
QUALIFIERS = re.compile(
    r"(?:when|whenever|if|unless|for|provided|assuming|assume|suppose|given|let|with(?! equality)|"
    r"as long as|only if|in case|wenn|falls|für|mit|sofern|sei|si|pour|avec|soit|cuando|para|con|"
    r"если|для|при|пусть|当|若|如果|对于|对|假设|设|令|のとき)(?![A-Za-z])",
    re.IGNORECASE,
)
# What follows always restricts the statement before it; alone in a formula, it defines.
LOOKING_BACK = re.compile(
    r"(?:where|such that|s\.?\s?t\b|subject to|wobei|où|tel que|donde|где|"
    r"其中|满足|使得|ただし|여기서)(?![A-Za-z])",
    re.IGNORECASE,
)
DEFINING = re.compile(
    r"(?:where|let|denote|define|with|wobei|sei|où|soit|donde|sea|где|пусть|其中|设|令|记)"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
# What begins a reason rather than an operand.
REASONS = re.compile(
    r"[(\[（【]|(?:by|since|because|using|from|due|as|via|see|follows|because of|definition|"
    r"nach|wegen|aus|da|weil|mit|par|car|d'après|por|ya que|по|так как|в силу|"
    r"由|因为|因|根据|利用|注意|定义|依|据|より)(?![A-Za-z])",
    re.IGNORECASE,
)
SHORT_WORDS = frozenset(
    word
    for word in [
        *("and", "or", "if", "iff", "for", "by", "with", "when", "as", "so", "thus", "then"),
        *("und", "oder", "wenn", "mit", "et", "ou", "si", "car", "y", "st", "s.t.", "let", "from"),
        *("i.e.", "e.g.", "also", "but", "that", "is", "are", "the", "see", "hence", "note"),
    ]
    if len(word) > 1
)
DEFINING_MARKS = frozenset(
    {"def", "def.", "defn", "d e f", "delta", "triangle", "定义", "\\triangle"}
)
# A reason in the sentence before a display.
BEFORE = re.compile(
    r"(?:\b(?:by|using|from|via|applying|invoking|due to|thanks to|because of|according to|"
    r"nach|mittels|aufgrund|wegen|mit|d'après|par|selon|en utilisant|por|según|usando|"
    r"по|согласно|используя|в силу)\s+"
    r"|(?:由于|由|根据|利用|应用|使用|依据|通过|按照|因为))"
    r"(?P<words>[^.;:!?,。；：！？，()（）]{2,80}?)"
    r"(?:\s+(?:we|one|wir|man|on|nous)\s+\w+(?:\s\w+){0,2}|可以?得到?|可知|得到?|我们?有|有|我们可以得到)?"
    r"[\s,:，：]*$",
    re.IGNORECASE,
)
LABEL = re.compile(r"\$?\((?P<label>[a-z]{1,2}|[ivx]{1,5}|\d{1,2}|\*{1,3}|†|‡)\)\$?", re.IGNORECASE)
LISTED = re.compile(r"^(?P<bullet>[-*+]\s+)?(?:\(?(?P<label>[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s")
JOINING = re.compile(r"^(?:and|und|et|y|и|和|与|、|,|&|\s|also)*$", re.IGNORECASE)
VERBS = re.compile(
    r"^[\s:：,，-]*(?:(?:(?:also|then|step|equality|inequality|holds?|follows?|is|are|comes?|uses?|"
    r"due|true|justified|obtained|gilt|folgt|vient|используется|следует)\b|是|为|等号|不等号|处|成立)"
    r"\s*)*"
    r"(?:(?:from|by|because of|because|since|due to|to|via|using|uses|the fact that|"
    r"nach|aus|wegen|mit|de|par|по|из|в силу)\b\s*|由于|由|因为|利用|根据|用|使用|来自)?",
    re.IGNORECASE,
)
EDGES = " \t\n.;,:。；，：、~"
