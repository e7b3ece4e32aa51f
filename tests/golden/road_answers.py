"""Sections on roads: matrices, paths, snapping, areas and tiles of a made-up district and a real town."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from tests.golden import project
from tests.golden.canonical import hashed, plain

EXTRACT = Path(__file__).parents[3] / "shared" / "osm" / "cathedral-no-left.osm.pbf"
PROFILES = ("car", "truck_8t")
PLACES, PATHS = 60, 10


def district_roads() -> Any:
    """The synthetic district."""
    use = project.roads()
    with tempfile.TemporaryDirectory(prefix="huiliu-golden-") as folder:
        source = Path(folder) / "district.osm.pbf"
        towns = use.write_district(source)
        answers = _answers(source, Path(folder))
    return {"towns": hashed(json.dumps(plain(towns), ensure_ascii=False).encode()), **answers}


def osm_roads() -> Any:
    """A real extract with banned turns; None where it is absent."""
    if not EXTRACT.exists():
        return None
    with tempfile.TemporaryDirectory(prefix="huiliu-golden-") as folder:
        return _answers(EXTRACT, Path(folder))


def _answers(source: Path, folder: Path) -> dict[str, Any]:
    use = project.roads()
    graph = use.import_source(source)
    places = _places(graph)
    return {
        "graph": {
            "id": use.graph_id(graph) if source == EXTRACT else None,
            "nodes": graph.nodes,
            "edges": graph.edges,
            "restrictions": len(graph.restriction_only),
            "arrays": {
                name: hashed(getattr(graph, name))
                for name in ("tail", "head", "node_lon", "node_lat", "edge_piece", "piece_length_dm")
            },
        },
        "profiles": {profile: _driven(graph, places, profile, folder) for profile in PROFILES},
        "snapped": _snapped(graph, places),
        "isochrone": _isochrone(graph, places[0]),
        "tiles": {str(zoom): _tile(graph, places[0], zoom) for zoom in (10, 14)},
    }


def _places(graph: Any) -> list[Any]:
    """Beside junctions, and one far from every road; two are the same."""
    lonlat = project.domain().LonLat
    random = np.random.default_rng(17)
    node = random.integers(graph.nodes, size=PLACES)
    east, north = random.uniform(-4e-4, 4e-4, (2, PLACES))
    found = [
        lonlat(round(float(graph.node_lon[v] + e), 6), round(float(graph.node_lat[v] + n), 6))
        for v, e, n in zip(node, east, north, strict=True)
    ]
    found[7] = found[6]
    found[-1] = lonlat(0.0, 0.0)
    return found


def _driven(graph: Any, places: list[Any], profile: str, folder: Path) -> Any:
    use = project.roads()
    closed = use.Overlay(
        (
            use.Change(edges=tuple(range(0, graph.edges, 40))),
            use.Change(edges=tuple(range(7, graph.edges, 50)), speed_factor=0.5, max_kph=20.0),
        )
    )
    found = {}
    for state, overlay in (("open", use.NO_CHANGES), ("closures", closed)):
        roads = use.road_metric(graph, profile, overlay)
        engines = {
            "compiled": use.compiled_engine(roads.graph, roads.turns, roads.duration_ms, folder),
            "reference": use.ReferenceEngine.of(roads),
        }
        for name, engine in engines.items():
            found[f"{state}, {name}"] = _with_engine(graph, places, profile, overlay, engine)
    return found


def _with_engine(graph: Any, places: list[Any], profile: str, overlay: Any, engine: Any) -> Any:
    use = project.roads()
    answer = use.travel_matrix(graph, places, profile=profile, overlay=overlay, engine=engine)
    legs = [(number, 3 * number + 11) for number in range(PATHS)]
    paths = use.leg_paths(graph, places, legs, profile=profile, overlay=overlay, engine=engine)
    return {
        "duration_s": hashed(answer.matrix.duration_s),
        "distance_m": hashed(answer.matrix.distance_m),
        "first row": answer.matrix.duration_s[0, :12],
        "faults": [(fault.code, fault.where) for fault in answer.faults],
        "paths": [
            {
                "edges": len(path.edges),
                "hash": hashed(np.asarray(path.edges, np.int64))[:16],
                "duration_ms": path.duration_ms,
                "distance_dm": path.distance_dm,
                "line": _line(use.encode(use.path_shape(graph, path))),
            }
            for path in paths
        ],
    }


def _line(encoded: str) -> str:
    """The polyline itself where it is short, else its beginning and its hash."""
    return encoded if len(encoded) <= 80 else f"{encoded[:60]}… {hashed(encoded.encode())[:16]}"


def _snapped(graph: Any, places: list[Any]) -> Any:
    use = project.roads()
    found = use.snap(graph, places, "car")
    near = use.find_nearest_roads(graph, places[0], number=4)
    return {
        "rows": [
            [int(found.edge[k]), *(float(x[k]) for x in (found.fraction, found.snap_m)), int(found.side[k])]
            for k in range(len(places))
        ],
        "faults": [(fault.code, fault.where) for fault in found.faults],
        "nearest": plain(near),
    }


def _isochrone(graph: Any, place: Any) -> Any:
    use = project.roads()
    bands = use.isochrones(graph, [place], [240.0, 600.0])
    document = use.as_geojson(bands, place, "car")
    return {
        "length_km": [band.length_km for band in bands],
        "edges": [len(band.edges.edge) for band in bands],
        "hash": hashed(json.dumps(plain(document), sort_keys=True).encode()),
    }


def _tile(graph: Any, place: Any, zoom: int) -> Any:
    x = int((place.lon + 180) / 360 * 2**zoom)
    y = int((1 - np.arcsinh(np.tan(np.radians(place.lat))) / np.pi) / 2 * 2**zoom)
    content = project.roads().encode_vector_tile(graph, zoom, x, y)
    return {"tile": f"{zoom}/{x}/{y}", "bytes": len(content), "hash": hashed(content)}
