"""How people cite the reasons of the catalogue in other languages than English.

As in ``aliases``, one spelling of each name is enough; names go on into no other word.
"""

from __future__ import annotations

ABROAD: dict[str, tuple[str, ...]] = {
    "algebra": (
        *("multiply and divide", "multiplying and dividing", "adding and subtracting"),
        *("add and subtract", "multiply by one", "multiplying by one", "add zero", "adding zero"),
        *("umformen", "umformung", "ausmultiplizieren", "kürzen", "nulladdition"),
        *("en développant", "en simplifiant", "en réarrangeant", "simplificando", "desarrollando"),
        *("化简", "展开", "移项", "合并同类项"),
    ),
    "linearity": (
        *("linearität", "linearität des erwartungswerts", "linearität der summe"),
        *("linéarité", "linéarité de l'espérance", "linealidad", "linealidad de la esperanza"),
        *("期望的线性性质", "线性性质"),
    ),
    "log of a product": (
        *("splits the logarithm", "splits the log", "expanding the log", "expanding the logarithm"),
        *("logarithmengesetz", "logarithmengesetze", "logarithmusgesetze"),
        *("rechenregeln für den logarithmus",),
        *("propriétés du logarithme", "propriété du logarithme", "propiedades del logaritmo"),
        *("propiedad del logaritmo", "对数的性质", "对数的运算", "对数法则", "拆开对数"),
    ),
    "definition": (
        *("nach definition", "per definition", "laut definition", "par définition"),
        *("por definición",),
        *("根据定义", "按定义", "代入定义"),
    ),
    "definition of conditional probability": (
        *("kettenregel", "satz von bayes", "bedingte wahrscheinlichkeit", "règle de la chaîne"),
        *("règle de chaîne", "probabilité conditionnelle", "formule de bayes"),
        *("regla de la cadena",),
        *("probabilidad condicional", "链式法则", "链式规则", "贝叶斯定理", "贝叶斯"),
    ),
    "marginalisation": (
        *("marginalisierung", "satz von der totalen wahrscheinlichkeit"),
        *("totale wahrscheinlichkeit",),
        *("formule des probabilités totales", "probabilités totales", "marginalización"),
        *("probabilidad total", "integrating out z", "summing out y"),
        *("对y求和", "边际化", "求边缘"),
    ),
    "law of total expectation": (
        *("total expectation", "satz vom totalen erwartungswert", "espérance totale"),
        *("esperanza total", "全期望公式", "重期望公式"),
    ),
    "normalisation": (
        *("q is normalised", "p is normalised", "q is a distribution", "p is a distribution"),
        *("q is a pmf", "p is a pmf", "normierung", "normierungsbedingung", "normalisation à 1"),
        *("normalización", "归一化条件", "归一性", "概率和为1", "概率之和等于1"),
    ),
    "independence": (
        *("unabhängigkeit", "indépendance", "independencia", "相互独立"),
    ),
    "Jensen": (
        *("jensensche ungleichung", "jensen'sche ungleichung", "ungleichung von jensen"),
        *("konkavität", "konvexität", "konkavität des logarithmus", "inégalité de jensen"),
        *("concavité", "convexité", "concavité du logarithme", "concavité du log"),
        *("desigualdad de jensen", "concavidad", "convexidad", "concavidad del logaritmo"),
        *("延森不等式", "对数函数的凹性", "凹性"),
    ),
    "Gibbs": (
        *("gibbs-ungleichung", "ungleichung von gibbs", "gibbssche ungleichung"),
        *("inégalité de gibbs", "desigualdad de gibbs", "gibbs不等式", "吉布斯不等式"),
        *("kl散度的非负性", "kl散度非负", "相对熵的非负性", "相对熵非负"),
        *("nichtnegativität der kl-divergenz", "nichtnegativität der relativen entropie"),
        *("positivité de la divergence", "no negatividad de la divergencia"),
    ),
    "nonnegativity": ("非负性", "nichtnegativität", "non-négativité", "no negatividad"),
    "information is nonnegative": (
        *("bedingen verringert die entropie", "bedingen die entropie verringert"),
        *("konditionieren reduziert entropie", "bedingung verringert die entropie"),
        *("le conditionnement réduit l'entropie", "conditionner réduit l'entropie"),
        *("condicionar reduce la entropía", "el condicionamiento reduce la entropía"),
        *("条件减少熵", "条件熵不大于熵", "条件作用使熵减少", "互信息的非负性", "互信息非负"),
    ),
    "data processing": (
        *("datenverarbeitungsungleichung", "markow-eigenschaft", "markov-eigenschaft"),
        *("inégalité de traitement des données", "propriété de markov", "数据处理不等式"),
        *("马尔可夫性", "马尔科夫性"),
    ),
}  # fmt: skip
