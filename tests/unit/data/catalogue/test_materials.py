"""The catalogue of materials."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.materials import materials, read_materials
from data.catalogue.rule_sets import rule_set, rule_set_names
from data.catalogue.vehicle_classes import emission_factors, vehicle_classes
from data.domain.errors import InputError

HEADER = (
    "ref,official_no,name_zh,name_en,load_type,unit,unit_kg,unit_l,service_s,skills,hazard,"
    "handling_zh,handling_en,source,status"
)
GOOD = "kettle,,水壶,kettle,appliance,piece,1.5,4,60,,,,,somewhere,sourced"


def test_every_row_names_its_source_and_status() -> None:
    records = [*materials().values(), *vehicle_classes().values(), *emission_factors().values()]
    rules = [rule for name in rule_set_names() for rule in rule_set(name).provenances()]
    assert len(records) > 40
    assert len(rules) >= 12
    assert all(record.source.strip() and record.status.strip() for record in [*records, *rules])


def test_all_fourteen_official_kinds_are_there() -> None:
    numbers = {material.official_no for material in materials().values()} - {None}
    assert numbers == set(range(1, 15))


def test_every_load_type_has_materials() -> None:
    assert {m.load_type for m in materials().values()} == {"appliance", "battery", "recyclable", "vehicle"}


def test_batteries_need_the_lithium_skill() -> None:
    batteries = [m for m in materials().values() if m.load_type == "battery"]
    assert all("lithium" in battery.skills for battery in batteries)


def test_unsourced_figures_say_so() -> None:
    """A figure of our own must never pass for a sourced one."""
    for record in [*materials().values(), *vehicle_classes().values()]:
        if record.source.startswith("huiliu:"):
            assert record.status.startswith("GENERAL KNOWLEDGE"), record.ref


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (GOOD.replace("1.5", "heavy"), "unit_kg"),
        (GOOD.replace("1.5", "-1"), "unit_kg"),
        (GOOD.replace("1.5", "nan"), "unit_kg"),
        (GOOD.replace("appliance", "food"), "load_type"),
        (GOOD.replace("somewhere", " "), "source"),
        (GOOD.replace("sourced", ""), "status"),
        (GOOD.replace(",60,", ",60.5,"), "service_s"),
        (GOOD + ",more", "cells"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, row: str, word: str) -> None:
    path = tmp_path / "materials.csv"
    path.write_text("\n".join([HEADER, GOOD.replace("kettle,", "pan,", 1), row]), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_materials(path)
    (fault,) = caught.value.faults
    assert fault.code == "S401"
    assert "line 3 (kettle)" in fault.where
    assert word in fault.cause


def test_every_bad_row_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "materials.csv"
    rows = [HEADER, GOOD, GOOD, GOOD.replace("kettle,", "pan,", 1).replace("1.5", "x")]
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_materials(path)
    assert [fault.where for fault in caught.value.faults] == [
        "materials.csv line 3 (kettle)",
        "materials.csv line 4 (pan)",
    ]


def test_a_missing_column_or_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "materials.csv"
    with pytest.raises(InputError, match="S402"):
        read_materials(path)
    path.write_text("ref,source,status\n", encoding="utf-8")
    with pytest.raises(InputError, match="unit_kg"):
        read_materials(path)
