"""What the text around each formula says about it: how it is meant, and under which hypotheses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from symkl.models.proviso import Proviso
from symkl.reading import (
    binary_entropies,
    chances,
    dependence,
    determined,
    gaussians,
    hypotheses,
    moments,
    names,
    otherwise,
    predications,
    prose,
    uniform,
)
from symkl.reading.assumed import Around, Hypothesis, OpenHypotheses, strongest
from symkl.reading.cases_said import is_case, mood_of_value
from symkl.reading.chain import Chain, Remark
from symkl.reading.counted import sizes
from symkl.reading.declared import Said
from symkl.reading.dependence import Dependence
from symkl.reading.diagnostics import Span
from symkl.reading.ending import Endings, drops, introduced
from symkl.reading.expected_verdicts import expectations
from symkl.reading.going_on import above_preliminaries, displays_going_on, going_on
from symkl.reading.hypotheses import UNDERSTOOD, WITH_ALL, Mood, Quantifier
from symkl.reading.intervals import apart, bounds, is_listed
from symkl.reading.layout import Row, plain, span_of
from symkl.reading.meant import meant_in
from symkl.reading.paragraphs import Paragraphs, concludes_from
from symkl.reading.pieces import Piece, Regions
from symkl.reading.places import NOWHERE, Places
from symkl.reading.proofs import Proofs
from symkl.reading.seeing import chance_of, seen
from symkl.reading.sentences import Sentence, sentences
from symkl.reading.telling import said
from symkl.reading.unfolding import formula
from symkl.reading.uniform import Uniform
from symkl.reading.usage import (
    CROSS_LETTERS,
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    INFORMATION_LETTERS,
    NORMAL_LETTERS,
)

EQUATIONS = frozenset({"=", "<=", ">=", "<", ">", "!=", "equiv"})
NOTIONS = (
    DIVERGENCE_LETTERS | CROSS_LETTERS | ENTROPY_LETTERS | INFORMATION_LETTERS | NORMAL_LETTERS
) - {"P", "Q", "S", "N"} | {"E"}
COMPLETE = re.compile(
    r"\W*(?:if|whenever|when|wenn|falls|si|若|如果|当)\b.*?(?:,|，|\bthen\b|\bdann\b|则|那么)\s*\S",
    re.IGNORECASE | re.DOTALL,
)
RELATIONS = EQUATIONS | {"~", "perp", "in", "to", "from", ":=", "=:"}


class Circumstances:
    """The sentences of a document, read for what they say about its formulas."""

    def __init__(self, regions: Regions, chains: tuple[Chain, ...]) -> None:
        self.chains: dict[int, list[Chain]] = {}
        for chain in chains:
            self.chains.setdefault(chain.pieces[0].span[0], []).append(chain)
        self.hypotheses: list[Hypothesis] = []
        entropies = [group for chain in chains for group in _entropies(chain)]
        self._random = {name for group in entropies for name in group}
        self._over = above_preliminaries(regions)
        self._from_on = displays_going_on(regions)
        self._proofs = Proofs(regions)
        self._endings = Endings(regions)
        self._paragraphs = Paragraphs(regions)
        self._inline: dict[int, Sentence] = {}
        self._lead: dict[int, Sentence] = {}
        self._trail: dict[int, Sentence] = {}
        self._open = OpenHypotheses()
        # Of the sentence at work, as they are asked for each formula in it:
        self._tellers: dict[int, frozenset[str]] = {}
        self._behind: dict[tuple[int, str], list[tuple[int, bool]]] = {}
        self._restricting_words: dict[int, Proviso | None] = {}
        # By heading, and whether they are conditions: place and words, without what stands behind
        # an earlier one.
        self._restricted: dict[tuple[int, bool], list[tuple[int, Proviso]]] = {}
        self._families: dict[int, list[tuple[int, str]]] = {}  # the same of laws
        self._predicated: dict[int, Proviso] = {}  # by the place of their sentence
        self._add_families(regions)
        self._kept_false = [e.reach for e in expectations(regions) if "refuted" in e.words]
        self.said: dict[int, list[Said]] = {}  # of names, by heading
        self.meant: dict[int, set[str]] = {}  # names with a meaning in words, by heading
        self.counted: dict[int, set[int]] = {}  # sizes of alphabets, by heading
        every = list(sentences(regions))
        self._concluding = going_on(every)
        for sentence in every:
            self.said.setdefault(sentence.heading, []).extend(
                (
                    *prose.said_in(sentence, self.rows(sentence)),
                    *otherwise.said_in(sentence, self.rows(sentence)),
                    *binary_entropies.said_in(sentence, self.rows(sentence)),
                )
            )
            meant = meant_in(sentence, self.rows(sentence))
            self.meant.setdefault(sentence.heading, set()).update(meant)
            pieces = [*sentence.formulas.values(), *filter(None, [sentence.display])]
            written = [chain.row for p in pieces for chain in self.chains.get(p.span[0], [])]
            self.counted.setdefault(sentence.heading, set()).update(sizes(sentence.text, written))
            self._end(sentence)
            understood = self._understood(sentence)
            self._add(understood)
            self._paragraphs.add(understood)

    def rows(self, sentence: Sentence) -> dict[str, Row]:
        """The rows of the formulas that are one statement each."""
        found = {}
        for mark, piece in sentence.formulas.items():
            chains = self.chains.get(piece.span[0], [])
            if len(chains) == 1 and all(side.problem is None for side in chains[0].sides):
                found[mark] = chains[0].row
        return found

    # --- sentences --------------------------------------------------------------------------------

    def _understood(self, sentence: Sentence) -> Sentence:
        """The sentence without the words that became hypotheses."""
        rows = self.rows(sentence)
        plainer = replace(sentence, text=determined.without_harmless_words(sentence, rows.get))
        plainer = replace(plainer, text=prose.without_properties(plainer, rows))
        text = prose.without_shapes(plainer, rows)
        for found, (start, end) in self._dependences(sentence, rows):
            reach = self._reach(sentence, text[:start])
            if isinstance(found, Dependence) and found.by and reach != "local":
                reach = "standing"  # an equation of random variables says what one of them is
            if not reach:
                if isinstance(found, Dependence) and found.kind in ("identical", "uncorrelated"):
                    # What it follows from may not have been read.
                    words = Proviso(found.text, is_condition=True)
                    self._restrict(sentence.heading, sentence.place(start), words)
                continue
            text = text[:start] + UNDERSTOOD + " " * (end - start - 1) + text[end:]
            at = sentence.place(start)
            places = None if reach == "standing" else self._places(sentence, at)
            perhaps = self._perhaps(sentence, places)
            heading = self._over.get(sentence.heading, sentence.heading)
            self._assume(found, heading, at, places, perhaps)
        text = self._with_moments(sentence, rows, text)
        for chance, (start, end) in chances.said_in(sentence, rows):
            self._assume(chance, sentence.heading, chance.pieces[0].span[0], None)
            text = text[:start] + " " * (end - start) + text[end:]
        for place, mark in enumerate(sentence.text):
            piece = sentence.formulas.get(mark)
            if (
                piece is not None
                and text[place] == mark
                and self._is_assumed(sentence, text, place, piece)
            ):
                text = text[:place] + UNDERSTOOD + text[place + 1 :]
        return replace(sentence, text=text)

    def _end(self, sentence: Sentence) -> None:
        """End the hypotheses that a sentence gives up, or whose names it uses for others."""
        words, given_up = introduced(sentence), drops(sentence)
        if not given_up and not words:
            return
        rows = self.rows(sentence)
        anew = {name for word in words for name in _names_of(word, rows)}
        for place in self._open.ended(self.hypotheses, anew, given_up):
            known = self.hypotheses[place]
            end = min(known.end, sentence.span[0])
            self.hypotheses[place] = replace(known, end=end)

    def _with_moments(self, sentence: Sentence, rows: dict[str, Row], text: str) -> str:
        """The text without the means and covariances that became hypotheses."""
        for normal in gaussians.said_in(sentence, rows):
            self.said.setdefault(sentence.heading, []).append(normal.said)
            for start, end in normal.stretches:
                text = text[:start] + " " * (end - start) + text[end:]
        for found in moments.said_in(sentence, rows):
            self.said.setdefault(sentence.heading, []).extend(found.said())
            at = found.piece.span[0]
            for chain in found.chains:
                self._assume(chain, sentence.heading, at, None)
            for start, end in found.stretches:
                text = text[:start] + " " * (end - start) + text[end:]
        return text

    def _reach(self, sentence: Sentence, lead: str) -> str:
        """How far a dependence reaches that a sentence says behind these words; "" if it is none.

        "X and Y are independent" at the beginning of a sentence is a hypothesis; at its end, behind
        "hence" or "if and only if", it is none.
        """
        if hypotheses.PARAPHRASE.search(lead[-10:]) and hypotheses.is_assuming(lead):
            return "standing"  # "let X and Y be ..., that is, X - Y - Z is a Markov chain"
        mood = hypotheses.mood(lead, self._told(sentence))
        kind = mood.kind
        if mood.is_disavowed:
            return ""
        if kind == "claim" and hypotheses.is_given(lead):
            return "local"
        if kind == "claim" and not lead.strip(" ,") and sentence.after is None:
            return "standing"
        return {"standing": "standing", "local": "local", "definition": "local"}.get(kind, "")

    def _is_assumed(self, sentence: Sentence, text: str, place: int, piece: Piece) -> bool:
        """Whether the formula is assumed; what it says then holds for others."""
        chains = self.chains.get(piece.span[0], [])
        if not chains or any(not chain.links for chain in chains):
            return False
        if any(chain.links[0].relation == "~" for chain in chains):
            return not any(_is_of_a_family(chain.row) for chain in chains)
        mood = hypotheses.mood(text[:place], self._told(sentence), text[place + 1 :])
        if hypotheses.is_example(text[:place]) and all(map(formula, chains)):
            return False
        case = hypotheses.is_case_of(text[:place]) and all(map(formula, chains))
        mood = mood_of_value(mood, chains)
        if mood.kind != "claim" or not mood.word:  # behind "hence" it would be a claim
            self._bound(sentence, chains, mood.kind == "local")
        follows = bool(mood.word) and text[:place].rstrip(" ,，\n").endswith(mood.word)
        if mood.kind == "claim" and follows and all(map(is_case, chains)):
            at = piece.span[0]
            near = self._places(sentence, at)  # "then a > 0, so": that may rest on it
            for chain in (one for several in chains for one in apart(several)):
                self._assume(chain, sentence.heading, at, NOWHERE, near)
        if mood.kind == "claim" and (case or (not follows and all(map(is_case, chains)))):
            mood = Mood("local", "the case")
        if mood.kind not in ("standing", "local") or mood.is_disavowed:
            return False
        if any(link.relation not in EQUATIONS for chain in chains for link in chain.links):
            return False
        at = piece.span[0]
        places = None if mood.kind == "standing" else self._places(sentence, at)
        perhaps = self._perhaps(sentence, places)
        quantifier = self._quantifier(sentence)
        for chain in (one for several in chains for one in apart(several)):
            self._assume(chain, sentence.heading, at, places, perhaps, quantifier)
            self._assume_before(sentence, chain, places)
        return True

    def _bound(self, sentence: Sentence, chains: list[Chain], is_local: bool) -> None:
        """Note the bounds of numbers that are in an interval."""
        for chain in chains:
            piece = chain.pieces[0]
            at = piece.span[0]
            places = self._places(sentence, at) if is_local else None
            listed = [chain] if is_listed(chain.row) else []
            for found in (*bounds(chain.row, piece), *listed):
                perhaps = self._perhaps(sentence, places)
                self._assume(found, sentence.heading, at, places, perhaps)
                self._assume_before(sentence, found, places)

    def _assume_before(self, sentence: Sentence, chain: Chain, places: Places | None) -> None:
        """Note what ", where a >= 0" behind a display assumes for that display as well.

        A sentence that leads to another display may be about that one alone.
        """
        if sentence.display is not None:
            return
        if sentence.after is not None and hypotheses.is_continuing(sentence.text):
            before = sentence.after.span[0]
            if places is None or before not in places:
                at = chain.pieces[0].span[0]
                self._assume(chain, sentence.heading, at, Places.of([before]))

    def assume(self, chain: Chain, around: Around, heading: int) -> None:
        """Note that a display is a condition on the formulas after it."""
        places = None if around.mood.kind == "standing" else around.places
        if all(chain is not known.said for known in self.hypotheses):
            words = hypotheses.quantifier(f"{around.lead} {around.trail}")
            self._assume(chain, heading, chain.pieces[0].span[0], places, quantifier=words)

    def _assume(
        self,
        said: Dependence | Uniform | Chain,
        heading: int,
        at: int,
        places: Places | None,
        perhaps: Places = NOWHERE,
        quantifier: Quantifier = "",
    ) -> None:
        end = self._endings.end_of(at) if places is None else math.inf
        self.hypotheses.append(Hypothesis(said, heading, at, places, perhaps, end, quantifier))

    def _quantifier(self, sentence: Sentence) -> Quantifier:
        r"""How the sentence quantifies; "for all x \ne x_0" is not all."""
        written = (c for p in sentence.formulas.values() for c in self.chains.get(p.span[0], []))
        excepted = any(
            link.relation == "!=" and names.single(chain.sides[0].row) is not None
            for chain in written
            for link in chain.links
        )
        found = hypotheses.quantifier(sentence.text)
        return "some" if excepted and found == "all" else found

    def forget(self, chain: Chain) -> None:
        """Take a formula back that only introduces a name."""
        self.hypotheses = [known for known in self.hypotheses if known.said is not chain]

    def _dependences(
        self, sentence: Sentence, rows: dict[str, Row]
    ) -> Iterator[tuple[Dependence | Uniform, tuple[int, int]]]:
        found: list[tuple[Dependence | Uniform, tuple[int, int]]] = [
            *dependence.said_in(sentence, rows.get),
            *determined.said_in(sentence, rows.get),
            *uniform.said_in(sentence, rows),
        ]
        taken = [stretch for _, stretch in found]
        yield from found
        for place, mark in enumerate(sentence.text):
            row = rows.get(mark)
            if row is None or any(start <= place < end for start, end in taken):
                continue
            span = span_of(row)
            one = dependence.perpendicular(row, span) or self._function(row, span)
            groups = dependence.chain_groups(row)
            if one is None and len(groups) > 2:
                one = Dependence("markov", groups, (), span)
            if one is not None:
                yield one, (place, place + 1)

    def _function(self, row: Row, span: Span) -> Dependence | None:
        found = determined.function_of(row, span)
        return found if found is not None and self.is_about_random(found) else None

    def is_about_random(self, said: Dependence) -> bool:
        """Whether the entropies of the document have the variable that is said to be a function."""
        return self._random.issuperset(said.groups[0])

    def _places(self, sentence: Sentence, since: int = 0) -> Places:
        """The formulas of a sentence that a condition in it is about.

        Those after it, with the display that the sentence leads to; the one directly before it,
        where it stands behind that: "a = b if ...".
        """
        formulas = self._formulas(sentence)
        found = [at for at, before in formulas if at > since or (before and at < since)]
        if sentence.after is not None and hypotheses.is_behind(sentence.text):
            found.append(sentence.after.span[0])
        leads = sentence.display if not _is_complete(sentence) else None
        displays = () if leads is None else (self._from_on[leads.span[0]],)
        return Places.of(found, *displays) | self._proofs.places(sentence)

    def _formulas(self, sentence: Sentence) -> list[tuple[int, bool]]:
        """Where its formulas stand, and whether what stands behind them is a condition on them."""
        key = sentence.offsets[0], sentence.text
        if key not in self._behind:
            self._behind = {
                key: [
                    (piece.span[0], hypotheses.is_behind(sentence.text.partition(mark)[2]))
                    for mark, piece in sentence.formulas.items()
                ]
            }
        return self._behind[key]

    def _perhaps(self, sentence: Sentence, places: Places | None) -> Places:
        """The formulas that a condition may be about though it is not said for them.

        That of a theorem, those behind its proof; that of a sentence, those of the sentences behind
        it, up to one that has a condition of its own or says that it needs none.
        """
        if places is None:
            return NOWHERE
        near = self._concluding.get(sentence.span[0], NOWHERE)
        if sentence.display is not None and _is_complete(sentence):
            near = near | Places.of([sentence.display.span[0]])
        return self._proofs.behind(sentence) | near

    def _told(self, sentence: Sentence) -> frozenset[str]:
        """The marks of formulas with a relation; asked for each formula of a sentence."""
        at = sentence.offsets[0]
        if at not in self._tellers:
            self._tellers = {at: self._with_relations(sentence)}
        return self._tellers[at]

    def _with_relations(self, sentence: Sentence) -> frozenset[str]:
        return frozenset(
            mark
            for mark, piece in sentence.formulas.items()
            if any(
                link.relation in RELATIONS
                for chain in self.chains.get(piece.span[0], [])
                for link in chain.links
            )
        )

    def _add(self, sentence: Sentence) -> None:
        for piece in sentence.formulas.values():
            self._inline[piece.span[0]] = sentence
        if sentence.display is not None:
            self._lead[sentence.display.span[0]] = sentence
        if sentence.after is not None:
            self._trail[sentence.after.span[0]] = sentence
        word = predications.predicated(*self._names_only(sentence))
        known = hypotheses.is_assuming(sentence.text) and hypotheses.restriction(sentence.text)
        if not (word or known) or (hypotheses.is_question(sentence.text) and not sentence.formulas):
            return
        is_condition = bool(known or hypotheses.restriction(word))
        found = Proviso(known or word, is_condition)
        self._restrict(sentence.heading, sentence.offsets[0], found)
        self._predicated[sentence.offsets[0]] = found

    def _names_only(self, sentence: Sentence) -> tuple[str, bool]:
        """The text with marks for names alone, and whether a normal law is written in it."""
        text, is_normal = sentence.text, self._writes_normals(sentence.display)
        for mark, piece in sentence.formulas.items():
            rows = [plain(chain.row) for chain in self.chains.get(piece.span[0], [])]
            is_normal |= self._writes_normals(piece)
            if not all(map(_is_named, rows)):
                text = text.replace(mark, "\ufffd")
        return text, is_normal

    def _writes_normals(self, piece: Piece | None) -> bool:
        chains = self.chains.get(piece.span[0], []) if piece is not None else []
        nodes = (n for chain in chains for top in chain.row for n in top.walk())
        return any(n.kind == "name" and n.text in NORMAL_LETTERS for n in nodes)

    def _restriction(self, sentence: Sentence) -> Proviso | None:
        """The word of a sentence that restricts what it is about; None when there is none."""
        at = sentence.offsets[0]
        if at not in self._restricting_words:
            opening = predications.opening(hypotheses.without_disclaimer(sentence.text))
            said = hypotheses.restriction(sentence.text) or opening
            found = Proviso(said, is_condition=True) if said else self._predicated.get(at)
            self._restricting_words = {at: found}
        return self._restricting_words[at]

    def _add_families(self, regions: Regions) -> None:
        """Laws of families that are not known restrict everything after them in their section."""
        heading = 0
        for piece in regions.pieces:
            if piece.kind == "heading":
                heading = piece.span[0] + 1
            for chain in self.chains.get(piece.span[0], []):
                if _is_of_a_family(chain.row):
                    found = (piece.span[0], _source(chain))
                    self._families.setdefault(heading, []).append(found)

    def _restrict(self, heading: int, place: int, words: Proviso) -> None:
        known = self._restricted.setdefault((heading, words.is_condition), [])
        if not known or place < known[-1][0]:
            known.append((place, words))

    # --- formulas ---------------------------------------------------------------------------------

    def around(self, chain: Chain, headings: tuple[int, ...]) -> Around:
        """What the text says about a chain."""
        place = chain.pieces[0].span[0]
        inline = self._inline.get(place)
        found = self._in_line(chain, inline) if inline is not None else self._displayed(place)
        given = [_dependence_in(remark) for remark in chain.qualifiers]
        for remark in chain.qualifiers:
            row = tuple(n for n in plain(remark.row) if n.kind != "text" and n.text != "forall")
            for bound in bounds(row, chain.pieces[0]):
                here = Places.of([place])
                self.hypotheses.append(Hypothesis(bound, headings[0], place, here))
        remarks = zip(chain.qualifiers, given, strict=True)
        qualified = (_qualified(remark) for remark, one in remarks if one is None)
        conditions = (Proviso(words, is_condition=True) for words in qualified if words)
        near = [found.proviso, *conditions]
        far = [
            *self._restricting(place, headings, inline),
            self._paragraphs.narrated(place, headings),
        ]
        kept_false = any(
            start < chain.span[1] and chain.span[0] < end for start, end in self._kept_false
        )
        mistake = kept_false or self._paragraphs.is_mistake(
            place, headings[0], found.lead, found.trail
        )
        if mistake:
            near, far = [one for one in near if one is not None and one.is_condition], []
        provisos = [*near, *far]
        return replace(
            found,
            doubt=self._family(place, headings, inline),
            proviso=strongest(provisos),
            given=tuple(one for one in given if one is not None),
            is_mistake=mistake,
            is_kept_false=kept_false,
        )

    def _restricting(
        self, place: int, headings: tuple[int, ...], inline: Sentence | None
    ) -> Iterator[Proviso]:
        """What restricts all that follows it under one of the headings."""
        since = place if inline is None else inline.span[0]  # its own sentence says it otherwise
        for is_condition in (True, False):
            for heading in reversed(headings):
                known = self._restricted.get((heading, is_condition), ())
                yield from (words for start, words in known if start < since)

    def _family(self, place: int, headings: tuple[int, ...], inline: Sentence | None) -> str:
        """A law of a family that is not known, before the place under one of the headings."""
        since = place if inline is None else inline.span[0]
        before = (
            words
            for heading in reversed(headings)
            for start, words in self._families.get(heading, ())[:1]
            if start < since
        )
        return next(before, "")

    def _in_line(self, chain: Chain, sentence: Sentence) -> Around:
        span = chain.pieces[0].span
        lead = sentence.before(span[0])
        trail = sentence.text[len(lead) + 1 :]
        mood = mood_of_value(hypotheses.mood(lead, self._told(sentence), trail), [chain])
        told = self._told(sentence)
        words = hypotheses.open_condition(lead, told) or hypotheses.condition_behind(trail)
        proviso = Proviso(words, is_condition=True) if words else self._restriction(sentence)
        continues = sentence.after is not None and hypotheses.is_continuing(sentence.text)
        explains = sentence.after.span[0] if sentence.after is not None and continues else None
        says_what = WITH_ALL.search(lead) is not None and _says_what(chain)
        return Around(
            mood,
            lead,
            trail,
            proviso=proviso,
            places=self._places(sentence),
            explains=explains if mood.kind == "definition" or says_what else None,
        )

    def _displayed(self, place: int) -> Around:
        before, behind = self._lead.get(place), self._trail.get(place)
        trail = behind.text if behind is not None else ""
        words = hypotheses.condition_behind(trail)
        found = [Proviso(words, is_condition=True)] if words else []
        if behind is not None and hypotheses.is_continuing(trail) and not concludes_from(trail):
            found += filter(None, [self._restriction(behind)])
        if before is None:
            return Around(trail=trail, proviso=strongest(found), places=Places.of([place]))
        following = hypotheses.FOLLOWING.search(before.text)
        lead = before.text if following is not None or not before.is_closed else ""
        until = following.end() if following is not None and before.is_closed else len(lead)
        mood = hypotheses.mood(lead[:until], self._told(before))
        words = hypotheses.open_condition(lead, self._told(before))
        found += [Proviso(words, is_condition=True)] if words else []
        found += filter(None, [self._restriction(before)])
        places = self._places(before) | Places.of([place])
        return Around(mood, lead, trail, proviso=strongest(found), places=places)


def _entropies(chain: Chain) -> Iterable[tuple[str, ...]]:
    """The names in the entropies of a chain, but for what is written over its relations."""
    if any(link.node.rows for link in chain.links):
        return [group for side in chain.sides for group in seen(side.row).entropies]
    return chain.usage.entropies


def _is_complete(sentence: Sentence) -> bool:
    """Whether "if a, then b." says all itself, so that its condition ends before the display."""
    text = hypotheses.FOLLOWING.sub("", sentence.text)
    if not sentence.is_closed or text != sentence.text:
        return False
    return COMPLETE.match(sentence.text) is not None


def _says_what(chain: Chain) -> bool:
    """Whether it says what a function is, or what a name is in terms of others."""
    if formula(chain) is not None:
        return True
    if not chain.links or chain.links[0].relation not in ("=", ":="):
        return False
    left, right = names.single(chain.sides[0].row), chain.sides[1].row
    others = any(node.kind == "name" for top in right for node in top.walk())
    return left is not None and left.sup is None and others and names.single(right) is None


def _is_named(row: Row) -> bool:
    """Whether a formula is names alone, as ``X, Y`` or ``p(x)``, and none of a notion."""
    for place, node in enumerate(row):
        applied = node.kind == "fence" and place and row[place - 1].kind == "name"
        if not applied and node.kind != "punct" and (node.kind != "name" or node.text in NOTIONS):
            return False
    return bool(row)


def _names_of(word: str, rows: dict[str, Row]) -> Iterable[str]:
    """The names in a formula of a sentence, or the one that stands in its words."""
    return seen(rows[word]).names if word in rows else (word,)


def _is_of_a_family(row: Row) -> bool:
    r"""``X \sim Bernoulli(1/2)``: a law of a family that is not known."""
    row = plain(row)
    place = next((p for p, node in enumerate(row) if node.kind == "rel" and node.text == "~"), None)
    law = row[place + 1 :] if place is not None else ()
    if chance_of(law):
        return False
    if len(law) < 2 or (law[0].kind == "name" and law[0].text in NORMAL_LETTERS):
        return False
    single = law[0].kind == "name" and len(law[0].text) == 1 and law[0].style != "cal"
    return not (single and len(law) == 2 and law[1].kind == "fence")


def _source(chain: Chain) -> str:
    return " ~ ".join([names.text(side.row) for side in chain.sides])


def _qualified(remark: Remark) -> str:
    """The condition that a remark in the formula makes, unless it only says "for all x"."""
    text = remark.text
    at = next((k for k, n in enumerate(remark.row) if n.text == "in"), None)
    if at is not None and plain(remark.row[at + 1 :])[:1] and remark.row[-1].kind == "fence":
        return text  # an interval, or a set that is written out
    if hypotheses.ANY_VALUE.search(text) or any(n.text in ("in", "dots") for n in remark.row):
        return ""
    return text


def _dependence_in(remark: Remark) -> Dependence | None:
    row = tuple(node for node in plain(remark.row) if said(node) is None)
    return dependence.perpendicular(row, remark.span) if row else None
