"""From a problem to tables: `encode` is the entry, `state` adds what the search changes.

`stops`, `nodes` and `vehicles` fill the larger tables, `names` the bit masks; `features` detects what a
problem lacks, so that the search can leave work out.
"""
