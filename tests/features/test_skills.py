"""Rule: a task goes to a vehicle that holds all the skills it requires."""

from __future__ import annotations

from tests.factories.small_days import ROAD, day, planned, task, truck

NEEDY = task("a", 1, skills=frozenset({"lithium", "crane"}))


def test_a_vehicle_with_the_skills_holds(broken) -> None:
    problem = day(NEEDY, vehicles=[truck(skills=frozenset({"lithium", "crane", "night"}))])
    assert broken(problem, ROAD, planned(problem, "a")) == {}


def test_each_missing_skill_counts(broken) -> None:
    for skills, missing in ((set(), 2), ({"crane"}, 1)):
        problem = day(NEEDY, vehicles=[truck(skills=frozenset(skills))])
        assert broken(problem, ROAD, planned(problem, "a")) == {"R340": missing}
