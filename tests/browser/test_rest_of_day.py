"""The rest of a published day planned again from the board."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import another_day, open_draft, order, plan_of, post, until_planned
from tests.browser.pages import AXE, accessibility_faults
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.browser


def test_a_truck_that_is_out_is_named_and_its_stops_go_to_others(
    planner: Page, live_server: LiveServer
) -> None:
    published = another_day(planner, live_server, open_draft(planner, live_server), days=2)
    post(planner, live_server, f"/plans/{published}/publish", {})
    before = plan_of(planner, live_server, published)
    truck = before["routes"][0]["vehicle"]
    planner.goto(f"{live_server.planner_url}/plans/{published}")
    planner.get_by_role("button", name="重新规划剩余…").click()
    dialog = planner.get_by_role("dialog")
    go = dialog.get_by_role("button", name="重新规划剩余", exact=True)
    dialog.get_by_label("紧急需求").check()
    expect(dialog.get_by_role("link", name="回收需求")).to_be_visible()
    dialog.get_by_label("紧急需求").uncheck()
    dialog.get_by_label("车辆退出").check()
    expect(go).to_be_disabled()
    dialog.get_by_label(truck["plate"] or truck["ref"]).check()
    if AXE.exists():
        assert accessibility_faults(planner) == []
    go.click()
    planner.wait_for_url(lambda url: published not in url)
    made = until_planned(planner, live_server, planner.url.split("?")[0].rsplit("/", 1)[1])
    assert (made["based_on"], made["continues"]["out"]) == (published, [truck["ref"]])
    assert made["continues"]["reasons"] == ["truck_out"]
    assert order(made, truck["ref"]) == []
    told = {each["task"] for each in made["unassigned"]}
    served = {visit["task"] for route in made["routes"] for visit in route["visits"] if visit["task"]}
    assert set(order(before, truck["ref"])) <= served | told
    expect(planner.get_by_text("延续已发布的方案")).to_be_visible()
    expect(planner.get_by_role("link", name="看有哪些变化")).to_be_visible()
