"""One headless Chromium for all tests of pages, and the reports that they open.

The browser is the system's own (Debian: ``apt-get install chromium``).  Where it is missing the
tests are skipped and say so; with SYMKL_BROWSER=required, as in ``.ci/run``, they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from symkl.reading.inputs import load_inputs
from symkl.report import write_reports
from symkl.result import Result
from symkl.running import run

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMANDS = ("chromium", "chromium-browser", "google-chrome")
DOCUMENTS = ("jensen.md", "unread.md", "gauss-de.md", "trace.tex", "information.rst", "vae_zh.md")
WRONG = r"""# Symmetry

Let $P$ and $Q$ be distributions on $X$.

$$D_{KL}(P \| Q) = D_{KL}(Q \| P)$$
"""

# Long rows, deep fractions, the author's own macros, and a false step with a picture.
STRESS = r"""# 很长的推导："熵"

设 $P$ 与 $Q$ 是 $\mathcal X$ 上的分布.

$$\newcommand{\KL}[2]{D_{\mathrm{KL}}\left(#1 \,\|\, #2\right)}
\newcommand{\sumx}{\sum_{x\in\mathcal X}}
\KL{P}{Q} = \sumx P(x)\log\frac{P(x)}{Q(x)} = -\sumx P(x)\log\frac{Q(x)}{P(x)}
\ge -\log\sumx P(x)\frac{Q(x)}{P(x)} = -\log\sumx Q(x) = -\log 1 = 0 \quad \text{(Jensen 不等式)}$$

$$\KL{P}{Q} = \sumx P(x)\log\frac{1}{\frac{1}{\frac{1}{\frac{Q(x)}{P(x)}}}}$$

- 列表中 $\KL{P}{P} = 0$, 又
  $\KL{P}{Q} + \KL{Q}{P} + \KL{P}{P} + \KL{Q}{Q} \ge \KL{P}{Q} + \KL{P}{P}$.

$$\KL{P}{Q} = \KL{Q}{P}$$

## 正态分布

设 $p = \mathcal N(\mu_1, \Sigma_1)$ 与
$q = \mathcal N(\mu_2, \Sigma_2)$ 为 $\mathbb R^k$ 上的正态分布.

$$\KL{p}{q}
= \frac12\left[\log\frac{|\Sigma_2|}{|\Sigma_1|} - k + \mathrm{tr}(\Sigma_2^{-1}\Sigma_1)
+ (\mu_1-\mu_2)^\top\Sigma_2^{-1}(\mu_1-\mu_2)\right]$$

未读的: $$\KL{P}{Q} = \oint_{\Gamma} \wp(z)\,dz$$
"""
IN_CHINESE = ("kl_nonnegativity.py", "gaussian_kl.py", "mutual_information.py")


def missing(cause: str) -> None:
    """Skip with the cause, or fail where a browser is required."""
    message = f"pages were not opened in a browser: {cause}"
    if os.environ.get("SYMKL_BROWSER") == "required":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    command = next((path for name in COMMANDS if (path := shutil.which(name))), None)
    if command is None:
        missing("no Chromium was found (on Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        missing(f"playwright cannot be imported ({error})")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=command, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def folder(
    tmp_path_factory: pytest.TempPathFactory, root: Path, browser: Any, shipped: Result
) -> Path:
    """The reports of all derivations that come with symkl, and of some articles below them."""
    target = tmp_path_factory.mktemp("reports")
    write_reports(shipped, target)
    articles = [str(root / "tests" / "reading" / "documents" / name) for name in DOCUMENTS]
    wrong = tmp_path_factory.mktemp("articles") / "wrong.md"
    wrong.write_text(WRONG, encoding="utf-8")
    stress = wrong.with_name("stress.md")
    stress.write_text(STRESS, encoding="utf-8")
    inputs = load_inputs([*articles, str(wrong), str(stress)], "")
    result = run(inputs.loaded, timeout=60, jobs=2)
    write_reports(result, target / "articles", inputs.documents, inputs.macros)
    write_reports(result, target / "zh" / "articles", inputs.documents, inputs.macros, "zh")
    found = [d for d in shipped.derivations if Path(d.file).name in IN_CHINESE]
    write_reports(replace(shipped, derivations=tuple(found)), target / "zh", language="zh")
    return target


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory, root: Path, browser: Any) -> Path:
    """The page of one derivation whose hypotheses were dropped."""
    inputs = load_inputs([str(root / "derivations" / "kl_nonnegativity.py")], "")
    result = run(inputs.loaded, timeout=60, jobs=2, hypotheses=True)
    target = tmp_path_factory.mktemp("audited")
    write_reports(result, target)
    return target / "kl-nonnegative-with-lost-weights.html"


@dataclass
class Opened:
    """A page, and what it asked for and complained of while it was loaded."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def goto(self, path: Path) -> Any:
        """Open a file; what was noted of the one before is forgotten."""
        self.requests.clear()
        self.complaints.clear()
        self.page.goto(path.as_uri())
        return self.page


@pytest.fixture(scope="module")
def opened(browser: Any) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    found = Opened(page)
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    yield found
    page.close()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Writes the reports of a made-up result."""

    def write(result: Result) -> Path:
        target = tmp_path_factory.mktemp("made")
        write_reports(result, target)
        return target

    return write
