"""Citations in words are recognised; what is unknown is answered with the nearest names."""

from __future__ import annotations

import pytest

from symkl import KL, CrossEntropy, E, Gaussian, H, I, definition, log_density
from symkl.kernel.catalogue import FACTS
from symkl.listing import rule_lines
from symkl.rules.abroad import ABROAD
from symkl.rules.aliases import ALIASES, BARE
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.reason import Reason, together
from symkl.rules.recognise import named_in, nearest, recognised
from symkl.rules.spelling import plain

NAMES = {
    reason.name: (reason.name, *ALIASES[reason.name], *ABROAD.get(reason.name, ()))
    for reason in CATALOGUE
}


def name_of(citation: str | tuple[str, ...]) -> str | None:
    found = recognised(citation)
    return found and found.name


@pytest.mark.parametrize("reason", CATALOGUE, ids=list(NAMES))
def test_every_name_of_an_entry_is_recognised(reason: Reason) -> None:
    for name in NAMES[reason.name]:
        bare = name.removeprefix("by ")
        for citation in (name, name.upper(), f"  by {bare}. ", f"using {bare}", (name,)):
            assert recognised(citation) is reason, citation


def test_no_two_entries_share_a_name() -> None:
    spelled = [{plain(name) for name in names} for names in NAMES.values()]
    assert len(frozenset().union(*spelled)) == sum(map(len, spelled))


def test_the_names_that_count_alone_only_are_names_of_entries() -> None:
    assert frozenset().union(*NAMES.values()) >= BARE
    assert named_in("where the mean of the positive variance is marked") == ()
    assert [named_in(name) for name in sorted(BARE) if len(named_in(name)) != 1] == []


SPELLINGS = [
    ("Bayes' rule", "Bayes’ theorem", "bayes rule"),
    ("Jensen's inequality", "the Jensen inequality", "by Jensen inequality."),
    ("marginalisation", "marginalization", "Marginalizing", "law of total probability"),
    ("log a/b = log a - log b", "ln(a/b) = ln a − ln b", "log of a quotient", "log rules"),
    (
        "log t <= t-1",
        "ln x ≤ x − 1",
        "log u<=u-1",
        r"\ln t \leq t - 1",
        r"$\log x\le x-1$".strip("$"),
    ),
    ("cyclic property of trace", "cyclicity of the trace", "the cyclic property of the trace"),
    ("non-negativity of KL divergence", "nonnegativity of relative entropy", "KL >= 0"),
    ("A and B independent", "independence of U, V", "since X and Y are independent"),
    ("cross-entropy definition", "definition of cross entropy"),
    ("chain rule for KL divergence", "chain rule of relative entropy"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_spellings_of_one_citation(spellings: tuple[str, ...]) -> None:
    assert name_of(spellings[0]) is not None
    assert len({name_of(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("notion", [KL, H, I, E, CrossEntropy, Gaussian, log_density])
def test_definitions_that_a_file_cites_are_in_the_catalogue(notion: object) -> None:
    assert recognised(definition(notion)) is not None


SEVERAL = [
    (
        "chain rule and marginalisation",
        ("definition of conditional probability", "marginalisation"),
    ),
    ("Jensen; normalisation", ("Jensen", "normalisation")),
    ("Jensen, normalisation & algebra", ("Jensen", "normalisation", "algebra")),
    (("moments", "cyclic trace"), ("Gaussian moments", "cyclic trace")),
    (("moments", "gaussian moments"), ("Gaussian moments",)),
    ("mean and covariance", ("Gaussian moments",)),
    ("expectation and trace commute", ("expectation and trace commute",)),
]


@pytest.mark.parametrize(("citation", "names"), SEVERAL, ids=str)
def test_several_reasons_at_once(citation: str | tuple[str, ...], names: tuple[str, ...]) -> None:
    found = recognised(citation)
    assert found is not None
    assert found.name == " and ".join(names)
    parts = [reason for reason in CATALOGUE if reason.name in names]
    assert found.laws == frozenset().union(*(reason.laws for reason in parts))
    assert found.facts == frozenset().union(*(reason.facts for reason in parts))


def test_one_reason_alone_stays_itself() -> None:
    assert together([CATALOGUE[0]]) is CATALOGUE[0]


UNKNOWN = [
    ("Jenson", "Jensen"),
    ("normalizaton", "normalisation"),
    ("definition of KL diverjence", "definition of KL"),
    ("linearty", "linearity"),
    ("cyclic trce", "cyclic trace"),
    ("gibs inequality", "Gibbs"),
]


@pytest.mark.parametrize(("citation", "meant"), UNKNOWN)
def test_unknown_reasons_have_nearest_names(citation: str, meant: str) -> None:
    assert recognised(citation) is None
    close = nearest(citation)
    assert close[0] == meant
    assert len(close) == len(set(close)) <= 3


@pytest.mark.parametrize("citation", ["", "magic", "Jensen and magic", (), ("Jensen", "magic")])
def test_nothing_is_guessed(citation: str | tuple[str, ...]) -> None:
    assert name_of(citation) is None


def test_nothing_is_near_to_gibberish() -> None:
    assert nearest("qqqqzzzz") == []


@pytest.mark.parametrize("reason", CATALOGUE, ids=[reason.name for reason in CATALOGUE])
def test_entries_are_complete(reason: Reason) -> None:
    assert reason.statement
    assert reason.facts <= set(FACTS)
    lines = list(rule_lines([reason.name]))
    assert reason.name in lines
    assert f"    {reason.statement}" in lines


def test_rules_are_listed_by_words() -> None:
    assert next(iter(rule_lines(["JENSEN"]))) == "Jensen"
    assert list(rule_lines(["no", "such", "words"])) == []
    assert sum(not line.startswith(" ") for line in rule_lines([])) == len(CATALOGUE)
