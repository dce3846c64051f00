from __future__ import annotations

import pytest

from symkl.result import (
    Conclusion,
    Counterexample,
    DerivationResult,
    InputError,
    Mutants,
    Numeric,
    Repair,
    Result,
    Sensitivity,
    StepResult,
    Survivor,
)

KL = r"D_{\mathrm{KL}}(P\,\|\,Q)"
SUM = r"\sum_{x\in\mathcal{X}} P(x)\,\log\frac{P(x)}{Q(x)}"
TURNED = r"-\sum_{x\in\mathcal{X}} P(x)\,\log\frac{Q(x)}{P(x)}"
WRONG = r"-\sum_{x\in\mathcal{X}} \log\left(P(x)\,\frac{Q(x)}{P(x)}\right)"
TRACE = r"\tfrac12\operatorname{tr}\left(\Sigma_q^{-1}\Sigma_p\right)+\sqrt{2\pi}\,\hat\mu"
MEAN = r"\mathbb{E}_{x\sim p}\left[\log\begin{pmatrix}a&b\\c&\boldsymbol{x}\end{pmatrix}\right]"
MODEL = Counterexample(
    {"n": 2, "P": ["1/2", "1/2"], r"$\Sigma_q$": [["1", "0"], ["0", "2"]]},
    "0.0588915178",
    "1.5040773967",
    "-1.4451858789",
    50,
)


def steps() -> tuple[StepResult, ...]:
    return (
        StepResult(
            *(1, 11, KL, "=", SUM, "definition", "none", "definition of $D$", "justified", ""),
            as_expected=True,
            reference="D1",
        ),
        StepResult(
            *(2, 12, SUM, "=", TURNED, "proved", "kernel", "log-quotient", "justified", "proof"),
            as_expected=True,
            reference="N1",
            statement="sum(P*log(P/Q)) = -sum(P*log(Q/P))",
            hypotheses=("$P(x)>0$",),
            facts=("log(a/b) = log a − log b",),
            numeric=Numeric(24, 50, "1e-51"),
            certificate={"proof": []},
            sensitivity=(
                Sensitivity("P(x) > 0", MODEL, "breaks"),
                Sensitivity("Σ P = 1", None, note="85 models tried"),
            ),
            seconds=0.0123,
            mutants=Mutants(
                {"sign": (2, 3), "order of arguments": (1, 1)},
                equivalent=1,
                survivors=(Survivor("KL(P || Q) = a_b", "with a_b instead of c", "it holds"),),
            ),
            mutants_message="not decided within 10 s (see --timeout)",
        ),
        StepResult(
            *(3, 13, TURNED, ">=", WRONG, "refuted", "kernel", "jensen", "unjustified", "too big"),
            as_expected=True,
            expected="refuted",
            reference="N2",
            reason_message="the weights do not sum to 1",
            counterexample=MODEL,
            repair=(Repair(TURNED, ">=", "0", "Jensen with weights P(x)"),),
        ),
        StepResult(
            *(4, 14, WRONG, ">=", TRACE, "supported", "numeric", "50% of P_x & #1", "none", "m"),
            as_expected=True,
        ),
        StepResult(
            *(5, 15, TRACE, "=", MEAN, "undecided", "none", "", "none", "nothing found"),
            as_expected=True,
        ),
        StepResult(
            *(6, 16, r"\nosuch{x}", "resembles", "y", "unread", "none", "", "none", "what?"),
            as_expected=False,
        ),
        StepResult(
            *(7, 17, KL, "!=", r"D(Q\,\|\,P)", "proved", "kernel", "exhibit", "justified", ""),
            as_expected=True,
            quantifier="some",
            counterexample=MODEL,
        ),
    )


@pytest.fixture
def derivation() -> DerivationResult:
    conclusion = Conclusion(KL, ">=", "0", "proved", "kernel", follows=False)
    assumptions = (r"$P$ and $Q$ are pmfs on $\mathcal{X}$",)
    title = "KL is not negative, as written"
    return DerivationResult(
        "kl-as-written", title, "derivations/kl.py", 10, assumptions, steps(), conclusion, "refuted"
    )


@pytest.fixture
def result(derivation: DerivationResult) -> Result:
    empty = DerivationResult("empty", "Nothing yet", "e.py", 3, (), (), None, "undecided")
    error = InputError("bad.md", 7, "expected a relation, found <eof>", 4)
    return Result("0.1.0", (derivation, empty), (error,))
