"""The driver's day on the phone: the next stop, reports that survive a lost signal, targets for gloves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDriver
from tests.browser.pages import AXE, accessibility_faults, boxes, gap, open_board, pairs
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.browser

LEAST_TARGET = 56
LEAST_GAP = 8
OFFLINE_READY = ".strip.thin"


def leave(page: Page) -> None:
    """Finish the check before leaving, if it is still to do."""
    check = page.locator("[data-step=leave]")
    if check.count():
        check.click()
    expect(page.locator("[data-step=arrive]")).to_be_visible()


def weigh(page: Page, keys: str) -> None:
    """Enter a weight and finish the stop."""
    page.locator("[data-step=weigh]").click()
    for key in keys:
        page.locator(".keypad").get_by_role("button", name=key, exact=True).click()
    page.locator("[data-step=done]").click()


def test_a_stop_done_on_the_phone_is_seen_at_the_planners(
    planner: Page, live_server: LiveServer, links: list[str], open_driver: OpenDriver, screenshots: Path
) -> None:
    open_board(planner, live_server, "?route=1")
    driver = open_driver(links[0], 390, 844)
    leave(driver)
    name = driver.locator("h1").inner_text()
    driver.screenshot(path=screenshots / "driver-next.png")
    driver.locator("[data-step=arrive]").click()
    stop = planner.locator(".stop-row", has_text=name).first
    expect(stop.locator(".badge.is-arrived")).to_be_visible(timeout=15_000)
    weigh(driver, "82")
    expect(driver.locator(".top b")).to_have_text(re.compile(r"^1/"))
    expect(stop.locator(".badge.is-done")).to_be_visible(timeout=15_000)
    stop.click()
    expect(planner.locator(".board-detail .reports")).to_contain_text("82 kg")
    planner.screenshot(path=screenshots / "planner-live.png")


def test_reports_made_without_signal_are_kept_shown_and_sent_later(
    links: list[str], open_driver: OpenDriver, screenshots: Path
) -> None:
    driver = open_driver(links[1])
    leave(driver)
    expect(driver.locator(OFFLINE_READY)).to_be_visible()
    driver.evaluate("navigator.serviceWorker.ready.then(() => true)")
    driver.wait_for_timeout(1500)  # the worker keeps the page and the roads it was just told of
    driver.context.set_offline(True)
    driver.locator("[data-step=arrive]").click()
    expect(driver.locator(".strip.warning")).to_contain_text("1 条存在手机上")
    driver.goto(links[1])
    expect(driver.locator("[data-step=weigh]")).to_be_visible()
    weigh(driver, "40")
    expect(driver.locator(".strip.warning")).to_contain_text("2 条存在手机上")
    driver.goto(links[1] + "#outbox")
    expect(driver.locator(".outbox li.kept")).to_have_count(2)
    driver.screenshot(path=screenshots / "driver-offline.png")
    driver.context.set_offline(False)
    expect(driver.locator(".outbox li.kept")).to_have_count(0)
    expect(driver.locator(".outbox li.received")).to_have_count(4)


def test_the_map_opens_without_signal(links: list[str], open_driver: OpenDriver, screenshots: Path) -> None:
    driver = open_driver(links[2])
    driver.evaluate("navigator.serviceWorker.ready.then(() => true)")
    driver.wait_for_timeout(1500)
    driver.context.set_offline(True)
    driver.goto(links[2] + "#map")
    driver.locator(".map-box[data-map=open][data-idle=true]").wait_for(timeout=30_000)
    driver.screenshot(path=screenshots / "driver-map-offline.png")


def test_nothing_fails_before_a_reason_is_chosen_and_undo_takes_it_back(
    links: list[str], open_driver: OpenDriver
) -> None:
    driver = open_driver(links[3])
    leave(driver)
    name = driver.locator("h1").inner_text()
    driver.get_by_role("button", name="收不了").click()
    driver.get_by_role("button", name="返回").click()
    expect(driver.locator("h1")).to_have_text(name)
    driver.get_by_role("button", name="收不了").click()
    driver.locator("[data-reason=nobody]").click()
    expect(driver.locator(".last")).to_contain_text(name)
    driver.locator(".last button").click()
    expect(driver.locator("h1")).to_have_text(name)
    expect(driver.locator("[data-step=arrive]")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (390, 844)])
def test_targets_are_large_and_apart(
    links: list[str], open_driver: OpenDriver, width: int, height: int, screenshots: Path
) -> None:
    driver = open_driver(links[4], width, height)
    _measure(driver, "leave")
    if driver.locator("[data-step=leave]").count():
        leave(driver)
    if driver.locator("[data-step=arrive]").count():
        driver.locator("[data-step=arrive]").click()
    expect(driver.locator("[data-step=weigh]")).to_be_visible()
    driver.screenshot(path=screenshots / f"driver-{width}.png")
    main = driver.locator(".main-button").bounding_box()
    assert main is not None
    assert main["height"] >= 88
    assert main["y"] >= 0.55 * height, "the main action lies above the thumb's reach"
    assert main["y"] + main["height"] <= height
    _measure(driver, "stop")
    driver.locator("[data-step=weigh]").click()
    assert all(key.height >= 64 for key in boxes(driver.locator(".keypad button")))
    _measure(driver, "keypad")
    driver.get_by_role("button", name="返回").click()
    for tab in ("#list", "#menu", "#outbox"):
        driver.goto(links[4] + tab)
        expect(driver.locator(".bottom-tabs")).to_be_visible()
        _measure(driver, tab)


def _measure(page: Page, where: str) -> None:
    # Rows of the list share an edge by design: they are one list, each row a target of full width.
    found = boxes(page.locator("button:not(:disabled), a.button"))
    small = [box for box in found if box.height < LEAST_TARGET or box.width < LEAST_TARGET]
    assert small == [], where
    near = [(one.name, other.name) for one, other in pairs(found) if gap(one, other) < LEAST_GAP - 0.5]
    assert near == [], where
    rows = boxes(page.locator(".list-screen li a"))
    assert all(row.height >= LEAST_TARGET for row in rows), where


def test_a_phone_that_keeps_nothing_says_so_and_still_reports(
    links: list[str], open_driver: OpenDriver
) -> None:
    driver = open_driver(
        links[5],
        before="IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };",
    )
    expect(driver.locator(".strip.danger")).to_be_visible()
    leave(driver)
    driver.goto(links[5] + "#outbox")
    expect(driver.locator(".strip.danger")).to_be_visible()


def test_a_report_whose_answer_was_lost_is_sent_again_and_stored_once(
    links: list[str], open_driver: OpenDriver
) -> None:
    driver = open_driver(links[2])
    leave(driver)
    expect(driver.locator(OFFLINE_READY)).to_be_visible()
    lost: list[str] = []

    def lose(route) -> None:  # type: ignore[no-untyped-def]
        lost.append(route.fetch().text())
        route.abort()

    driver.route("**/events", lose, times=1)
    driver.locator("[data-step=arrive]").click()
    expect(driver.locator(".strip.warning")).to_be_visible()
    expect(driver.locator(OFFLINE_READY)).to_be_visible(timeout=15_000)
    assert len(lost) == 1
    driver.get_by_role("button", name="撤销").click()
    expect(driver.locator("[data-step=arrive]")).to_be_visible()
    expect(driver.locator(OFFLINE_READY)).to_be_visible(timeout=15_000)
    driver.reload()
    expect(driver.locator("[data-step=arrive]")).to_be_visible()  # stored twice, one undo would not be enough


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run `npm ci` in app/frontend")
def test_the_drivers_screens_pass_axe(links: list[str], open_driver: OpenDriver) -> None:
    driver = open_driver(links[5])
    for hash_ in ("", "#list", "#menu", "#outbox"):
        driver.goto(links[5] + hash_)
        expect(driver.locator(".bottom-tabs")).to_be_visible()
        assert accessibility_faults(driver) == [], hash_


def test_navigation_offers_the_map_apps(links: list[str], open_driver: OpenDriver) -> None:
    driver = open_driver(links[5])
    leave(driver)
    driver.get_by_role("button", name="导航").click()
    hrefs = [one.get_attribute("href") or "" for one in driver.locator(".choices a").all()]
    assert [href.split(":")[0] for href in hrefs] == ["https", "https", "https", "geo"]
    assert ["amap" in hrefs[0], "baidu" in hrefs[1], "qq" in hrefs[2]] == [True, True, True]
