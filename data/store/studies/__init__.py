"""Coverage studies and scenarios: tables and life cycle.

Read `tables` first, then `lifecycle`.
"""
