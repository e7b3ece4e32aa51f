"""Roads asked of another server over HTTP: `osrm` and `valhalla`, each a `network.road_source.RoadSource`.

`choosing` reads the setting, `asking` does the HTTP, `places` and `chains` what both have in common. See
docs/other-road-servers.md for when to switch and what is lost.
"""
