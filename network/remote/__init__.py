"""Travel from a remote OSRM or Valhalla server, each a `network.travel.road_source.RoadSource`.

`factory` reads the setting, `http` does the HTTP, `tables` and `chains` what both have in common. See
docs/how-to/road-servers.md for when to switch and what is lost.
"""
