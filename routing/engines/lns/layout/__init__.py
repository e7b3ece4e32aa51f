"""Tables that kernels read and change: `rows` names their fields, `tables` lists them.

`records` turns a row into types of numpy and numba, `accessors` opens a table of raw memory. Imports
nothing of the search.
"""
