"""What ``symkl handout`` does: a sheet and its key for each source that was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from symkl.display.speech import say
from symkl.handout.building import Order, handout
from symkl.handout.files import names, source_title, write_handout, write_pdfs
from symkl.handout.selection import selected
from symkl.reading.inputs import Inputs
from symkl.report.pdf import NO_PDF, NoPdf
from symkl.result import INTERRUPTED, Result
from symkl.running import INTERRUPTED as CAUSE
from symkl.stopping import Stopped, never


@dataclass
class Done:
    """What was written, and what there is to say about it."""

    written: list[Path] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    no_pdf: str = ""  # why PDF files that were wanted are missing
    interrupted: bool = False

    def exit_code(self, result: Result, strict: bool) -> int:
        """As for a check; 2 when nothing could be set, 3 when a PDF was wanted and is missing."""
        if self.interrupted:
            return INTERRUPTED
        if not self.written:
            return result.exit_code(strict) or 2
        return result.exit_code(strict) or (NO_PDF if self.no_pdf else 0)


def write_handouts(
    inputs: Inputs,
    result: Result,
    order: Order,
    directory: Path,
    only: Sequence[str] = (),
    timeout: float = 10.0,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    pdfs: bool = False,
    stopped: Stopped = never,
) -> Done:
    """Write a sheet and its key for each source; ``only`` names the derivations that are wanted.

    With ``pdfs`` each gets PDF files too; where these cannot be made, it is said why.  A source
    whose steps were not all judged before the run was ended gets none: half of its exercises would
    look like all.

    Raises:
        OSError: the directory or a file cannot be written.
    """
    done = Done()
    derivations = inputs.loaded.derivations
    known = [derivation.id for derivation in derivations]
    for wanted in only:
        if wanted not in known:
            found = ", ".join(known) or "none"
            done.messages.append(f"--only {wanted}: " + say(f"expected one of {found}"))
    chosen = [d for d in derivations if not only or d.id in only]
    cut = _cut_short(result)
    why = say("left out: the run was interrupted in it")
    done.messages += [f"{file}: {why}" for file in cut]
    exercises, left_out = selected([d for d in chosen if d.file not in cut], result)
    done.messages += [f"{out.file}:{out.line}: {say(out.message)}" for out in left_out]
    sources = list(dict.fromkeys(exercise.derivation.file for exercise in exercises))
    for source, name in names(sources, order.variant).items():
        own = [exercise for exercise in exercises if exercise.derivation.file == source]
        title = order.title or source_title(
            source, inputs.documents, [exercise.derivation.title for exercise in own]
        )
        titled = replace(order, title=title)
        made = handout(own, titled, timeout, jobs, progress, stopped=stopped)
        done.written += write_handout(made, directory, name)
        if pdfs and not done.no_pdf and not stopped():
            try:
                done.written += write_pdfs(made, directory, name)
            except NoPdf as error:
                done.no_pdf = say(f"no PDF: {error}")
    done.messages += [done.no_pdf] if done.no_pdf else []
    done.interrupted = result.interrupted or stopped()
    if not sources and not result.errors and not cut:
        done.messages.append(
            say("no derivation can be set: a sheet needs one whose steps are proved")
        )
    return done


def _cut_short(result: Result) -> list[str]:
    """The files with a step that the run did not come to, in order."""
    files = (
        derivation.file
        for derivation in result.derivations
        if result.interrupted and any(step.message == CAUSE for step in derivation.steps)
    )
    return list(dict.fromkeys(files))
