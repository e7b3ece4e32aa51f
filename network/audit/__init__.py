"""Audits of imported networks: islands, dead ends, missing limits, places that vehicles cannot reach.

Read `network`, then `places`. May import `network.travel` and what lies below.
"""
