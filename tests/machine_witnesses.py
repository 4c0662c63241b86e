"""Witnesses of Turing machines that never halt, checked by code that shares nothing with ours."""


def parsed(text):
    """Return {(state, symbol): (write, move, next) or None} and the number of states."""
    rules, rows = {}, text.split("_")
    for q, row in enumerate(rows):
        for s in range(len(row) // 3):
            part = row[3 * s : 3 * s + 3]
            if part == "---":
                rules[q, s] = None
            else:
                rules[q, s] = int(part[0]), {"R": 1, "L": -1}[part[1]], ord(part[2]) - 65
    return rules, len(rows)


def halts_at(rules, states, state, symbol):
    rule = rules[state, symbol]
    return rule is None or rule[2] >= states


def history(text, steps):
    """Return all (state, head, tape as a dict of what is not 0) of so many steps, or None."""
    rules, states = parsed(text)
    state, head, tape, found = 0, 0, {}, []
    for _ in range(steps + 1):
        found.append((state, head, dict(tape)))
        if halts_at(rules, states, state, tape.get(head, 0)):
            return None
        write, move, state = rules[state, tape.get(head, 0)]
        tape[head] = write
        if not write:
            del tape[head]
        head += move
    return found


def holds(text, witness):
    """Tell whether the witness shows that the machine never halts."""
    return CHECKS[witness.kind](text, witness)


def cycle(text, witness):
    past = history(text, witness.start + witness.period)
    return past is not None and witness.period > 0 and past[witness.start] == past[-1]


def translated(text, witness):
    past = history(text, witness.start + witness.period)
    if past is None or witness.period <= 0 or not witness.shift:
        return False
    (q, head, tape), (p, there, later) = past[witness.start], past[-1]
    side = 1 if witness.shift > 0 else -1
    least = min(side * h for _, h, _ in past[witness.start :])
    before = {c: v for c, v in tape.items() if side * c >= least}
    after = {c - witness.shift: v for c, v in later.items() if side * (c - witness.shift) >= least}
    return q == p and there - head == witness.shift and before == after


def backward(text, witness):
    rules, states = parsed(text)
    level = [(q, {0: s}, 0) for q, s in rules if halts_at(rules, states, q, s)]
    for _ in range(witness.depth):
        earlier = []
        for state, cells, head in level:
            for (q, s), rule in rules.items():
                if rule is not None and rule[2] == state:
                    cell = head - rule[1]
                    if cells.get(cell, rule[0]) == rule[0]:
                        earlier.append((q, {**cells, cell: s}, cell))
        level = earlier
        if not level:
            return history(text, witness.depth) is not None
        if len(level) > 10**5:
            return False
    return False


def ngrams(text, witness):
    rules, states = parsed(text)
    n, contexts = witness.n, witness.contexts
    symbols = {s for _, s in rules}
    blank = bytes(n)
    if (blank, 0, 0, blank) not in contexts or blank not in witness.left & witness.right:
        return False
    for left, state, symbol, right in contexts:
        if halts_at(rules, states, state, symbol):
            return False
        write, move, then = rules[state, symbol]
        wide = [*left, write, *right]
        if move > 0:
            if left not in witness.left:
                return False
            following = [
                (bytes(wide[1 : n + 1]), then, right[0], bytes([*right[1:], x]))
                for x in symbols
                if bytes([*right[1:], x]) in witness.right
            ]
        else:
            if right not in witness.right:
                return False
            following = [
                (bytes([x, *left[:-1]]), then, left[-1], bytes(wide[n : 2 * n]))
                for x in symbols
                if bytes([x, *left[:-1]]) in witness.left
            ]
        if not contexts.issuperset(following):
            return False
    return True


CHECKS = {
    "cycle": cycle,
    "translated-cycle": translated,
    "backward": backward,
    "n-grams": ngrams,
}
