"""Travel between places on a road network.

Read `snapping` (places onto roads), `matrices` (tables between places), `matrix_cache`, `geometry` (paths and
their lines), `nearest`, `one_to_all` and `isochrones` (what lies within a time), `road_source` (the interface
that planning uses). May import `network.engine`, `network.metric` and what lies below.
"""
