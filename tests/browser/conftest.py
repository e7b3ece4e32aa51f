"""Fixtures of the browser tests: a signed-in planner, a phone per link."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.pages import driver_links, phone, sign_in
from tests.fixtures.live import LiveServer

expect.set_options(timeout=20_000)
"""As long as clicks may take: pages answer within a second, machines that run the tests do not always."""


@pytest.fixture
def planner(page: Page, live_server: LiveServer) -> Page:
    """The planner's page, signed in, on Today."""
    sign_in(page, live_server)
    return page


@pytest.fixture(scope="session")
def links(browser: Browser, live_server: LiveServer) -> list[str]:
    """The drivers' links of the demo's plan, in route order. Each test takes one of its own."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, live_server)
    found = driver_links(page, live_server)
    context.close()
    return found


OpenDriver = Callable[..., Page]


@pytest.fixture
def open_driver(browser: Browser) -> Iterator[OpenDriver]:
    """Opens a driver's link on a fresh phone: ``open_driver(link, width, height, before=…)``."""
    opened: list[BrowserContext] = []
    problems: list[str] = []

    def open_link(link: str, width: int = 360, height: int = 640, *, before: str = "") -> Page:
        context = phone(browser, width, height)
        opened.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(link)
        expect(page.locator(".main-button")).to_be_visible()
        return page

    yield open_link
    for context in opened:
        context.close()
    assert problems == []
