"""Words in which studies are told on paper and in workbooks, in Chinese and English."""

from __future__ import annotations

import math
from typing import Any

from app.exports.words import Words
from app.services.studies.contents import stages_of
from data.store.studies.tables import Scenario, Study


def points_text(words: Words, count: int) -> str:
    """So many points."""
    return words("study-points-count", n=count)


def question_text(study: Study, scenario: Scenario, words: Words) -> str:
    """What was asked, in a line."""
    question = scenario.question
    told = [words(f"study-model-{question['model']}")]
    if question.get("radius"):
        within = way_text(study, words, question["radius"])
        told.append(words("study-within", way=within))
    if question.get("stages"):
        counts = " → ".join(map(str, question["stages"]))
        told.append(words("study-in-stages-of-points", counts=counts))
    elif question.get("p"):
        told.append(points_text(words, question["p"]))
    return " · ".join(told)


def proof_text(scenario: Scenario, words: Words) -> str:
    """How good the answer is known to be; empty where there is none."""
    status, gap = scenario.figures.get("status"), scenario.figures.get("gap")
    if status == "optimal":
        return words("study-proved")
    if status != "feasible":
        return ""
    if gap is None:
        return words("study-gap-unknown")
    return words("study-gap-within", n=math.ceil(gap * 1000) / 10)


def way_unit(study: Study) -> tuple[str, float]:
    """Unit in which ways are told to people, and how much of the study's measure it is."""
    return ("min", 60.0) if study.measure == "duration_s" else ("km", 1000.0)


def way_text(study: Study, words: Words, way: float) -> str:
    """A way in minutes or kilometres."""
    if study.measure == "duration_s":
        return words("study-minutes", n=f"{way / 60:.0f}")
    return words("study-kilometres", n=f"{way / 1000:.1f}")


def day_text(words: Words, day: int, weeks: int) -> str:
    """A day of a calendar, 0 its first Monday; in one of several weeks with its week."""
    name = words(f"study-day-{day % 7}")
    if weeks == 1:
        return name
    return words("study-week-day", n=day // 7 + 1, day=name)


def stage_text(words: Words, scenario: Scenario, number: int) -> str:
    """A stage, counted from 1, with its year where one was given."""
    year = stages_of(scenario)[number - 1].get("year")
    return words("study-stage-number", n=number) + ("" if year is None else f" · {year}")


def choice_text(words: Words, scenario: Scenario, pricing: dict[str, Any], number: int) -> str:
    """A priced choice: the scenario's own, one of its stages, or one along the curve."""
    stages = [stage["alternative"] for stage in pricing.get("stages", ())]
    if number in stages:
        return stage_text(words, scenario, stages.index(number) + 1)
    if number == 0:
        return words("study-this-scenario")
    return points_text(words, pricing["alternatives"][number]["points"])
