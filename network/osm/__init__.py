"""Import of OpenStreetMap data as a road graph.

Read `load` (entry point), `reader` (one pass over a file), `tags` and `values` (what tags mean), `split_ways`
(from ways to a graph), `restrictions` (turn restrictions), `osmnx_source` (graphs from OSMnx). May import
`network.graph` and `network.geo`.
"""
