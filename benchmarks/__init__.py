"""Benchmarks: ratios within one run, by pyperf. ``make bench`` or ``python -m benchmarks``."""
