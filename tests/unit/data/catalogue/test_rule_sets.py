"""Named rule sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.rule_sets import DEFAULT_RULE_SET, read_rule_set, rule_set, rule_set_names
from data.domain.errors import InputError, NotFoundError
from data.domain.problem import LoadCap, Rest

REST = """
[[rest]]
id = "r"
kind = "law"
after_driving_s = 14400
duration_s = 1200
jurisdiction = "here"
source = "somewhere"
status = "sourced"
"""


def test_the_default_set_becomes_the_rules_of_a_problem() -> None:
    rules = rule_set().routing_rules()
    assert rules.rest == Rest(after_driving_s=14_400, duration_s=1_200)
    assert ("appliance", "battery") in rules.incompatible
    assert LoadCap(load_type="battery", dimension="kg", max=333) in rules.load_caps
    assert rules.end_empty


def test_adr_lets_batteries_travel_beside_appliances() -> None:
    assert rule_set("adr-2025").routing_rules().incompatible == ()


@pytest.mark.parametrize("name", rule_set_names())
def test_damaged_batteries_need_a_certificate_and_critical_ones_are_refused(name: str) -> None:
    rules = rule_set(name)
    for condition in ("damaged", "undiagnosable"):
        assert "damaged_battery" in rules.certificates_for("battery", condition)
        assert rules.refusal_of("battery", condition) is None
    assert "damaged_battery" not in rules.certificates_for("battery", "intact")
    refusal = rules.refusal_of("battery", "critical")
    assert refusal is not None
    assert refusal.reason_zh
    assert refusal.reason_en
    assert rules.refusal_of("appliance", "critical") is None


def test_an_unknown_set_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(NotFoundError, match=DEFAULT_RULE_SET):
        rule_set("mars-2040")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (REST.replace('source = "somewhere"', ""), "source"),
        (REST.replace('"sourced"', '" "'), "status"),
        (REST.replace('"law"', '"custom"'), "kind"),
        (REST.replace("14400", "-1"), "after_driving_s"),
        (REST + REST, "only one"),
        ("[[load_cap]]\nid = 1", "no such section"),
        ("rest = 3", "array of tables"),
        ("= broken", "cannot be read"),
        (REST.replace("rest", "refusals"), "load_type"),
    ],
)
def test_a_bad_rule_is_named(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=word) as caught:
        read_rule_set(path)
    assert all(fault.code == "S405" and "own.toml" in fault.where for fault in caught.value.faults)
