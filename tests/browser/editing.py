"""A draft in the dispatcher's hands, as a test uses it: open one, take a stop, put it down."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import open_board
from tests.fixtures.live import LiveServer

NO_MAP = (
    "const get = HTMLCanvasElement.prototype.getContext;"
    "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
    " return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
)
"""A device without WebGL: the map is the dearest thing on the page, and few tests are about it."""


def open_draft(page: Page, live: LiveServer, *, map_drawn: bool = False) -> str:
    """A draft of one's own, copied from the demo's plan; its id. The caller has signed in."""
    if not map_drawn:
        page.add_init_script(NO_MAP)
    open_board(page, live)
    page.locator(".board-actions button", has_text="另存草稿").click()
    page.wait_for_url(lambda url: live.plan_id not in url)
    expect(page.locator(".route-row").first).to_be_visible()
    return page.url.split("?")[0].rsplit("/", 1)[1]


def plan_of(page: Page, live: LiveServer, plan_id: str) -> dict[str, Any]:
    """The plan as the server has it."""
    answer = page.request.get(f"{live.planner_url}/api/v1/plans/{plan_id}")
    assert answer.ok
    found: dict[str, Any] = answer.json()
    return found


def post(page: Page, live: LiveServer, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A change made beside the page, with the page's own session."""
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    answer = page.request.post(
        f"{live.planner_url}/api/v1{path}",
        data=json.dumps(body),
        headers={"X-CSRF-Token": token, "Content-Type": "application/json"},
    )
    assert answer.ok, answer.text()
    found: dict[str, Any] = answer.json()
    return found


def order(plan: dict[str, Any], truck: str) -> list[str]:
    """The stops of a truck, by task."""
    for route in plan["routes"]:
        if route["vehicle"]["ref"] == truck:
            return [visit["task"] for visit in route["visits"] if visit["kind"] == "collect"]
    return []


def open_route(page: Page, number: int) -> Locator:
    """The stops of a route that can be moved, listed."""
    row = page.locator(f'.route-row[data-route="{number}"]')
    if row.get_attribute("aria-expanded") != "true":
        row.click()
    stops = page.locator(".stop-row.movable")
    expect(stops.first).to_be_visible()
    return stops


def carry(page: Page, what: Locator, to: Locator) -> None:
    """Take up, wait for the prices, carry over to; the mouse button stays down."""
    what.scroll_into_view_if_needed()
    start = what.bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 9, start["y"] + start["height"] / 2 + 9, steps=3)
    expect(page.locator(".drag-ghost")).to_be_visible()
    expect(page.locator(".timeline-price").first).to_be_visible()
    end = to.bounding_box()
    assert end is not None
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)


def saved(page: Page) -> None:
    """Until the server has answered all changes."""
    expect(page.locator(".saving")).to_have_count(0)


def wrong_truck(page: Page, live: LiveServer, plan_id: str) -> dict[str, Any]:
    """Put some stop on a truck where it breaks a rule, beside the page; the server's answer."""
    plan = plan_of(page, live, plan_id)
    for route in plan["routes"]:
        task = order(plan, route["vehicle"]["ref"])[0]
        found = page.request.get(f"{live.planner_url}/api/v1/plans/{plan_id}/offers/{task}").json()
        bad = next((each for each in found["offers"] if each["violations"]), None)
        if bad is not None:
            body = {"revision": plan["revision"], "kind": "move", "task": task, "vehicle": bad["vehicle"]}
            answer = post(page, live, f"/plans/{plan_id}/edits", body)
            if answer["violations"]:
                return answer
            plan = plan_of(page, live, plan_id)
    raise AssertionError("every stop fits everywhere")


def until_planned(page: Page, live: LiveServer, plan_id: str) -> dict[str, Any]:
    """The plan once it is made."""
    for _ in range(200):
        plan = plan_of(page, live, plan_id)
        if plan["status"] == "planned":
            return plan
        page.wait_for_timeout(500)
    raise AssertionError(plan)


def another_day(page: Page, live: LiveServer, like: str, *, days: int) -> str:
    """A small plan of a day so many days later, from requests at the places of a plan; its id."""
    plan = plan_of(page, live, like)
    date = (dt.date.fromisoformat(plan["date"]) + dt.timedelta(days=days)).isoformat()
    stops = [visit for visit in plan["routes"][1]["visits"] if visit["kind"] == "collect"][:6]
    rows = [
        f"D{days}-{number},{date},{stop['lon']},{stop['lat']},washing_machine,1"
        for number, stop in enumerate(stops)
    ]
    text = "\n".join(["ref,date,lon,lat,material,quantity", *rows])
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    file = {"name": "requests.csv", "mimeType": "text/csv", "buffer": text.encode()}
    answer = page.request.post(
        f"{live.planner_url}/api/v1/imports/requests",
        multipart={"file": file},
        headers={"X-CSRF-Token": token},
    )
    assert answer.json()["imported"] == len(stops), answer.text()
    body = {"centre": plan["centre"]["ref"], "date": date, "seconds": 0.5}
    made: str = post(page, live, "/plans", body)["id"]
    until_planned(page, live, made)
    return made
