"""A small town on a grid as an OSM file, and a day's requests in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from data.settings import Settings
from data.store.engine import session
from data.store.requests.pickup_requests import Condition
from network.library import NetworkLibrary
from network.osm.load import import_source
from tests.factories.rows import World, make_driver, make_request, make_vehicle, make_world

SIDE = 14
STEP_DEG = 0.003
WEST, SOUTH = 109.98, 27.48
NETWORK = "town"


def write_town(path: Path) -> None:
    """A grid of two-way streets about 300 m apart."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    for row in range(SIDE):
        for column in range(SIDE):
            lon, lat = WEST + column * STEP_DEG, SOUTH + row * STEP_DEG
            lines.append(f'<node id="{row * SIDE + column + 1}" lon="{lon:.6f}" lat="{lat:.6f}"/>')
    for number in range(SIDE):
        along = [number * SIDE + k + 1 for k in range(SIDE)]
        across = [k * SIDE + number + 1 for k in range(SIDE)]
        for way_id, nodes in ((1000 + number, along), (2000 + number, across)):
            refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
            lines.append(f'<way id="{way_id}">{refs}<tag k="highway" v="residential"/></way>')
    lines.append("</osm>")
    path.write_text("\n".join(lines), encoding="utf-8")


def store_town(settings: Settings, folder: Path) -> None:
    """Import the town as the network `NETWORK`."""
    path = folder / "town.osm"
    write_town(path)
    NetworkLibrary(settings.home).add(import_source(path), NETWORK)


def make_day(settings: Settings, *, requests: int = 25, seed: int = 1) -> World:
    """A centre in the town's middle with three trucks, and requests at random places of the town."""
    world = make_world(settings, requests=0, vehicles=2, network=NETWORK)
    random = np.random.default_rng(seed)
    with session(settings, write=True) as store:
        driver = make_driver(store, world.organisation_id, "D-L", skills=["lithium"])
        make_vehicle(
            store, world.organisation_id, world.centre_id, "V-L", skills=["lithium", "two_person"],
            driver_id=driver.id,
        )  # fmt: skip
        for number in range(1, requests + 1):
            lon = WEST + float(random.uniform(0, (SIDE - 1) * STEP_DEG))
            lat = SOUTH + float(random.uniform(0, (SIDE - 1) * STEP_DEG))
            material = "cell" if number % 5 == 0 else "fridge"
            make_request(
                store, world, f"R-{number}", ((material, int(random.integers(1, 4)), Condition.INTACT),),
                lon=lon, lat=lat,
            )  # fmt: skip
    return world
