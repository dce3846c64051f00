"""The ``symkl`` command: check, report, handout, audit, rules."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symkl.display.speech import say

if TYPE_CHECKING:
    from symkl.handout.blocks import Paper
    from symkl.messages.catalogue import Language
    from symkl.reading.inputs import Inputs
    from symkl.result import Result

DEFAULT = "derivations/"
DEFAULT_SECONDS = 10.0
INTERRUPTED = 130  # as shells say it
Options = Any


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"symkl {version('symkl')}")
        context.exit()


class _Interruptible(click.Group):
    """Commands that Ctrl-C ends with an exit code of its own: 1 says that a step is refuted."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("symkl: interrupted; files that were there are as they were", err=True)
            raise SystemExit(INTERRUPTED) from None


@click.group(cls=_Interruptible, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Version."
)
def main() -> None:
    """Check mathematical derivations step by step.

    Exit codes: 0 as expected; 1 a step is refuted or unjustified unexpectedly; 2 wrong input;
    3 something is undecided or unread and --strict was given, or a PDF cannot be made;
    130 interrupted (Ctrl-C, SIGTERM): what is known by then is told or written, and the
    steps that were not reached are undecided.
    """


def _run_options(command: Options) -> Options:
    for decorate in (
        click.argument("paths", nargs=-1, metavar="[PATH]..."),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=DEFAULT_SECONDS,
            show_default=True,
            help="Seconds for one step; beyond, it is undecided.",
        ),
        click.option("--jobs", type=click.IntRange(min=1), help="Worker processes."),
        click.option(
            "--strict", is_flag=True, help="Exit code 3 when a step is undecided or unread."
        ),
        click.option(
            "--allow-code",
            is_flag=True,
            help="Run derivation files from outside of the project without a word.",
        ),
        click.option(
            "--macros",
            default="",
            help="TeX macros of the articles: a TeX, JSON, YAML or JavaScript file.",
            metavar="FILE",
        ),
    ):
        command = decorate(command)
    return command


def _spoken(context: click.Context, _: click.Parameter, language: Language) -> Language:
    """The language, which is spoken until the command ends."""
    if language != "en" and not context.resilient_parsing:
        from symkl.speaking import speaking

        context.with_resource(speaking(language))
    return language


_language_option = click.option(
    "--lang",
    "language",
    callback=_spoken,
    type=click.Choice(["en", "zh"]),
    default="en",
    envvar="SYMKL_LANG",
    show_default=True,
    show_envvar=True,
    help="English or Chinese.",
)

_pdf_option = click.option(
    "--pdf", is_flag=True, help="PDF files too, by typst (symkl[pdf]) or TeX, whichever is there."
)


@main.command()
@_run_options
@click.option("--json", "as_json", is_flag=True, help="The result as JSON, and nothing else.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="What to print: for people, or for other tools.",
)
@click.option("-v", "--verbose", is_flag=True, help="Hypotheses and proofs of every step as well.")
@click.option("--hypotheses", is_flag=True, help="Drop each hypothesis: what breaks? (Slower.)")
@click.option("--mutate", is_flag=True, help="Try slips in each proved step: noticed? (Slower.)")
@click.option(
    "--explain", is_flag=True, help="What each name of an article was taken for, and why."
)
@_language_option
def check(
    paths: tuple[str, ...],
    timeout: float,
    jobs: int | None,
    strict: bool,
    allow_code: bool,
    macros: str,
    as_json: bool,
    form: str,
    verbose: bool,
    hypotheses: bool,
    mutate: bool,
    explain: bool,
    language: Language,
) -> None:
    """Check derivation files, articles (.md, .tex, .ipynb, .rst, - for standard input) or folders.

    A folder may hold both: its articles are read, and its Python files that import symkl are run.

    Without a path: derivations/.
    """
    chosen = "json" if as_json else form
    result, inputs = _checked(
        paths, timeout, jobs, hypotheses, mutate, macros, allow_code, quiet=chosen != "text"
    )
    if chosen == "text":
        from symkl.listing import listing

        click.echo(listing(result, verbose=verbose, styled=_styled()))
        for line in _explained(inputs) if explain else ():
            click.echo(line)
    else:
        from symkl.report.annotations import github, sarif
        from symkl.result import Result

        forms = {"json": Result.to_json, "github": github, "sarif": sarif}
        click.echo(forms[chosen](result))
    raise SystemExit(result.exit_code(strict))


@main.command()
@_run_options
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("reports")
)
@click.option(
    "--hypotheses/--no-hypotheses",
    default=True,
    show_default=True,
    help="Drop each hypothesis of each proved step: what breaks?",
)
@click.option(
    "--fragment", is_flag=True, help="LaTeX files without a preamble too, for lecture notes."
)
@_pdf_option
@click.option("--mutate", is_flag=True, help="Try slips in each proved step: noticed? (Slower.)")
@_language_option
def report(
    paths: tuple[str, ...],
    timeout: float,
    jobs: int | None,
    strict: bool,
    allow_code: bool,
    macros: str,
    output: Path,
    hypotheses: bool,
    fragment: bool,
    pdf: bool,
    mutate: bool,
    language: Language,
) -> None:
    """Check, and write an HTML page for each article, pages for each derivation, and an index."""
    from symkl.report import write_reports

    result, inputs = _checked(paths, timeout, jobs, hypotheses, mutate, macros, allow_code)
    from symkl.listing import summary_lines

    try:
        written = write_reports(
            result, output, inputs.documents, inputs.macros, language, fragments=fragment
        )
    except OSError as error:
        raise click.ClickException(f"cannot write to {output}: {error}") from error
    missing = 0
    if pdf:
        from symkl.report.pdf import NO_PDF, NoPdf, write_report_pdfs

        try:
            written += write_report_pdfs(result, output, language, inputs.documents, inputs.macros)
        except NoPdf as error:
            missing = NO_PDF
            click.echo(say(f"no PDF: {error}"), err=True)
    for line in summary_lines(result, styled=_styled()):
        click.echo(line)
    click.echo(say(f"wrote {len(written)} files to {output}/ (open {output / 'index.html'})"))
    raise SystemExit(result.exit_code(strict) or missing)


@main.command()
@_run_options
@click.option(
    "--variant",
    type=click.Choice(["solutions", "blanks", "reasons", "shuffled", "hints"]),
    default="solutions",
    show_default=True,
    help="What is asked.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other blanks.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--title", default="", help="The title of the sheet.")
@click.option("--only", multiple=True, metavar="ID", help="Only the derivation of this name.")
@_pdf_option
@_language_option
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("handouts")
)
def handout(
    paths: tuple[str, ...],
    timeout: float,
    jobs: int | None,
    strict: bool,
    allow_code: bool,
    macros: str,
    variant: str,
    seed: int,
    paper: Paper,
    title: str,
    only: tuple[str, ...],
    pdf: bool,
    language: Language,
    output: Path,
) -> None:
    """Check, and write an exercise sheet and its marking key for each file.

    Only what is proved goes into a sheet as true; a wrong step that is expected makes an exercise
    in finding the mistake.
    """
    from symkl.handout.building import Order
    from symkl.handout.command import write_handouts
    from symkl.stopping import always, stoppable

    result, inputs = _checked(paths, timeout, jobs, False, False, macros, allow_code)
    order = Order(variant, seed, language, paper, title, result.symkl)
    with (
        _progress("searching what else is right", sys.stderr.isatty()) as tell,
        stoppable() as stopped,
    ):
        try:
            done = write_handouts(
                inputs,
                result,
                order,
                output,
                only,
                timeout,
                jobs,
                tell,
                pdfs=pdf,
                stopped=always if result.interrupted else stopped,
            )
        except OSError as error:
            raise click.ClickException(f"cannot write to {output}: {error}") from error
    for line in done.messages:
        click.echo(line, err=True)
    click.echo(say(f"wrote {len(done.written)} files to {output}/"))
    raise SystemExit(done.exit_code(result, strict))


@main.command()
@click.argument("path", metavar="ARTICLE")
@click.option("--macros", default="", metavar="FILE", help="A file of TeX macros.")
def declare(path: str, macros: str) -> None:
    """Print the shortest symkl block that settles what is open in an ARTICLE."""
    from symkl.reading.declaring import block_for, written
    from symkl.reading.inputs import load_inputs

    inputs = load_inputs([path], macros)
    for error in inputs.loaded.errors:
        click.echo(f"{error.file}: error: {error.message}", err=True)
    for document in inputs.documents:
        found = block_for(document, inputs.macros)
        name = document.name
        if found.lines:
            click.echo("\n".join(written(found.lines, document.format)))
        elif not found.unread:
            click.echo(f"{name}: nothing to declare")
        if found.unread:
            sides = "1 side stays" if found.unread == 1 else f"{found.unread} sides stay"
            told = "see symkl check, and declare a notation or what is given"
            click.echo(f"{name}: {sides} unread: {told}", err=True)
    raise SystemExit(2 if inputs.loaded.errors else 0)


@main.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="RESULT.json")
def audit(file: Path) -> None:
    """Check every certificate of a result again, with the kernel alone."""
    from symkl.auditing import audit as audited
    from symkl.result import BadResult, Result

    try:
        result = Result.from_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BadResult) as error:
        click.echo(f"{file}: error: {error}", err=True)
        raise SystemExit(2) from error
    found = audited(result)
    for line in found.refused:
        click.echo(f"refused: {line}", err=True)
    click.echo(
        f"{found.accepted} of {found.total} certificates accepted; "
        f"{found.without} steps and conclusions claim no proof"
    )
    raise SystemExit(1 if found.refused else 0)


@main.command()
@click.argument("words", nargs=-1)
@click.option("--axioms", is_flag=True, help="What the kernel takes for granted instead.")
@_language_option
def rules(words: tuple[str, ...], axioms: bool, language: Language) -> None:
    """List the reasons that a step may cite (those that contain all WORDS)."""
    from symkl.listing import axiom_lines, rule_lines

    for line in axiom_lines(language) if axioms else rule_lines(words, language):
        click.echo(line)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a CODE such as SK101 means, and what to do about it."""
    from symkl.listing import code_lines

    try:
        for line in code_lines(code.upper()):
            click.echo(line)
    except KeyError as error:
        click.echo(f"symkl: no code {code!r}: expected one such as SK101", err=True)
        raise SystemExit(2) from error


def _explained(inputs: Inputs) -> Iterator[str]:
    """The meanings of all names in the articles, one table for each."""
    from symkl.reading.article import read
    from symkl.reading.meanings import meanings, table

    for document in inputs.documents:
        yield f"\n{document.name}: what each name was taken for"
        yield from table(meanings(document, read(document, inputs.macros)))


def _styled() -> bool:
    return sys.stdout.isatty()


def _checked(
    paths: tuple[str, ...],
    timeout: float,
    jobs: int | None,
    hypotheses: bool,
    mutate: bool,
    macros: str,
    allow_code: bool,
    quiet: bool = False,
) -> tuple[Result, Inputs]:
    """Load and run, with progress bars where a person looks on."""
    gc.disable()  # nothing that is imported becomes garbage
    from symkl.reading.inputs import load_inputs
    from symkl.running import run, seldom_collect
    from symkl.stopping import stoppable

    seldom_collect()
    gc.enable()
    shown = not quiet and sys.stderr.isatty()
    with _progress("reading", shown) as tell:
        inputs = load_inputs(paths or (DEFAULT,), macros, tell, None if allow_code else _told)
    for error in inputs.loaded.errors:
        place = ":".join(str(part) for part in (error.file, error.line, error.column) if part)
        click.echo(f"{place}: {say('error')}: {say(error.message)}", err=True)
    with _progress("checking", shown) as tell, stoppable() as stopped:
        result = run(inputs.loaded, timeout, jobs, tell, hypotheses, mutate, stopped)
    if result.interrupted:
        ended = say("interrupted; the steps that were not reached are undecided")
        click.echo(f"symkl: {ended}", err=True)
    return result, inputs


def _told(files: list[str]) -> list[str]:
    """The derivation files that may be run; says which are from elsewhere, and asks a person."""
    from symkl.reading.foreign import foreign

    outside = foreign(files, Path.cwd())
    for file in outside:
        click.echo(f"{file}: note: from outside of this project; it is Python code", err=True)
    if outside and _looks_on() and not click.confirm("Run it with your rights?", err=True):
        return [file for file in files if file not in outside]
    return files


def _looks_on() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


@contextmanager
def _progress(doing: str, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error while something is done; None when nobody looks on."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
