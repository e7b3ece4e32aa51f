"""Materials, pickup requests, and weekly requests that are materialised by date.

Read `pickup_requests` first, then `materials` (the catalogue as rows), `recurring` (weekly requests and
their materialisation) and `summaries` (the few columns that a plan's pages read).
"""
