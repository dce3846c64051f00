"""Inequalities between entropies that follow from Shannon's, one that does not, and false ones.

Cover and Thomas, chapters 2 and 17; Zhang and Yeung 1998, On characterization of entropy function
via information inequalities; Ingleton 1971, Representation of matroids.
"""

from symkl import *

X, Y, Z, W = variables("X Y Z W")

conditioning_reduces_entropy = (
    Derivation("Conditioning reduces entropy, and more of it reduces it more")
    .start(H(X))
    .ge(H(X | Y), by="information is nonnegative")
    .ge(H(X | (Y, Z)), by="conditioning reduces entropy")
    .ge(0, by="Shannon inequalities")
)

chain_rule = (
    Derivation("The chain rule of three variables, and the bound by independence")
    .start(H(X, Y, Z))
    .eq(H(X) + H(Y | X) + H(Z | (X, Y)), by="chain rule of entropy")
    .le(H(X) + H(Y) + H(Z), by="conditioning reduces entropy")
)

submodularity = (
    Derivation("Entropy is submodular")
    .start(H(X, Z) + H(Y, Z) - H(X, Y, Z) - H(Z))
    .eq(I(X, Y, given=Z), by=("definition of I", "chain rule of entropy"))
    .ge(0, by="information is nonnegative")
)

han_of_three = (
    Derivation("Han's inequality for three variables")
    .start(H(X, Y) + H(Y, Z) + H(X, Z))
    .eq(2 * H(X, Y, Z) + I(Z, X, given=Y) + I(Y, (X, Z)), by="chain rule of entropy")
    .ge(2 * H(X, Y, Z), by="submodularity")
)

han_of_four = (
    Derivation("Han's inequality for four variables, from all but one to all but two")
    .start(3 * H(X, Y, Z, W))
    .le(H(X, Y, Z) + H(X, Y, W) + H(X, Z, W) + H(Y, Z, W), by="Shannon inequalities")
    .le(
        (H(X, Y) + H(X, Z) + H(X, W) + H(Y, Z) + H(Y, W) + H(Z, W)) * 3 / 2,
        by="Shannon inequalities",
    )
    .le((H(X) + H(Y) + H(Z) + H(W)) * 9 / 2, by="subadditivity of entropy")
)

too_much_of_han = (
    Derivation("With one more joint entropy on the right, Han's inequality is false")
    .start(H(X, Y) + H(Y, Z) + H(X, Z))
    .ge(3 * H(X, Y, Z), expect="refuted")
)

data_processing = (
    Derivation("Data processing: what is computed from Y tells no more than Y")
    .given(Markov(X, Y, Z))
    .start(I(X, (Y, Z)))
    .eq(I(X, Y), by="data processing")
    .ge(I(X, Z), by="data processing")
)

no_data_processing = (
    Derivation("Without the Markov chain Z may tell more than Y")
    .start(I(X, Y))
    .ge(I(X, Z), expect="refuted")
)

markov_chain_both_ways = (
    Derivation("A Markov chain may be read from either end")
    .start(Markov(X, Y, Z))
    .iff(Markov(Z, Y, X))
    .iff(Independent(X, Z, given=Y))
    .iff(Equal(H(Z | (X, Y)), H(Z | Y)))
)

conditioning_may_add_information = (
    Derivation("Independent variables may depend on each other once a third one is known")
    .given(Independent(X, Y))
    .start(I(X, Y, given=Z))
    .ge(I(X, Y), by="information is nonnegative")
    .ge(I(X, Y, given=Z), expect="refuted")
)

independent_of_both = (
    Derivation("What is independent of two variables together is independent of each")
    .start(Independent(X, (Y, Z)))
    .implies(Independent(X, Y), by="Shannon inequalities")
)

pairs_are_not_enough = (
    Derivation("Variables that are independent in pairs need not be independent")
    .given(Independent(X, Y), Independent(X, Z), Independent(Y, Z))
    .start(H(X, Y, Z))
    .eq(H(X) + H(Y) + H(Z), expect="refuted")
)

zhang_and_yeung = (
    Derivation("The inequality of Zhang and Yeung is true, but not of Shannon's type")
    .start(2 * I(Z, W))
    .le(
        I(X, Y) + I(X, (Z, W)) + 3 * I(Z, W, given=X) + I(Z, W, given=Y),
        expect="supported",
    )
)

ingleton = (
    Derivation("Ingleton's inequality holds of linear codes, but not of all variables")
    .start(I(X, Y))
    .le(I(X, Y, given=Z) + I(X, Y, given=W) + I(Z, W), expect="refuted")
)
