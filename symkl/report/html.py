"""The pages: each one a file of its own, with its style and font inside and no script."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from symkl.display.marks import NO, YES
from symkl.display.prose import pieces, visible
from symkl.drawing.graph import Node, graph
from symkl.drawing.svg import Caption
from symkl.messages.catalogue import Language, Messages
from symkl.recheck import script
from symkl.report.formula import in_lines, mathml, relation_tex
from symkl.report.hypotheses import in_letters, is_silent
from symkl.report.pictures import illustrations, picture_of_digits, pictures_of_example
from symkl.report.proof import proofs_of, support_of
from symkl.report.standing import Standing, connected, standings
from symkl.report.words import (
    MARKS,
    Words,
    has_proof,
    is_note,
    reasons_without,
    repeats,
)
from symkl.result import SCHEMA, Counterexample, DerivationResult, Result

# A picture that is shown twice would bring its ids along twice.
PICTURE = re.compile(
    r'<svg class="picture[^>]*aria-labelledby="(?P<name>s[0-9a-f]{8})-t.*?</svg>', re.DOTALL
)
ENTRY = re.compile(r"row (\d+), column (\d+)")


def page(
    derivation: DerivationResult,
    version: str,
    language: Language = "en",
    standings: Mapping[str, Standing] | None = None,
) -> str:
    """The page of one derivation; ``standings`` say how it and others rest on each other."""
    return render_page(
        "page.html.j2",
        language,
        derivation=derivation,
        version=version,
        standings=standings or {},
        illustrations=illustrations(derivation, Messages(language)),
    )


def index_page(
    result: Result, articles: Mapping[str, str] | None = None, language: Language = "en"
) -> str:
    """The page that leads to all others; ``articles`` are the pages of documents, by file."""
    numbered = [
        (derivation, step)
        for derivation in result.derivations
        for step in derivation.steps
        if step.reference
    ]
    return render_page(
        "index.html.j2",
        language,
        result=result,
        articles=articles or {},
        numbered=numbered,
        groups=graphs(result, Messages(language)),
        alone=sum(standing.is_alone for standing in standings(result).values()),
        version=result.symkl,
    )


def graphs(result: Result, say: Messages) -> list[Markup]:
    """A picture of each group of derivations that rest on each other."""
    return [_graph(group, say) for group in connected(standings(result))]


def _graph(group: Sequence[Standing], say: Messages) -> Markup:
    nodes = [
        Node(
            standing.derivation.id,
            f"{standing.derivation.id}.html",
            standing.derivation.title.replace("$", ""),
            standing.statement,
            standing.proof,
            f"{say(f'statement_state.{standing.statement}')}; "
            f"{say(f'proof_state.{standing.proof}')}",
        )
        for standing in group
    ]
    titles = {node.name: node.title for node in nodes}
    edges = [(name, s.derivation.id) for s in group for name in s.rests_on if name in titles]
    told = (say("rests.edge", below=titles[low], above=titles[high]) for high, low in edges)
    describes = say("rests.graph_describes", edges=" ".join(told))
    return graph(nodes, edges, Caption(say("rests.graph_title"), describes))


def script_of(example: Counterexample) -> str:
    """The script that works out both values of a counterexample again; "" where there is none."""
    place = ENTRY.fullmatch(str(example.model.get("entry", "")))
    return script(example.replay, (int(place[1]), int(place[2])) if place else None)


def prose(text: str) -> Markup:
    """Text with formulas between dollar signs.

    >>> prose("<b>")
    Markup('&lt;b&gt;')
    """
    parts = (mathml(part) if math else escape(visible(part)) for math, part in pieces(text))
    return Markup("").join(parts)


def plain(text: str) -> Markup:
    """Text as it stands."""
    return escape(visible(text))


def relation(name: str) -> Markup:
    """The sign of a relation; an unknown word stands for itself."""
    tex = relation_tex(name)
    return escape(visible(name)) if tex is None else mathml(tex)


@cache
def font_url() -> str:
    """The font of the formulas as a data URL."""
    font = files("symkl.report").joinpath("fonts", "stix-two-math.woff2").read_bytes()
    return "data:font/woff2;base64," + base64.b64encode(font).decode("ascii")


def render_page(template: str, language: Language = "en", /, **values: Any) -> Markup:
    """A whole page, on which no id comes twice."""
    seen: Counter[str] = Counter()

    def apart(match: re.Match[str]) -> str:
        name = match["name"]
        seen[name] += 1
        again = f"{name}n{seen[name]}" if seen[name] > 1 else name
        return match[0].replace(name, again)

    return Markup(PICTURE.sub(apart, render(template, language, **values)))


def render(template: str, language: Language = "en", /, **values: Any) -> Markup:
    """A template in a language with these values, which are escaped."""
    return Markup(environment(language).get_template(template).render(values))


def _finalize(value: Any) -> Any:
    # Markup was made here; plain text was written by somebody.
    return visible(value) if type(value) is str else value


@cache
def environment(language: Language, package: str = "symkl.report") -> Environment:
    """What fills in the templates of a package, in a language; it escapes what people wrote."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words = Words(language)
    told = {"told": lambda text: prose(words.told(text))}
    made.filters.update(mathml=mathml, in_lines=in_lines, prose=prose, relation=relation, **told)
    made.globals.update(words=words, say=words.say, mark_of=MARKS, yes=YES, no=NO, schema=SCHEMA)
    made.globals.update(font_url=font_url, is_note=is_note, repeats=repeats)
    made.globals.update(model_line=words.model_line, model_rows=words.model_rows)
    made.globals.update(reasons_without=reasons_without, has_proof=has_proof)
    made.tests.update(silent=is_silent)
    made.globals.update(
        hypothesis=in_letters,
        is_silent=is_silent,
        picture_of_digits=partial(picture_of_digits, words.say),
        pictures_of_example=partial(pictures_of_example, words.say),
        proofs_of=proofs_of,
        script_of=script_of,
        support_of=support_of,
    )
    return made
