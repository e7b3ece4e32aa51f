"""Import a road graph from an OSM file, an OSMnx GraphML file or a place name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data.domain.errors import Fault, InputError
from network.graph.road_graph import RoadGraph
from network.osm.reader import OSM_ATTRIBUTION, Progress, file_sha256, read_osm, unreadable_fault
from network.osm.restrictions import add_restrictions
from network.osm.split_ways import build_road_graph, count_read

OSM_SUFFIXES = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
GRAPHML_SUFFIXES = (".graphml",)


def import_source(source: str | Path, *, progress: Progress | None = None) -> RoadGraph:
    """Import a road graph from a file, by its suffix, or from a place name through OSMnx.

    Parameters
    ----------
    source
        ``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``; ``.graphml`` written by OSMnx; or a
        place name that Nominatim knows.
    progress
        Called with the phase and the number of objects handled.

    Raises
    ------
    InputError
        N101: there is no such file. N102: it cannot be read. N103: it holds no road. N104: the
        place is not found, or its roads cannot be fetched.
    """
    path = Path(source)
    name = path.name.lower()
    if name.endswith(OSM_SUFFIXES):
        return import_osm(_existing(path), progress=progress)
    if name.endswith(GRAPHML_SUFFIXES):
        from network.osm.osmnx_source import import_graphml

        return import_graphml(_existing(path))
    if path.exists():
        raise InputError(
            unreadable_fault(path, f"its suffix is none of {', '.join(OSM_SUFFIXES + GRAPHML_SUFFIXES)}")
        )
    if isinstance(source, Path) or "/" in source:
        raise InputError(_missing(path))
    from network.osm.osmnx_source import import_place

    return import_place(source)


def import_osm(path: Path, *, progress: Progress | None = None) -> RoadGraph:
    """Import the largest strongly connected drivable part of an OSM file.

    Raises
    ------
    InputError
        N102: the file cannot be read. N103: it holds no road.
    """
    if path.stat().st_size == 0:
        raise InputError(unreadable_fault(path, "it is empty"))
    roads = read_osm(path, progress=progress)
    if progress is not None:
        progress("building", len(roads.way_id))
    graph = add_restrictions(build_road_graph(roads), roads.restrictions, roads.skipped)
    return replace(
        graph,
        attributes={
            "source": path.name,
            "source_sha256": file_sha256(path),
            "attribution": OSM_ATTRIBUTION,
            "synthetic": False,
            **count_read(roads),
            **graph.attributes,
        },
    )


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise InputError(_missing(path))
    return path


def _missing(path: Path) -> Fault:
    return Fault("N101", f"There is no file {path}.", "Check the path.", str(path))
