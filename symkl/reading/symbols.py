"""What TeX commands and Unicode characters stand for in a layout; tables, no code."""

from __future__ import annotations

GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "omicron",
        "pi",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Pi",
        "Sigma",
        "Upsilon",
        "Phi",
        "Psi",
        "Omega",
        "ell",
        "nabla",
        "partial",
        "infty",
        "emptyset",
        "hbar",
        "imath",
        "jmath",
        "top",
        "intercal",
        "dagger",
        "star",
        "aleph",
    ]
)
VARIANTS = {
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
    "varsigma": "sigma",
    "varpi": "pi",
    "varnothing": "emptyset",
}
UNICODE_NAMES = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩℓ∇∂∞∅ϵϑϕ",
        [
            *[
                "alpha",
                "beta",
                "gamma",
                "delta",
                "epsilon",
                "zeta",
                "eta",
                "theta",
                "iota",
                "kappa",
                "lambda",
                "mu",
                "nu",
                "xi",
            ],
            *["omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"],
            *[
                "Gamma",
                "Delta",
                "Theta",
                "Lambda",
                "Xi",
                "Pi",
                "Sigma",
                "Upsilon",
                "Phi",
                "Psi",
                "Omega",
            ],
            *["ell", "nabla", "partial", "infty", "emptyset", "epsilon", "theta", "phi"],
        ],
        strict=True,
    )
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNICODE_STYLES = {
    **{chr(0x1D49C + place): (letter, "cal") for place, letter in enumerate(LETTERS)},
    **{chr(0x1D538 + place): (letter, "bb") for place, letter in enumerate(LETTERS)},
    **dict(zip("ℬℰℱℋℐℒℳℛ", ((letter, "cal") for letter in "BEFHILMR"), strict=True)),
    **dict(zip("ℂℍℕℙℚℝℤ", ((letter, "bb") for letter in "CHNPQRZ"), strict=True)),
}

RELATIONS = {
    **dict.fromkeys(("=", "eq"), "="),
    **dict.fromkeys(("leq", "le", "leqslant", "leqq", "≤", "⩽"), "<="),
    **dict.fromkeys(("geq", "ge", "geqslant", "geqq", "≥", "⩾"), ">="),
    **dict.fromkeys(("<", "lt"), "<"),
    **dict.fromkeys((">", "gt"), ">"),
    **dict.fromkeys(("neq", "ne", "≠"), "!="),
    **dict.fromkeys(("triangleq", "coloneqq", "coloneq", "colonequals", "doteq", "≜", "≔"), ":="),
    **dict.fromkeys(("eqqcolon", "eqcolon", "equalscolon", "≕"), "=:"),
    **dict.fromkeys(("equiv", "≡"), "equiv"),
    **dict.fromkeys(("approx", "simeq", "cong", "≈"), "approx"),
    **dict.fromkeys(("propto", "∝"), "propto"),
    **dict.fromkeys(("sim", "∼", "~"), "~"),
    **dict.fromkeys(("in", "∈"), "in"),
    **dict.fromkeys(("subset", "subseteq", "notin", "ni", "⊂", "⊆"), "set"),
    **dict.fromkeys(("implies", "Rightarrow", "Longrightarrow", "⇒", "⟹"), "implies"),
    **dict.fromkeys(("iff", "Leftrightarrow", "Longleftrightarrow", "⇔", "⟺"), "iff"),
    **dict.fromkeys(("Leftarrow", "impliedby", "⇐"), "impliedby"),
    **dict.fromkeys(("to", "rightarrow", "longrightarrow", "mapsto", "→"), "to"),
    **dict.fromkeys(("leftarrow", "longleftarrow", "gets", "←"), "from"),
    **dict.fromkeys(("ll", "gg", "lesssim", "gtrsim", "asymp"), "order"),
    **dict.fromkeys(("succ", "≻"), "succ"),
    **dict.fromkeys(("prec", "≺"), "prec"),
    **dict.fromkeys(("succeq", "succcurlyeq", "⪰", "≽"), "succeq"),
    **dict.fromkeys(("preceq", "preccurlyeq", "⪯", "≼"), "preceq"),
    **dict.fromkeys(("perp", "⊥"), "perp"),
}
NEGATED = {"=": "!=", "in": "set", "equiv": "!=", "~": "set"}
OPERATORS = {
    **dict.fromkeys(("+", "-", "*", "/"), ""),
    "−": "-",
    "cdot": "*",
    "⋅": "*",
    "·": "*",
    "times": "times",
    "×": "times",
    "ast": "*",
    "div": "/",
    "otimes": "otimes",
    "⊗": "otimes",
    "pm": "pm",
    "mp": "pm",
    "circ": "circ",
    "odot": "odot",
    "oplus": "oplus",
    "setminus": "set",
    "cup": "set",
    "cap": "set",
    "land": "and",
    "lor": "or",
    "wedge": "wedge",
    "vee": "vee",
    "forall": "forall",
    "exists": "exists",
    "∀": "forall",
}
BARS = {
    **dict.fromkeys(("|", "mid", "vert", "lvert", "rvert", "∣"), "|"),
    **dict.fromkeys(("Vert", "lVert", "rVert", "parallel", "∥", "‖"), "||"),
}
BIG = {
    "sum": "sum",
    "∑": "sum",
    "prod": "prod",
    "∏": "prod",
    "int": "int",
    "∫": "int",
    "iint": "int",
    "idotsint": "int",
    "oint": "oint",
    **{name: name for name in ("bigcup", "bigcap", "coprod", "bigotimes", "bigoplus")},
    **{name: name for name in ("max", "min", "sup", "inf", "lim", "limsup", "liminf")},
}
# Operators that act on what follows, also where they are spelt in plain letters.
FUNCTIONS = {
    **{name: name for name in ("log", "ln", "exp", "det", "sin", "cos", "tan", "tanh", "lg")},
    **dict.fromkeys(("tr", "Tr", "trace", "Trace", "TR"), "tr"),
    **dict.fromkeys(("diag", "Diag"), "diag"),
    **dict.fromkeys(("Var", "var", "Variance", "Cov", "cov"), ""),
    "Corr": "",
    **dict.fromkeys(("sign", "sgn", "rank", "logdet", "erf", "softmax", "sigmoid"), ""),
}
LIMIT_WORDS = {
    **dict.fromkeys(("argmin", "arg min", "argMin"), "argmin"),
    **dict.fromkeys(("argmax", "arg max", "argMax"), "argmax"),
    **dict.fromkeys(("minimize", "minimise"), "min"),
    **dict.fromkeys(("maximize", "maximise"), "max"),
}
DIVERGENCES = frozenset({"KL", "Kl", "kl", "KLD", "DKL", "CE"})

FONTS = {
    **dict.fromkeys(("mathbf", "boldsymbol", "bm", "pmb", "vec", "bf", "mathbfit", "bold"), "bold"),
    **dict.fromkeys(("mathcal", "mathscr", "cal"), "cal"),
    **dict.fromkeys(("mathbb", "Bbb"), "bb"),
    **dict.fromkeys(("mathrm", "rm", "mathsf", "mathtt", "sf", "mathup", "operatorname"), "rm"),
    **dict.fromkeys(("operatorname*",), "rm"),
    **dict.fromkeys(("mathit", "mathnormal", "it"), ""),
    **dict.fromkeys(("mathfrak",), "frak"),
}
SWITCHES = frozenset({"rm", "bf", "it", "cal", "sf"})  # {\bf x}: the rest of the group
TEXTS = frozenset(
    [
        *("text", "mbox", "textrm", "textbf", "textit", "hbox", "textsf", "textnormal"),
        *("textup", "textsc", "texttt", "textmd", "intertext", "shortintertext"),
    ]
)
ACCENTS = {
    **dict.fromkeys(("hat", "widehat"), "hat"),
    **dict.fromkeys(("tilde", "widetilde"), "tilde"),
    **dict.fromkeys(("bar", "overline"), "bar"),
    **{name: name for name in ("dot", "ddot", "check", "breve", "underline", "mathring")},
}
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"})
STACKED = frozenset({"overset", "stackrel", "underset"})
EXTENSIBLE = {"xlongequal": "=", "xrightarrow": "to", "xRightarrow": "implies"}
BRACED = frozenset({"underbrace", "overbrace"})
DECORATIONS = frozenset({"cancel", "bcancel", "xcancel", "boxed", "fbox", "mathstrut", "smash"})
COLOURED = frozenset({"color", "textcolor", "colorbox"})
ARGUMENT_NOTES = frozenset(
    [
        "label",
        "tag",
        "tag*",
        "hspace",
        "hspace*",
        "vspace",
        "vspace*",
        "mspace",
        "phantom",
        "hphantom",
        "vphantom",
        "ref",
        "eqref",
        "cite",
        "footnote",
    ]
)
PLAIN_NOTES = frozenset(
    [
        "nonumber",
        "notag",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "limits",
        "nolimits",
        "left",
        "right",
        "middle",
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "Biggl",
        "Biggr",
        "bigm",
        "Bigm",
        "biggm",
        "hfill",
        "quad",
        "qquad",
        "thinspace",
        "enspace",
        "allowbreak",
        "nobreak",
        "noindent",
        "centering",
        "hline",
        "mathop",
        "mathrel",
        "mathbin",
        "mathord",
        "mathopen",
        "mathclose",
        "strut",
        ",",
        ";",
        ":",
        "!",
        ">",
        "space",
        "/",
        "-",
    ]
)
BRACKET_FORMS = {"（": "(", "）": ")", "【": "[", "】": "]"}  # as Chinese writes them
OPENING = {"(": ")", "[": "]", "{": "}", "langle": "rangle", "lfloor": "rfloor", "lceil": "rceil"}
CLOSING = frozenset({")", "]", "}", "rangle", "rfloor", "rceil"})
DOTS = frozenset(["ldots", "cdots", "dots", "dotsc", "dotsb", "dotsm", "vdots", "ddots"])
MATRICES = frozenset(
    ["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix"]
)
ALIGNED = frozenset(
    [
        "aligned",
        "align",
        "align*",
        "split",
        "gathered",
        "gather",
        "gather*",
        "alignat",
        "alignat*",
        "alignedat",
        "eqnarray",
        "eqnarray*",
        "multline",
        "multline*",
        "equation",
        "equation*",
        "flalign",
        "flalign*",
        "array",
        "displaymath",
        "math",
        "IEEEeqnarray",
        "IEEEeqnarray*",
        "subequations",
    ]
)
