"""Campaigns: many random claims of known truth, put to the kernel, the models, a second opinion.

Four kinds of cases:

* ``law``: a random expression, and what up to six random laws make of it.  True.
* ``slip``: one such equation with one slip of a pen in it.  False, unless the second opinion finds
  no difference: then it is *equivalent* and counts for nothing.
* ``fact``: a claim with a random certificate, put together without a look at side conditions.
  Whatever the kernel accepts must be true.
* ``unfact``: such a claim, shown and true, with a slip in it, and the same certificate.

A *false proof* is an accepted claim against which either evaluator has a model.  A *false
refutation* is a counterexample of the survey in which the second evaluator finds the claim true, or
any one to a claim that is true by construction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from second_opinion.opinion import Opinion, fails_in, opinion

from soundness.declared import finite, linear
from soundness.expressions import Finite, Linear, Names
from soundness.inequalities import Instances
from soundness.laws import Rewriting, rewritten
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError
from symkl.language.printing import text_of
from symkl.models.relevant import relevant
from symkl.models.survey import survey
from symkl.prove.edits.scope import scope_of
from symkl.prove.edits.table import EDITS, edited
from symkl.prove.search import prove

KINDS = ("law", "slip", "slip", "fact", "unfact")
GRAVE = ("false proof", "false refutation", "disagreement", "internal error")
MODELS = 12  # of a survey
MOST_SLIPS = 60  # among which one is drawn


@dataclass
class Case:
    """One claim, how it came about, and what each judge says of it."""

    seed: int
    kind: str
    claim: Claim
    certificate: dict[str, Any] | None = None
    accepted: bool = False
    cause: str = ""
    opinion: Opinion | None = None
    surveyed: str = ""
    contested: bool = False
    broken: bool = False

    @property
    def says(self) -> str:
        return self.opinion.says if self.opinion is not None else "unasked"

    @property
    def faults(self) -> list[str]:
        """What is wrong with the verdicts, the gravest first."""
        found = ["internal error"] if self.broken else []
        if self.accepted and (self.says == "false" or self.surveyed == "refuted"):
            found.append("false proof")
        if self.surveyed == "refuted" and (self.kind == "law" or self.contested):
            found.append("false refutation")
        if self.kind == "law" and self.says == "false":
            found.append("disagreement")  # the law, or the second opinion, is wrong
        return found

    def __str__(self) -> str:
        claim, context = self.claim, self.claim.context
        sides = f"{text_of(claim.lhs, context)} {claim.relation} {text_of(claim.rhs, context)}"
        given = [f"{text_of(a, context)} {r} {text_of(b, context)}" for a, r, b in claim.given]
        return f"case {self.seed} ({self.kind}): {sides}" + (f" given {given}" if given else "")


@dataclass
class Tally:
    """What was counted, and the cases that need somebody to look at them."""

    counts: Counter[str] = field(default_factory=Counter)
    grave: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, case: Case) -> None:
        counts = self.counts
        counts["cases"] += 1
        counts[f"{case.kind}: cases"] += 1
        counts[f"{case.kind}: accepted"] += case.accepted
        for fault in case.faults:
            counts[fault] += 1
            self.grave.append(f"{fault}: {case}")
        if case.opinion is None and not case.surveyed:
            return
        counts[f"{case.kind}: second opinion {case.says}"] += 1
        # Models need not obey equations that are given of numbers.
        told = case.kind == "slip" and case.says == "false"
        if told and case.surveyed:
            counts["false ones surveyed"] += 1
            counts["false ones refuted"] += case.surveyed == "refuted"
            if case.surveyed != "refuted":
                self.missed.append(f"not refuted: {case}")
        if case.kind == "law" and case.says == "true":
            counts["true ones"] += 1
            counts["true ones proved"] += case.accepted
            if not case.accepted:
                self.missed.append(f"not proved ({case.cause}): {case}")

    def rate(self, part: str, whole: str) -> float:
        """A percentage; 100 of nothing."""
        return 100 * self.counts[part] / self.counts[whole] if self.counts[whole] else 100.0


def cases(seeds: Iterator[int], thorough: int) -> Iterator[Case]:
    """A judged case for each seed; one in ``thorough`` goes to the survey and second opinion too.

    Accepted claims that are not true by construction always go to the second opinion.
    """
    for seed in seeds:
        random = Random(seed)
        case = _case(seed, random)
        if case is None:
            continue
        _judge(case)
        asked = random.randrange(thorough) == 0
        if asked or (case.accepted and case.kind != "law"):
            case.opinion = opinion(case.claim, seed, models=3)
        if asked and case.kind != "fact":
            _survey(case)
        yield case


def _case(seed: int, random: Random) -> Case | None:
    kind = random.choice(KINDS)
    context = random.choice((finite, linear))(random)
    names = Names()
    if kind in ("law", "slip"):
        claim: Claim | None = _equation(context, random, names)
        if kind == "slip" and claim is not None:
            claim = _with_slip(claim, random)
        return None if claim is None else Case(seed, kind, claim)
    claim, certificate = Instances(context, random, names).claim()
    if kind == "unfact":
        slipped = _with_slip(claim, random)
        return None if slipped is None else Case(seed, kind, slipped, certificate)
    return Case(seed, kind, claim, certificate)


def _equation(context: Context, random: Random, names: Names) -> Claim | None:
    is_linear = bool(context.matrices)
    maker = (Linear if is_linear else Finite)(context, random, names)
    free = (("x", "X"),) if not is_linear and random.random() < 0.4 else ()
    first = maker.term(random.randint(1, 3), free)
    second = first
    rewriting = Rewriting(context, random, names)
    for _ in range(random.randint(1, 6)):
        second = rewritten(second, rewriting) or second
    return None if first == second else Claim(context, first, "=", second)


def _with_slip(claim: Claim, random: Random) -> Claim | None:
    """The claim with one slip in its right side, or its left one when that is a number."""
    scope = scope_of(claim)
    side = "rhs" if claim.rhs.args else "lhs"
    term = getattr(claim, side)
    edits = [*EDITS]
    random.shuffle(edits)
    for edit in edits:
        found = []
        for new, _ in edited(term, scope, edit):
            if new != term and scope.shape(new) == scope.shape(term) and scope.sees(new):
                found.append(new)
            if len(found) == MOST_SLIPS:
                break
        if found:
            new = random.choice(found)
            sides = (new, claim.rhs) if side == "lhs" else (claim.lhs, new)
            return Claim(claim.context, sides[0], claim.relation, sides[1], claim.given)
    return None


def _judge(case: Case) -> None:
    try:
        if case.certificate is not None:
            check(case.claim, case.certificate)
            case.accepted = True
        else:
            case.accepted = prove(case.claim) is not None
            case.cause = "" if case.accepted else "no proof"
    except KernelError as error:
        case.cause = f"{type(error).__name__}: {error}"[:80]
    except Exception as error:
        case.cause, case.broken = f"{type(error).__name__}: {error}"[:80], True


def _survey(case: Case) -> None:
    found = survey(case.claim, MODELS, 30, case.seed, search=False)
    case.surveyed = "holds" if found.models else "none"
    if found.violation is not None:
        case.surveyed = "refuted"
        case.contested = fails_in(relevant(case.claim), found.violation.model) is False
