"""Coverage studies: their tables, and a computation from being asked for to its end.

Read `tables` first, then `lifecycle`.
"""
