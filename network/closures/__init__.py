"""Road closures that people enter, stored per network.

Read `closure` (what a closure is, and the edges it covers on a graph), then `store` (the files). May import
`network.library` and what lies below.
"""
