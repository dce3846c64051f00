"""How a formula is meant, by the words around it: claimed, assumed, defined, possible, denied.

Only words are looked at here.  A hypothesis that is seen but not understood keeps a step from
being refuted.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from symkl.reading.sentences import FORMULA, MARK

Kind = Literal["claim", "standing", "local", "definition", "equivalence"]
Quantifier = Literal["", "all", "some"]
LONGEST_WORD = 40  # characters of "for example" and the like, and then some
UNDERSTOOD = "\ufffc"  # stands for words that became a hypothesis

_LISTED = rf"[{FORMULA[1:-1]}{UNDERSTOOD}]"
# The last of these before a formula says how it is meant.
KEYWORDS: dict[Kind, str] = {
    "equivalence": (
        r"\b(?:iff|if and only if|exactly when|precisely when|only if|genau dann,? wenn|"
        r"si et seulement si)\b|当且仅当|等价于|<=>|⇔|⟺"
    ),
    "claim": (
        r"\b(?:then|hence|therefore|thus|so|it follows|holds?|implies|yields?|gives?|we (?:\w+ )?"
        r"(?:have|get|obtain|see|find|know|conclude|arrive)|one (?:\w+ )?"
        r"(?:has|gets|obtains|sees|finds|concludes|arrives)|we are (?:back at|left with|led to)|"
        r"that is|i\.e\.|equals?|becomes?|reads?|"
        r"(?:show|prove|claim|verify|check|know|note|recall)s? that|since|because|by|dann|daher|"
        r"(?<=,\s)also|also(?= (?:gilt|ist|sind|folgt|haben|erhalten|wir)\b)|"
        r"(?:it|entropy|information|divergence|distance|perplexity|coefficient|affinity|"
        r"energy|elbo|bound|gap|regret|capacity|always|clearly) satisf(?:ies|y)|"
        r"gilt|alors|donc|on a|entonces|luego)(?![a-z])"
        r"|则|那么|可得|得到|得|因此|所以|故|于是|从而|因而|即|就是|想说|由于|因为|证明|有(?![可关限])"
        r"|(?:(?<=熵)|(?<=信息)|(?<=散度)|(?<=方差)|(?<=期望)|(?<=转置)|(?<=行列式)|(?<=乘法)|(?<=的迹))满足"
    ),
    "standing": (
        r"\b(?:let|suppose|assum(?:e|es|ing)|subject to|such that|constraints?|"
        r"satisf(?:y|ies|ying)|given that|require[sd]?|consider|provided|where each|"
        r"soi(?:t|ent)|supposons|sei(?:en)?|angenommen|"
        r"supongamos|sean?)\b"
        rf"|\b(?:take|choose|pick|fix|set|put|taking|choosing|setting)\s+(?={FORMULA}|$)"
        r"|(?<!不)满足|约束|假设|假定|设|令|要求|使得|已知"
    ),
    "local": (
        r"\b(?:if|when|whenever|in case|(?<!as )in the case|for the case|"
        r"(?<!as in the )(?<!like the )special case|unless|as long as|"
        r"wenn|falls|si|quand|cuando)\b|(?:^\W*|(?<=[.:;*]\s))(?:sind|ist)\b|"
        r"若|如果|当(?!然|前|中|时)|特别地|特例"
    ),
    "definition": (
        r"\b(?:defin(?:e|es|ed|ing|ition)|denot(?:e|es|ed|ing)|"
        r"(?<!can )(?<!could )(?<!may )(?<!also )(?<!to )write|writing|where|called|"
        r"abbreviat\w+|wobei|où|donde)\b|定义|其中|记作?|称为?|表示"
    ),
}
# "With A = B and C = D, ...": what stands directly behind it.
BEGINNING_WITH = re.compile(
    rf"(?:^\W*|(?<=[.:;*]\s))with(?:\s+{_LISTED}(?:\s*,\s*{_LISTED})*,?\s+and)?\s*$", re.I
)
WORDS = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in KEYWORDS.items()), re.I)
CONCLUDING = re.compile(
    r"then|hence|therefore|thus|so|it follows|implies|"
    r"we (?:\w+ )?(?:have|get|obtain|see|find|conclude)|"
    r"dann|also|daher|alors|donc|on a|entonces|luego|"
    r"则|那么|可得|得到|得|因此|所以|故|于是|从而|因而",
    re.I,
)
OF_INDEPENDENCE = re.compile(
    r"independ|factori[sz]|approximat|assum|ansatz|\bi\.?\s?i\.?\s?d\b|mean[- ]field|na[iï]ve|"
    r"markov|graphical|"
    r"unabhängig|faktor|indép|独立|分解|马尔可夫",
    re.I,
)
VERB = re.compile(
    r"\b(?:is|are|be|has|have|holds?|equals?|ist|sind|est|sont|es|son)\b|[是为有成立]"
)
# Before "assume" or "suppose": what is named there is not assumed.
DISAVOWING = re.compile(
    r"(?:\b(?:not|never|without|nor|instead of|rather than|cannot|can't|don't|doesn't|no longer|"
    r"nicht|ohne|sans|pas|sin|no)(?:\s+(?:actually|explicitly|necessarily|further|even|have to|"
    r"need to|longer|want to|anzu|zu))*|\bto avoid|"
    r"\b(?:wrong|incorrect|unreasonable|unrealistic|tempting|a mistake|dangerous|naive|naïve|"
    r"illegitimate|unsafe)\s+to|不能?|不必|不用|不需要?|不再|无需|无须|没有|并未|并没有)\s*$",
    re.I,
)
EXCEPTING = frozenset({"unless"})
# "Man könnte meinen, D sei symmetrisch": said by somebody, and not assumed.
REPORTING = re.compile(
    r"\b(?:meinen|glauben|denken|vermuten|behaupt\w+|sagen|meint|glaubt|denkt|sagt)\b[^.;:]*$", re.I
)
PARAPHRASE = re.compile(r"\bi\.e\.,?|\bthat is,?|即|也就是说?|\bd\.\s?h\.|c'est-à-dire", re.I)
AND = re.compile(r"\s*[,，、;]?\s*(?:and|und|et|y|且|并且|和|以及|&)\s*|\s*")
COMMA = re.compile(r"\s*[,，、;]\s*")
# Words that restrict what follows in a way that is not read.
# A matrix of a kind that is not in this list (negative definite, nilpotent) is restricted too.
_PLAIN_MATRIX = (
    r"(?:an?|the|two|three|any|some|both|all|and|or|of|in|for|by|each|every|this|these|real|square|"
    r"symmetric|positive|definite|invertible|nonsingular|non-singular|covariance|precision|"
    r"deux|trois|des|les|une|la|cette|ces|zwei|drei|die|der|von|eine|beiden?|beider|dos|las|"
    r"arbitrary|fixed|given|known|random|is|are|be|being|denotes?|matrix|column|row)"
)
RESTRICTION = re.compile(
    r"\b(negative[ -](?:semi-?)?definite|semi-?definite|skew[ -]symmetric|exchangeable|"
    rf"(?!{_PLAIN_MATRIX}\s)(?<![\w-])[a-z-]+\s+(?:{FORMULA}\s+)?matri(?:x|ces)|independen(?:t|ce)|i\.?i\.?d\.?|uniform(?:ly)?|markov\w*|determinist\w*|identical(?:ly)?|"
    r"orthonormal\w*|unitary|"
    r"disjoint|orthogonal|diagonal|isotropic|bernoulli|binary|symmetric channel|doubly|"
    r"approximat\w*|asymptot\w*|as n|in this case|special case|"
    r"(?:is|are|as) an? (?:deterministic |invertible |fixed )?function of|"
    r"invertible transformation|bijecti\w*|stationary|ergodic|"
    rf"(?:symmetric|invertible|definite|square) (?={FORMULA}(?!\s*matri))|"
    rf"(?:orthogonal|singular|idempotent) (?:matri\w+ )?(?={FORMULA}(?!\s*matri))|"
    r"exponential family|conjugate|conditionally|"
    r"unabhängig\w*|indépendan\w*|independiente\w*|entartet\w*|singulär\w*|identisch\w*|"
    r"gleichverteilt\w*|konstant(?!en?\b)\w*|deterministisch\w*|dégénér\w*|identiquement|"
    r"injecti\w*|injekti\w*|bijekti\w*|one-to-one|equally likely|equiprobable|noise(?:less|-free)|"
    r"gleichwahrscheinlich\w*|lossless|occurs? (?:exactly |only )?once|"
    r"(?:after|at|upon|until) convergence|"
    r"(?:has|have|is|are) converged|optimum|optimal|optimally|null hypothesis|fixed point|"
    r"(?:of|full|low)[ -](?:full )?rank|rank[- ](?:one|1|deficient)|perfect(?:ly)?|is tight|"
    r"(?:Funktion von|fonction de|función de)|bestimmt|"
    r"équiprobable\w*|déterministe\w*|orthogonale\w*|diagonale\w*|singulier\w*)(?![A-Za-z])"
    r"|退化|奇异(?!值)|酉矩阵|正交|幂等|反对称|可交换|副本|一一对应|唯一确定|决定|无噪|常数随机变量|恒[为等]"
    r"|独立|均匀|马尔[可科]夫|确定性|同分布|对角|二元|近似|极限|特别地|是.{0,6}的函数",
    re.IGNORECASE,
)
# A law that is known by its moments alone is not any law; a normal one has no others.
MOMENTS = re.compile(
    r"\b(?:with|has|have|having|of|by|and|under)\s+(?:(?:the|an?|its|their|given|fixed|known|same|"
    r"equal|matching|identical|first|second|two|zero|unit|finite|bounded|common|prescribed)\s+)*"
    r"(?:means?|variances?|covariances?|moments?|expectations?|expected values?|power)\b"
    r"|\b(?:zero|unit|equal|same|matching|bounded)[- ](?:mean|variance|covariance|moments?)\b"
    r"|(?:均值|方差|期望|协方差)(?:为|是|相[同等])|相同的?(?:均值|方差|矩)",
    re.IGNORECASE,
)
NORMAL = re.compile(r"gaussian|\bnormal|gauß|\bgauss|normale|正态|高斯", re.IGNORECASE)
# The same in a remark beside a step, where "convex function" or "limit" are reasons.
INDEPENDENCE = re.compile(
    r"independen\w*|i\.?i\.?d\.?|uniform\w*|markov\w*|determinist\w*|identical\w*|orthogonal"
    r"|独立|均匀|马尔[可科]夫|确定性|同分布|unabhängig\w*|indépendan\w*|независим\w*",
    re.IGNORECASE,
)
NO_RESTRICTION = re.compile(
    r"\b(?:with|has|have|having|of)\s+(?:an? )?finite (?:(?:first|second|fourth|absolute) )*"
    r"(?:means?|variances?|covariances?|moments?|expectations?)\b|"
    r"\bnot (?:necessarily )?independen\w*|independen(?:t|ce) of (?:the )?(?:choice|base|order)|"
    r"不独立|独立性|equality (?:holds? )?(?:iff|if|when|exactly)[^.]*|"
    r"(?:as in|like|unlike|beyond|than|to) the special case|"
    r"binary (?:logarithm|digits?|(?:cross[- ])?entropy)|binäre Entropie|entropie binaire|"
    r"entropía binaria|二元熵",
    re.IGNORECASE,
)
POSSIBILITY = re.compile(
    r"\b(?:may|might|can|could) (?:happen|occur|fail|be(?! (?:also |now |easily |further )?"
    r"(?:(?:re)?written|expressed|decomposed|split|expanded|seen|shown|proved|proven|derived|obtained|"
    r"computed|calculated|bounded|interpreted|pulled|moved|taken|used|read|stated|summari[sz]ed|"
    r"simplified|understood|defined|recovered|verified|checked|found|thought|viewed|put|brought)\b))"
    r"\b|\bin general(?:,)? (?:not|no)\b|"
    r"\bnot (?:always|necessarily|in general)\b|\b(?:is|are) not (?:symmetric|commutative)\b|"
    r"\b(?:sometimes|possibl[ey])\b|\bcounter-?example\b|可能(?!性)|不一定|未必|一般来说不"
    r"|\b(?:kann|peut|puede)\b",
    re.IGNORECASE,
)
UNCONDITIONAL = re.compile(
    r"\b(?:in general|always|without (?:any )?(?:assum\w+|this|the|independ\w+)|even (?:if|when)|"
    r"(?:not|no longer|need not be) (?:necessarily )?independent|dependent|regardless|"
    r"im Allgemeinen|allgemein|en général|en general|toujours|siempre)\b|一般(?:地|情况|来说)|总是",
    re.IGNORECASE,
)
INDEPENDENCE_DISCLAIMED = re.compile(
    r"\b(?:without (?:any |the )?(?:assum\w+ (?:of )?)?(?:the )?independence|"
    r"(?:needs?|requires?|uses?|with) no (?:assumption of )?independence|"
    r"independence (?:is|was) (?:not|never|nowhere) (?:needed|required|used|assumed)|"
    r"(?:not|no longer|need not be) (?:necessarily )?independent|ohne (?:die )?unabhängigkeit|"
    r"sans (?:l'hypothèse d'|l')?indépendance|sin (?:la )?(?:hipótesis de )?independencia)\b"
    r"|不(?:一定|必|要求|假设)?(?:相互)?独立(?!性)|没有独立性|去掉独立",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"\b(?:without|general|dependent|ohne|allgemein\w*|sans|général\w*|sin)\b|一般|没有|去掉|不独立",
    re.IGNORECASE,
)
LETTING = re.compile(r"let|set|put|setting|sei|soi|sea|设|令", re.IGNORECASE)
EMPHASIS = re.compile(
    r"\\(?:emph|textit|textbf|textsl|underline)\s*\{|[{}*]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
)
DENIAL = re.compile(
    r"\b(?:it is (?:not true|false|wrong|incorrect)(?: in general)? that|it does not follow that|"
    r"not the case that)\b|并非|并不是|"
    r"\b(?:does|do|need) not (?:\w+ )?imply(?: that)?\s*$|\bfolgt (?:\w+ )?\W?nicht\b[^.;,]*,?"
    r"(?: dass)?\s*$|\bil n'est pas vrai que\s*$|\bn'(?:implique|entraîne) pas(?: que)?\s*$|"
    r"\bno (?:implica|es cierto)(?: que)?\s*$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"^\s*+,?\s*+(?:(?:does|do|need|will|must|may) not (?:\w+ )?(?:hold|be true|follow)|"
    r"(?:is|are) (?:not|in general not|false|wrong|incorrect)|fails?\b|"
    r"gilt (?:\w+ )?(?:nicht|nie)\b|ist (?:\w+ ){0,3}(?:falsch|nicht (?:wahr|richtig))|"
    r"(?:est|es) (?:en général |en general )?(?:faux|fausse|incorrecte?|fals[oa])\b|"
    r"n'est pas (?:vraie?|correcte?)|no (?:se cumple|es cierto|vale)\b|"
    r"不成立|不一定成立|是错误?的)",
    re.IGNORECASE,
)
# Behind a formula, what restricts it; "with equality iff" does not.
ABSOLUTE = re.compile(
    r"absolutely continuous|\\ll(?![a-z])|≪|\bsupp(?:orts?)?(?![a-z])|绝对连续", re.IGNORECASE
)
# What may keep a law that is varied from being any law of its kind.
FAMILY = re.compile(
    r"famil|mean[ -]?field|factori[sz]|subject to|constrain|parametri|restrict|among|within|"
    r"\b(?:class|feasible|admissible|moments?|satisfy)|Famili|Klasse|Nebenbeding|unter der Bed|"
    r"contrainte|sous la condition|族|约束|平均场|参数化|满足|限制|"
    r"[pqPQ]\)?\}?\s*\\in\s*\\mathcal",
    re.IGNORECASE,
)
SHAPE = re.compile(r"convex|konvex|concav|konkav|cóncav|côncav|выпукл|вогнут|凸|凹", re.IGNORECASE)
WITH = re.compile(r"\b(?:with|mit|avec|con)\s*$|其中\s*$", re.I)  # directly before a formula
WITH_ALL = re.compile(  # before a list of formulas, and all in it
    r"(?:\b(?:with|mit|avec|con)|其中)\s*"
    rf"(?:{FORMULA}\s*(?:,|，|、|(?:,\s*)?\b(?:and|und|et|y)\b|[和与及])\s*)*$",
    re.I,
)
EMPIRICAL = re.compile(r"empiri(?:cal|sch|que|ca)|经验分布", re.I)
OPTIMUM = re.compile(
    r"optim|minim|maxim|attain|achiev|special|equality|tight|stationary|solution|"
    r"exactly when|saddle|fixed point|最优|最小|最大|取等|等号|特例|特别|达到|极值",
    re.I,
)
CONDITIONED = re.compile(
    r"^\s*+[,，(（]?\s*+(?:holds?|is true|for all|成立)?\s*+[,，]?\s*+"
    r"(?P<word>(?:if and only if|iff|only if|"
    r"if|when|whenever|provided|assuming|unless|as long as|in case|under|"
    r"for (?:(?!all|any|every|each)|(?=(?:all|any|every|each)\s+(?:markov|independent|chain)))|"
    r"wenn|falls|si|当且仅当|若|如果|当|其条件))",
    re.IGNORECASE,
)
CONTINUING = re.compile(
    r"\W*(?:(?:and|so|then|thus|hence|therefore|or|that is|i\.e|which (?:gives|is|implies)|also|"
    r"we (?:get|have|obtain)|即|于是|所以|因此|从而|故|得|则|有|可得)\W*)*",
    re.IGNORECASE,
)
FOLLOWING = re.compile(r"following|below|folgend|suivant|siguiente|以下|如下|下面|下式", re.I)
GIVEN_FOR = frozenset(
    [
        *("for", "with", "since", "because", "as", "für", "mit", "da", "pour", "car", "para"),
        *("对", "对于", "由于", "因为"),
    ]
)
ARTICLES = frozenset(
    [
        *("a", "an", "any", "every", "all", "each", "the", "eine", "einen", "jede", "jeden"),
        *("une", "un", "toute", "tout", "una", "cada"),
    ]
)
EXAMPLE = re.compile(
    r"\b(?:for (?:instance|example)|e\.\s?g\.?|such as|examples?|like|say|zum Beispiel|z\.\s?B\.?|"
    r"etwa|par exemple|p\. ex\.|por ejemplo)[\s,:]*$|(?:例如|比如|譬如|如)[\s,，:：]*$",
    re.IGNORECASE,
)
CASE = re.compile(r"\b(?:for|with|für|mit|pour|avec|para|con)\s*$|(?:对于?|以)\s*$", re.I)
ANY_VALUE = re.compile(
    r"\b(?:for )?(?:all|any|every|each|arbitrary|some)\b|任意|所有|任何|每|\\forall|∀|für alle|"
    r"pour tou",
    re.IGNORECASE,
)
ALL_VALUES = re.compile(
    r"\b(?:all|any|every|each|arbitrary|whatever|identical|everywhere)\b|任意|所有|任何|每|处处|恒|∀|\\forall|"
    r"für alle|pour tou|para tod",
    re.IGNORECASE,
)
SOME_VALUE = re.compile(
    r"\b(?:for|at|in) (?:some|at least one|only one|exactly one|a (?:certain|single|fixed|given)|"
    r"the point|most|almost all|infinitely many)\b|\bthere exists?\b|∃|\\exists|存在|某|"
    r"\b(?:für ein|pour un|para alg)",
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"^\s*+,?\s*+(?:(?:we|you|one|i)\s+(?!assume|let|set|take|choose|restrict|have)\w|"
    r"(?:我们|你|要|我|把|将)(?!假设|设|令|取)|(?:交换|互换|对调|改写|代入|展开|整理))|"
    r"^\s*(?:minimi[sz]|maximi[sz]|comput|expand|evaluat|writ|plugg|train|optimi[sz])\w*",
    re.IGNORECASE,
)


MERE_WORDS = re.compile(
    rf"{UNDERSTOOD}|[\s,，:：.()（）]|and|both|random|variables?|are|is|the|then|"
    r"\b(?:now|also|moreover|furthermore|additionally|in addition|de plus|en outre|maintenant|"
    r"zudem|außerdem|ferner|nun|zusätzlich|alors|donc|et|und|so|dann|además|también|entonces)\b|"
    r"随机变量|时|的|情况下|条件下|且|和"
)
# "If p and q are two pmfs on X": of what kind names are, which is read where it says more.
DECLARING = re.compile(
    rf"\s*(?:both\s+)?{FORMULA}(?:\s*(?:,|and|和|与|、)\s*{FORMULA})*\s*"
    r"(?:(?:is|are|be)\s+(?:(?:both|any|two|an?|another|arbitrary|real|discrete|random)\s+)*"
    r"(?:symmetric(?:\s+positive\s+definite)?|variables?|vectors?|matri(?:x|ces)|pmfs?|"
    r"(?:probability\s+)?(?:distributions?|(?:mass|density)\s+functions?)|functions?)"
    rf"(?:(?:\s+{FORMULA})?\s+matri(?:x|ces))?(?:\s+(?:on|of)\s+{FORMULA})?"
    r"|[为是](?:两个|任意)?(?:离散)?\s*(?:随机变量|概率分布|分布|函数))\s*[,，]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mood:
    """How a formula is meant, and the words that say so.

    ``standing`` and ``local`` formulas are assumed: for the rest of the section, or for the
    sentence and the display that it leads to; but for ``is_disavowed`` ones, which the text names
    and does not assume ("we do not assume that", "unless").
    """

    kind: Kind
    word: str = ""
    is_disavowed: bool = False

    @property
    def is_assumed(self) -> bool:
        """Whether the formula is a condition on others."""
        return self.kind in ("standing", "local", "equivalence")


def mood(lead: str, told: frozenset[str] = frozenset(), trail: str = "") -> Mood:
    """How a formula is meant, by what its sentence says before it, and behind it.

    ``told`` are the characters that stand for formulas with a relation.

    Examples:
        >>> mood("Suppose that ").kind, mood("Suppose that X is binary, then ").kind
        ('standing', 'claim')
    """
    words = [word for word in _words(lead) if not _is_reported(word)]
    if not words:
        introduced = re.search(FORMULA, lead) and VERB.search(lead)  # "X is a variable with"
        return Mood("standing", "with") if introduced and WITH.search(lead) else Mood("claim")
    found = words[-1]
    kind: Kind = next(kind for kind in KEYWORDS if found.group(kind))
    waiting = kind == "local" and any(w.lastgroup == "claim" for w in WORDS.finditer(trail))
    said = lead[found.end() :]
    if found.group(0).lower().startswith("satisf") and _is_stated(lead, words, told):
        return Mood("claim")
    if kind == "equivalence" and said.strip(" \n,:，："):
        return Mood("claim")  # it says what two clauses have to do with each other
    if kind == "standing" and WITH.search(said):
        return Mood(kind, found.group(0), _is_disavowed(found))
    if kind in ("standing", "local") and _is_complete(said, "standing" if waiting else kind, told):
        return Mood("claim")
    return Mood(kind, found.group(0), kind in ("standing", "local") and _is_disavowed(found))


def _words(text: str) -> tuple[re.Match[str], ...]:
    """The words that say how formulas are meant, of a text and of what was asked before it.

    Asked is often for the same text, and for what stands before one formula after another.  No such
    word has a formula inside of it, so that only what stands behind the last one is looked through.
    """
    if len(text) <= LONGEST_WORD:
        return tuple(WORDS.finditer(text))
    if text != _asked.text:
        before: tuple[re.Match[str], ...] = ()
        start = 0
        known = len(_asked.text)
        if known and text.startswith(_asked.text) and MARK.match(text, known):
            before, start = _asked.words, known
        _asked.words = (*before, *WORDS.finditer(text, start))
        _asked.text = text
    return _asked.words


class _Asked(threading.local):
    """The text that was last looked through, and the words that were found in it."""

    text = ""
    words: tuple[re.Match[str], ...] = ()


_asked = _Asked()


def _is_reported(found: re.Match[str]) -> bool:
    """Whether "sei" stands in what somebody says or believes."""
    reported = found.group(0).lower() in ("sei", "seien")
    return reported and REPORTING.search(found.string[: found.start()]) is not None


def _is_disavowed(found: re.Match[str]) -> bool:
    """Whether "assume", "if" and the like stand behind "not", or are "unless"."""
    lead = found.string[: found.start()]
    return found.group(0).lower() in EXCEPTING or DISAVOWING.search(lead) is not None


def takes_back(title: str) -> bool:
    """Whether a heading says that what was assumed before does not hold under it.

    Examples:
        >>> takes_back("Without the Markov property"), takes_back("Data processing")
        (True, False)
    """
    return TAKEN_BACK.search(title) is not None


def is_letting(mood: Mood) -> bool:
    """Whether the word before a formula gives names a meaning: "let", and not "suppose".

    Examples:
        >>> is_letting(mood("Let ")), is_letting(mood("Suppose that "))
        (True, False)
    """
    return mood.kind == "standing" and LETTING.match(mood.word) is not None


def _is_stated(lead: str, words: Sequence[re.Match[str]], told: frozenset[str]) -> bool:
    """``$w = p/q$ satisfies``: what is said of a quantity just written follows from what it is."""
    subject = lead[: words[-1].start()].rstrip()
    return subject[-1:] in told and all(word.lastgroup == "claim" for word in words[:-1])


def _is_complete(said: str, kind: str, told: frozenset[str]) -> bool:
    """Whether the condition ends before the formula, which then follows from it."""
    places = [place for place, c in enumerate(said) if c in told or c == UNDERSTOOD]
    if not places:
        return VERB.search(said) is not None and re.search(r"[,，:：]", said) is not None
    rest = said[places[-1] + 1 :]
    if AND.fullmatch(rest) and rest.strip():
        return False
    return kind == "local" or COMMA.fullmatch(rest) is None


def quantifier(text: str) -> Quantifier:
    """Whether a sentence says that a formula holds at all points, or at some only; "" if neither.

    Examples:
        >>> quantifier("if \ue000 for all \ue001"), quantifier("if \ue000 for some \ue001")
        ('all', 'some')
    """
    if SOME_VALUE.search(text) is not None:
        return "some"
    return "all" if ALL_VALUES.search(text) is not None else ""


def concludes(word: str) -> bool:
    """Whether the word before a formula says that it follows from what was said."""
    return CONCLUDING.fullmatch(word) is not None


def begins_to_conclude(text: str) -> bool:
    """Whether a sentence begins with "hence" or the like: it may rest on the one before."""
    found = CONCLUDING.match(text.lstrip())
    return found is not None and not found.group().lower().startswith("we ")


def may_go_on(text: str) -> bool:
    """Whether a sentence may rest on a condition of the one before, which it does not repeat.

    Examples:
        >>> may_go_on("Moreover"), may_go_on("In general"), may_go_on("If X is binary, then")
        (True, False, False)
    """
    return begins_to_conclude(text) or not (is_unconditional(text) or has_condition(text))


def says_independence(text: str) -> bool:
    """Whether the text speaks of what may make variables independent."""
    return OF_INDEPENDENCE.search(text) is not None


def is_given(lead: str) -> bool:
    """Whether directly before what is given stands a word such as "for", "since" or "with".

    Examples:
        >>> is_given("Hence, for any "), is_given("In a "), is_given("This is a ")
        (True, True, False)
    """
    words = [word.strip(",:，") for word in lead.lower().split()]
    if len(words) > 1 and words[-1] in ARTICLES:
        words.pop()
    return bool(words) and (words[-1] in GIVEN_FOR or words == ["in"])


def is_example(lead: str) -> bool:
    """Whether the words before a formula say that it is one example of many.

    Examples:
        >>> is_example("Let X be convex, for instance "), is_example("Let ")
        (True, False)
    """
    return EXAMPLE.search(lead, _last_words(lead)) is not None


def is_case_of(lead: str) -> bool:
    """Whether directly before a formula stands "for" or "with": a case is looked at, or a choice.

    Examples:
        >>> is_case_of("For "), is_case_of("since ")
        (True, False)
    """
    return CASE.search(lead, _last_words(lead)) is not None


def _last_words(lead: str) -> int:
    """Where to begin to look for words directly before a formula."""
    end = len(lead)
    while end and (lead[end - 1].isspace() or lead[end - 1] in ",:，："):
        end -= 1
    return max(end - LONGEST_WORD, 0)


def is_possibility(text: str) -> bool:
    """Whether the words say that something can hold, not that it always does."""
    return POSSIBILITY.search(text) is not None


def is_denied(lead: str, trail: str) -> bool:
    r"""Whether the words before or behind a formula say that it is false in general.

    Examples:
        >>> is_denied("It is *not* true that", ""), is_denied("", r"is \emph{false}.")
        (True, True)
    """
    lead, trail = (EMPHASIS.sub("", text) for text in (lead, trail))
    return DENIAL.search(lead) is not None or DENIED.search(trail) is not None


def is_question(text: str) -> bool:
    """Whether a sentence asks, and so says nothing."""
    return EMPHASIS.sub("", text).rstrip().endswith(("?", "？"))


def without_disclaimer(text: str) -> str:
    """The text without the words by which it says that it needs no independence."""
    return INDEPENDENCE_DISCLAIMED.sub(" ", text)


def disclaims_independence(lead: str) -> bool:
    """Whether the words before a formula say that it needs no independence.

    Examples:
        >>> disclaims_independence("Without independence we have"), disclaims_independence("So")
        (True, False)
    """
    return INDEPENDENCE_DISCLAIMED.search(lead) is not None


def restriction(text: str) -> str:
    """The word of a hypothesis that is not understood; "" when there is none."""
    plain = NO_RESTRICTION.sub(" ", without_disclaimer(text))
    found = RESTRICTION.search(plain)
    if found is None and (moments := MOMENTS.search(plain)) is not None:
        found = None if NORMAL.search(plain[: moments.start()]) else moments
    return found.group(0) if found else ""


def restriction_in_remark(text: str) -> str:
    """The word of a hypothesis in a remark beside a step; "" when there is none."""
    found = INDEPENDENCE.search(text)
    return found.group(0) if found else ""


def is_conditional(text: str) -> bool:
    """Whether words may put what follows under a condition: "assuming", "if", "independent".

    Examples:
        >>> is_conditional("and, if X is binary,"), is_conditional("by Jensen's inequality, and")
        (True, False)
    """
    kinds = {found.lastgroup for found in _words(text)}
    return bool(kinds & {"standing", "local", "equivalence"}) or bool(restriction(text))


def is_unconditional(text: str) -> bool:
    """Whether a sentence says that what it claims needs no hypothesis made before.

    Examples:
        >>> is_unconditional("In general we only have"), is_unconditional("As a corollary,")
        (True, False)
    """
    return UNCONDITIONAL.search(text) is not None


def has_condition(text: str) -> bool:
    """Whether a sentence has a condition that holds for itself: "if", "when".

    Examples:
        >>> has_condition("If X is binary, then"), has_condition("Let X be binary.")
        (True, False)
    """
    return any(found.lastgroup == "local" for found in _words(text))


def is_continuing(trail: str) -> bool:
    """Whether the words behind a formula go on with its sentence: "where", "since", "by"."""
    return trail[:1].islower() or mood(trail[:6]).kind == "definition"


def is_of_a_formula(word: str) -> bool:
    """Whether a word says of a law what its formula says.

    Examples:
        >>> is_of_a_formula("gibbs"), is_of_a_formula("uniform")
        (True, False)
    """
    return (
        re.fullmatch(r"gibbs|boltzmann\w*|tilted|escort|canonical|responsibilit\w*", word, re.I)
        is not None
    )


def is_of_several(word: str) -> bool:
    """Whether a restriction is about several variables: "i.i.d." says nothing of one alone.

    Examples:
        >>> is_of_several("i.i.d."), is_of_several("uniform")
        (True, False)
    """
    return re.match(r"i\.?i\.?d|identical|independ|独立|同分布|unabh|indép", word, re.I) is not None


def is_assuming(text: str) -> bool:
    """Whether a sentence assumes something for all that comes after it."""
    return any(found.lastgroup == "standing" for found in _words(text))


# "for invertible matrices A and B" behind a formula: of what kind names are, which is read.
NAMED_KINDS = re.compile(
    r"\s*(?:(?:any|all|two|three|arbitrary|given|real|square|symmetric|positive|definite|invertible|"
    r"discrete|continuous|random)\s+)*(?:matri(?:x|ces)|variables?|vectors?|pmfs?|distributions?|"
    rf"numbers?|laws?|densities)\s*{FORMULA}(?:\s*(?:,|and|,\s*and)\s*{FORMULA})*\s*",
    re.IGNORECASE,
)
# ", which is what one needs when data are missing": said of a formula, and no condition on it.
ASIDE = re.compile(
    r",\s*which (?:is|was|are|were|has|have|we|will|shall|you|one)\b"
    r"(?![^,;:.]*\b(?:true|valid|correct|tight|attained)\b)[^,;:.]*(?=[,;:.]|$)",
    re.IGNORECASE,
)
READERS = frozenset({"we", "you", "one", "i"})
# "If we write p for it": what a name stands for.
NAMING = re.compile(
    r"\s*,?\s*(?:we|you|one|i)\s+(?:(?:now|also|simply|just|again)\s+)*(?:re)?"
    r"(?:writes?|denotes?|calls?|abbreviates?|names?)\b",
    re.IGNORECASE,
)


def open_condition(lead: str, told: frozenset[str] = frozenset()) -> str:
    """The condition "if ..." before a formula, as far as it was not understood; "" for none.

    Examples:
        >>> open_condition("If X is binary, then"), open_condition("If \ue000 is a pmf, then")
        ('If X is binary,', '')
    """
    lead = ASIDE.sub(" ", lead) if "which" in lead else lead
    for found in reversed(_words(lead)):
        if found.lastgroup == "local":
            stop = next((m.start() for m in WORDS.finditer(lead, found.end())), len(lead))
            clause = lead[found.end() : stop]
            named = NAMING.match(lead, found.end()) is not None and not told.intersection(clause)
            known = named or _is_used_up(clause) or _is_declaring(clause, told)
            return "" if known else found.group(0) + _shown(clause)
    return ""


def _is_declaring(clause: str, told: frozenset[str]) -> bool:
    """Whether a condition says of what kind names are, and nothing else."""
    return DECLARING.fullmatch(clause) is not None and not told.intersection(clause)


def condition_behind(trail: str) -> str:
    """The condition behind a formula, as far as it was not understood; "" for none."""
    found = CONDITIONED.match(trail)
    if found is None or not is_behind(trail):
        return ""
    clause = re.split(r"[.;。；]", trail[found.end() :])[0]
    known = _is_used_up(clause) or NAMED_KINDS.fullmatch(clause) is not None
    return "" if known else found.group("word") + _shown(clause)


def is_behind(trail: str) -> bool:
    """Whether words behind a formula restrict it, and do not begin a sentence of their own.

    Examples:
        >>> is_behind("if X is binary."), is_behind("If X is binary, then")
        (True, False)
    """
    if trail.lstrip()[:1].isupper():
        return False
    found = CONDITIONED.match(trail)
    if found is None:
        return False
    rest = trail[found.end() :]
    main = re.search(r"[,，:：]\s*(?!and|or|且|和|where|其中)\S", rest)
    return main is None and all(word.lastgroup != "claim" for word in WORDS.finditer(rest))


def _is_used_up(clause: str) -> bool:
    if clause.strip(" ,").lower() in READERS:
        return True  # "if one knows that"
    if HARMLESS.match(clause) and not re.search(FORMULA, clause):
        return True
    return UNDERSTOOD in clause and not MERE_WORDS.sub("", clause)


def _shown(clause: str) -> str:
    return " " + " ".join(re.sub(f"{FORMULA}|{UNDERSTOOD}", "...", clause).split())
