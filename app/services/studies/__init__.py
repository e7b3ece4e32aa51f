"""Coverage studies: where collection points should be located.

Read `create` (a study from places), `contents` (its keys and results), `questions` (scenarios),
then `open_studies` and `evaluation` (points moved by hand), `operation` and `recurring` (a scenario becomes
sites and recurring requests) and `documents` (what the API answers).
"""
