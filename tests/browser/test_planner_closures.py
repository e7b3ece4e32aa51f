"""Closed roads on the planner's maps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import open_board, wait_for_colours, wait_for_map
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.browser

CLOSED, LIMITED = "C62828", "B26A00"


@pytest.fixture
def closures(browser: Browser, live_server: LiveServer) -> Iterator[None]:
    """All roads closed south-east of the centre, and limited north-west of it; opened again at the end."""
    # A program of its own: the page's session would ask for the page's token.
    context = browser.new_context(extra_http_headers={"Authorization": f"Bearer {live_server.api_key}"})
    program = context.request
    base = f"{live_server.planner_url}/api/v1"
    [centre, *_others] = program.get(f"{base}/centres").json()
    path = f"{base}/networks/{centre['network']}/closures"

    def close(east: float, north: float, **asked: Any) -> str:
        lon, lat = centre["lon"], centre["lat"]
        corners = [(0.2, 0.2), (1.0, 0.2), (1.0, 1.0), (0.2, 1.0)]
        area = [[lon + east * x, lat + north * y] for x, y in corners]
        made = program.post(path, data={"shape": "area", "at": area} | asked)
        assert made.status == 201, made.text()
        return str(made.json()["id"])

    ids = [close(0.05, -0.05, kind="closed"), close(-0.05, 0.05, kind="limited", limit_kph=20)]
    yield
    for closure in ids:
        assert program.delete(f"{path}/{closure}").status == 204
    context.close()


@pytest.mark.usefixtures("closures")
def test_closed_and_limited_roads_are_drawn_and_explained(
    planner: Page, live_server: LiveServer, screenshots: Path
) -> None:
    for where in ("today", "board"):
        if where == "board":
            open_board(planner, live_server)
        wait_for_map(planner)
        box = planner.locator(".map-box")
        wait_for_colours(box, [CLOSED, LIMITED])
        planner.locator(".legend-switch").click()
        for word in ("道路封闭", "减速或限速"):
            expect(planner.locator(".legend")).to_contain_text(word)
        planner.screenshot(path=screenshots / f"planner-closures-{where}.png")
