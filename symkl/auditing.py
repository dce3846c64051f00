"""Audits: every certificate of a result checked again, by the kernel alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from symkl.kernel.check import Claim, check
from symkl.kernel.errors import KernelError
from symkl.result import Result


@dataclass(frozen=True)
class Audit:
    """How many certificates the kernel accepted, and what it said of the others."""

    accepted: int
    refused: tuple[str, ...]
    without: int

    @property
    def total(self) -> int:
        """The number of certificates."""
        return self.accepted + len(self.refused)


def audit(result: Result) -> Audit:
    """Replay every certificate; a step that says ``proved`` by the kernel must have one."""
    accepted, without = 0, 0
    refused: list[str] = []
    for place, certificate, needs in _certificates(result):
        if not certificate:
            if needs:
                refused.append(f"{place}: said to be proved, but has no certificate")
            else:
                without += 1
            continue
        try:
            _replay(certificate)
            accepted += 1
        except (KernelError, KeyError, TypeError, ValueError, AttributeError) as error:
            refused.append(f"{place}: {type(error).__name__}: {error}")
    return Audit(accepted, tuple(refused), without)


def _certificates(result: Result) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    for derivation in result.derivations:
        for step in derivation.steps:
            by_kernel = step.verdict == "proved" and step.trust == "kernel"
            place = f"{derivation.file}:{step.line}: {derivation.id}, step {step.index}"
            yield place, step.certificate, by_kernel
        end = derivation.conclusion
        if end is not None:
            by_kernel = end.verdict == "proved" and end.trust == "kernel"
            place = f"{derivation.file}:{derivation.line}: {derivation.id}, conclusion"
            yield place, end.certificate, by_kernel


def _replay(certificate: Mapping[str, Any]) -> None:
    if "all_of" in certificate:
        for part in certificate["all_of"]:
            _replay(part)
        return
    check(Claim.from_json(certificate["claim"]), certificate["proof"])
