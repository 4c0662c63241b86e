"""Hypothesis strategies for exact networks."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from computable.network import (
    AffineMap,
    Gate,
    Network,
    Pointwise,
    ReciprocalRoot,
    Relu,
    SoftThreshold,
    Square,
)
from computable.testing import rationals

SMALL = rationals(size=9)
ENTRY = st.just(Fraction(0)) | SMALL


def vectors(size, entry=SMALL):
    return st.lists(entry, min_size=size, max_size=size)


@st.composite
def matrices(draw, most=4):
    m, n = draw(st.integers(1, most)), draw(st.integers(1, most))
    return draw(st.lists(vectors(n, ENTRY), min_size=m, max_size=m))


@st.composite
def affine_maps(draw, columns, rows, inputs=0):
    skip = [draw(vectors(inputs, ENTRY)) for _ in range(rows)] if inputs else []
    return AffineMap.from_dense(
        [draw(vectors(columns, ENTRY)) for _ in range(rows)], draw(vectors(rows, ENTRY)), skip=skip
    )


@st.composite
def networks(draw, *, activations=None, skips=True, gates=True, relu=False):
    """Draw a network of up to five maps; only with rational values unless gates are allowed."""
    function = st.one_of(
        st.just(Relu()), st.just(Square()), rationals(least=0, size=9).map(SoftThreshold)
    )
    function = function if activations is None else activations
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=6))
    maps, nonlinear = [], []
    for j, (n, m) in enumerate(pairwise(sizes)):
        inputs = sizes[0] if skips and draw(st.booleans()) else 0
        maps.append(draw(affine_maps(n, m, inputs)))
        if j + 2 == len(sizes):
            break
        units = draw(st.sets(st.integers(0, m - 1)))
        if relu:
            nonlinear.append(Pointwise(Relu(), range(m) if draw(st.booleans()) else ()))
        elif gates and draw(st.booleans()):
            control = draw(st.integers(0, m - 1))
            kind = draw(st.sampled_from([ReciprocalRoot(), Square()]))
            nonlinear.append(Gate(kind, control, units - {control}))
        else:
            nonlinear.append(Pointwise(draw(function), units))
    return Network(maps=tuple(maps), activations=tuple(nonlinear))
