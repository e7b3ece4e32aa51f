"""What is to be collected: materials, pickup requests, and weekly requests that become those of a date.

Read `pickup_requests` first, then `materials` (the catalogue as rows), `recurring` (weekly requests and
their materialisation) and `summaries` (the few columns that a plan's pages read).
"""
