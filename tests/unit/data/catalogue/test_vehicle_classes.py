"""Vehicle classes and what they emit."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from data.catalogue.vehicle_classes import (
    co2_kg,
    emission_factors,
    read_emission_factors,
    read_vehicle_classes,
    vehicle_classes,
)
from data.domain.errors import InputError


def test_emissions_are_linear_in_the_load() -> None:
    empty, half, full = (co2_kg("truck_4t", 10_000, share) for share in (0.0, 0.5, 1.0))
    assert empty == pytest.approx(4.6138)
    assert full == pytest.approx(5.4068)
    assert half == pytest.approx((empty + full) / 2)


def test_half_load_agrees_with_the_published_half_load_figure() -> None:
    """The source publishes 0.62832 kg/km at 50 % for 7.5 to 17 t, which we do not store."""
    assert co2_kg("truck_8t", 1000, 0.5) == pytest.approx(0.62832, abs=1e-5)


@pytest.mark.parametrize(("distance_m", "share"), [(-1.0, 0.5), (1.0, 1.01), (1.0, -0.1)])
def test_impossible_legs_are_refused(distance_m: float, share: float) -> None:
    with pytest.raises(ValueError, match="no emissions"):
        co2_kg("van", distance_m, share)


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(InputError, match="'tram'"):
        co2_kg("tram", 1.0, 0.0)


def test_heavier_classes_carry_more_and_cost_more() -> None:
    trucks = [vehicle_classes()[ref] for ref in ("van", "truck_4t", "truck_8t", "truck_18t")]
    for lighter, heavier in pairwise(trucks):
        assert lighter.capacity_kg < heavier.capacity_kg
        assert lighter.capacity_l < heavier.capacity_l
        assert lighter.cost.per_km < heavier.cost.per_km


def test_a_class_with_an_unknown_emission_class_is_named(tmp_path: Path) -> None:
    path = tmp_path / "classes.csv"
    path.write_text(
        "ref,name_zh,name_en,capacity_kg,capacity_l,fixed_cny,per_km_cny,per_h_cny,mass_t,height_m,"
        "width_m,length_m,axleload_t,profile,"
        "emission_class,source,status\nx,车,car,1,1,0,0,0,1,1,1,1,1,car,steam,s,s\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="steam") as caught:
        read_vehicle_classes(path, emission_factors())
    assert caught.value.faults[0].where == "classes.csv line 2 (x)"


def test_a_factor_that_falls_with_load_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "factors.csv"
    path.write_text("ref,empty_kg_per_km,full_kg_per_km,gas,source,status\nx,2,1,CO2,s,s\n", encoding="utf-8")
    with pytest.raises(InputError, match="below"):
        read_emission_factors(path)
