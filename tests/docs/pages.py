"""The code on the pages of the documentation: files it shows, and commands with their output.

A fence ``{code-block}`` with a caption is a file of that name; a fence ``console`` holds commands
after ``$`` and what they print, where ``...`` stands for anything.  All commands of a page run in
one folder, in order; ``> FILE`` works as in a shell.  A fence ``python`` without a prompt is run.

``python tests/docs/pages.py PAGE ...`` writes what they print now into the pages; read the
difference before you keep it.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from symkl.cli import main

FENCE = re.compile(r"^(?P<ticks>`{3,}) *(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=ticks) *$", re.M | re.S)
CAPTION = re.compile(r"\A:caption: (\S+)\n(?::\w+:.*\n)*\n?")


@dataclass(frozen=True)
class Block:
    """A fence of a page: its info string, its content, and where that content stands."""

    info: str
    body: str
    start: int

    @property
    def file(self) -> tuple[str, str] | None:
        """The name and the text of the file that is shown."""
        found = CAPTION.match(self.body) if self.info.startswith("{code-block}") else None
        return (found[1], self.body[found.end() :]) if found else None


@dataclass(frozen=True)
class Run:
    """A command, what the page says that it prints, and what it printed."""

    command: str
    wanted: str
    got: str

    @property
    def is_as_said(self) -> bool:
        """Whether it printed what the page says."""
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        return doctest.OutputChecker().check_output(self.wanted, self.got, flags)


def blocks(text: str) -> list[Block]:
    """The fences of a page, in order."""
    return [Block(m["info"].strip(), m["body"], m.start("body")) for m in FENCE.finditer(text)]


def runs(text: str) -> Iterator[list[Run]]:
    """What happens in each console of a page, in the current folder."""
    code = 0
    names: dict[str, Any] = {"__name__": "page"}
    for block in blocks(text):
        if block.file:
            Path(block.file[0]).write_text(block.file[1], encoding="utf-8")
        if block.info == "python" and ">>> " not in block.body:
            exec(compile(block.body, "<page>", "exec"), names)
        if block.info != "console":
            continue
        done = []
        for command, wanted in consoles(block.body):
            code, got = run(command, code)
            done.append(Run(command, wanted, got))
        yield done


def consoles(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a console, each with the output that stands below it."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, wanted = part.partition("\n")
        yield command, wanted


def run(command: str, code: int) -> tuple[int, str]:
    """The exit code and the output of a command; ``code`` is that of the one before."""
    if command == "echo $?":
        return 0, f"{code}\n"
    name, *arguments = shlex.split(command, comments=True)
    if arguments[-2:-1] == [">"]:
        ended, printed = run(shlex.join([name, *arguments[:-2]]), code)
        Path(arguments[-1]).write_text(printed, encoding="utf-8")
        return ended, ""
    if name == "symkl":
        done = CliRunner().invoke(main, arguments, prog_name="symkl")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output
    if name in ("python", "pytest"):
        script = [sys.executable, *(["-m", "pytest"] if name == "pytest" else []), *arguments]
        ran = subprocess.run(script, capture_output=True, text=True, timeout=120)
        return ran.returncode, ran.stdout + ran.stderr
    if name == "ls":
        return 0, "".join(f"{file.name}\n" for file in sorted(Path(*arguments).iterdir()))
    raise ValueError(f"pages run symkl, python, pytest, ls and echo $?, not {name!r}")


def updated(text: str) -> str:
    """The page with what its commands print now, where it says something else."""
    now = [
        "".join(f"$ {run.command}\n{run.wanted if run.is_as_said else run.got}" for run in done)
        for done in runs(text)
    ]
    shown = [block for block in blocks(text) if block.info == "console"]
    for block, body in reversed(list(zip(shown, now, strict=True))):
        text = text[: block.start] + body + text[block.start + len(block.body) :]
    return text


if __name__ == "__main__":
    for page in [Path(argument).resolve() for argument in sys.argv[1:]]:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            text = updated(page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
