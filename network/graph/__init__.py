"""The road graph: its arrays, how it is built, stored and measured.

Read `road_graph` (what a graph holds), `build` (from road pieces to a graph), `files` (on disk), `shapes`
(polylines of pieces and edges) and `bearing` (angles of turns). May import `network.geo`.
"""
