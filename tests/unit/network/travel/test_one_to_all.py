"""Which places are within some minutes, held against the travel matrix."""

from __future__ import annotations

import numpy as np
import pytest

from data.domain.errors import InputError
from network.metric.overlay import Change, Overlay
from network.metric.road_metric import road_metric
from network.travel.isochrones import isochrones
from network.travel.matrices import travel_matrix
from network.travel.one_to_all import find_reachable_places
from network.travel.snapping import snap
from tests.factories.osm import crossing, lonlat
from tests.factories.street_grids import places_in, street_grid


def test_the_places_are_those_of_the_matrix_row_the_nearest_first() -> None:
    graph = street_grid(9, seed=4, one_way=0.3, restrictions=25)
    start, *places = places_in(graph, 60, seed=4)
    row = travel_matrix(graph, [start, *places]).matrix.duration_s[0, 1:]
    limit_s = float(np.median(row))
    found = find_reachable_places(graph, start, places, limit_s)
    assert {each.row: each.duration_s for each in found.places} == {
        number: seconds for number, seconds in enumerate(row.tolist()) if seconds <= limit_s
    }
    durations = [each.duration_s for each in found.places]
    assert durations == sorted(durations)
    assert 0 < len(durations) < len(places)
    (band,) = isochrones(graph, [start], [limit_s])
    assert found.length_km == band.length_km


def test_places_off_the_roads_are_named_and_not_reached(load) -> None:
    graph = load(crossing())
    found = find_reachable_places(
        graph, lonlat(-300, 0), [lonlat(300, 0), lonlat(0, 90_000), lonlat(-300, 0)], 600
    )
    assert [each.row for each in found.places] == [2, 0]
    assert found.places[0].duration_s == 0
    assert [fault.where for fault in found.faults] == ["place 2"]


def test_a_closed_road_leads_nowhere(load) -> None:
    graph = load(crossing())
    closed = tuple(range(graph.edges))
    assert snap(graph, [lonlat(300, 0)], road_metric(graph, "car").profile).reachable.all()
    found = find_reachable_places(
        graph, lonlat(-300, 0), [lonlat(300, 0)], 600, overlay=Overlay((Change(edges=closed),))
    )
    assert found.places == ()


@pytest.mark.parametrize(
    ("east_m", "seconds", "code"), [(0, 0, "N207"), (0, float("nan"), "N207"), (90_000, 60, "N201")]
)
def test_what_cannot_be_asked_is_refused(load, east_m, seconds, code) -> None:
    with pytest.raises(InputError) as refused:
        find_reachable_places(load(crossing()), lonlat(east_m, 0), [lonlat(0, 0)], seconds)
    assert refused.value.code == code
