"""A customizable contraction hierarchy with many-to-many tables, in compiled kernels.

Read `protocol` (what an engine answers) and `reference` (Dijkstra's algorithm, to compare with); then
`max_flow` and `nested_dissection` (where to cut), `turn_graph` (vertices and turns), `elimination` (what to
contract), `customization` (weights of today), `label_rows`, `tables` and `paths` (queries), `array_files` and
`build` (on disk), `cch` (the engine), `selection` (which engine for a request), `kernels` and `warm_up`
(compilation). Importing this package imports no kernel. May import `network.metric` and what lies below.

References
----------
Dibbelt, Strasser & Wagner (2016), Customizable contraction hierarchies; Delling, Goldberg, Nowatzyk &
Werneck (2011), PHAST: hardware-accelerated shortest path trees; Hamann & Strasser (2018), Graph bisection
with Pareto optimization; Schild & Sommer (2015), On balanced separators in road networks (inertial flow).
"""
