"""What sentences say of names beyond their kind: "a degenerate variable X", "A is singular".

Words for a kind (a discrete random variable, a joint distribution) restrict nothing.  Any other
word in such a place may restrict what the names stand for, whether a table knows the word or not,
so the tables below list what is harmless.  Only English sentences are looked at.
"""

from __future__ import annotations

import re

from symkl.reading.sentences import FORMULA

NOUN = (
    r"(?:random variables?|variables?|random vectors?|vectors?|matri(?:x|ces)|distributions?|"
    r"densit(?:y|ies)|p\.?[md]\.?f\.?s?|(?:mass|density|distribution) functions?|laws?|measures?|"
    r"channels?|sources?|process(?:es)?|codes?|numbers?|scalars?|priors?|posteriors?|marginals?|"
    r"coins?|dice|die|bits?|sequences?|samples?|observations?|noise|inputs?|outputs?)"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HARMLESS = _words(
    """
    jointly absolutely w.r.t wrt
    a an the this that these those two three four both any some all each every its their our
    your such other another one ones first second third following corresponding respective given
    fixed known unknown arbitrary general generic certain random real valued discrete continuous
    finite countable joint marginal conditional prior posterior true approximate approximating
    exact model data target source observed unobserved latent hidden visible underlying original
    learned trained parametric parametrised parametrized parameterised parameterized variational
    empirical new old scalar vector matrix square column row probability mass density
    distribution distributions densities law laws measure measures function functions variable
    variables vectors matrices pmf pmfs pdf pdfs p.m.f p.m.f.s p.d.f p.d.f.s process prior
    posterior source code number numbers set sets space alphabet value values outcome outcomes
    event events possible positive nonnegative non-negative nonzero definite symmetric
    invertible nonsingular non-singular covariance precision mean multivariate univariate
    multidimensional dimensional dimension input output inputs outputs channel parameter
    parameters encoder decoder network generator discriminator policy state states action
    observation observations sample samples point points image images label labels class classes
    feature features message messages signal signals word words text pair pairs tuple element
    elements member entry entries index indices coefficient weight weights bias cost loss score
    entropy information divergence relative mutual cross kl posteriors priors marginals evidence
    likelihood cases case also here always never again now simply just only often usually
    typically then not rather called named written denoted defined used said considered viewed
    regarded interpreted chosen taken taking takes can average averaged
    categorical belief beliefs learning temperature rate updated proposal energy energies
    inference recognition generative amortised amortized surrogate auxiliary candidate nominal
    mixing s integrable square-integrable softmax sigmoid logits predicted predictive
    reference teacher student ground truth training test validation world language classifier
    drawn sampled generated obtained computed estimated
    approximated distributed modelled modeled represented described specified associated related
    closely well much more less very intractable tractable hard difficult easy simple
    complicated complex interesting important wrong false true correct incorrect right useful
    common special similar different distinct familiar exactly already clear obvious natural and
    or as to of on over in for with by from at under if when where which who whose whereas while
    but since because so let suppose assume be is are being been was were denote denotes i.e e.g
    how why what whether
    etc respectively below above later see section example
    """
)
STOPS = _words(
    """
    of on over in for with by from at under if when where which who whose whereas while but
    since because so that such then called named denoted defined used said considered viewed
    regarded chosen taken drawn sampled generated obtained computed estimated not as to and or
    i.e e.g never intractable tractable
    """
)
CONCLUDING = re.compile(
    r"\b(?:hence|therefore|thus|so|it follows|we (?:get|see|find|conclude)|shows?|implies)"
    r"\b[^.,;]*$",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:the|is|are|be|let|of|with|and|we|consider|suppose|assume|an|where|here|for|it|this)\b",
    re.IGNORECASE,
)
NAMES = rf"(?:{FORMULA}(?:\s*(?:,|and|or)\s*{FORMULA}){{0,6}})"
IS = r"(?:is|are|be|being|was|were)"
WORD = re.compile(r"[A-Za-z][A-Za-z.'’-]*|\S")
SUBJECT = re.compile(
    rf"(?:{NAMES}|\b(?:[Tt]he|[Ii]ts?|[Tt]hey|[Bb]oth)(?:\s+{NOUN})?)\s+(?:both\s+)?{IS}\s+"
)
# "It is tempting to write" says nothing of what stands before.
EXPLETIVE = re.compile(
    rf"it\s+{IS}\s+(?:(?:also|often|very|quite|not|always|then|now|just|more)\s+)*"
    r"[a-z]+\s+(?:to\s+(?!be\b)[a-z]|that\b)",
    re.IGNORECASE,
)
HAVING = re.compile(
    rf"(?:{NAMES}|\b{NOUN})\s*,?\s+(?:has|have|having|with|share|shares|sharing)\s+"
    r"(?:(?:the|an?|exactly|always|all|their|its)\s+)*"
    r"(?P<word>same|equal|identical|common|disjoint|matching|no|zero|unit|full|opposite|little)\b"
    r"(?!(?<=full)\s+support)"
    r"(?!\s+(?:alphabets?|(?:sample |event |probability )?spaces?|sets?|dimensions?|domains?|size))"
)
RELATIVE = re.compile(
    rf"(?:{NOUN}|{NAMES})\s+(?:that|which|whose|who)\s+(?:(?:all|both|always|do|are|is|has|have)\s+)*"
    r"(?P<word>[a-z]+)"
)
OPENING = re.compile(
    r"(?:^|[.;]\s+)(?:now,?\s+|here,?\s+)?(?:at|after|without|under|upon|once|during|"
    r"(?:in|for|with)\s+(?:the|an?|such|this|these|our))\s+(?P<words>[^,:;.]{1,60}?)"
    rf"\s*(?:,|:|{FORMULA}|$|\bwe\b)",
    re.IGNORECASE,
)
DOING = re.compile(
    rf"{NAMES}\s+(?:also\s+|always\s+|both\s+|uniquely\s+|completely\s+)?"
    r"(?P<word>determines?|reveals?|coincides?|agrees?|commutes?|anticommutes?|equals?|dominates?|"
    r"contains?|vanish(?:es)?|depends?|minimi[sz]es?|maximi[sz]es?|attains?|achieves?|obeys?|"
    r"preserves?|factori[sz]es?|factors|converges?|fixes|forgets?|copies|copy|ignores?|"
    r"follows from|does not|do not|cannot|never|only|must)\b"
)
KIND = re.compile(rf"(?<![A-Za-z-])(?P<words>(?:[A-Za-z-]+\s+){{1,4}}){NOUN}(?![A-Za-z-])")
GAUSSIAN = frozenset({"gaussian", "gaussians", "normal", "normally", "standard"})


def predicated(text: str, is_normal: bool = False) -> str:
    """The first word that may restrict what a name stands for; "" when there is none.

    ``is_normal``: a normal law is written out beside, so that "Gaussian" says nothing more.

    Examples:
        >>> predicated("The channel is noiseless."), predicated("The density is intractable.")
        ('noiseless', '')
    """
    for pattern in (HAVING, DOING):
        for found in pattern.finditer(text):
            if not _concludes(text, found.start()):
                return str(found.group("word"))
    if ENGLISH.search(text) is None:
        return ""
    known = HARMLESS | GAUSSIAN if is_normal else HARMLESS
    for found in RELATIVE.finditer(text):
        word = str(found.group("word"))
        if word not in known | VERBS and not _concludes(text, found.start()):
            return word
    for found in SUBJECT.finditer(text):
        if EXPLETIVE.match(text, found.start()) or _is_of_a_quantity(text, found):
            continue
        word = "" if _concludes(text, found.start()) else _unknown(text[found.end() :], known)
        if word:
            return word
    for found in KIND.finditer(text):
        for word in reversed(found.group("words").lower().split()):
            if word in STOPS or word in ("the", "a", "an"):
                break
            if word not in known and word not in VERBS:
                return "" if _concludes(text, found.start()) else word
    return ""


def opening(text: str) -> str:
    """The word of "at the optimum," or "without noise," that may restrict what is claimed there.

    Examples:
        >>> opening("Without noise, we have"), opening("After some algebra, we have")
        ('noise', '')
    """
    known = HARMLESS | VERBS | WORKING
    for found in OPENING.finditer(text):
        for word in WORD.finditer(found.group("words").lower()[:40]):
            if word.group()[0].isalpha() and word.group().rstrip(".") not in known:
                return word.group()
    return ""


WORKING = _words(
    """
    rearranging rearrangement algebra simplification simplifying substitution substituting plugging
    taking summing integrating expanding inserting dividing multiplying cancelling applying using
    combining collecting adding subtracting adding step steps term terms way manner same fashion
    algorithm expression expressions equation equations identity identities formula formulas end
    start beginning hand side sides left right proof derivation calculation computation notation
    definition definitions chain rule bayes theorem inequality inequalities jensen gibbs lemma
    literature paper book section general rest remainder logarithm logarithms log sum sums integral
    integrals expectation expectations context reparametrisation rewriting divergences bound bounds
    elbo objective quantity quantities gaussian gaussians normal answer question exercise example
    last next previous both gap product products factor factors lower upper upon some little bit
    result results derivative gradient optimisation optimization minimisation maximisation loss
    work manipulation manipulations moment reader record sake completeness other final main
    reverse forward direction part parts maximum e.g minus plus change form forms
    """
)
VERBS = _words(
    """
    forget forgets forgetting see sees find finds obtain obtains show shows look looks know knows
    consider considers has have having uses use using takes take taking gives give writes write
    between about into than like via per compare comparing want wants get gets need needs says
    say we you they it he i introduce introducing choose draw observe compute approximate
    transmit maximum minimum most least many few several infinitely no there
    """
)


def _concludes(text: str, place: int) -> bool:
    return CONCLUDING.search(text[max(0, place - 80) : place]) is not None


def _is_of_a_quantity(text: str, found: re.Match[str]) -> bool:
    """``It is an entropy difference``: said of what a formula is worth, and of no law or name."""
    predicate = re.split(r"[,.;:]|\b(?:that|which|of|for|if|when)\b", text[found.end() :])[0]
    pronoun = re.match(r"(?:it|they)\b", found.group(), re.IGNORECASE) is not None
    article = re.match(r"(?:an?|the)\s", predicate) is not None
    return pronoun and article and re.search(rf"\b{NOUN}\b", predicate) is None


def _unknown(rest: str, known: frozenset[str]) -> str:
    """The first word of a predicate that is not harmless, up to where it ends."""
    for found in list(WORD.finditer(rest[:120]))[:8]:
        word = found.group().lower().rstrip(".")
        if not word or not word[0].isascii() or not word[0].isalpha():
            return ""
        if word in STOPS:
            return ""
        if word not in known:
            return word
    return ""
