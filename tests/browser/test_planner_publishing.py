"""Alternatives beside each other, and a new version that reaches its drivers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDriver
from tests.browser.editing import (
    another_day,
    open_draft,
    open_route,
    order,
    plan_of,
    post,
    saved,
    until_planned,
)
from tests.browser.pages import AXE, accessibility_faults
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.browser


def test_two_plans_of_a_day_stand_side_by_side(
    planner: Page, live_server: LiveServer, screenshots: Path
) -> None:
    draft = open_draft(planner, live_server, map_drawn=True)
    open_route(planner, 1).nth(1).click()
    planner.keyboard.press("x")
    expect(planner.locator(".board-actions [aria-label=撤销]")).to_be_enabled()
    saved(planner)
    planner.get_by_role("link", name="比较…").click()
    served = planner.locator(".compare-figures tbody tr").first
    expect(served.locator("td").last).to_have_text("−1")
    expect(planner.locator(".change-row")).to_have_count(1)
    expect(planner.locator(".change-row s").first).to_be_visible()
    expect(planner.locator(".compare-map .map-box[data-map=open]")).to_have_count(2)
    planner.screenshot(path=screenshots / "compare.png")
    if AXE.exists():
        assert accessibility_faults(planner) == []
    plans = planner.locator(".day-plans li")
    before = plans.count()
    plans.first.get_by_role("button").click()
    expect(plans).to_have_count(before + 1)
    planner.get_by_role("link", name="返回方案").click()
    expect(planner.locator(".board")).to_be_visible()
    assert draft in planner.url


def test_planned_again_keeps_the_locked_route(planner: Page, live_server: LiveServer) -> None:
    draft = open_draft(planner, live_server)
    before = plan_of(planner, live_server, draft)
    locked = before["routes"][-1]  # of which no other test's driver has collected anything
    truck = locked["vehicle"]["ref"]
    open_route(planner, locked["number"])
    planner.keyboard.press("l")
    again = planner.locator(".board-actions button", has_text="重新规划")
    expect(again.locator(".count")).to_have_text("1")
    saved(planner)
    again.click()
    planner.wait_for_url(lambda url: draft not in url)
    made = until_planned(planner, live_server, planner.url.split("?")[0].rsplit("/", 1)[1])
    assert made["based_on"] == draft
    assert order(made, truck) == order(before, truck)


def test_a_new_version_is_told_to_dispatcher_and_driver(
    planner: Page, open_driver: OpenDriver, live_server: LiveServer, screenshots: Path
) -> None:
    # On a day of its own: the demo's first plan stays published for the other tests.
    first = open_draft(planner, live_server)
    day = another_day(planner, live_server, first, days=1)
    plan = plan_of(planner, live_server, day)
    planner.goto(f"{live_server.planner_url}/plans/{day}/publish")
    planner.locator(".publish-page button.primary").click()
    links = planner.locator(".publish-page .copy-link input")
    expect(links.first).to_be_visible()
    assert links.count() == len(plan["routes"])
    phone = open_driver(links.first.input_value())
    copy = post(planner, live_server, f"/plans/{day}/copy", {})["id"]
    stop = order(plan, plan["routes"][0]["vehicle"]["ref"])[-1]
    post(planner, live_server, f"/plans/{copy}/edits", {"revision": 0, "kind": "exclude", "task": stop})
    planner.goto(f"{live_server.planner_url}/plans/{copy}/publish")
    changed = planner.locator(".change-row")
    expect(changed).to_have_count(1)
    expect(changed.locator(".change-count")).to_have_text("+0 −1")
    planner.screenshot(path=screenshots / "publish.png")
    if AXE.exists():
        assert accessibility_faults(planner) == []
    planner.locator(".publish-page button.primary").click()
    expect(planner.locator(".publish-page [role=status]")).to_contain_text("已发布")
    phone.reload()
    strip = phone.locator(".strip.changed")
    expect(strip).to_have_text(re.compile(r"\+0 −1"))
    strip.click()
    expect(phone.locator(".changes s").first).to_be_visible()
    phone.screenshot(path=screenshots / "driver-changed.png")
    phone.locator(".main-button").click()
    expect(phone.locator(".strip.changed")).to_have_count(0)
