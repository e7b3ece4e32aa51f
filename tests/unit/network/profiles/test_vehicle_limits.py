"""A vehicle's own mass and size: signs bind it and not its kind, and vehicles alike share a profile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.errors import InputError
from data.domain.vehicle_size import VehicleSize
from network.elevation.heights import add_elevation
from network.metric.road_metric import road_metric
from network.osm.load import import_source
from network.profiles.profile import load_profile, usable_edges
from network.profiles.vehicle_limits import profile_for
from network.travel.matrices import travel_matrix
from tests.factories.heights import write_tile
from tests.factories.osm import OsmFile, lonlat

SIGNS = ({"maxweight": "3.5"}, {"maxweight": "6"}, {"maxheight": "2.8"}, {"maxheight": "3.2"},
         {"maxwidth": "2.2"}, {"maxlength": "7"}, {"maxaxleload": "4"}, {"maxheight": "11'6\""})  # fmt: skip


def signed_town() -> OsmFile:
    """A bridge for 6 t on the short way, a long way round, and a street for every kind of sign."""
    file = OsmFile().nodes({1: (0, 0), 2: (500, 0), 3: (1000, 0), 4: (500, 3000)})
    file.way(1, [1, 2]).way(2, [2, 3], maxweight="6").way(3, [1, 4, 3])
    for number, tags in enumerate(SIGNS):
        file.node(10 + number, 100 * number, -300).way(10 + number, [1, 10 + number, 3], tags=tags)
    return file


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory):
    return import_source(signed_town().write(tmp_path_factory.mktemp("town") / "town.osm"))


def test_only_the_heavy_truck_goes_round_the_weight_limited_bridge(load) -> None:
    file = OsmFile().nodes({1: (0, 0), 2: (500, 0), 3: (1000, 0), 4: (500, 3000), 5: (-200, 0), 6: (1200, 0)})
    file.way(1, [5, 1, 2]).way(2, [2, 3], maxweight="6").way(3, [3, 6]).way(4, [1, 4, 3])
    graph = load(file)
    places = [lonlat(-100, 0), lonlat(1100, 0)]
    figures = {
        mass_t: int(
            travel_matrix(graph, places, profile=profile_for(graph, "truck_8t", VehicleSize(mass_t=mass_t)))
            .matrix.distance_m[0, 1]
        )
        for mass_t in (5.9, 6.2)
    }  # fmt: skip
    assert figures[5.9] == pytest.approx(1200, abs=2)
    assert figures[6.2] > 6000


def test_where_the_same_signs_bind_the_profile_is_the_usual_one(town) -> None:
    usual = load_profile("truck_8t")
    assert profile_for(town, "truck_8t") is usual
    assert profile_for(town, "truck_8t", VehicleSize(mass_t=6.2, height_m=3.5, width_m=2.4)) == usual


def test_vehicles_that_the_same_signs_bind_share_one_profile_and_what_was_prepared_for_it(town) -> None:
    five, six = (profile_for(town, "truck_8t", VehicleSize(mass_t=mass_t)) for mass_t in (4.1, 6.0))
    assert five == six
    assert five.name == "truck_8t 6 t"
    assert road_metric(town, five) is road_metric(town, six)
    assert profile_for(town, "truck_8t", VehicleSize(mass_t=3.5)) != five


@given(
    st.builds(
        VehicleSize,
        mass_t=st.one_of(st.none(), st.sampled_from([3.5, 6.0]), st.floats(0.5, 40)),
        height_m=st.one_of(st.none(), st.sampled_from([2.8, 3.5052]), st.floats(1, 5)),
        width_m=st.one_of(st.none(), st.floats(1, 4)),
        length_m=st.one_of(st.none(), st.floats(2, 20)),
        axleload_t=st.one_of(st.none(), st.floats(0.5, 13)),
    ),
    st.sampled_from(["car", "truck_8t", "truck_18t"]),
)
def test_the_shared_profile_may_drive_exactly_where_the_vehicle_may(town, size, name) -> None:
    own = load_profile(name).for_vehicle(**size.given())
    shared = profile_for(town, name, size)
    assert np.array_equal(usable_edges(town, shared), usable_edges(town, own))
    assert (shared.name == name) == (shared == load_profile(name))


def test_on_hills_the_mass_itself_counts(load, tmp_path: Path) -> None:
    file = OsmFile().nodes({1: (0, 0), 2: (9000, 0)}).way(1, [1, 2])
    flat = load(file)
    hills = add_elevation(flat, [write_tile(tmp_path, lambda lon, lat: 500 + 9000 * (lon - 109.95))])
    size = VehicleSize(mass_t=6.2)
    assert profile_for(flat, "truck_8t", size) == load_profile("truck_8t")
    own = profile_for(hills, "truck_8t", size)
    assert (own.mass_t, own.name) == (6.2, "truck_8t 6.2 t")


@pytest.mark.parametrize("figures", [{"mass_t": 0}, {"mass_t": 4500}, {"height_m": -1}, {"width_m": 210}])
def test_figures_that_no_vehicle_has_are_refused(figures: dict[str, float]) -> None:
    with pytest.raises(InputError) as error:
        VehicleSize(**figures)
    assert error.value.code == "N328"
    assert error.value.faults[0].where == next(iter(figures))
