"""Hold entropies and divergences of libraries against symkl's formulas: ``run.py audit-libraries``.

Writes ``libraries.html`` and ``libraries.json`` into the folder that is named (``reports/``); with
``--lang zh`` the page is in Chinese.  A library that is not installed is said to be missing; a
function that disagrees is a finding, not a failure of the run.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from library_audit.audit import ATOL, MODELS, ROUNDING, RTOL, SEED, audited
from symkl.messages.catalogue import LANGUAGES, Language
from symkl.report.html import render


def main(arguments: list[str]) -> int:
    """Audit, write both files, print what was found."""
    options = _options(arguments)
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    records: list[dict[str, Any]] = []
    for entry in audited():
        records.append(entry)
        print(_line(entry), flush=True)
    if not any(not entry.get("missing") for entry in records):
        print("none of the libraries is installed: pip install symkl[libraries]", file=sys.stderr)
        return 2
    how = {"models": MODELS, "seed": SEED, "rtol": RTOL, "atol": ATOL, "rounding_ulps": ROUNDING}
    data = {"schema": "symkl.libraries/1", "how": how, "functions": records}
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    (folder / "libraries.json").write_text(text, encoding="utf-8")
    (folder / "libraries.html").write_text(page(records, how, options.lang), encoding="utf-8")
    print(f"wrote {folder / 'libraries.html'} and {folder / 'libraries.json'}")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py audit-libraries")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("reports"))
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the page")
    return parser.parse_args(arguments)


def page(records: list[dict[str, Any]], how: dict[str, Any], language: Language = "en") -> str:
    """The page of what was found."""
    return render(
        "libraries.html.j2",
        language,
        findings=[r for r in records if not r.get("missing") and r["verdict"] != "agrees"],
        agreeing=[r for r in records if not r.get("missing") and r["verdict"] == "agrees"],
        missing=[r["library"] for r in records if r.get("missing")],
        how=how,
    )


def _line(entry: dict[str, Any]) -> str:
    if entry.get("missing"):
        return f"{entry['library']}: not installed, not audited"
    none = "infinite in every model" if entry["verdict"] == "agrees" else "no value"
    ulps = f"{entry['worst_ulps']:.3g} ulps" if "worst_ulps" in entry else none
    detail = f" ({entry['detail']})" if entry["detail"] else ""
    return f"{entry['library']}: {entry['function']}: {entry['verdict']}{detail}, {ulps}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
