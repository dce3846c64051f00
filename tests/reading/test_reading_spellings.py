"""Different spellings of one expression are one kernel term."""

from __future__ import annotations

import pytest
from reading_documents import statement, steps

from symkl.reading.document import Document

# What is asked of the kernel, and ways to write it; each stands alone in a document.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "KL(p || q) >= 0": (
        r"D_{KL}(p\|q) \ge 0",
        r"D(p||q) \geq 0",
        r"D_{\mathrm{KL}}\left(p \mid\mid q\right) \geqslant 0",
        r"\mathbb{D}_{\text{KL}}(p \,\Vert\, q) ≥ 0",
        r"\mathrm{KL}[p\|q] \ge 0",
        r"\operatorname{KL}(p\parallel q) \ge 0",
        r"\text{KL}\big(p \,\big\|\, q\big) >= 0",
        r"KL(p, q) \ge 0",
        r"KL(p(x) || q(x)) \ge 0",
        r"D_{K L}(p \| q) \geqq 0",
    ),
    "H(p, q) = -sum_x p(x) log q(x)": (
        r"H(p,q) = -\sum_x p(x) \log q(x)",
        r"\mathrm{H}(p, q) = - \sum_{x} p(x) \ln q(x)",
        r"CE(p,q) = -\sum_{x\in\mathcal X} p(x)\log q(x)",
        r"\mathbb{H}[p,q] = -\sum\limits_{x \in \mathcal{X}} {p(x)} \log{q(x)}",
        r"\mathcal{H}(p,q) = -\sum_{x} p(x) \cdot \log \left( q(x) \right)",
        r"\operatorname{H}(p,q) = -\sum_{x} p(x) \times log(q(x))",
    ),
    "E_p[log(p(x)/q(x))] >= 0": (
        r"\mathbb{E}_{x\sim p}\left[\log \frac{p(x)}{q(x)}\right] \ge 0",
        r"\mathbb E_p[\log\frac{p(x)}{q(x)}] \ge 0",
        r"E_{p(x)} \left( \log {p(x) \over q(x)} \right) \ge 0",
        r"\mathbf{E}_{x \sim p(x)} \bigl[ \ln (p(x)/q(x)) \bigr] \ge 0",
        r"{\rm E}_{p}\Big\{\log \dfrac{p(x)}{q(x)}\Big\} \ge 0",
        r"\mathbb{E}_{X\sim p}\left[\log \frac{p(X)}{q(X)}\right] \ge 0",
    ),
    "I(X; Y) = H(X) - H(X | Y)": (
        r"I(X;Y) = H(X) - H(X|Y)",
        r"I(X,Y) = H(X) - H(X\mid Y)",
        r"\mathrm{I}[X;Y] = \mathrm{H}[X] - \mathrm{H}[X \vert Y]",
        r"\mathrm{MI}(X;Y) = H(X) - H(X \,|\, Y)",
        r"I(X;Y) = \mathbb{H}(X) - \mathbb{H}(X\|Y)",
        r"I\left(X; Y\right) = H\left(X\right) - H\left(X \middle| Y\right)",
    ),
    "sum_x sum_y p(x,y) log p(y | x) = -H(Y | X)": (
        r"\sum_x\sum_y p(x,y)\log p(y|x) = -H(Y|X)",
        r"\sum_{x\in\mathcal X}\sum_{y\in\mathcal Y} p(x,y)\log p(y\mid x) = -H(Y\mid X)",
        r"\sum\limits_{x} \sum\limits_{y} p_{XY}(x,y) \log p_{Y|X}(y|x) = - H(Y|X)",
        r"\sum_{x}\sum_{y} p(X=x,Y=y)\log p(Y=y|X=x) = -H(Y|X)",
    ),
    "x^T A x = tr(A x x^T)": (
        r"x^T A x = \mathrm{tr}(A x x^T)",
        r"\mathbf{x}^\top \mathbf{A} \mathbf x = \operatorname{tr}(\mathbf{A x} \mathbf x^\top)",
        r"x^{\mathsf T} A x = \text{Tr}[A x x^{\mathsf T}]",
        r"x^\intercal A x = tr(A x x^\intercal)",
        r"x' A x = \mathrm{tr}\{A x x'\}",
        r"{\bf x}^T {\bf A} {\bf x} = {\rm tr}({\bf A}{\bf x}{\bf x}^T)",
        r"\bm{x}^{T}\bm{A}\bm{x} = \mathrm{Trace}(\bm{A}\bm{x}\bm{x}^{T})",
    ),
    "log det(Sigma) = log det(Sigma)": (
        r"\log|\Sigma| = \log\det\Sigma",
        r"\log\left|\Sigma\right| = \ln\det(\Sigma)",
        r"\log\lvert\Sigma\rvert = \log \vert \Sigma \vert",
        r"\ln|\boldsymbol\Sigma| = \log\det(\boldsymbol{\Sigma})",
        r"\log (|\Sigma|) = log|\Sigma|",
    ),
    "log N(mu,Sigma)(x) = -d/2 log(2 pi) - 1/2 log det(Sigma) - 1/2 (x - mu)^T Sigma^-1 (x - mu)": (
        r"\log\mathcal N(x;\mu,\Sigma) = -\frac d2\log 2\pi - \frac12\log|\Sigma|"
        r" - \frac12(x-\mu)^T\Sigma^{-1}(x-\mu)",
        r"\ln \mathcal{N}(\mathbf x\mid\boldsymbol\mu,\boldsymbol\Sigma) = -\frac{d}{2}\ln(2\pi)"
        r" - \tfrac{1}{2}\ln\det\boldsymbol\Sigma"
        r" - \frac{1}{2}(\mathbf x-\bm\mu)^\top\bm\Sigma^{-1}(\mathbf x-\bm\mu)",
        r"\log N(x|\mu,\Sigma) = - {d \over 2} \log(2\pi) - 1/2 \log |\Sigma|"
        r" - \frac{1}{2}(x-\mu)'\Sigma^{-1}(x-\mu)",
        r"\log\mathcal N(x;\mu,\Sigma) = -\frac d2\log(2\pi) - \frac12\log|\Sigma|"
        r" - \frac12\|x-\mu\|_{\Sigma^{-1}}^2",
    ),
    "log p_theta(x) = log(int p_theta(x,z) dz)": (
        r"\log p_\theta(x) = \log\int p_\theta(x,z)\,dz",
        r"\log p(x;\theta) = \log \int p(x,z;\theta) \mathrm{d}z",
        r"\ln p_{\theta}(x) = \ln \int_{z} p_{\theta}(x,z) {\rm d} z",
        r"\log p_\theta(x) = \log \int_{-\infty}^{\infty} p_\theta(x,z)\,\text{d}z",
        r"\log p_\theta(x) = \log\int dz\, p_\theta(x,z)",
    ),
    "H(p)/log(2) <= log(|X|)/log(2)": (
        r"-\sum_x p(x)\log_2 p(x) = H(X) \le \log_2 |\mathcal X|",
        r"H(X) = -\sum_x p(x)\log_{2} p(x), \quad H(X) \le \log_2|\mathcal{X}|",
    ),
    "E_p[(x - E_p[x])^2] = E_p[x^2] - E_p[x]^2": (
        r"\operatorname{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}[X]^2",
        r"\mathrm{Var}[X] = E[X^2] - (E[X])^2",
        r"Var(X) = \mathbb E(X^2) - \mathbb E(X)^2",
        r"\mathbb{E}[(X - \mathbb{E}[X])^2] = \mathbb{E}\left[X^2\right] - (\mathbb{E}[X])^2",
    ),
    "argmin_q KL(p || q) = argmin_q H(p, q)": (
        r"\arg\min_q D_{KL}(p\|q) = \arg\min_q H(p,q)",
        r"\operatorname*{arg\,min}_{q} KL(p\|q) = \operatorname*{argmin}_{q} H(p,q)",
        r"\underset{q}{\arg\min}\ D(p\|q) = \mathop{\mathrm{argmin}}_q H(p,q)",
        r"\mathrm{argmin}_q \mathrm{KL}(p\|q) = \argmin_q H(p,q)",
    ),
}


def read(formula: str) -> list[str]:
    return [statement(step) for step in steps(Document("a.md", f"$$ {formula} $$"))]


@pytest.mark.parametrize(
    ("term", "formula"),
    [(term, formula) for term, formulas in SPELLINGS.items() for formula in formulas],
)
def test_spellings_of_one_expression_are_one_term(term: str, formula: str) -> None:
    assert read(formula)[-1] == term
