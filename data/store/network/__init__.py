"""The recycling network: sites, vehicles and drivers, and their days off.

Read `sites`, `fleet` and `days_off` for the tables, then `roster`, which pairs vehicles and drivers for
one date.
"""
