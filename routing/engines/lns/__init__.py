"""Slack induction by string removals over the whole rule set, compiled with numba.

References
----------
Christiaens & Vanden Berghe (2020), Slack Induction by String Removals for Vehicle Routing Problems,
Transportation Science 54(2).
"""
