"""Codes and English sentences for unassigned tasks; `details` has the figures for other languages."""

from __future__ import annotations

from routing.explain.changes import Change
from routing.model.steps import Infeasible, Rule

CODES: dict[Rule, str] = {
    "window": "R211",
    "shift": "R212",
    "duration": "R212",
    "rest": "R213",
    "break": "R214",
    "capacity": "R215",
    "load_cap": "R216",
    "segregation": "R217",
    "segregation_day": "R218",
    "facility": "R219",
    "end_empty": "R219",
    "intake": "R220",
    "distance": "R221",
    "range": "R221",
    "lock": "R222",
    "skills": "R223",
    "unreachable": "R224",
    "pairing": "R224",
}
NO_VEHICLE, TOO_DEAR = "R210", "R225"
NO_TIME = "There was no time left to find out why. Plan again with more time."


def minutes(seconds: int) -> str:
    """Seconds as minutes, rounded up."""
    return f"{-(-seconds // 60)} min"


def amount(fault: Infeasible) -> str:
    """Excess over a rule, with its unit."""
    if fault.unit == "s":
        return minutes(fault.amount)
    if fault.unit == "m":
        return f"{fault.amount / 1000:.1f} km"
    return f"{fault.amount} {fault.unit}"


def sentence(vehicle_id: str, id_: str, fault: Infeasible) -> str:
    """Sentence that states why the closest vehicle cannot serve the task."""
    by = amount(fault)
    carried, aboard = fault.details.get("load_type"), fault.details.get("aboard")
    who = "its" if fault.subject == id_ else f"the {fault.subject}"
    texts: dict[Rule, str] = {
        "window": f"would miss {who} time window by {by}",
        "shift": f"would be back {by} after its shift ends",
        "duration": f"would be away {by} too long",
        "rest": f"would, with its driving rests, be {by} late",
        "break": f"would miss its break by {by}",
        "capacity": f"would be overloaded by {by}",
        "load_cap": f"would carry {by} too much of {fault.details.get('load_type', 'one load type')}",
        "segregation": f"would carry {carried} together with {aboard}",
        "segregation_day": f"would carry {carried} on a day with {aboard}",
        "facility": "would find no facility that takes the load in time",
        "end_empty": "would not get rid of its load before the end",
        "intake": f"would bring facility {fault.subject} {by} more than it takes",
        "distance": f"would drive {by} too far",
        "range": f"would run out of battery {by} too early",
        "lock": "has an order that is locked",
        "skills": f"does not hold {fault.details.get('missing')}",
        "unreachable": "has no road there",
        "pairing": "could not deliver it",
    }
    return f"The nearest vehicle, {vehicle_id}, {texts[fault.rule]}."


def advice(change: Change, by: int) -> str:
    """Sentence that states the smallest change that helps."""
    size = (
        minutes(by)
        if change.unit == "s"
        else f"{by / 1000:.0f} km"
        if change.unit == "m"
        else f"{by} {change.unit}"
    )
    texts = {
        "window_end_s": f"It fits if the time window of {change.subject} ends {size} later.",
        "window_start_s": f"It fits if the time window of {change.subject} begins {size} earlier.",
        "shift_end_s": f"It fits if the shift of {change.subject} ends {size} later.",
        "max_duration_s": f"It fits if {change.subject} may be away {size} longer.",
        "break_end_s": f"It fits if {change.subject} may begin its break {size} later.",
        "facility_window_end_s": f"It fits if {change.subject} stays open {size} longer.",
        "max_distance_m": f"It fits if {change.subject} may drive {size} more.",
        "range_m": f"It fits if a full battery of {change.subject} lasts {size} more.",
        "capacity": f"It fits if {change.subject} may carry {size} more.",
        "load_cap": f"It fits if {size} more of {change.subject} may be aboard.",
        "intake": f"It fits if {change.subject} takes {size} more.",
        "skills": f"It fits if {change.subject} is certified for it.",
    }
    return texts.get(change.name, f"It fits if its time window and the shift both end {size} later.")
