"""Elevation along roads and what gradients do to a vehicle.

Read `hgt` (SRTM tiles), `heights` (along a graph's roads), `gradients` (speed and energy). May import
`network.graph` and `network.geo`.
"""
