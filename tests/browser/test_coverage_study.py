"""A coverage study in a browser: from a table of villages to points in operation."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from redis import Redis
from sqlmodel import select

from app.factory import create_app
from app.services.queue import RedisPlanQueue
from data.settings import Settings
from data.store.accounts.users import Role
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.network.sites import Site, SiteKind
from data.store.requests.recurring import RecurringRequest
from data.store.studies.tables import Scenario
from tests.browser.pages import AXE, MAP_MS, wait_for_map
from tests.factories import towns
from tests.factories.rows import make_world
from tests.factories.serving import serving
from tests.factories.store import PASSWORD, make_user
from workers.siting.job import answer_scenario

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parents[2] / "test-output" / "screenshots"
PRICING_S = 2.0
STEP_DEG = 0.02
"""Streets two kilometres apart: the far villages are more than an hour away from the near ones."""


class WorkingQueue(RedisPlanQueue):
    """The queue, with a worker of its own for scenarios."""

    def __init__(self, settings: Settings, connection: Redis) -> None:
        super().__init__(settings)
        self.settings, self.connection = settings, connection
        self.working: list[threading.Thread] = []

    def enqueue_scenario(self, scenario: Scenario) -> bool:
        with session(self.settings, write=True) as store:
            row = store.get_one(Scenario, scenario.id)
            row.question = {
                **row.question,
                "collection": {**row.question["collection"], "seconds": PRICING_S},
            }
            store.add(row)
        worker = threading.Thread(target=answer_scenario, args=(self.settings, self.connection, scenario.id))
        worker.start()
        self.working.append(worker)
        return True


@pytest.fixture
def settings(tmp_path: Path, valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setattr(towns, "STEP_DEG", STEP_DEG)
    own = Settings(
        home=tmp_path / "home", secret_key="a signing key for tests, long enough", redis_url=valkey_url
    )
    upgrade(own)
    towns.store_town(own, tmp_path)
    world = make_world(own, requests=0, vehicles=1, network=towns.NETWORK)
    make_user(own, world.organisation_id, "gui", Role.PLANNER)
    yield own
    dispose(own)


@pytest.fixture
def address(settings: Settings, valkey: Redis) -> Iterator[str]:
    queue = WorkingQueue(settings, valkey)
    with serving(create_app(settings, queue=queue)) as url:
        yield url
        for worker in queue.working:
            worker.join()


def villages() -> str:
    """Thirty-six villages on the grid, nine candidates and an existing point, as a table."""
    lines = ["名称,类型,经度,纬度,县,人口"]
    for number in range(36):
        column, row = 1 + 2 * (number % 6), 1 + 2 * (number // 6)
        lon, lat = towns.WEST + column * STEP_DEG, towns.SOUTH + row * STEP_DEG
        county = "西县" if column < 6 else "东县"
        lines.append(f"村{number + 1},需求点,{lon:.5f},{lat:.5f},{county},{200 + 97 * (number % 7)}")
        if column % 4 == 3 and row % 4 == 3:
            kind = "现有网点" if (column, row) == (3, 3) else "候选点"
            lines.append(f"网点{number + 1},{kind},{lon:.5f},{lat:.5f},{county},")
    return "\n".join(lines) + "\n"


def accessible(page: Page) -> None:
    # As a debugger would: the page's own policy lets nothing else in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def test_a_study_goes_from_a_table_into_operation(
    page: Page, address: str, settings: Settings, tmp_path: Path
) -> None:
    table = tmp_path / "villages.csv"
    table.write_text(villages(), encoding="utf-8")
    page.goto(f"{address}/login?lang=zh")
    page.fill("#username", "gui")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"{address}/coverage")
    expect(page.get_by_text("还没有研究")).to_be_visible()
    accessible(page)
    page.fill("input[name=name]", "鹤城村庄")
    page.set_input_files("input[name=file]", table)
    page.click(".coverage-import button[type=submit]")
    expect(page.locator(".study")).to_be_visible()

    # Too small a radius: the smallest one that works is offered, and answers.
    page.fill("input[name=radius]", "1")
    page.click(".question-form button[type=submit]")
    page.get_by_role("button", name="改为").click(timeout=60_000)
    expect(page.locator(".proof")).to_have_text("已证明为最优", timeout=60_000)
    expect(page.locator(".study-answer .figure").first).to_contain_text("100.0 %")

    page.get_by_label("用给定数量的网点覆盖最多的人").check()
    page.fill("input[name=p]", "3")
    page.fill("input[name=radius]", "20")
    page.click(".question-form button[type=submit]")
    expect(page.locator(".study-scenarios tbody tr")).to_have_count(3)
    expect(page.locator(".proof")).to_have_text("已证明为最优", timeout=60_000)
    expect(page.locator(".curve circle").first).to_be_visible()
    expect(page.locator(".prices .figure")).to_have_count(4)
    expect(page.locator(".prices .bands tbody tr")).to_have_count(2)
    wait_for_map(page)
    accessible(page)
    shoot(page, "coverage-study")

    # A point closed by hand: the figures follow, and go back.
    covered = page.locator(".study-answer .figure b").first.inner_text()
    page.get_by_text("网点（勾选即开放）").click()
    page.locator(".point-list input:checked").last.uncheck()
    expect(page.locator(".proof")).to_contain_text("手动调整")
    expect(page.locator(".study-answer .figures")).to_have_attribute("aria-busy", "false")
    assert page.locator(".study-answer .figure b").first.inner_text() != covered
    page.get_by_role("button", name="回到答案").click()
    expect(page.locator(".study-answer .figure b").first).to_have_text(covered)

    page.get_by_role("button", name="投入运行…").click()
    expect(page.locator("dialog tbody tr")).to_have_count(3)
    expect(page.locator("dialog tbody")).to_contain_text("周")
    accessible(page)
    shoot(page, "coverage-operation")
    page.get_by_role("button", name="创建 3 个网点和").click()
    expect(page.locator(".study-scenarios")).to_contain_text("已投入运行")
    with session(settings) as store:
        points = store.exec(select(Site).where(Site.kind == SiteKind.COLLECTION_POINT)).all()
        standing = store.exec(select(RecurringRequest)).all()
    assert {row.site_id for row in standing} == {
        site.id for site in points if site.name_zh.startswith("网点")
    }

    # Two scenarios on maps beside one another.
    study_page = page.url
    page.get_by_label("并排看").last.check()
    expect(page.locator(".study-map canvas")).to_have_count(2)
    expect(page.locator(".map-title")).to_have_count(2)
    page.locator(".map-box[data-map=open][data-idle=true]").nth(1).wait_for(timeout=MAP_MS)
    accessible(page)
    shoot(page, "coverage-beside")

    # The trucks call on the calendar's weekdays: the day that is planned has the points as requests.
    first = next(row for row in standing if row.last is None)
    day = next(each for each in (first.first + dt.timedelta(n) for n in range(14)) if first.falls_on(each))
    page.goto(f"{address}/requests?date={day}")
    expect(page.locator("main")).to_contain_text(first.name)
    page.goto(study_page)

    page.goto(page.url + ("&" if "?" in page.url else "?") + "lang=en")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.get_by_text("proved to be the best possible")).to_be_visible()
    wait_for_map(page)
    accessible(page)
    shoot(page, "coverage-compare")
