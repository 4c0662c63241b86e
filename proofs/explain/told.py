"""What was told, and why all of it was legitimate: entries, and the labels of a training set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from computable.oracle import Entry, Query, samples_read
from computable.problem import BasisPursuit, Instance, LinearProgram
from proofs.explain.notation import Notation
from proofs.explain.wording import SHOWN, count, distance, entry, power
from proofs.setting import Label, Setting, ShownData

__all__ = ["instance_told", "shown_told", "training_told"]


def instance_told(queries: Sequence[Query], given: Instance, n: Notation, *, who: str) -> list[str]:
    """Show what was answered of one instance."""
    if not queries:
        return ["Nothing: it answered without a single query."]
    return [
        f"{who} made {_queries(queries)}. {_each_one_is(queries, given.value)}",
        _table(queries, given.value, n),
    ]


def training_told(
    setting: Setting, queries: Sequence[Query], n: Notation, *, who: str
) -> list[str]:
    """Show what was answered of a training set, and explain the labels."""
    if not queries:
        return ["Nothing: it returned a network without a single query."]
    truth = _truth(setting)
    data = [query for query in queries if query.entry[0] != "x"]
    labels = len(queries) - len(data)
    least, most = min(q.depth for q in queries), max(q.depth for q in queries)
    deep = power(2, -most, n)
    deep = deep if least == most else f"{power(2, -least, n)} to {deep}"
    parts = [
        f"{who} made {_queries(queries)} (precision {deep}) and so read "
        f"{count(samples_read(queries), 'sample')} (a sample is a pair of k and depth)."
        + (
            f" {count(labels, 'query', 'queries')} {'was' if labels == 1 else 'were'} for labels."
            if labels
            else ""
        )
    ]
    if data:
        told = "The others are about A and y. " if labels else ""
        parts += [f"{told}{_each_one_is(data, truth)}", _table(data, truth, n)]
    return [*parts, *_labels(setting, labels, n)]


def shown_told(setting: Setting, shown: ShownData, n: Notation) -> list[str]:
    """Show what was answered at every depth up to one."""
    truth, most = _truth(setting), power(2, -shown.depth, n)
    entries = list(dict.fromkeys(_entries(setting.instances) + _entries(_problems(shown))))
    m = setting.instances[0].shape[0]
    if setting.learner:
        entries += [("y", k, i) for k in range(len(shown.samples)) for i in range(m)]
    else:
        entries += [("y", i) for i in range(m)]
    others = [Query(one, shown.depth, shown(one)) for one in entries if shown(one) != truth(one)]
    parts = [
        f"A query is answered with the same numbers at every depth up to {shown.depth}, "
        f"which are {'the exact ones' if not others else 'the exact ones but for these'}."
        + (
            f" They are within {most}: the last column is the distance between answer and exact "
            f"value.{f' Here are {SHOWN} of them.' if len(others) > SHOWN else ''}"
            if others
            else ""
        )
    ]
    if others:
        parts.append(_table(others, truth, n))
    return [*parts, *_labels_shown(setting, shown, n)] if setting.learner else parts


def _labels_shown(setting: Setting, shown: ShownData, n: Notation) -> list[str]:
    label, total = n.math("x'", "x'"), len(shown.samples)
    true = dict(zip(setting.claimed, setting.minimisers, strict=True))
    rows = [(str(k), distance(shown.samples[k].x, x, n)) for k, (x, _) in [*true.items()][:SHOWN]]
    return [
        n.heading("Why the labels are legitimate"),
        f"The label {label} of each of the {count(total, 'sample')} is a minimiser of the problem "
        "that is shown, which a dual witness in the file proves; whether the only one does not "
        "matter. Its distance from the minimiser of the instance is",
        n.table(("sample", "x' to x"), rows),
    ]


def _truth(setting: Setting) -> Callable[[Entry], Fraction]:
    def truth(which: Entry) -> Fraction:
        kind, *place = which
        if kind == "A" or len(place) == 1:
            return setting.instances[0].value(which)
        return setting.instances[place[0]].value(("y", place[1]))

    return truth


def _problems(shown: ShownData) -> list[Instance]:
    return [sample.instance for sample in shown.samples]


def _entries(instances: Sequence[Instance]) -> list[Entry]:
    """Return the places of the entries of A that are stored."""
    columns = enumerate(instances[0].columns)
    return [("A", i, j) for j, column in columns for i, _ in column]


def _labels(setting: Setting, read: int, n: Notation) -> list[str]:
    heading = n.heading("Why the labels are legitimate")
    if not setting.labels:
        return [heading, "No label was read."]
    admissible = ""
    if isinstance(setting.problem, (BasisPursuit, LinearProgram)):
        admissible = (
            " Since the problem shown might have no admissible point, the file has one for every "
            "sample and depth of which anything was read."
        )
    near, error = n.math("2^-n", "2^{-n}"), n.math("x'", "x'")
    shown = n.math("(A_n, y_k,n)", "(A_n, y_{k,n})")
    rows = [_label(label, setting, n) for label in setting.labels[:SHOWN]]
    some = f" Here are the first {SHOWN}." if len(setting.labels) > SHOWN else ""
    true = dict(zip(setting.claimed, setting.minimisers, strict=True))
    astray = [shown.x != true[k][0] for k, _, shown in setting.labels if k in true]
    parts = [
        heading,
        f"{'' if read else 'No label was read. '}"
        f"A label at depth n has to be within {near} (l2) of a minimiser of the problem {shown} "
        f"that was shown at this depth, whatever the minimiser of the instance is.{admissible}",
        f"The file has {count(len(setting.labels), 'label')}, each with what was shown, a "
        f"minimiser {error} of that, and a dual witness. What was shown is within {near} of the "
        f"instance and is what was answered, {n.math('A_n', 'A_n')} is the same for all samples "
        f"of a depth, the witness proves {error}, and the label is within {near} of {error}."
        f"{some}",
        n.table(("sample", "depth", "A, y off by", "label to x'", "x' to x"), rows),
    ]
    if any(astray):
        parts.append(
            f"The last column is the distance from {error} to the minimiser {n.math('x', 'x')} of "
            f"the instance. In {sum(astray)} of {count(len(astray), 'label')} at claimed samples "
            "these differ: the labels are true of what was shown, and do not tell the minimiser."
        )
    return parts


def _label(label: Label, setting: Setting, n: Notation) -> tuple[str, ...]:
    k, depth, shown = label
    true, seen = setting.instances[k], shown.instance
    entries = {("A", i, j) for one in (true, seen) for j, c in enumerate(one.columns) for i, _ in c}
    keys: list[Entry] = [*entries, *(("y", i) for i in range(len(true.y)))]
    pairs = ((true.value(key), seen.value(key)) for key in keys)
    error = max((abs(a - b) for a, b in pairs if a != b), default=Fraction(0))
    minimisers = dict(zip(setting.claimed, setting.minimisers, strict=True))
    astray = distance(shown.x, minimisers[k][0], n) if k in minimisers else "-"
    return str(k), str(depth), n.cell(error), distance(shown.label, shown.x, n), astray


def _queries(queries: Sequence[Query]) -> str:
    return count(len(queries), "query", "queries")


def _each_one_is(queries: Sequence[Query], truth: Callable[[Entry], Fraction]) -> str:
    inexact = any(query.answer != truth(query.entry) for query in queries)
    return (
        "Each answer had to be within the stated precision of the entry, and each one is: the last "
        "column is the distance between answer and exact value."
        + (" Inexact answers come first." if inexact else "")
        + (f" Here are {SHOWN} of them." if len(queries) > SHOWN else "")
    )


def _table(queries: Iterable[Query], truth: Callable[[Entry], Fraction], n: Notation) -> str:
    """Show what leaves least room first: what was not answered exactly."""
    ordered = sorted(queries, key=lambda q: q.answer == truth(q.entry))
    rows = [
        (
            entry(q.entry, n),
            power(2, -q.depth, n),
            n.cell(q.answer),
            n.cell(abs(q.answer - truth(q.entry))),
        )
        for q in ordered[:SHOWN]
    ]
    return n.table(("entry", "precision", "answer", "distance"), rows)
