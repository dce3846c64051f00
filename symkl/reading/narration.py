"""Prose that only tells: what a text may say around a claim without assuming anything.

Where independence, equal laws and the like would make a claim true, any sentence before it may say
so in words of its own ("the players use the same strategy").  Only sentences made of the words
below are known to say no such thing: words about mathematics as such, its notions and what a
reader does with them, and none about what variables, laws and matrices are like.
"""

from __future__ import annotations

import re

from symkl.reading import hypotheses
from symkl.reading.predications import HARMLESS, VERBS, WORKING
from symkl.reading.sentences import FORMULA

Words = frozenset[str]


def _words(text: str) -> Words:
    return frozenset(text.split())


ENGLISH = _words(
    """
    vae vaes elbo em gan gans mle
    cyclic invariant permutation permutations rhs lhs column columns row rows entry entries
    a about above according accordingly add addition additive additivity after again algebra
    all almost along already also although among amount an and another answer any appear
    appears apply argue argument around arrive article articles as ask asked at attention
    available average averaged back base based basic bayes be because become becomes been
    before begin beginning behind being believe below besides best better between beware beyond
    bishop bit bits blog book both bound bounded bring bug but by calculate calculation call
    called can cannot care careful carefully carry case cauchy chapter chapters check choose
    claim claims class clear clearly collect come common compare comparison compression
    computation compute concept conclude concretely condition conditional conditioning
    consequence consequently consider contain context continue convenient corollary correct
    cost could count course covariance covariances cover cross cross-entropy decompose
    decomposition deduce define definition deliver denote derivation derivations derive
    describe details determinant develop did difference differently direction directly discuss
    discussion distribution distributions divergence divergences divide do does donsker down
    each early easily easy either element elementary elements else encounter end enough entire
    entropies entropy equation equivalent equivalently error errors especially essential
    essentially establish estimate estimation even eventually ever every everyone everything
    exactly exam examine example exams exchange exercise exercises expand expansion expect
    expectation explain explains explanation explicit explicitly expression extra fact fail
    fall fallacy false familiar famous fano far few field final finally find first fisher
    follow following follows for forget forgotten form formal formally former formula
    formulation forward found four frequently from fubini full fully fundamental further
    furthermore gap general generalise generalize generally get gibbs give given gives go good
    had half hand handy happen hard has have help helpful hence here high higher hold holds
    homework how however huygens hölder i idea identity if immediate immediately implies imply
    important in incorrect indeed inequality information inner insert inside insight instead
    integral integrals integrate interesting interpret interpretation into introduce introduced
    introduction intuition intuitively is it its itself jensen joint just keep key know known
    knows kullback könig lagrange language larger last late later latter law laws lead learn
    learning least lecture left leibler lemma less let level likelihood likewise line linearity
    list literally literature little log-likelihood log-likelihoods logarithm long look loss
    lot low lower mackay made main make makes many marginal mathematics matrices matrix matter
    maximise maximize may mean meaning means measure measured measures mention merely metric
    might mind minimise minimize minus misconception mistake mistakenly mistakes model modern
    more moreover most motivate move much multiplication multiply murphy must mutual my name
    named namely natural naturally near need needed needs negative next nice nonnegative
    nonnegativity normalisation normalization notation note notebook notes notice notion now
    number numbers objective observe obtain obvious obviously of off often old on once one ones
    open operation or order original other others otherwise our out outer over overall page
    paper paragraph part particular particularly parts pass past people per perform perhaps
    piece pinsker pitfall place plain play plug pmf pmfs point popular positive possible post
    practice preceding precise precisely present previous previously probability problem
    proceed product products proof proofs property proposition prove proved provide purpose put
    quadratic quantities quantity question quick quickly quite quotient random rarely rather
    ratio read reader readers reading reads real really rearrange reason recall recover reduce
    refer relate related relation relative remain remains remark remember remind repeat replace
    represent respect rest result results return reverse reverses review rewrite right role
    rule rules said say says scale schwarz second section sections see seem seen sense sentence
    separate series set several shall shannon she shift short should show showed shown shows
    side sides sign similar similarly simple simpler simplest simplify simply since single size
    smaller so solution solve some something sometimes somewhat soon split square squared stage
    stages standard start starts state stated statement statements steiner step steps still
    straightforward structure student students study subsection substitute substitution
    subtract subtracting such sum summand summands summary summation sums support suppose
    surprisal surprise symbol symbols table take taken takes taking talk taylor teach tell
    tells tempting term terminology terms textbook textbooks than that the their them then
    theorem theory there thereby therefore these they thing things think third this thomas
    those though three through throughout thus time times to together too tool top topic total
    trace transpose transposed transposes treat treated trick trivial true try turn turned
    turns tutorial two type typically uncertainty under understand unit up upon upper us use
    used useful user uses using usual usually value values varadhan variable variables variance
    variances various vector vectors version very via view want was way we week weekly well
    were what whatever when where whereas whether which while who whole whose why will with
    within won't word words work works would write writes writing written wrong wrongly wrote
    yet yield yields you your yourself
    """
)
GERMAN = _words(
    """
    gesehen lautet lauten schreibweise negativ bedeutet bedeuten
    aber abschnitt abstand alle allen aller allgemein allgemeinen als also am an antwort auch
    auf aufgabe aus ausdrücken ausgedrückt ausmultiplizieren aussage außerdem bayes begriff
    behauptung bei beide beiden beim beispiel bekannt bekannte bekannten bekommen bekommt
    bemerkung benutzen benutzt benötigen benötigt beobachten beobachtet berechnen berechnet
    bereits beweis beweisen beweist bewiesen bezeichne bezeichnen bezeichnet bis braucht buch
    da dabei dadurch daher damit dann daraus darf das definieren definiert definition
    definitionsgemäß dem den denn dennoch der deren des dessen determinante determinanten die
    diese diesem diesen dieser dieses differenz direkt divergenz doch drei dritte durch eben
    ein eine einem einen einer eines einfach eingesetzt einsetzen entropie entropien er ergeben
    ergibt erhalten erhält erste ersten erwartungswert erwartungswerte es etwa fall falsch
    falsche fehler ferner finden findet folgen folgende folgenden folgender folgt formel
    formeln frage fälle für geht gelten gemessen genau genauer geschrieben gewinnt gewonnen
    gezeigt gibbs gilt gleichung groß grund größe größen größer größere haben hat hatte heißen
    heißt hier hieraus häufig häufige häufiger ich identität ihre ihrer im immer in information
    insbesondere inverse irrtum ist jede jeden jeder jedes jedoch jensen kann kapitel kennen
    kennt kettenregel klausur klausuren klein kleiner kleinere kovarianz kovarianzen
    kreuzentropie können könnte lassen leicht lemma letzte letzten liefern liefert linearität
    logarithmen logarithmus lässt man matrix matrizen mehr meist messen metrik misst mit mittel
    mittlere multiplizieren muss müssen nach nennen nennt noch notation nun nur nutzen nutzt
    nächste nächsten obere obige obigen oder oft produkt produkte quotient rechenregel
    rechenregeln rechnen rechnet rechnung regel regeln satz schließlich schon schreiben
    schreibt schritt schritte sehen sehr sei seien seine seite seiten shannon sich sie siehe
    sieht sind sinn skript so sofort sogar sogenannte sogenannten soll sollen spur stets summe
    summen sätze term terme transinformation transponierte trotzdem um umformen umformung
    umgeformt und ungleichung ungleichungen unmittelbar unsicherheit unter untere varianz
    varianzen vektor vektoren verloren verteilung verteilungen verwenden verwendet vom von vor
    vorlesung vorzeichen wahrscheinlichkeit wahrscheinlichkeiten war waren was weil weise weiß
    wenn werden wert werte wie wieder wir wird wissen wurde wurden zahl zeigen zeigt zu
    zufallsvariable zufallsvariablen zum zunächst zur zusammen zusammenfassen zwei zweite
    zweiten zwischen über übung
    """
)
FRENCH = _words(
    """
    a additif ailleurs ainsi alors aléatoire aléatoires appelle appelé appliquant applique
    apprendre après au aussi autre autres aux avait avant avec avoir bayes beaucoup bien c
    calcule calculer car carré carrée carrées carrés ce cependant ces cet cette chapitre chaque
    chaîne chez comme conditionnelle connaissant connaît connu connue consiste cours covariance
    croire croisée côté d d'où dans de dernier dernière des deux différence directement
    divergence doit doivent donc dont du déduire déduit définie définir définit définition
    démonstration démontre démontrer déterminant développant développe effet elle elles en
    encore enfin ensemble ensuite entre entropie entropies erreur espérance est et exemple
    exercice exprime exprimer facilement faire fait fausse faut faux fini formule formules
    fréquente gibbs général ici identité il ils immédiatement incertitude information
    intervenir intervient inverse inégalité inégalités je jensen jointe l la le lemme les leur
    leurs linéarité livre logarithme logarithmes loi lois là mais marginale marginales matrice
    matrices membre mesure mesurer moins montre montrer montrons multiplicatif mutuelle ne
    nombre nos note noter notons notre nous observer observé observée obtenir obtenons obtient
    on ont or ou où par parfois particulier peu peut peuvent plus pour pourrait pourtant
    premier première preuve probabilité probabilités produit produits propriété prouve prouver
    puis qu quand quantité quantités que qui quoi quotient rappeler rappelle rappelons remarque
    reste règle résultat s s'écrit sa sait sans se second seconde section selon ses shannon si
    signe signifie simplement soient soit somme sommes son sont sous souvent suivant suivante
    sur terme termes théorème tort toujours tous tout toute toutes trace transposée trois trop
    trouve trouver très un une utilisant utilise utiliser variable variables variance vecteur
    vecteurs vers vient voir voit vous y ça écrire écrit écrite écrivons équation était étape
    étapes été être
    """
)
CHINESE_WORDS = _words(
    """
    服从 随机 随机向量 重要性权重 权重 高斯 高斯分布 正态 正态分布 处处为正 处处
    密度函数 变分 自编码器 协方差矩阵 对称正定
    一 一个 一些 一般 一般地 三 三个 三角不等式 上 上一 上的 上面 下 下一 下面 不大于 不小于
    不确定性 不等式 不超过 不过 与 且 两 两个 两边 个 个元素 中 为 为什么 之 之间 乘法 乘积 也
    也就是 也就是说 习题 了 二 于是 互信息 交叉熵 人们 什么 从 从而 代入 令 以 以上 以下 以后
    任意 会 但 但是 低 作业 作者 你 使 使用 例子 信息 信息熵 假 元素 先验 公式 关于 其 其次 再
    写作 写成 减少 减法 几个 函数 分布 则 初学者 利用 刻画 前 前面 加法 化简 协方差 博客 即
    参数 又 及 变量 可 可以 可得 右边 同学 同样 后 后面 后验 向量 吗 含义 告诉 呢 命题 和 回忆
    回顾 因为 因此 地 均值 增加 多 大 大于 大家 如下 如何 如果 字母表 学生 它 它们 定义 定理
    实数 容易 密度 对 对于 对数 将 小 小于 少 就 就是 尽管 展开 左边 已知 常常 常犯 并 应 应用
    度量 式 引理 当 往往 得 得到 微分熵 怎么 性质 总是 恒等式 意义 我 我们 或 所以 所在 所有
    找出 把 损失 接着 推导 推论 描述 故 教材 散度 整理 文献 文章 新 方差 方阵 旧 时 是 显然
    最后 有 有限 期望 条件熵 根据 概念 概率 模型 正数 此 步 每个 法则 注意 注意到 混淆 满足
    然后 熵 特别 由 由于 由此 的 目标 直接 直观 直观上 相减 相加 相对熵 看出 看到 真 真实 着
    矩阵 离散 种 称为 称作 移项 程度 章 符号 第一 第三 第二 等号 等式 答案 简单 类似 练习 经常
    结果 结论 给出 考虑 而 联合分布 联合熵 能 能够 节 若 虽然 行列式 衡量 表示 观测 计算 认为
    让 训练 记 记为 记作 记号 设 证明 该 误 说 请 读者 课本 课程 距离 转置 边缘 过 近似 还 这
    这个 这些 这时 这是 这样 这里 连续 迹 逆矩阵 通常 那 那么 都 里 重要 链式法则 错 错误 问题
    阶 除法 随机变量 集合 项 首先 高
    """
)
ASSUMING = _words("same no not never only maximum infinitely equal both exact symmetric")
KNOWN = ((HARMLESS | VERBS | WORKING) - ASSUMING) | ENGLISH | GERMAN | FRENCH
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
HAN = re.compile(r"[\u3400-\u9fff]+")
OF_CHINESE = re.compile("|".join(sorted(CHINESE_WORDS, key=len, reverse=True)))
ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ied", "y"),
    ("ies", "y"),
)
ELIDED = re.compile(r"^(?:l|d|qu|n|s|c|j|m|t)['’]")
NOT_PROSE = re.compile(
    r"\\(?:label|ref|eqref|cite\w*|footnote|url|href|cref|autoref)\s*(?:\[[^\]]*\])?\{[^}]*\}"
    r"|\\(?:begin|end|documentclass|usepackage|input|include|vspace|hspace|bibliography\w*|title|"
    r"author|date|newtheorem|theoremstyle|newcommand|renewcommand|setlength)\*?"
    r"(?:\s*(?:\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\}))*"
    r"|\\[A-Za-z]+|\[[^\]]*\]\([^)]*\)|\([^()]*\b(?:19|20)\d\d\)|https?://\S+"
)


# Phrases that say nothing of a name: "it does not matter", "linear algebra".
SAYING_NOTHING = re.compile(
    r"\b(?:(?:do(?:es)?|did|will|need|should) not "
    r"(?:care|matter|worry|change|need|use|require|have)|"
    r"don['’]t (?:worry|forget|need)|doesn['’]t matter|not (?:only|surprising\w*|hard|difficult|"
    r"obvious|needed|required|necessary|yet|even)|(?:neither|nor) do(?:es)?|"
    r"(?:never|nie|nicht) negativ\w*|jamais négative?s?|"
    r"linear (?:algebra|combination)s?|"
    rf"symmetric(?=(?: and)? (?:positive|matri|real|square|invertible|{FORMULA}))|"
    r"(?:(?<=\bis )|(?<=\bbe )|(?<=\bare ))(?:both )?symmetric|"
    rf"of (?:length|dimension|size)s?(?= {FORMULA})|"
    r"of (?:the )?same (?:size|shape|dimensions?|kind|type)|"
    r"(?:in|by|of|at) the same (?:way|manner|fashion|vein|spirit|token|time)|"
    r"the same (?:argument|computation|calculation|reasoning|thing|trick|idea|proof|step)s?)\b",
    re.IGNORECASE,
)


def untold(text: str) -> str:
    """The first word of a text that may say what names are like; "" when all words only tell.

    Examples:
        >>> untold("As every textbook shows, the chain rule gives")
        ''
        >>> untold("Both players use the same strategy."), untold("由定义可得")
        ('players', '')
    """
    text = hypotheses.NO_RESTRICTION.sub(" ", hypotheses.without_disclaimer(text))
    text = SAYING_NOTHING.sub(" ", NOT_PROSE.sub(" ", text))
    plain = re.sub(FORMULA, " ", text)
    for found in HAN.finditer(plain):
        rest = OF_CHINESE.sub(" ", found.group()).split()
        if rest:
            return rest[0]
    latin = (found.group() for found in WORD.finditer(HAN.sub(" ", plain)))
    return next((word for word in latin if not _only_tells(word)), "")


def _only_tells(word: str) -> bool:
    lower = ELIDED.sub("", word.lower())
    if len(lower) < 2 or lower in KNOWN:
        return True
    parts = lower.split("-")
    if len(parts) > 1 and all(map(_only_tells, parts)):
        return True
    lower = re.sub(r"['’]s?$", "", lower)
    stems = [lower[: -len(end)] + put for end, put in ENDINGS if lower.endswith(end)]
    stems += [stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]]  # splitting
    return lower in KNOWN or any(stem in KNOWN for stem in stems)
