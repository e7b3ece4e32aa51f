"""Studies as files: what is taken, and what is said of each thing that is wrong."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import numpy as np
import pytest

from data.domain.errors import InputError
from data.domain.study import SitingAnswer
from network.coverage import study_file
from network.coverage.study_file import answer_as_json, read_study

GOOD = {"model": "p_median", "cost": [[0, 5], [5, 0]], "weights": [1, 2], "p": 1}


def read(document: Any) -> study_file.StudyFile:
    text = document if isinstance(document, str) else json.dumps(document)
    return read_study(io.BytesIO(text.encode()))


def faults(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read(document)
    return [(fault.code, fault.where) for fault in caught.value.faults]


def test_a_study_is_read() -> None:
    study = read(GOOD).study()
    assert (study.model, study.p, study.cost.tolist()) == ("p_median", 1, [[0, 5], [5, 0]])


def test_null_minus_one_and_huge_costs_say_that_there_is_no_way() -> None:
    text = (
        '{"model": "p_center", "p": 1, "cost": [[null, -1, 1e18, 3], [1'
        + "0" * 400
        + ", Infinity, -1.0, 0]]}"
    )
    cost = read(text).study().cost
    assert np.isinf(cost).tolist() == [[True, True, True, False], [True, True, True, False]]


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"model": "p_medial"}, "C103", "model"),
        ({"model": None}, "C104", "model"),
        ({"cost": None}, "C104", "cost"),
        ({"cost": []}, "C105", "cost"),
        ({"cost": [[]]}, "C105", "cost"),
        ({"cost": [[0, 1], [0]]}, "C105", "cost[1]"),
        ({"cost": [[0, -2], [1, 0]]}, "C106", "cost[0][1]"),
        ({"cost": [[0, "far"], [1, 0]]}, "C106", "cost[0][1]"),
        ({"cost": [[0, True], [1, 0]]}, "C106", "cost[0][1]"),
        ({"cost": [[0, float("nan")], [1, 0]]}, "C106", "cost[0][1]"),
        ({"weights": None}, "C104", "weights"),
        ({"weights": [1]}, "C105", "weights"),
        ({"weights": [1, -1]}, "C106", "weights[1]"),
        ({"weights": [1, float("inf")]}, "C106", "weights[1]"),
        ({"p": None}, "C104", "p"),
        ({"p": 0}, "C107", "p"),
        ({"p": 3}, "C107", "p"),
        ({"p": 1.5}, "C107", "p"),
        ({"p": True}, "C107", "p"),
        ({"existing": [2]}, "C108", "existing[0]"),
        ({"existing": [True]}, "C105", "existing"),
        ({"capacity": [1, 2, 3]}, "C105", "capacity"),
        ({"fixed": [1, None]}, "C106", "fixed[1]"),
        ({"budget": 4}, "C104", "fixed"),
        ({"model": "set_cover"}, "C104", "radius"),
        ({"model": "set_cover", "radius": -1}, "C106", "radius"),
        ({"model": "max_cover", "radius": float("inf")}, "C106", "radius"),
        ({"one_of": [[]]}, "C105", "one_of[0]"),
        ({"least_share": 0.5}, "C104", "groups"),
        ({"groups": ["a", "b"], "least_share": {"c": 0.5}}, "C108", "least_share.c"),
        ({"groups": ["a", "b"], "least_share": {"a": 1.5}}, "C106", "least_share.a"),
        ({"cost": None, "network": "n"}, "C104", "places"),
        ({"cost": None, "network": "n", "places": [[200, 3], [1, 2]]}, "C106", "places[0]"),
        ({"cost": None, "network": "n", "places": [[1, 3], [1, 2]], "measure": "kg"}, "C106", "measure"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(changes: dict[str, Any], code: str, where: str) -> None:
    assert faults({**GOOD, **changes}) == [(code, where)]


def test_every_fault_is_told_at_once() -> None:
    found = faults({"model": "max_cover", "cost": [[0, -3], [1]], "p": 0, "weights": "many"})
    assert {code for code, _ in found} == {"C104", "C105", "C106", "C107"}


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '{"model": "p_median"', "[" * 100_000, "\ud800"])
def test_what_is_no_study_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_study(io.BytesIO(text.encode("utf-8", "surrogatepass")))
    assert caught.value.code == "C102"


def test_a_list_of_bad_entries_is_one_fault_per_entry() -> None:
    bad = {
        "model": "p_median",
        "p": 1,
        "network": "n",
        "places": [[200, 3], {"lon": 1, "lat": 2}],
        "weights": [1, 1],
    }
    with pytest.raises(InputError) as error:
        read(bad)
    assert [fault.where for fault in error.value.faults] == ["places[0]", "places[1]"]


def test_many_faults_are_counted() -> None:
    found = faults({**GOOD, "cost": [[-2] * 60, [-2] * 60]})
    assert len(found) == 51
    assert found[-1][0] == "C110"


def test_a_study_beyond_all_bounds_is_refused_with_its_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_file, "MAX_BYTES", 100)
    with pytest.raises(InputError) as caught:
        read({**GOOD, "cost": [[1] * 30] * 20})
    (fault,) = caught.value.faults
    assert (fault.code, "600 numbers" in fault.cause or "numbers" in fault.cause) == ("C109", True)


def test_20000_places_by_5000_columns_on_roads_are_refused_with_their_sizes() -> None:
    document = {**GOOD, "cost": None, "network": "n", "weights": [1] * 20_000}
    document |= {"places": [[1, 2]] * 20_000, "candidates": [[1, 2]] * 5_000}
    with pytest.raises(InputError) as caught:
        read(document)
    assert caught.value.code == "C109"
    assert "20,000 places × 5,000 columns" in caught.value.faults[0].cause


def test_an_unknown_key_is_told() -> None:
    assert read({**GOOD, "radious": 3}).unknown == ("radious",)


def test_marks_name_columns_as_numbers_do() -> None:
    assert read({**GOOD, "existing": [False, True]}).study().existing == (1,)
    assert read({**GOOD, "existing": [1, 1]}).study().existing == (1,)


def test_counts_are_whole_numbers_in_an_answer() -> None:
    document = answer_as_json(SitingAnswer("optimal", 3.0, 3.0, (0, 2, 4), (0, None), 0.1234567))
    assert json.dumps(document).startswith('{"status": "optimal", "objective": 3, "bound": 3, "gap": 0')
    assert document["assignment"] == [0, None]


def test_twenty_thousand_places_and_five_thousand_candidates_are_refused_with_their_size() -> None:
    """Before any way is looked for, and within little memory."""
    spots = [[109.0 + number * 1e-4, 27.0] for number in range(20_000)]
    text = json.dumps(
        {"model": "p_center", "p": 1, "network": "n", "places": spots, "candidates": spots[:5_000]}
    )
    tracemalloc.start()
    with pytest.raises(InputError) as caught:
        read_study(io.BytesIO(text.encode()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [fault.code for fault in caught.value.faults] == ["C109"]
    assert "20,000 places × 5,000 columns" in caught.value.faults[0].cause
    assert peak < 60e6
