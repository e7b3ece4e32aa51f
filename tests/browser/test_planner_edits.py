"""The plan in the dispatcher's hands: moved by mouse and by key, undone, locked, seen by two at once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editing import (
    carry,
    open_draft,
    open_route,
    order,
    plan_of,
    post,
    saved,
    wrong_truck,
)
from tests.browser.pages import AXE, accessibility_faults, sign_in
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.browser


def test_a_stop_dragged_to_another_truck_goes_there_and_comes_back(
    planner: Page, live_server: LiveServer, screenshots: Path
) -> None:
    draft = open_draft(planner, live_server, map_drawn=True)
    before = plan_of(planner, live_server, draft)
    one, other = (route["vehicle"]["ref"] for route in before["routes"][:2])
    stops = open_route(planner, before["routes"][0]["number"])
    task = stops.nth(1).get_attribute("data-beside")
    label = planner.locator(f'.timeline-label[data-truck="{other}"]')
    carry(planner, stops.nth(1), label)
    expect(planner.locator(".drag-ghost .price")).to_be_visible()
    planner.screenshot(path=screenshots / "board-dragging.png")
    planner.mouse.up()
    saved(planner)
    after = plan_of(planner, live_server, draft)
    assert task in order(after, other)
    assert task not in order(after, one)
    expect(planner.locator(f'.timeline-rows [data-truck="{other}"] .halt').first).to_be_attached()
    planner.screenshot(path=screenshots / "board-dropped.png")
    planner.keyboard.press("Control+z")
    expect(planner.locator(".board-actions [aria-label=重做]")).to_be_enabled()
    saved(planner)
    undone = plan_of(planner, live_server, draft)
    assert (order(undone, one), order(undone, other)) == (order(before, one), order(before, other))
    planner.keyboard.press("Control+Shift+Z")
    expect(planner.locator(".board-actions [aria-label=重做]")).to_be_disabled()
    saved(planner)
    assert task in order(plan_of(planner, live_server, draft), other)


def test_a_stop_let_go_with_escape_stays(planner: Page, live_server: LiveServer) -> None:
    draft = open_draft(planner, live_server)
    stops = open_route(planner, 1)
    carry(planner, stops.nth(1), planner.locator(".timeline-label").nth(2))
    planner.keyboard.press("Escape")
    planner.mouse.up()
    expect(planner.locator(".drag-ghost")).to_have_count(0)
    assert plan_of(planner, live_server, draft)["revision"] == 0


def test_keys_alone_move_pin_lock_and_leave_out(planner: Page, live_server: LiveServer) -> None:
    draft = open_draft(planner, live_server)
    before = plan_of(planner, live_server, draft)
    truck = before["routes"][0]["vehicle"]["ref"]
    tasks = order(before, truck)
    open_route(planner, 1).nth(1).click()
    planner.keyboard.press("Alt+ArrowUp")
    expect(planner.locator(".stop-row.movable").first).to_have_attribute("data-beside", tasks[1])
    saved(planner)
    assert order(plan_of(planner, live_server, draft), truck)[:2] == [tasks[1], tasks[0]]
    moved = planner.locator(f'.stop-row[data-beside="{tasks[1]}"]')
    expect(moved).to_have_class("stop-row selected movable")
    expect(moved.locator("[aria-label=人工调整]")).to_be_visible()
    planner.keyboard.press("p")
    expect(moved.locator("[aria-label=站点已固定在这辆车]")).to_be_visible()
    planner.keyboard.press("x")
    expect(planner.locator(".notice")).to_contain_text("已固定")
    planner.keyboard.press("p")
    expect(moved.locator("[aria-label=站点已固定在这辆车]")).to_have_count(0)
    planner.keyboard.press("l")
    expect(planner.locator(".route-row.selected [aria-label=路线已锁定]")).to_be_visible()
    planner.keyboard.press("Alt+ArrowDown")
    expect(planner.locator(".notice")).to_contain_text("已锁定")
    planner.keyboard.press("l")
    expect(planner.locator(".route-row.selected [aria-label=路线已锁定]")).to_have_count(0)
    planner.keyboard.press("x")
    expect(moved).to_have_count(0)
    saved(planner)
    after = plan_of(planner, live_server, draft)
    assert tasks[1] not in order(after, truck)
    assert after["locks"]["excluded"] == [tasks[1]]
    planner.keyboard.press("?")
    expect(planner.locator("dialog")).to_contain_text("Alt+↑")


def test_move_to_names_every_trucks_price(planner: Page, live_server: LiveServer, screenshots: Path) -> None:
    draft = open_draft(planner, live_server)
    open_route(planner, 1).nth(1).click()
    task = planner.locator(".stop-row.selected").get_attribute("data-beside")
    planner.keyboard.press("m")
    rows = planner.locator(".offers li")
    expect(rows.first).to_be_visible()
    assert rows.count() >= 3
    for row in rows.all():
        expect(row.locator(".price")).not_to_be_empty()
    planner.screenshot(path=screenshots / "board-move-to.png")
    rows.first.locator("button").click()
    expect(planner.locator("dialog")).to_have_count(0)
    saved(planner)
    after = plan_of(planner, live_server, draft)
    assert (after["revision"], task in order(after, after["routes"][0]["vehicle"]["ref"])) == (1, False)


def test_what_was_left_out_is_brought_in_at_a_price_seen_first(
    planner: Page, live_server: LiveServer
) -> None:
    draft = open_draft(planner, live_server)
    planner.keyboard.press("u")
    row = planner.locator(".out-rows li", has=planner.locator(".bring-in")).first
    row.locator(".bring-in button", has_text="排入…").click()
    apply = row.locator(".bring-in .primary")
    expect(apply).to_contain_text("¥")
    assert plan_of(planner, live_server, draft)["revision"] == 0
    served = plan_of(planner, live_server, draft)["figures"]["served"]
    apply.click()
    expect(planner.locator(".board-actions [aria-label=撤销]")).to_be_enabled()
    saved(planner)
    assert plan_of(planner, live_server, draft)["figures"]["served"] == served + 1


def test_a_broken_rule_is_shown_everywhere_and_blocks_publishing(
    planner: Page, live_server: LiveServer, screenshots: Path
) -> None:
    draft = open_draft(planner, live_server)
    answer = wrong_truck(planner, live_server, draft)
    planner.reload()
    count = planner.locator(".violation-count")
    expect(count).to_contain_text(str(len(answer["violations"])))
    count.click()
    expect(planner.locator(".route-row.selected .late")).to_be_visible()
    expect(planner.locator(".detail .violations li").first).to_contain_text("规")
    planner.screenshot(path=screenshots / "board-violation.png")
    planner.locator(".board-actions .primary").click()
    blocked = planner.locator(".publish-page .fault li")
    expect(blocked).to_have_count(len(answer["violations"]))
    planner.locator(".publish-page button.primary").click()
    expect(planner.locator(".publish-page .fault").last).to_contain_text("S312")
    assert plan_of(planner, live_server, draft)["status"] == "planned"
    blocked.first.locator("a").click()
    expect(planner.locator(".board")).to_be_visible()


def test_two_dispatchers_on_one_draft_lose_nothing(
    planner: Page, live_server: LiveServer, screenshots: Path
) -> None:
    draft = open_draft(planner, live_server)
    before = plan_of(planner, live_server, draft)
    (mine, theirs) = (route["vehicle"]["ref"] for route in before["routes"][:2])
    task = order(before, mine)[1]
    open_route(planner, 1).nth(1).click()
    # A colleague turns another route round before this one's move arrives.
    post(planner, live_server, f"/plans/{draft}/edits", {"revision": 0, "kind": "reverse", "vehicle": theirs})
    planner.keyboard.press("Alt+ArrowDown")
    notice = planner.locator(".notice.clash")
    expect(notice.locator("section").first).to_contain_text("→")
    expect(notice.locator("section").last).to_contain_text("反向")
    planner.screenshot(path=screenshots / "board-clash.png")
    after = plan_of(planner, live_server, draft)
    assert (after["revision"], order(after, mine)) == (1, order(before, mine))
    notice.locator(".primary").click()
    expect(notice).to_have_count(0)
    saved(planner)
    after = plan_of(planner, live_server, draft)
    assert after["revision"] == 2
    assert order(after, mine).index(task) == 2
    assert order(after, theirs) == order(before, theirs)[::-1]


def test_a_colleagues_change_marks_its_row_and_waits_to_be_shown(
    planner: Page, browser: Browser, live_server: LiveServer
) -> None:
    draft = open_draft(planner, live_server)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    colleague = context.new_page()
    sign_in(colleague, live_server)
    colleague.goto(planner.url.split("?")[0])
    open_route(colleague, 1).nth(1).click()
    colleague.keyboard.press("Alt+ArrowUp")
    expect(colleague.locator(".board-actions [aria-label=撤销]")).to_be_enabled()
    context.close()
    expect(planner.locator(".colleague")).to_be_visible(timeout=15_000)
    expect(planner.locator(".notice")).to_contain_text("→")
    planner.locator(".notice button").click()
    expect(planner.locator(".colleague")).to_have_count(0)
    first = open_route(planner, 1).first.get_attribute("data-beside")
    plan = plan_of(planner, live_server, draft)
    assert first == order(plan, plan["routes"][0]["vehicle"]["ref"])[0]


def test_without_a_connection_the_stop_returns_and_can_be_tried_again(
    planner: Page, live_server: LiveServer
) -> None:
    draft = open_draft(planner, live_server)
    open_route(planner, 1).nth(1).click()
    task = planner.locator(".stop-row.selected").get_attribute("data-beside") or ""
    planner.context.set_offline(True)
    planner.keyboard.press("Alt+ArrowUp")
    expect(planner.locator(".notice")).to_contain_text("连接中断")
    expect(planner.locator(".stop-row.movable").nth(1)).to_have_attribute("data-beside", task)
    planner.context.set_offline(False)
    planner.locator(".notice .primary").click()
    expect(planner.locator(".stop-row.movable").first).to_have_attribute("data-beside", task)
    saved(planner)
    plan = plan_of(planner, live_server, draft)
    assert (plan["revision"], order(plan, plan["routes"][0]["vehicle"]["ref"])[0]) == (1, task)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run `npm ci` in app/frontend")
@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "zh")])
def test_a_draft_passes_axe(
    browser: Browser,
    live_server: LiveServer,
    theme: Literal["light", "dark"],
    language: str,
    screenshots: Path,
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", color_scheme=theme)
    page = context.new_page()
    sign_in(page, live_server)
    open_draft(page, live_server)
    page.goto(f"{page.url.split('?')[0]}?lang={language}")
    open_route(page, 1).nth(1).click()
    assert accessibility_faults(page) == []
    header = page.locator(".board-header").bounding_box()
    assert header is not None
    assert header["height"] < 110, "the header's row wraps"
    page.screenshot(path=screenshots / f"draft-{theme}-{language}.png")
    page.keyboard.press("m")
    expect(page.locator(".offers li").first).to_be_visible()
    assert accessibility_faults(page) == []
    context.close()
