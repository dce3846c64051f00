#!/usr/bin/env python3
"""Run the project's tasks in an environment of its own (.venv, made when needed).

usage: python3 run.py COMMAND [ARGUMENT ...]

commands:
  reports  check every derivation and write the reports into reports/
  test     run the tests (pytest)
  lint     ruff check, ruff format --check, mypy
  docs     build the documentation into docs/_build/html
  fuzz     put random claims of known truth to the kernel and the models
  bench    run the benchmarks

Further arguments are passed on, as in: python3 run.py test -k kernel -x
"""

# Standard library only, and no syntax newer than Python 3.6: an old Python must get as far
# as the message that says it is too old.
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "run.stamp")

TASKS = {
    "reports": [[os.path.join(BIN, "symkl"), "report", "derivations/", "-o", "reports/"]],
    "test": [[PYTHON, "-m", "pytest"]],
    "lint": [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
    ],
    "docs": [[PYTHON, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", "docs/_build/html"]],
    "fuzz": [[PYTHON, os.path.join("tests", "fuzz.py")]],
    "bench": [[PYTHON, "-m", "benchmarks"], [PYTHON, "-m", "benchmarks.shannon"]],
}
# What benchmarks compare with, and nothing else needs.  Of what psitip asks for, pycddlib does not
# build everywhere and torch is large; neither is used here.
RIVALS = [["ortools"], ["--no-deps", "psitip"]]


def say(message):
    print("run.py: " + message, file=sys.stderr, flush=True)
    return 2  # the exit code where it stops here


def quietly(command):
    """Run a command whose output matters only when it fails."""
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, **both)
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        sys.exit(say("setting up .venv failed (above is what `%s` said)" % " ".join(command)))


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


@contextlib.contextmanager
def lock():
    """Let a second run.py wait while the first one sets up."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    with open(os.path.join(ROOT, ".venv.lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ensure_environment():
    """Make .venv, or bring it up to date, unless its stamp says that it fits already."""
    version = "%d.%d.%d" % sys.version_info[:3]
    place = "%s Python %s" % (ROOT, version)  # another one needs another .venv
    wants = hashlib.sha256(read(os.path.join(ROOT, "pyproject.toml"))).hexdigest()
    stamp = (place + "\n" + wants + "\n").encode()
    if read(STAMP) == stamp and os.path.exists(PYTHON):
        return
    uv = shutil.which("uv")
    old = read(STAMP).decode().split("\n")[0]
    reuse = old == place and os.path.exists(PYTHON)
    if reuse and not uv:  # a .venv made by uv has no pip
        reuse = subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    if not (reuse or uv or importlib.util.find_spec("ensurepip")):
        sys.exit(say("Python's venv is missing: apt install python3-venv (Debian), or install uv"))
    say("setting up .venv with %s (once, takes a minute or two) ..." % ("uv" if uv else "pip"))
    if not reuse:
        shutil.rmtree(VENV, ignore_errors=True)
        venv = [uv, "venv", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        quietly([*venv, VENV])
    quietly([*installer(), "--editable", ".[test]"])
    with open(STAMP, "wb") as file:
        file.write(stamp)


def installer():
    uv = shutil.which("uv")
    return [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]


def add_rivals():
    """Install what benchmarks compare with, where that works; they do without it as well."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.call([PYTHON, "-c", "import ortools, psitip"], cwd=ROOT, **quiet):
        for wanted in RIVALS:
            subprocess.call([*installer(), *wanted], cwd=ROOT, stdin=subprocess.DEVNULL, **quiet)


def main(arguments):
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__.strip())
        return 0
    if not arguments or arguments[0] not in TASKS:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):
        return say("Python 3.11 or newer is needed, this is %d.%d" % sys.version_info[:2])
    with lock():
        ensure_environment()
        if arguments[0] == "bench":
            add_rivals()
    codes = [subprocess.call([*task, *arguments[1:]], cwd=ROOT) for task in TASKS[arguments[0]]]
    failed = next((code for code in codes if code), 0)
    return 128 - failed if failed < 0 else failed  # ended by a signal: as a shell says it


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
