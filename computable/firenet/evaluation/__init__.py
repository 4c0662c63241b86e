"""Rigorous evaluation: norm balls in float64 and at any precision, a ball for every number."""
