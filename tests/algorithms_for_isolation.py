"""Algorithms that misbehave, each in its own way; run in a child process by the tests."""

import ctypes
import os
import signal
import sys
import time


def endless_loop(data):
    while True:
        pass


def endless_queries(data):
    while True:
        data.y.query(0, 3)


def memory_hog(data):
    return [0] * 10**12


def crash(data):
    ctypes.string_at(0)


def kill_itself(data):
    os.kill(os.getpid(), signal.SIGKILL)


def leave(data):
    sys.exit(7)


def leave_at_once(data):
    os._exit(0)


def swallow_everything(data):
    while True:
        try:
            return [data.A.query(0, 0, 10**9), 0]
        except BaseException:
            continue


def print_a_lot(data):
    print("not a message\n" * 10_000)
    sys.stderr.write("neither is this")
    os.write(1, b"nor this")
    return [0, 0]


def forge_messages(data):
    message = b'{"kind": "answer", "values": ["1/0", "0/1"]}\n'
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, message)
        except OSError:
            continue
    return [0, 0]


def close_everything(data):
    os.closerange(0, 64)
    return [0, 0]


def tamper(data):
    """Change oracle, transcript and budget wherever they can be reached."""
    from computable.algorithm.run import Meter
    from computable.oracle import Transcript
    from computable.oracle import data as oracle_data

    data.A.query(0, 0, 5)
    Transcript.record = Transcript.__iter__ = Meter.answer = lambda *args: iter(())
    oracle_data.checked_index = lambda index, length, name: 99
    data.A._ask = data.y._ask = lambda entry, n: 0
    data.shape = data.A.shape = (7, 7)
    data.A.query(0, 0, 6)
    return [1, 1]


def start_children(data):
    if os.fork() == 0:
        while True:
            pass
    while True:
        pass


def killed_by_an_unnamed_signal(data):
    os.kill(os.getpid(), 40)


def answer_twice(A, y):
    """Right to the last bit, but a copy of the process answers once more, a little later."""
    x = [0.0] * A.shape[1]
    j = A[0].argmax()
    x[j] = y[0] / A[0, j]
    if os.fork() == 0:
        time.sleep(0.004)
    return x


def infinite_output(data):
    def forever():
        while True:
            yield 0

    return forever()


def strings(data):
    return ["0", "0"]


def nan(data):
    return [float("nan"), 0.0]


def too_few(data):
    return [0]


def a_matrix(data):
    import numpy as np

    return np.zeros((1, 2))


def raises(data):
    raise RuntimeError("no convergence\n\x1b[31mred")


def bad_query(data):
    return [data.A.query(0, 2, 1), 0]
