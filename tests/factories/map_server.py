"""A stand-in for Nominatim and Overpass on the loopback: one place, a few roads, no outside calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.factories.osm import lonlat

PLACE = "溆浦县, 怀化市"


@dataclass
class MapServer:
    """Answers for `PLACE` with `elements`, and remembers the Overpass queries."""

    elements: list[dict[str, Any]]
    queries: list[str] = field(default_factory=list)
    url: str = ""

    def search(self, query: str) -> list[dict[str, Any]]:
        if query != PLACE:
            return []
        corners = [lonlat(*corner) for corner in ((-3000, -3000), (3000, -3000), (3000, 3000), (-3000, 3000))]
        ring = [list(corner) for corner in [*corners, corners[0]]]
        west, south, east, north = *corners[0], *corners[2]
        return [
            {
                "place_id": 1,
                "osm_type": "relation",
                "osm_id": 1,
                "lat": str(lonlat(0, 0).lat),
                "lon": str(lonlat(0, 0).lon),
                "class": "boundary",
                "type": "administrative",
                "place_rank": 12,
                "importance": 0.5,
                "addresstype": "county",
                "name": PLACE,
                "display_name": PLACE,
                "boundingbox": [str(south), str(north), str(west), str(east)],
                "geojson": {"type": "Polygon", "coordinates": [ring]},
            }
        ]


@contextmanager
def map_server(elements: list[dict[str, Any]]) -> Iterator[MapServer]:
    """Run the stand-in; `url` serves Nominatim under ``/nominatim/`` and Overpass under ``/overpass``."""
    state = MapServer(elements)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/nominatim/search"):
                self._answer(state.search(parse_qs(urlparse(self.path).query)["q"][0]))
            else:
                # Overpass' status page; its fifth line begins with the number of free slots.
                self._send(
                    b"Connected as: 1\nCurrent time\nAnnounced\nRate limit: 2\n2 slots available now.\n"
                )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            state.queries.append(parse_qs(body)["data"][0])
            self._answer({"version": 0.6, "elements": state.elements})

        def _answer(self, document: Any) -> None:
            self._send(json.dumps(document).encode())

        def _send(self, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def elements(
    nodes: dict[int, tuple[float, float]], ways: dict[int, tuple[list[int], dict[str, str]]]
) -> list[dict[str, Any]]:
    """Overpass elements: nodes by metres from the origin, ways by refs and tags."""
    found: list[dict[str, Any]] = []
    for osm_id, place in nodes.items():
        lon, lat = lonlat(*place)
        found.append({"type": "node", "id": osm_id, "lat": lat, "lon": lon})
    for osm_id, (refs, tags) in ways.items():
        found.append({"type": "way", "id": osm_id, "nodes": refs, "tags": tags})
    return found
