"""Facility location models as mixed-integer linear programs.

Read `linear` (a model as arrays), `constraints` (what all have in common), `covering`, `median`, and
`mathopt`, the only module that imports OR-Tools.
"""
