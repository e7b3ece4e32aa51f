"""Words in which studies are told on paper and in workbooks, in Chinese and English."""

from __future__ import annotations

import math
from typing import Any, Final

from app.exports.words import Words
from app.services.studies.contents import stages_of
from data.store.studies.tables import Scenario, Study

_MODELS: Final = {
    "set_cover": ("用最少的网点覆盖所有人", "reach everybody with the fewest points"),
    "max_cover": ("用给定数量的网点覆盖最多的人", "reach the most with so many points"),
    "p_median": ("总路程最短", "make all ways together shortest"),
    "p_center": ("最远的人也尽量近", "bring the farthest as near as possible"),
}
_DAYS: Final = (
    ("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"),
    ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun"),
)  # fmt: skip
_POINTS = ("{n} 个网点", "{n} {points}")


def points_text(words: Words, count: int) -> str:
    """So many points."""
    return words.of(*_POINTS).format(n=count, points="point" if count == 1 else "points")


def question_text(study: Study, scenario: Scenario, words: Words) -> str:
    """What was asked, in a line."""
    question, of = scenario.question, words.of
    told = [of(*_MODELS[question["model"]])]
    if question.get("radius"):
        within = way_text(study, words, question["radius"])
        told.append(of("{way}以内", "within {way}").format(way=within))
    if question.get("stages"):
        counts = " → ".join(map(str, question["stages"]))
        told.append(of("分期 {counts} 个网点", "in stages of {counts} points").format(counts=counts))
    elif question.get("p"):
        told.append(points_text(words, question["p"]))
    return " · ".join(told)


def proof_text(scenario: Scenario, words: Words) -> str:
    """How good the answer is known to be; empty where there is none."""
    status, gap = scenario.figures.get("status"), scenario.figures.get("gap")
    if status == "optimal":
        return words.of("已证明为最优", "proved to be the best possible")
    if status != "feasible":
        return ""
    if gap is None:
        return words.of("尚未证明离最优多远", "how far from the best is not proved")
    within = words.of("与可能的最优相差不到 {n} %", "within {n} % of the best possible")
    return within.format(n=math.ceil(gap * 1000) / 10)


def way_unit(study: Study) -> tuple[str, float]:
    """Unit in which ways are told to people, and how much of the study's measure it is."""
    return ("min", 60.0) if study.measure == "duration_s" else ("km", 1000.0)


def way_text(study: Study, words: Words, way: float) -> str:
    """A way in minutes or kilometres."""
    if study.measure == "duration_s":
        return words.of("{n} 分钟", "{n} min").format(n=f"{way / 60:.0f}")
    return words.of("{n} 公里", "{n} km").format(n=f"{way / 1000:.1f}")


def day_text(words: Words, day: int, weeks: int) -> str:
    """A day of a calendar, 0 its first Monday; in one of several weeks with its week."""
    name = words.of(*_DAYS[day % 7])
    if weeks == 1:
        return name
    return words.of("第 {n} 周{day}", "week {n} {day}").format(n=day // 7 + 1, day=name)


def stage_text(words: Words, scenario: Scenario, number: int) -> str:
    """A stage, counted from 1, with its year where one was given."""
    year = stages_of(scenario)[number - 1].get("year")
    return words.of("第 {n} 期", "stage {n}").format(n=number) + ("" if year is None else f" · {year}")


def choice_text(words: Words, scenario: Scenario, pricing: dict[str, Any], number: int) -> str:
    """A priced choice: the scenario's own, one of its stages, or one along the curve."""
    stages = [stage["alternative"] for stage in pricing.get("stages", ())]
    if number in stages:
        return stage_text(words, scenario, stages.index(number) + 1)
    if number == 0:
        return words.of("本方案", "this scenario")
    return points_text(words, pricing["alternatives"][number]["points"])
