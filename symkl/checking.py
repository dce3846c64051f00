"""Judging one claim: true or not, and whether the cited reason gives it.

``judge`` works on plain data, so that a worker process can do it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from symkl.kernel.check import Claim, substituted
from symkl.kernel.errors import IllFormed, Refused, TooLarge
from symkl.kernel.hypotheses import Hypothesis
from symkl.language.objectives import Comparison
from symkl.models.model import described
from symkl.models.proviso import Proviso
from symkl.models.record import to_json
from symkl.models.relevant import relevant
from symkl.models.saved import is_excused
from symkl.models.survey import Survey, Violation, find_witness, survey
from symkl.prove.cited import Cited, why_not_given
from symkl.prove.optima import Different, different_minimisers, same_difference
from symkl.prove.reasons import has_part, proof_by, reasons_that_give
from symkl.prove.repair import MOST_OFFERS, SECONDS, Offer, repairs
from symkl.prove.search import Proof, prove
from symkl.result import Counterexample, Numeric, ReasonVerdict, Trust, Verdict
from symkl.rules.reason import Reason
from symkl.rules.recognise import nearest, recognised

MODELS, DIGITS = 20, 50
LEAST_DIGITS = 30  # what "supported" needs
WEAKEST: tuple[Verdict, ...] = ("refuted", "undecided", "supported", "proved")
ByReason = Callable[[Claim], Proof | None]  # what finds a proof with what a reason allows
DIRECTIONS = {
    "forward": "left to right",
    "backward": "right to left",
    "bound": "the bound",
    "attained": "that it is attained",
}


@dataclass(frozen=True)
class Effort:
    """How many models a claim is tried in, and to how many digits."""

    models: int = MODELS
    digits: int = DIGITS


@dataclass(frozen=True)
class Task:
    """What a worker judges: the claims of a step (two for an equivalence) and its reason.

    ``wants_offers`` says whether somebody wrote this step, who may have meant another one.
    ``results`` are cited as well: whether they are proved is not judged here.  ``possible`` are the
    claims under hypotheses that may be meant: what these save is not refuted.  The words of a
    ``proviso`` may be a hypothesis where a special case saves a claim.
    Claims with other names than those of directions are few cases of one about any number.
    """

    claims: Mapping[str, Claim]
    citation: tuple[str, ...] = ()
    for_some: bool = False
    doubt: str = ""
    wants_offers: bool = True
    comparison: Comparison | None = None
    results: tuple[Cited, ...] = ()
    effort: Effort = Effort()
    possible: Mapping[str, Claim] = field(default_factory=dict)
    proviso: Proviso | None = None


@dataclass(frozen=True)
class Judgement:
    """The verdict on a task and everything it rests on; of objectives, the ``equation`` judged.

    Of what is supported, ``cause`` says why it is not proved, and ``without_value`` in how many
    models a side has no value.
    """

    verdict: Verdict
    trust: Trust
    message: str
    reason: str = ""
    reason_verdict: ReasonVerdict = "none"
    reason_message: str = ""
    hypotheses: tuple[Hypothesis, ...] = ()
    facts: tuple[str, ...] = ()
    certificate: Mapping[str, Any] = field(default_factory=dict)
    counterexample: Counterexample | None = None
    numeric: Numeric | None = None
    offers: tuple[Offer, ...] = ()
    equation: Claim | None = None
    cause: str = ""
    without_value: int = 0
    seconds: float = 0.0


def judge(task: Task) -> Judgement:
    """The judgement of a task, with the time it took."""
    start = time.perf_counter()
    by = _by_reason(recognised(task.citation) if task.citation else None)
    if task.for_some:
        found = _existence(task)
    elif task.comparison is not None:
        found = _of_objectives(task.comparison, task.effort)
        found = _with_reason(task, _in_doubt(task, found), by)
    elif len(task.claims) == 1:
        (claim,) = task.claims.values()
        # What the cited reason gives is proved, and its proof is the one that is shown.
        found = _for_all(claim, task.effort, by if not task.results else None)
        found = _with_reason(task, _in_doubt(task, found), by)
    else:
        parts = {name: _for_all(claim, task.effort) for name, claim in task.claims.items()}
        found = _together(parts) if parts.keys() <= DIRECTIONS.keys() else _of_cases(parts)
        found = _with_reason(task, _in_doubt(task, found), by)
    return replace(found, seconds=time.perf_counter() - start)


def _by_reason(reason: Reason | None) -> ByReason:
    """What finds proofs with what a reason allows, and finds that of a claim once."""
    known: list[tuple[Claim, Proof | None]] = []

    def proof(claim: Claim) -> Proof | None:
        for other, found in known:
            if other is claim:
                return found
        known.append((claim, None if reason is None else proof_by(reason, claim)))
        return known[-1][1]

    return proof


def _in_doubt(task: Task, found: Judgement) -> Judgement:
    """A model refutes nothing when the text has a hypothesis that the claim does not know of."""
    if found.verdict != "refuted":
        return found
    if doubt := _doubted(task):
        why = f"the text says '{doubt}', which is not read as a hypothesis"
    elif task.possible and all(_is_saved(claim, task.effort) for claim in task.possible.values()):
        why = "the text may mean it under a hypothesis that was made before"
    else:
        return found
    return replace(found, verdict="undecided", trust="none", message=f"false in general, but {why}")


def _doubted(task: Task) -> str:
    """What of the text may make a false claim true; "" when nothing does."""
    if task.proviso is None or task.doubt:
        said = task.proviso is not None and task.proviso.is_condition
        return task.proviso.words if task.proviso is not None and said else task.doubt
    claims = task.claims.values()
    excused = not claims or any(is_excused(worked_in(c), task.proviso) for c in claims)
    return task.proviso.words if excused else ""


def _is_saved(claim: Claim, effort: Effort) -> bool:
    """Whether no model that satisfies the hypotheses of a claim refutes it."""
    found = survey(worked_in(claim), effort.models, effort.digits)
    return found.violation is None


def undecided(message: str, seconds: float = 0.0) -> Judgement:
    """A judgement that says why there is none."""
    return Judgement("undecided", "none", message, seconds=seconds)


def _for_all(claim: Claim, effort: Effort, by: ByReason | None = None) -> Judgement:
    """The judgement on a claim; what ``by`` proves needs no other proof."""
    numeric_claim = worked_in(claim)
    found = survey(numeric_claim, effort.models, effort.digits, search=False)
    try:
        proof = None if by is None or found.violation else by(claim)
        if proof is None and not (found.violation and claim.relation != "="):
            proof = prove(claim)
        cause = ""
    except (IllFormed, TooLarge) as error:
        proof, cause = None, str(error)
    if proof is None and found.violation is None:
        found = survey(numeric_claim, effort.models, effort.digits)
    violation = found.violation
    if proof is not None and violation is not None:
        return undecided(
            "ALARM: the kernel accepted a proof that a model contradicts; please report this"
        )
    if violation is not None:
        return _refuted(numeric_claim, violation)
    if proof is not None:
        return _proved(claim, proof, found)
    return _supported(claim, found, cause)


def worked_in(claim: Claim) -> Claim:
    """The claim with what can be worked in of its hypotheses, so that every model obeys it."""
    for index in range(len(claim.given)):
        try:
            return worked_in(substituted(claim, index))
        except Refused:
            continue
    return claim


def _refuted(claim: Claim, violation: Violation) -> Judgement:
    return Judgement(
        "refuted",
        "numeric",
        f"false: {violation.lhs} against {violation.rhs} in the model shown",
        counterexample=counterexample_of(claim, violation),
    )


def counterexample_of(claim: Claim, violation: Violation) -> Counterexample:
    """The model and both values as plain data."""
    told = relevant(claim)
    model = described(violation.model, told.context)
    if violation.entry is not None:
        model["entry"] = "row {}, column {}".format(*violation.entry)
    return Counterexample(
        model,
        violation.lhs,
        violation.rhs,
        violation.difference,
        violation.digits,
        {"claim": told.to_json(), "model": to_json(violation.model)},
    )


def _proved(claim: Claim, proof: Proof, found: Survey) -> Judgement:
    judged = Judgement("proved", "kernel", "proved for every model of the assumptions")
    return replace(_resting_on(judged, claim, proof), numeric=_numeric(found))


def _resting_on(
    judged: Judgement, claim: Claim, proof: Proof, laws: frozenset[str] | None = None
) -> Judgement:
    """The judgement with this proof, which assumes less when it may use these ``laws`` alone."""
    allowed = {} if laws is None else {"laws": sorted(laws)}
    return replace(
        judged,
        hypotheses=tuple(sorted(proof.support.hypotheses)),
        facts=_facts(proof.certificate),
        certificate={"claim": claim.to_json(), "proof": proof.certificate, **allowed},
    )


def _facts(certificate: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts with their weights, as in ``1/2 * gibbs``."""
    inner = [certificate[key] for key in ("proof", "at_least", "at_most") if key in certificate]
    inner += certificate.get("cases", {}).values()
    own = (
        f"{part['weight']} * {part.get('fact', 'given equation')}"
        for part in certificate.get("parts", ())
    )
    return tuple(dict.fromkeys((*own, *(fact for proof in inner for fact in _facts(proof)))))


def _numeric(found: Survey) -> Numeric | None:
    if not found.models:
        return None
    return Numeric(found.models, found.digits, found.largest_error, found.agreement)


def _supported(claim: Claim, found: Survey, cause: str) -> Judgement:
    why = cause or "no proof was found"
    if not found.models:
        return undecided(f"{why}; no model could be evaluated: {found.cause or 'none is valid'}")
    if found.digits < LEAST_DIGITS:
        return undecided(f"{why}, and models agree to {found.digits} digits only")
    return Judgement(
        "supported",
        "numeric",
        f"holds in {found.models} models to {found.digits} digits, but {why}"
        + _without_value(found),
        numeric=_numeric(found),
        cause=why,
        without_value=found.skipped,
    )


def _without_value(found: Survey) -> str:
    count = found.skipped
    return f"; in {count} more model{'s' * (count > 1)} a side has no value" if count else ""


def _existence(task: Task) -> Judgement:
    """A claim that holds in some model is proved by a model in which it holds."""
    (claim,) = task.claims.values()
    numeric_claim = worked_in(claim)
    witness = find_witness(numeric_claim)
    if witness is None:
        return undecided("no model was found in which this holds")
    return Judgement(
        "proved",
        "numeric",
        "holds in the model shown, by enclosures of both sides",
        counterexample=counterexample_of(numeric_claim, witness),
        reason=", ".join(task.citation),
    )


def _of_objectives(comparison: Comparison, effort: Effort) -> Judgement:
    """The judgement on two objectives, with the equation that it rests on.

    Different minimands may have the same minimisers: a violation of the equation settles nothing.
    """
    same = same_difference(comparison)
    found = replace(_for_all(same.claim, effort), equation=same.claim)
    if found.verdict != "proved":
        different = different_minimisers(comparison)
        if different is not None:
            return _refuted_by(different)
        if found.verdict != "refuted":
            return found
        return undecided("the two differ by something that contains the variable")
    message = f"proved: {'their' if same.factor is None else 'up to a positive factor their'}"
    found = replace(found, message=f"{message} difference does not contain the variable")
    if same.factor is None:
        return found
    factor = _resting_on(found, *same.factor)
    return replace(
        found,
        hypotheses=tuple(sorted({*found.hypotheses, *factor.hypotheses})),
        certificate={"all_of": [found.certificate, factor.certificate]},
    )


def claims_judged(task: Task, found: Judgement) -> Mapping[str, Claim]:
    """The claims of the task; for objectives the equation that was made of them."""
    return task.claims if found.equation is None else {"same difference": found.equation}


def _refuted_by(different: Different) -> Judgement:
    return Judgement(
        "refuted",
        "numeric",
        f"false: {different.sentence}",
        counterexample=counterexample_of(different.claim, different.witness),
    )


def _together(parts: Mapping[str, Judgement]) -> Judgement:
    """Both directions of an equivalence, or the one of an implication."""
    weakest = min(parts.values(), key=lambda part: WEAKEST.index(part.verdict))
    if weakest.verdict != "proved":
        missing = [DIRECTIONS[n] for n, part in parts.items() if part.verdict != "proved"]
        return replace(weakest, message=f"{' and '.join(missing)}: {weakest.message}")
    return replace(
        weakest,
        message=weakest.message + _both(parts),
        hypotheses=tuple(sorted({h for part in parts.values() for h in part.hypotheses})),
        facts=tuple(dict.fromkeys(f for part in parts.values() for f in part.facts)),
        certificate={"all_of": [part.certificate for part in parts.values()]},
        numeric=next((part.numeric for part in parts.values() if part.numeric), None),
    )


def _of_cases(parts: Mapping[str, Judgement]) -> Judgement:
    """Cases of one claim: a false one refutes it, and no number of true ones proves it."""
    name, weakest = min(parts.items(), key=lambda part: WEAKEST.index(part[1].verdict))
    if weakest.verdict != "proved":
        return replace(weakest, message=f"in the case {name}: {weakest.message}")
    why = f"proved for {', '.join(parts)} only"
    return Judgement("supported", "numeric", f"holds, {why}", numeric=weakest.numeric, cause=why)


def _both(parts: Mapping[str, Judgement]) -> str:
    """What is said where both claims of a step are proved."""
    if len(parts) < 2:
        return ""
    return ", and the value is attained" if "attained" in parts else ", in both directions"


# --- reasons --------------------------------------------------------------------------------------


def _with_reason(task: Task, found: Judgement, by: ByReason) -> Judgement:
    """The judgement with a verdict on the cited reason as well."""
    if task.results:
        return _with_results(task, found)
    if not task.citation:
        return found
    cited = " and ".join(task.citation).removeprefix("by ")  # as its author names it
    reason = recognised(task.citation)
    if reason is None:
        close = ", ".join(nearest(cited))
        hint = f"; nearest: {close}" if close else ""
        return replace(found, reason=cited, reason_message=f"unknown reason '{cited}'{hint}")
    found = replace(found, reason=cited)
    if found.verdict == "refuted":
        message = f"no reason gives a false step, {cited} included"
        return replace(found, reason_verdict="unjustified", reason_message=message)
    if found.verdict != "proved":
        return replace(found, reason_message="the step is not proved, so its reason is not judged")
    claims = claims_judged(task, found)
    proofs = {name: by(claim) for name, claim in claims.items()}
    if all(proofs.values()) and any(has_part(reason, claim) for claim in claims.values()):
        judged = replace(found, reason_verdict="justified", reason_message=reason.statement)
        if len(proofs) > 1:
            return judged
        ((name, proof),) = proofs.items()  # this proof tells more than any other
        return judged if proof is None else _resting_on(judged, claims[name], proof, reason.laws)
    message = f"true, but not by {cited}"
    if any(proofs.values()) and not all(proofs.values()):
        given = " and ".join(DIRECTIONS[name] for name, proof in proofs.items() if proof)
        missing = " and ".join(DIRECTIONS[name] for name, proof in proofs.items() if not proof)
        message = f"{cited} gives {given} only; {missing} is missing"
    return replace(found, reason_verdict="unjustified", reason_message=message)


def _with_results(task: Task, found: Judgement) -> Judgement:
    """The judgement with a verdict on cited results, and on the reasons cited beside them.

    The step's own proof stays as it is: it does not rest on what is cited.
    """
    reason = recognised(task.citation) if task.citation else Reason("", "")
    names = [result.name for result in task.results]
    cited = "; ".join((*([reason.name] if reason else task.citation), *names)).removeprefix("; ")
    found = replace(found, reason=cited)
    if reason is None:
        return replace(found, reason_message=f"unknown reason in '{'; '.join(task.citation)}'")
    if found.verdict == "refuted":
        message = "no reason gives a false step"
        return replace(found, reason_verdict="unjustified", reason_message=message)
    if found.verdict != "proved":
        return replace(found, reason_message="the step is not proved, so its reason is not judged")
    why = why_not_given(task.results, claims_judged(task, found), reason, cited)
    verdict: ReasonVerdict = "unjustified" if why else "justified"
    return replace(found, reason_verdict=verdict, reason_message=why or f"by {' and '.join(names)}")


# --- what may have been meant ---------------------------------------------------------------------


def wants_offers(task: Task, found: Judgement) -> bool:
    """Whether the step is false, or true for another reason than the cited one."""
    faulty = found.verdict == "refuted" or found.reason_verdict == "unjustified"
    return task.wants_offers and faulty


def with_offers(task: Task, found: Judgement, seconds: float = SECONDS) -> Judgement:
    """The judgement with what the author may have meant; a verdict never depends on it.

    For a false step: true ones near it.  For a true step with a reason that does not give it: the
    narrowest reasons that do.
    """
    if not wants_offers(task, found):
        return found
    cited = recognised(task.citation)
    if found.verdict == "refuted":
        claim = task.claims.get("")
        offers = repairs(claim, cited, seconds) if claim is not None else []
        return replace(found, offers=tuple(offers))
    giving = reasons_that_give(claims_judged(task, found), cited)[:MOST_OFFERS]
    if not giving:
        return found
    message = f"{found.reason_message}; it follows by {giving[0].name}: {giving[0].statement}"
    reasons = tuple(Offer(None, f"by {reason.name}") for reason in giving)
    return replace(found, reason_message=message, offers=reasons)
