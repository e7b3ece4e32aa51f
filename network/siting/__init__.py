"""Facility location: where points should stand. Knows studies (`data.domain.study`) and no roads.

Read `solve`, `stages` and `trade_off` (entry points; each searches in a child process), `search` (methods by
model), `answers` (objective values and bounds), `models` (linear models). Imports run in that order, from the
entry points down.
"""
