"""The recycling network: its sites, vehicles and drivers, and the days on which they do not work.

Read `sites`, `fleet` and `days_off` for the tables, then `roster`, which pairs vehicles and drivers for
one date.
"""
