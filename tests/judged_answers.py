"""What every exercise does with correct and with wrong answers."""

from computable.teaching import check


def name_of(case):
    return f"{case[0]} {getattr(case[1], '__name__', case[1])!s:.30}"


def assert_accepted(case, capsys):
    checked = check(*case)
    assert checked.correct is True, checked.message
    assert capsys.readouterr().out.startswith("correct: ")


def assert_rejected(case, capsys):
    name, answer, reason = case
    checked = check(name, answer)
    assert checked.correct is False
    assert reason in checked.message
    assert capsys.readouterr().out.startswith("not yet: ")
