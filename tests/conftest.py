"""What several tests need: data on disk, and a command that runs in this process."""

import re
import signal
from typing import NamedTuple

import numpy as np
import pytest

from computable.cli import main

DIET = """Minimize
 cost: 3 bread + 2 milk + 8 cheese
Subject To
 calories: 250 bread + 150 milk + 400 cheese >= 2000
 protein: 8 bread + 8 milk + 25 cheese >= 70
 fat: 3 bread + 5 milk + 33 cheese <= 80
Bounds
 bread <= 6
 milk <= 4
 cheese free
End
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()


def parameters(line):
    """Return the parameter that the problem needs, if it is not there."""
    lasso = re.search(r"--problem[= ](lasso|sr-lasso)", line)
    if lasso and not re.search("--lambda|--path", line):
        return ["--lambda", "1/2"]
    qcbp = re.search("--problem[= ]qcbp", line)
    return ["--epsilon", "1/4"] if qcbp and "--epsilon" not in line else []


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command in this process, in a folder with data."""
    monkeypatch.chdir(tmp_path)
    real, ends = signal.signal, {"SIGTERM", "SIGHUP"}
    monkeypatch.setattr(
        "signal.signal",
        lambda number, handler: (
            None if signal.Signals(number).name in ends else real(number, handler)
        ),
    )
    files = {
        "tie": ([[1, 1, 2], [0, 0, 1]], [1, 0]),
        "one": ([[2, 0], [0, 1]], [1, 1]),
        "none": ([[1, 1], [1, 1]], [1, 0]),
        "floats": ([[1, 0.5], [0, 1]], [1, 0]),
    }
    for name, (A, y) in files.items():
        np.savez(f"{name}.npz", A=np.array(A, dtype=float), y=np.array(y, dtype=float))
    (tmp_path / "table.csv").write_text("u,v,w,price\n2,0,1,1\n0,1,0.1,1\n1,1,1,0.5\n")
    (tmp_path / "diet.lp").write_text(DIET)

    def call(*arguments):
        arguments = [*arguments, *parameters(" ".join(map(str, arguments)))]
        with pytest.raises(SystemExit) as left:
            main([str(v) for v in arguments])
        out, err = capsys.readouterr()
        assert "\x1b" not in out + err
        if arguments[0] in ("solve", "certify"):  # but for names, parameters and reasons
            free = ("  problem ", "  remark ", "proof: none", "not decided: ")
            lines = (line for line in out.splitlines() if not line.startswith(free))
            assert all(len(line) <= 80 for line in lines), out
        return Ran(left.value.code, out, err)

    return call
