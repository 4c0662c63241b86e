"""FIRENET."""
