"""Prices of insertions into routes that break rules already."""

from __future__ import annotations

from routing.edit import Editor, Move, analyse_position, price_insertions
from tests.factories.small_days import ROAD, day, planned, task, truck


def test_a_task_behind_a_missed_window_is_priced() -> None:
    """The stop ahead of it is served late; the task itself has no window."""
    early = task("early", 3, windows=((0, 600),))
    problem = day(early, task("a", 1), task("b", 2), vehicles=[truck("v1"), truck("v2")])
    editor = Editor(problem, ROAD)
    late = editor.apply(planned(problem, "a", "b"), Move(task="a", vehicle="v1", position=0)).plan
    late = editor.with_orders(late, {"v1": editor.index.steps_of("early") + editor.index.steps_of("b")}).plan
    assert [violation.rule for violation in editor.violations(late)] == ["window"]
    offers = {offer.vehicle: offer for offer in price_insertions(editor, late, "a")}
    assert offers["v2"].violations == ()
    # At place 1 on the way to or from place 3: five minutes of work, no metre more.
    assert offers["v1"].extra_m == 0
    assert offers["v1"].extra_s == 300
    assert analyse_position(editor, late, "b").next_best is not None
