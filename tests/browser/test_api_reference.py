"""The API reference: every operation, under the strict content policy, and nothing from other hosts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.fixtures.live import LiveServer


def test_the_reference_shows_every_operation_and_loads_nothing_from_elsewhere(
    planner: Page, live_server: LiveServer
) -> None:
    refused: list[str] = []
    asked: list[str] = []
    planner.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    planner.on("request", lambda request: asked.append(request.url))
    planner.goto(f"{live_server.planner_url}/docs/api")
    expect(planner.locator(".info .title")).to_contain_text("Huiliu")
    operations = planner.locator(".opblock")
    document = planner.request.get(f"{live_server.planner_url}/api/v1/openapi.json").json()
    expect(operations).to_have_count(sum(len(path) for path in document["paths"].values()))
    planner.locator(".opblock-summary", has_text=re.compile(r"/api/v1/today")).click()
    expect(planner.locator(".opblock.is-open")).to_contain_text("centre")
    assert refused == []
    assert [url for url in asked if not url.startswith((live_server.planner_url, "data:", "blob:"))] == []
