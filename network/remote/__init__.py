"""Travel from a remote OSRM or Valhalla server, each a `network.travel.road_source.RoadSource`.

Read `factory` (from the setting to a server), `osrm` and `valhalla`, then what they share: `http`, `tables`
and `chains`. May import `network.travel` and what lies below. See docs/how-to/road-servers.md for when to
switch and what is lost.
"""
