"""The roads of the demonstration: the synthetic district, a file or a place, imported where not there yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from data.domain.places import LonLat
from data.samples.district import write_district
from data.settings import Settings
from network.engine import kernels
from network.engine.selection import prepare_engine
from network.graph.road_graph import RoadGraph
from network.library import Attributes, NetworkInfo, NetworkLibrary
from network.osm.load import OSM_SUFFIXES, import_source
from network.osm.reader import file_sha256

SAMPLE_NETWORK = "sample"
SAMPLE_ATTRIBUTION = "synthetic"
Tell = Callable[[str], None]
Labels = tuple[tuple[LonLat, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRoads:
    """A stored network and, where known, what its places are called."""

    info: NetworkInfo
    labels: Labels = ()


def district_roads(settings: Settings, tell: Tell) -> DemoRoads:
    """The synthetic district, written under the home folder and imported unless it is there unchanged.

    Raises
    ------
    UnavailableError
        N107: it cannot be stored.
    """
    path = settings.home / "demo" / "district.osm.pbf"
    fresh = path.with_name("new-district.osm.pbf")
    labels = write_district(fresh)
    fresh.replace(path)
    return DemoRoads(info=_imported(settings, path, SAMPLE_NETWORK, tell, synthetic=True), labels=labels)


def file_roads(settings: Settings, path: Path, tell: Tell) -> DemoRoads:
    """The roads of an OSM or GraphML file, under the file's name.

    Raises
    ------
    InputError
        N101, N102, N103: see `network.osm.load.import_source`.
    UnavailableError
        N107: they cannot be stored.
    """
    stem = path.name
    for suffix in sorted((*OSM_SUFFIXES, ".graphml"), key=len, reverse=True):
        stem = stem.removesuffix(suffix)
    return DemoRoads(info=_imported(settings, path, network_name(stem), tell))


def place_roads(settings: Settings, place: str, tell: Tell) -> DemoRoads:
    """The roads of a place that Nominatim knows; fetched once, kept under the place's name.

    Raises
    ------
    InputError
        N103, N104: see `network.osm.load.import_source`.
    UnavailableError
        N107: they cannot be stored.
    """
    library, name = NetworkLibrary(settings.home), network_name(place)
    if library.is_current(name):
        tell(f"roads of {place}: here already")
        return DemoRoads(info=library.info(name))
    tell(f"fetching the roads of {place}")
    return DemoRoads(info=_added(settings, import_source(place), name))


def network_name(text: str) -> str:
    """A network's name made of a file's or place's: letters, digits, dots, dashes; never the sample's."""
    name = re.sub(r"[^\w.-]+", "-", text).strip("-._")[:64] or "roads"
    return f"{name}-roads" if name == SAMPLE_NETWORK else name


def _imported(
    settings: Settings, path: Path, name: str, tell: Tell, *, synthetic: bool = False
) -> NetworkInfo:
    library = NetworkLibrary(settings.home)
    if library.is_current(name) and path.is_file():
        info = library.info(name)
        if info.attributes.get("source_sha256") == file_sha256(path):
            tell(f"roads {name}: here already, unchanged")
            return info
    tell(f"importing roads from {path.name}")
    graph = import_source(path)
    return _added(settings, _marked(graph) if synthetic else graph, name)


def _added(settings: Settings, graph: RoadGraph, name: str) -> NetworkInfo:
    kernels.configure(settings.home / "compiled")
    # Cold kernels would hold the first plan up for longer than the plain engine takes for its matrices.
    ready = kernels.is_warm()
    return NetworkLibrary(settings.home).add(graph, name, prepare=prepare_engine if ready else None)


def _marked(graph: RoadGraph) -> RoadGraph:
    made_up: Attributes = {"synthetic": True, "attribution": SAMPLE_ATTRIBUTION}
    return replace(graph, attributes={**graph.attributes, **made_up})
