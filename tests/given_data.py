"""Data and files for the tests of inputs, and what is said of bad ones."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from computable import DomainError
from computable.inputs import (
    arrays,
    read_data,
    reading,
)


def dense(instance):
    return instance.rows(range(instance.shape[1]))


def limit(monkeypatch, entries):
    for module in (arrays, reading):
        monkeypatch.setattr(module, "LARGEST", entries)


def exactly(array):
    return [[Fraction(v) for v in row] for row in array.tolist()]


class Frame:
    """What of a DataFrame is looked at; as a whole it would round."""

    def __init__(self, **columns):
        self._values = [np.asarray(v) for v in columns.values()]
        self.columns = list(columns)
        self.shape = (len(self._values[0]), len(columns))
        self.iloc = self

    def __getitem__(self, key):
        return SimpleNamespace(to_numpy=lambda: self._values[key[1]])

    def to_numpy(self):
        return np.array([v.astype(float) for v in self._values]).T

    __array__ = to_numpy


class Series:
    iloc = None

    def __init__(self, values):
        self.values = np.asarray(values)
        self.shape = self.values.shape

    def to_numpy(self):
        return self.values


def table(tmp_path, text, name="data.csv"):
    (tmp_path / name).write_text(text, newline="")
    return tmp_path / name


def refused(path, message, **options):
    with pytest.raises(DomainError, match=f"^{path.name}: {message}") as caught:
        read_data(path, **options)
    assert "\n" not in str(caught.value)
