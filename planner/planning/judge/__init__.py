"""Judging a plan: the hard rules, the cost, what HR compares, and what no plan can cost less than."""
