"""Tables: a decimal is the rational that is written."""

from fractions import Fraction

import pytest
from given_data import dense, refused, table
from hypothesis import given, settings
from hypothesis import strategies as st

from computable.inputs import (
    read_data,
    tables,
)

TENTH = Fraction(1, 10)


@given(
    st.lists(
        st.lists(st.decimals(-1000, 1000, places=6), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(deadline=None)
def test_a_decimal_is_the_rational_that_is_written(tmp_path_factory, rows, separator, end, header):
    lines = [separator.join(map(str, row)) for row in rows]
    if header:
        lines.insert(0, separator.join(["a", '"b, or c; or so"', "y"]))
    path = table(tmp_path_factory.mktemp("tables"), end.join(lines))
    found = read_data(path)
    exact = [[Fraction(v) for v in row] for row in rows]
    assert dense(found.given.instance()) == [row[:2] for row in exact]
    assert found.given.instance().y == tuple(row[2] for row in exact)
    assert found.names == (("a", "b, or c; or so") if header else None)
    rounded = read_data(path, floats=True).given
    assert rounded.A.tolist() == [[float(v) for v in row[:2]] for row in rows]


def test_forms_of_numbers(tmp_path):
    path = table(tmp_path, "\ufeff.5, 1/3 ,-.25,1e2\n\n+3,2^-3,1.,0\n")
    assert dense(read_data(path).given.instance()) == [
        [Fraction(1, 2), Fraction(1, 3), Fraction(-1, 4)],
        [3, Fraction(1, 8), 1],
    ]
    assert read_data(path, floats=True).given.A[0, 1] == 1 / 3


def test_the_target_may_be_any_column(tmp_path):
    path = table(tmp_path, "y\ta\tb\n1\t2\t3\n", "data.tsv")
    found = read_data(path, target="y")
    assert found.names == ("a", "b")
    assert found.given.A.tolist() == [[2, 3]] and found.given.y.tolist() == [1]
    refused(path, "y: got the columns y, a, b, need one 'z'", target="z")
    refused(table(tmp_path, "1,2"), "y: got the columns none, need one 'y'", target="y")
    refused(table(tmp_path, "y,y\n1,2"), "y: got the columns y, y, need one 'y'", target="y")


def test_numbers_as_names(tmp_path):
    path = table(tmp_path, "2019,2020\n1,2\n")
    assert read_data(path).given.shape == (2, 1)
    found = read_data(path, header=True)
    assert found.names == ("2019",) and found.given.shape == (1, 1)
    refused(table(tmp_path, "a,b\n1,2"), "line 1, column 1: cannot read 'a'", header=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty, need a table"),
        ("\n \n", "is empty, need a table"),
        ("1\n2\n", "got one column, need those of A and y"),
        ("a,b\n", "got no row below the names"),
        ("a,b\n1,2\n1,2,3\n", "line 3: got 3 entries, need 2"),
        ("a,b\n1,\n", r"line 2, column 2 \('b'\): is empty, need a finite number"),
        ("1,2\n1,NA\n", "line 2, column 2: got 'NA', need a finite number"),
        ("1,nan\n", "line 1, column 2: got 'nan', need a finite number"),
        ("nan,inf\n1,2\n", "line 1, column 1: got 'nan', need a finite number"),
        ("1,2\n1,-inf\n", "line 2, column 2: got '-inf', need a finite number"),
        ("1,2\n1,b\n", "line 2, column 2: cannot read 'b' as a rational"),
        ("1,b\n1,2\n", "line 1, column 2: cannot read 'b' as a rational"),
        ("a;b\n0,5;1\n", r"line 2, column 1 \('a'\): got '0,5', need a decimal point"),
        (",a,y\n0,1,2\n", r"line 1, column 1: has no name, need one \(or no column of row numbers"),
        ('a,b\n"1,2\n', "line 2: unexpected end of data"),
        ("1,2\n1,1j\n", "line 2, column 2: cannot read '1j'"),
        ("1,2\n1,1/0\n", "line 2, column 2: the denominator of '1/0' is zero"),
    ],
)
def test_tables_that_are_refused(tmp_path, text, message):
    refused(table(tmp_path, text), message)


def test_tables_that_are_too_large_or_no_text(tmp_path, monkeypatch):
    refused(table(tmp_path, "1e400,2"), "line 1, column 1: got 1e400, which is beyond", floats=True)
    (tmp_path / "data.csv").write_bytes(b"1,\xff\n")
    refused(tmp_path / "data.csv", "is no UTF-8 text")
    monkeypatch.setattr(tables, "LARGEST", 3)
    refused(table(tmp_path, "1,2\n3,4"), r"got more than 2\^24 entries")
