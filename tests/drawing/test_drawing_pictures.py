"""Pictures: well formed, the same each time, told in words, and drawn from the numbers given."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from fractions import Fraction
from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    Derivation,
    Dimension,
    E,
    FiniteSpace,
    Gaussian,
    H,
    I,
    check,
    exp,
    log,
    variables,
    vectors,
)
from symkl.drawing import gaussians, jensen, simplex
from symkl.drawing.bars import Pmf, bars
from symkl.drawing.digits import digits
from symkl.drawing.graph import Node, graph
from symkl.drawing.plots import can_plot, divergence
from symkl.drawing.stacked import stacked
from symkl.drawing.svg import SERIES, Caption
from symkl.messages.catalogue import Messages
from symkl.report.pictures import illustrations, pictures_of_example
from symkl.report.proof import claims_of
from symkl.result import DerivationResult

EN = Messages("en")
SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("A title < with > signs", 'A "description" & more')
THIRD = Fraction(1, 3)
X = FiniteSpace("X", size="n")
P, Q, R = X.pmfs("P Q R")
x = X.point("x")
plots = pytest.mark.skipif(not can_plot(), reason="matplotlib is not installed")


def parsed(picture: str) -> ET.Element:
    root = ET.fromstring(picture)
    assert root.get("role") in ("img", "group")
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    return root


def heights(root: ET.Element) -> list[float]:
    drawn = [r for r in root.iter(f"{SVG}rect") if r.get("stroke") == "currentColor"]
    return [float(r.get("height", "")) for r in drawn if float(r.get("y", "")) > 20]


def pictures() -> dict[str, Any]:
    pmfs = [Pmf("P", (THIRD, 2 * THIRD)), Pmf("Q", (Fraction(1, 2), Fraction(1, 2)))]
    nodes = [Node(n, f"{n}.html", f"Title of {n}", "proved", "shown", "words") for n in "abc"]
    return {
        "bars": bars(pmfs, ["1", "2"], CAPTION),
        "digits": digits((70, 50, 60), 50, CAPTION),
        "stacked": stacked([("a", 2.0), ("b", -0.5), ("c", 0.0)], "1.5", CAPTION),
        "graph": graph(nodes, [("a", "b"), ("b", "c"), ("a", "c")], CAPTION),
    }


@pytest.mark.parametrize("name", pictures())
def test_a_picture_is_well_formed_small_and_always_the_same(name):
    first, second = pictures()[name], pictures()[name]
    assert first == second
    assert len(first) < 6000
    root = parsed(first)
    assert root.find(f"{SVG}title").text == CAPTION.title
    assert root.find(f"{SVG}desc").text == CAPTION.description
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len({i.split("-")[0] for i in ids}) == 1
    used = {part.split(")")[0] for part in first.split("url(#")[1:]}
    assert used <= set(ids)


def test_bars_are_as_high_as_their_probabilities():
    found = heights(parsed(pictures()["bars"]))
    assert found == pytest.approx([55.0, 82.5, 110.0, 82.5], abs=0.01)
    assert ">1/3<" in pictures()["bars"]


def test_series_differ_by_more_than_their_colour():
    root = parsed(bars([Pmf(n, (Fraction(1),)) for n in "PQRS"], ["1"], CAPTION))
    drawn = [
        sorted((part.tag, part.get("width"), part.get("r"), part.get("d")) for part in pattern)
        for pattern in root.iter(f"{SVG}pattern")
    ]
    # The first is solid, and no pattern: the seams between its tiles would show on paper.
    plain = [r for r in root.iter(f"{SVG}rect") if r.get("fill") == SERIES[0].colour]
    assert len(plain) == 2  # in the legend, and its bar
    assert len(drawn) == 3
    assert all(one != two for place, one in enumerate(drawn) for two in drawn[:place])


@pytest.mark.parametrize(
    ("pmfs", "points"), [([], []), ([Pmf("P", (THIRD,) * 9)], "123456789"), ([Pmf("P", ())], [])]
)
def test_what_is_too_much_is_not_drawn(pmfs, points):
    assert bars(pmfs, points, CAPTION) is None
    assert digits((50,), 50, CAPTION) is None


def test_negative_parts_go_to_the_left():
    root = parsed(stacked([("a", 3.0), ("b", -1.0)], "2", CAPTION))
    one, two = [r for r in root.iter(f"{SVG}rect") if r.get("height") == "26"]
    assert float(one.get("width")) == pytest.approx(3 * float(two.get("width")), rel=1e-3)
    assert float(two.get("x")) + float(two.get("width")) == pytest.approx(float(one.get("x")))


def test_a_graph_puts_what_is_cited_above_what_cites_it():
    root = parsed(pictures()["graph"])
    tops = [float(a.find(f"{SVG}rect").get("y")) for a in root.iter(f"{SVG}a")]
    assert tops == sorted(tops)
    assert len(set(tops)) == 3
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["a.html", "b.html", "c.html"]


def test_a_circle_of_citations_is_drawn_all_the_same():
    nodes = [Node(n, f"{n}.html", n, "open", "none", "w") for n in "ab"]
    parsed(graph(nodes, [("a", "b"), ("b", "a")], CAPTION))


# --- what a step gets -----------------------------------------------------------------------------


def result_of(derivation: Derivation) -> DerivationResult:
    return check(derivation)


def titles(found: list[str]) -> list[str]:
    return [parsed(picture).find(f"{SVG}title").text for picture in found]


def example_titles(derivation: Derivation) -> list[str]:
    step = result_of(derivation).steps[0]
    return titles(pictures_of_example(EN, step.counterexample, step.reason))


@plots
def test_a_false_symmetry_gets_both_divergences():
    found = example_titles(Derivation("s").start(KL(P, Q)).eq(KL(Q, P)))
    assert found == ["P, Q in the model", "KL(P, Q) and KL(Q, P)"]
    a, b = FiniteSpace("Letters").pmfs("A B")
    found = example_titles(Derivation("s").start(KL(a, b)).ge(2 * KL(b, a)))
    assert found[1] == "KL(A, B) and KL(B, A)"


@plots
@pytest.mark.parametrize("names", ["P Q R", "U V W"])
def test_a_failing_triangle_gets_the_way_round(names):
    one, two, three = FiniteSpace("S").pmfs(names)
    found = example_titles(Derivation("t").start(KL(one, three)).le(KL(one, two) + KL(two, three)))
    assert found[1] == f"The way through {two} and the straight one"


@plots
def test_three_points_make_a_triangle():
    space = FiniteSpace("T", size=3)
    one, two, three = space.pmfs("P Q R")
    step = result_of(Derivation("t").start(KL(one, three)).le(KL(one, two) + KL(two, three))).steps[
        0
    ]
    found = pictures_of_example(EN, step.counterexample)
    assert "shorter" in found[1]
    parsed(found[1])


@plots
def test_a_proof_by_jensen_gets_its_chord():
    chain = Derivation("j").start(log(X.sum(P(x) * exp(Q(x)), x)))
    chain.ge(X.sum(P(x) * log(exp(Q(x))), x), by="Jensen")
    shown = result_of(chain)
    assert shown.steps[0].verdict == "proved"
    assert titles(illustrations(shown, EN)[1]) == ["Jensen's inequality for log t"]


@plots
def test_a_false_jensen_shows_the_claimed_bound():
    step = result_of(
        Derivation("j")
        .start(-X.sum(P(x) * log(Q(x) / P(x)), x))
        .ge(-X.sum(log(Q(x)), x), by="Jensen")
    ).steps[0]
    assert step.verdict == "refuted"
    found = pictures_of_example(EN, step.counterexample, step.reason)
    assert titles(found)[1] == "Jensen's inequality for log t"
    assert "The step claims the bound" in found[1]


def test_a_chord_lies_on_the_right_side():
    chain = Derivation("j").start(X.sum(P(x) * Q(x) ** 2, x)).ge(X.sum(P(x) * Q(x), x) ** 2)
    step = result_of(chain).steps[0]
    ((claim, proof),) = claims_of(step.certificate)
    means = [*jensen.means_of_proof(claim, proof), *jensen.means_of_claim(claim)]
    found = jensen.sample(means[0], claim)
    assert found.label == "t²"
    assert found.mean_of_f > found.f_of_mean
    assert sum(found.weights) == pytest.approx(1)
    assert found.mean == pytest.approx(
        sum(w * t for w, (t, _) in zip(found.weights, found.points, strict=True))
    )


@plots
def test_normal_laws_get_ellipses_and_three_terms():
    k = Dimension("k")
    m, n = vectors("m n", k)
    p, q = Gaussian("p", m, SPD("S", k)), Gaussian("q", n, SPD("T", k))
    t = k.point("t")
    chain = Derivation("g").start(KL(p, q)).eq(E(p, t)(log(p(t)) - log(q(t))))
    shown = result_of(chain)
    assert titles(illustrations(shown, EN)[1]) == [
        "The normal laws p and q",
        "The three terms of KL(p, q)",
    ]
    ((claim, _),) = claims_of(shown.steps[0].certificate)
    pair = gaussians.sample(claim, ("p", "q"))
    assert pair.dimension == 2
    assert pair.divergence == pytest.approx(pair.trace + pair.form + pair.logarithm)
    assert pair.divergence > 0


@plots
def test_plots_are_the_same_each_time_and_keep_to_themselves():
    found = simplex.Both(("P", "Q"), ((0.25, 0.75), (0.5, 0.5)))
    labels = {"binary": "b", "way": "w"}
    first, second = (simplex.draw_both(found, CAPTION, labels) for _ in range(2))
    assert first == second
    root = parsed(first)
    assert len(first) < 30_000
    assert not list(root.iter(f"{SVG}style")), "a style would reach the whole page"
    assert "<metadata" not in first
    assert "<?xml" not in first
    prefixes = {e.get("id").split("-")[0] for e in root.iter() if e.get("id")}
    assert len(prefixes) == 1


def test_without_matplotlib_the_bars_are_there(monkeypatch):
    step = result_of(Derivation("s").start(KL(P, Q)).eq(KL(Q, P))).steps[0]
    monkeypatch.setattr("symkl.report.pictures.can_plot", lambda: False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert titles(pictures_of_example(EN, step.counterexample)) == ["P, Q in the model"]


def test_a_broken_record_gets_no_picture():
    step = result_of(Derivation("s").start(KL(P, Q)).eq(KL(Q, P))).steps[0]
    from dataclasses import replace

    for replay in ({}, {"claim": 1, "model": 2}, {"claim": step.counterexample.replay["claim"]}):
        assert pictures_of_example(EN, replace(step.counterexample, replay=replay)) == []


def test_a_joint_pmf_has_a_bar_for_each_pair():
    U, V = variables("U V")
    step = result_of(Derivation("i").start(I(U, V)).ge(H(U))).steps[0]
    (picture,) = pictures_of_example(EN, step.counterexample)
    root = parsed(picture)
    probabilities = [Fraction(p) for row in step.counterexample.model["p"] for p in row]
    assert len(heights(root)) == len(probabilities)
    assert ">1, 1<" in picture


def test_pictures_speak_chinese():
    step = result_of(Derivation("s").start(KL(P, Q)).eq(KL(Q, P))).steps[0]
    found = pictures_of_example(Messages("zh"), step.counterexample)
    assert titles(found)[0] == "模型中的 P, Q"


def test_the_divergence_of_a_picture_is_that_of_pmfs():
    assert divergence((0.5, 0.5), (0.5, 0.5)) == 0
    assert divergence((0.5, 0.5), (1.0, 0.0)) == float("inf")
    assert divergence((1.0, 0.0), (0.5, 0.5)) == pytest.approx(0.6931471805599453)
