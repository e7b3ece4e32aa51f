"""Road networks: import, travel times, closures, and siting studies on them.

A network is imported once (`osm`) into a `graph`, which a vehicle profile (`profiles`, `elevation`) turns
into a road metric (`metric`). An `engine` finds shortest paths on it; `travel` answers with matrices, paths
and isochrones. The rest builds on that: the `library` of networks, `closures`, `audit`, `tiles`,
`networkx_export`, `remote` road servers, and `siting` models with their `coverage` studies.

Folders in layers, each importing only from those before it: `geo`, `graph`, `elevation`, `profiles`,
`metric`, `engine`, `osm`, `travel`, `library`, then `closures` and `siting`, then `audit`, `coverage`,
`remote`, `tiles` and `networkx_export`. May import `data.domain`, `data.catalogue` and `data.runtime`;
knows no web, SQL or queue.
"""
