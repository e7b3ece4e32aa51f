"""Texts about studies for PDF and workbooks, in Chinese and English."""

from __future__ import annotations

import math
from typing import Any

from app.exports.words import Words
from app.services.studies.contents import stages_of
from data.store.studies.tables import Scenario, Study


def points_text(words: Words, count: int) -> str:
    """Return a number of points as text."""
    return words("study-points-count", n=count)


def question_text(study: Study, scenario: Scenario, words: Words) -> str:
    """Return the question of a scenario in one line."""
    question = scenario.question
    parts = [words(f"study-model-{question['model']}")]
    if question.get("radius"):
        within = way_text(study, words, question["radius"])
        parts.append(words("study-within", way=within))
    if question.get("stages"):
        counts = " → ".join(map(str, question["stages"]))
        parts.append(words("study-in-stages-of-points", counts=counts))
    elif question.get("p"):
        parts.append(points_text(words, question["p"]))
    return " · ".join(parts)


def proof_text(scenario: Scenario, words: Words) -> str:
    """Return the proven quality of the result; empty if there is none."""
    status, gap = scenario.figures.get("status"), scenario.figures.get("gap")
    if status == "optimal":
        return words("study-proved")
    if status != "feasible":
        return ""
    if gap is None:
        return words("study-gap-unknown")
    return words("study-gap-within", n=math.ceil(gap * 1000) / 10)


def way_unit(study: Study) -> tuple[str, float]:
    """Return the displayed unit of travel costs, and its size in the study's measure."""
    return ("min", 60.0) if study.measure == "duration_s" else ("km", 1000.0)


def way_text(study: Study, words: Words, way: float) -> str:
    """Return a travel cost in minutes or kilometres."""
    if study.measure == "duration_s":
        return words("study-minutes", n=f"{way / 60:.0f}")
    return words("study-kilometres", n=f"{way / 1000:.1f}")


def day_text(words: Words, day: int, weeks: int) -> str:
    """Return a day of a calendar, 0 its first Monday; with its week if there are several."""
    name = words(f"study-day-{day % 7}")
    if weeks == 1:
        return name
    return words("study-week-day", n=day // 7 + 1, day=name)


def stage_text(words: Words, scenario: Scenario, number: int) -> str:
    """Return a stage, counted from 1, with its year if one was given."""
    year = stages_of(scenario)[number - 1].get("year")
    return words("study-stage-number", n=number) + ("" if year is None else f" · {year}")


def choice_text(words: Words, scenario: Scenario, pricing: dict[str, Any], number: int) -> str:
    """Return the name of a priced alternative: the scenario's own, a stage, or a point of the curve."""
    stages = [stage["alternative"] for stage in pricing.get("stages", ())]
    if number in stages:
        return stage_text(words, scenario, stages.index(number) + 1)
    if number == 0:
        return words("study-this-scenario")
    return points_text(words, pricing["alternatives"][number]["points"])
