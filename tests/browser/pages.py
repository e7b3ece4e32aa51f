"""The pages as a test uses them: signing in, planning, reporting, and measuring what is on the screen."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.fixtures.live import LiveServer

FRONTEND = Path(__file__).parents[2] / "app" / "frontend"
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
ROUTE_COLOURS = (
    "AA8800", "5511AA", "339999", "007755", "AA66FF", "663355", "DD3366", "666699", "995511", "772222",
)  # fmt: skip
"""Routes 1 to 10 in light colours, as the visual language has them."""

PLANNING_MS = 90_000
MAP_MS = 30_000


def sign_in(page: Page, live: LiveServer) -> None:
    """Sign in as the demo's dispatcher and land on Today."""
    user, password = live.login
    page.goto(f"{live.planner_url}/login")
    page.fill("#username", user)
    page.fill("#password", password)
    page.click("button[type=submit]")
    expect(page.locator(".today")).to_be_visible()


def open_board(page: Page, live: LiveServer, query: str = "") -> None:
    """Open the demo's own plan; the caller has signed in."""
    page.goto(f"{live.planner_url}/plans/{live.plan_id}{query}")
    expect(page.locator(".board")).to_be_visible()


def wait_for_map(page: Page) -> None:
    """Until the map has drawn all it was given."""
    page.locator(".map-box[data-map=open][data-idle=true]").wait_for(timeout=MAP_MS)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the screen, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float
    name: str


def boxes(found: Locator) -> list[Box]:
    """Rectangles of what is visible."""
    measured = []
    for one in found.all():
        if not one.is_visible():
            continue
        box = one.bounding_box()
        assert box is not None
        measured.append(Box(box["x"], box["y"], box["width"], box["height"], one.inner_text().strip()))
    return measured


def gap(one: Box, other: Box) -> float:
    """Distance between two rectangles that lie beside or above one another; 0 where they overlap."""
    across = max(one.x - other.x - other.width, other.x - one.x - one.width)
    down = max(one.y - other.y - other.height, other.y - one.y - one.height)
    return max(0.0, across, down)


def colours_on(found: Locator, colours: Sequence[str], *, tolerance: int = 6) -> dict[str, int]:
    """Pixels of each colour (hex) in a picture of the element."""
    picture = Image.open(io.BytesIO(found.screenshot())).convert("RGB")
    counted = picture.getcolors(maxcolors=picture.width * picture.height)
    assert counted is not None
    wanted = {colour: tuple(bytes.fromhex(colour)) for colour in colours}
    return {
        colour: sum(
            count
            for count, seen in counted
            if all(abs(a - b) <= tolerance for a, b in zip(seen, rgb, strict=True))
        )
        for colour, rgb in wanted.items()
    }


def wait_for_colours(found: Locator, colours: Sequence[str], *, pixels: int = 8, hidden: int = 0) -> None:
    """Until each colour, but for so many that others hide, covers so many pixels; maps draw when they can."""
    deadline = time.monotonic() + MAP_MS / 1000
    while True:
        seen = colours_on(found, colours)
        if sum(count >= pixels for count in seen.values()) >= len(seen) - hidden:
            return
        assert time.monotonic() < deadline, f"not drawn: {seen}"
        found.page.wait_for_timeout(500)


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, as ``rule: element``."""
    # Evaluated, not added as a script: the content policy allows none.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],"
        " resultTypes: ['violations']})"
    )
    return [
        f"{rule['id']}: {node['html'][:160]} ({json.dumps(node['any'][:1])[:200]})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def phone(browser: Browser, width: int = 360, height: int = 640) -> BrowserContext:
    """A fresh phone."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(20_000)
    return context


def driver_links(page: Page, live: LiveServer) -> list[str]:
    """Every driver's link of the demo's plan, in route order; the caller has signed in."""
    answer = page.request.get(f"{live.planner_url}/api/v1/plans/{live.plan_id}")
    assert answer.ok
    return [live.planner_url + route["driver_url"] for route in answer.json()["routes"]]


def pairs(found: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    """Each two rectangles once."""
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            yield one, other
