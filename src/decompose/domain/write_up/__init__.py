"""Prose about a comparison: sentences with slots, each kept by exactly the facts that it was checked against."""
