"""Functions that misbehave, for whoever is to stop them."""

import sys
import time


def loops_for_ever(*arguments):
    while True:
        pass


def sleeps(*arguments):
    time.sleep(60)


def leaves(*arguments):
    sys.exit(0)
