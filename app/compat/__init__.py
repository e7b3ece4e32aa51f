"""Endpoints that speak the protocols of OSRM and VROOM.

Read `osrm` with `osrm_query` (the address) and `osrm_answers`, then `vroom`; `networks` chooses the roads.
"""
