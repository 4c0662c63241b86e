"""JSON files of networks: exact round trips, sharing, and one clear error for everything else."""

import json
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_at_random import networks

from computable import DomainError
from computable.network import (
    AffineMap,
    Network,
    Pointwise,
    Relu,
    from_json,
    linear,
    load,
    save,
    to_json,
)


@given(networks())
@settings(deadline=None)
def test_every_network_is_read_back(network):
    text = to_json(network)
    assert from_json(text) == network and to_json(from_json(text)) == text


@given(st.integers(-(2**4000), 2**4000), st.integers(1, 2**4000))
def test_long_rationals_are_read_back(p, q):
    network = linear([[Fraction(p, q)]])
    assert from_json(to_json(network)) == network


def test_files_share_what_is_equal(tmp_path):
    V = AffineMap.from_dense([[1, "1/2"], [0, 3]])
    again = AffineMap.from_dense([[1, "1/2"], [0, 3]])
    network = Network(maps=(V, again) * 800, activations=(Pointwise(Relu(), range(2)),) * 1599)
    path = save(network, tmp_path / "new" / "network.json")
    assert len(json.loads(path.read_text())["maps"]) == 1 and path.stat().st_size < 1 << 17
    restored = load(path)
    assert restored == network and restored.maps[0] is restored.maps[1]


def test_integers_beyond_the_limit_are_refused():
    with pytest.raises(DomainError, match=r"maps\[0\].weights: got a rational of 262145 bits"):
        to_json(linear([[1 << (1 << 18)]]))
    longest = linear([[(1 << (1 << 18)) - 1]])
    assert from_json(to_json(longest)) == longest


TEXT = to_json(
    Network(
        maps=(
            AffineMap.from_dense([[1, "1/2"], [0, 3], [1, 0]], [1, 2, "3/7"]),
            AffineMap.from_dense([[1, 2, 3]], skip=[["1/9", 0]]),
        ),
        activations=(Pointwise(Relu(), (0, 2)),),
    )
)


def changed(**changes):
    document = json.loads(TEXT)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = document
        for key in parents:
            place = place[int(key) if key.isdecimal() else key]
        place[int(last) if last.isdecimal() else last] = value
    return json.dumps(document)


LAYER = {"map": 0, "function": "relu", "units": [[0, 1]]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("1" * 5000, "no JSON"),
        ("[]", "the file: got list"),
        ('{"format": NaN}', "got NaN"),
        ('{"format": 1, "format": 1}', "repeated keys"),
        ('{"format": 1}', "missing keys"),
        (changed(extra=1), "unknown keys"),
        (changed(format="other"), "format"),
        (changed(version=2), "version: got 2"),
        (changed(version=True), "version"),
        (changed(maps=[]), r"layers\[0\].map"),
        (changed(layers=[]), "got 2 affine|got 0 affine"),
        (changed(layers__0__map=-1), "got -1"),
        (changed(layers__0__map=True), "got True"),
        (changed(layers__0__map="0"), "got '0'"),
        (changed(layers__0=5), r"layers\[0\]: got 5, need an object"),
        (changed(layers__0__function="tanh"), "need one of relu"),
        (changed(layers__0__function=["relu"]), "need one of relu"),
        (changed(layers__0__step="1"), "step"),
        (changed(layers__0__function="soft-threshold"), "step"),
        (changed(layers__0=LAYER | {"function": "soft-threshold", "step": "-1"}), "need >= 0"),
        (changed(layers__0__control=3), "control: got 3"),
        (changed(layers__0__control=0), "outside its units"),
        (changed(layers__0__units=[[0, 10**12]]), "units"),
        (changed(layers__0__units=[[1, 1]]), "ascend"),
        (changed(layers__0__units=[[1, 2], [0, 1]]), "ascend"),
        (changed(layers__0__units=[[0, 1, 2]]), "range"),
        (changed(layers__0__units=[[0, 0.5]]), "got 0.5"),
        (changed(layers__1__units=[]), r"layers\[1\]: missing keys .* unknown keys"),
        (changed(maps__0__columns=0), r"maps\[0\]: columns"),
        (changed(maps__0__columns=10**30), "columns"),
        (changed(maps__0__columns=7), r"takes 2 inputs, but the network"),
        (changed(maps__0__weights=[]), r"maps\[0\]"),
        (changed(maps__0__weights__0=[[5, "1"]]), "columns below 2"),
        (changed(maps__0__weights__0=[[1, "1"], [0, "1"]]), "column 0 after 1"),
        (changed(maps__0__weights__0=[["0", "1"]]), "column '0'"),
        (changed(maps__0__weights__0=[[0, "0"]]), "not 0"),
        (changed(maps__0__weights__0=[[0, 1]]), "got 1, need a string"),
        (changed(maps__0__weights__0=[[0]]), "need a pair"),
        (changed(maps__0__weights__0=[[0, "1/0"]]), "denominator 0"),
        (changed(maps__0__weights__0=[[0, "1/-2"]]), "need a string such as"),
        (changed(maps__0__weights__0=[[0, "0.5"]]), "need a string such as"),
        (changed(maps__0__weights__0=[[0, "1\n"]]), "need a string such as"),
        (changed(maps__0__weights__0=[[0, "\u0661"]]), "need a string such as"),
        (changed(maps__0__weights__0=[[0, "9" * 401]]), "need a string such as"),
        (changed(maps__0__weights__0=[[0, "0x" + "f" * 65537]]), "need a string such as"),
        (changed(maps__0__shift=["1"]), "shift: got 1 entries, need 3"),
        (changed(maps__0__skip=[[], [], []]), "both of"),
        (changed(maps__1__skip=[[], []]), "skip: got 2 rows"),
        (changed(maps__1__inputs=1), r"maps\[1\]: its skip|takes 1 inputs"),
    ],
)
def test_other_texts_are_refused(text, message):
    with pytest.raises(DomainError, match=message) as caught:
        from_json(text)
    assert str(caught.value).startswith("network file: ") and len(str(caught.value)) < 300


def test_random_damage_gives_a_network_or_one_error():
    chance = random.Random(1)
    alphabet = '0123456789[]{},:"/x- amp'
    for _ in range(3000):
        letters = list(TEXT)
        for _ in range(chance.randint(1, 3)):
            letters[chance.randrange(len(letters))] = chance.choice(alphabet)
        try:
            network = from_json("".join(letters))
        except DomainError:
            continue
        assert from_json(to_json(network)) == network


def test_files_that_are_no_text(tmp_path):
    path = tmp_path / "network.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DomainError, match="not UTF-8"):
        load(path)
    with pytest.raises(DomainError, match="need a string"):
        from_json(b"{}")
