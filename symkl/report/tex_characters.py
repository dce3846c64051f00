"""Characters and their LaTeX forms; the standard fonts of pdflatex have all of these."""

from __future__ import annotations

import re
import unicodedata

from symkl.display.prose import is_hidden

# Characters that LaTeX would act on, or draw as another character.
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": "`{}",
    '"': "''",
    "-": "-{}",  # two of them would become a dash
    "'": "'{}",
    "\n": " ",
    "\t": " ",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u202f": r"\,",
    "–": r"\textendash{}",
    "—": r"\textemdash{}",
    "‐": "-{}",
    "‑": "-{}",
    "‘": r"\textquoteleft{}",
    "’": r"\textquoteright{}",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "„": ",,",
    "…": r"\ldots{}",
    "•": r"\ensuremath{\bullet}",
}

ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
}

LETTERS = {
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
    "§": r"\ensuremath{\S}",
    "¶": r"\ensuremath{\P}",
}

# Ideographs, the marks between them, kana, and forms as wide as they are.
CHINESE = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")
_GREEK_CAPITALS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
GREEK = {
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta"},
    **{"η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu"},
    **{"ξ": "xi", "π": "pi", "ρ": "rho", "ς": "varsigma", "σ": "sigma", "τ": "tau"},
    **{"υ": "upsilon", "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "ϵ": "epsilon"},
    **{"ϕ": "phi", "ϑ": "vartheta", "ϖ": "varpi", "ϱ": "varrho", "µ": "mu", "Γ": "Gamma"},
    **{"Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma"},
    **{"Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega"},
}
_COMMANDS = {
    **{"≤": "le", "≥": "ge", "≠": "ne", "≈": "approx", "≡": "equiv", "∼": "sim", "≃": "simeq"},
    **{"≅": "cong", "∝": "propto", "≪": "ll", "≫": "gg", "«": "ll", "»": "gg", "⩽": "leqslant"},
    **{"⩾": "geqslant", "≺": "prec", "≻": "succ", "⪯": "preceq", "⪰": "succeq", "≼": "preceq"},
    **{"≽": "succeq", "∈": "in", "∉": "notin", "∋": "ni", "⊂": "subset", "⊆": "subseteq"},
    **{"⊃": "supset", "⊇": "supseteq", "∪": "cup", "∩": "cap", "∖": "setminus", "∅": "emptyset"},
    **{"∀": "forall", "∃": "exists", "∄": "nexists", "¬": "neg", "∧": "wedge", "∨": "vee"},
    **{"⊤": "top", "⊥": "perp", "⊢": "vdash", "⊨": "models", "∣": "mid", "∥": "parallel"},
    **{"‖": "|", "∑": "sum", "∏": "prod", "∫": "int", "∂": "partial", "∇": "nabla"},
    **{"∞": "infty", "√": "surd", "±": "pm", "∓": "mp", "×": "times", "÷": "div", "·": "cdot"},
    **{"⋅": "cdot", "∘": "circ", "∗": "ast", "⊕": "oplus", "⊗": "otimes", "⊙": "odot"},
    **{"→": "to", "←": "leftarrow", "↔": "leftrightarrow", "⇒": "Rightarrow"},
    **{"⇐": "Leftarrow", "⇔": "Leftrightarrow", "⟹": "Longrightarrow", "⟺": "iff"},
    **{"⟶": "longrightarrow", "↦": "mapsto", "↑": "uparrow", "↓": "downarrow"},
    **{"⟨": "langle", "⟩": "rangle", "⌊": "lfloor", "⌋": "rfloor", "⌈": "lceil"},
    **{"⌉": "rceil", "ℓ": "ell", "ℏ": "hbar", "†": "dagger", "‡": "ddagger", "′": "prime"},
    **{"□": "square", "∎": "blacksquare", "✓": "checkmark", "⋯": "cdots", "⋮": "vdots"},
    **{"⋱": "ddots", "∴": "therefore", "∵": "because", "∠": "angle", "⊺": "top"},
}
SYMBOLS = {
    **_GREEK_CAPITALS,
    **{letter: f"\\{name}" for letter, name in (GREEK | _COMMANDS).items()},
    "ο": "o",
    "−": "-",
    "⁄": "/",
    "≔": ":=",
    "≝": r"\overset{\mathrm{def}}{=}",
    "✗": r"\times",
    "✘": r"\times",
    "°": r"{}^{\circ}",
    "″": r"\prime\prime",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "ᵀ": r"{}^{\mathsf{T}}",
}


def is_chinese(letter: str) -> bool:
    """Whether a character needs a Chinese font, and an engine that takes it from the system."""
    return CHINESE.fullmatch(letter) is not None


def character(letter: str) -> str:
    """One character of text, as ASCII; one that needs a Chinese font as it is."""
    if letter in SPECIAL:
        return SPECIAL[letter]
    if letter.isascii() and not is_hidden(letter):
        return letter
    accented = _accented(letter)
    if accented is not None:
        return accented
    if is_chinese(letter):
        return letter
    found = symbol(letter)
    # A character that has no LaTeX form is named by its number rather than lost.
    return rf"\texttt{{[U+{ord(letter):04X}]}}" if found is None else rf"\ensuremath{{{found}}}"


def _accented(letter: str) -> str | None:
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if len(marks) == 1 and base.isascii() and base.isalpha() and marks[0] in ACCENTS:
        return rf"\{ACCENTS[marks[0]]}{{{base}}}"
    return LETTERS.get(letter)


def symbol(letter: str) -> str | None:
    """A character as a formula: known by itself, or a styled or raised form of a known one."""
    if letter in SYMBOLS:
        return SYMBOLS[letter]
    kind, _, numbers = unicodedata.decomposition(letter).rpartition("> ")
    if not kind or " " in numbers:
        return None
    base = chr(int(numbers, 16))
    inner = base if base.isascii() and base.isalnum() else SYMBOLS.get(base)
    raised = {"<super": f"{{}}^{{{inner}}}", "<sub": f"{{}}_{{{inner}}}"}
    return None if inner is None else raised.get(kind, _styled(letter, inner))


def _styled(letter: str, inner: str) -> str:
    name = unicodedata.name(letter, "")
    styles = {"DOUBLE-STRUCK": "mathbb", "SCRIPT": "mathcal", "FRAKTUR": "mathfrak"}
    for word, command in styles.items():
        # These alphabets have capitals only in LaTeX's standard fonts.
        if word in name and inner.isupper():
            return rf"\{command}{{{inner}}}"
    return rf"\boldsymbol{{{inner}}}" if "BOLD" in name else inner
