"""Geometry of coordinates, without any road network.

Read `distance`, `mercator`, `polyline`. Imports only `data.domain`.
"""
