"""Coverage studies: where collection points should stand.

Read `create` (a study from places), `contents` (what its keys and answers hold), `questions` (scenarios),
then `open_studies` and `evaluation` (points moved by hand), `operation` and `recurring` (a scenario becomes
sites and recurring requests) and `documents` (what the API answers).
"""
