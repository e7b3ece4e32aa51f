"""An answer in stages in a browser: numbered on the map, put into operation stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.factory import create_app
from data.settings import Settings
from data.store.accounts.users import Role
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.requests.recurring import RecurringRequest
from tests.browser.pages import accessibility_faults, wait_for_map
from tests.factories import towns
from tests.factories.kept_studies import make_solved_scenario, make_study
from tests.factories.rows import make_world
from tests.factories.serving import serving
from tests.factories.store import PASSWORD, FakeQueue, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def settings(tmp_path: Path, valkey_url: str) -> Iterator[Settings]:
    own = Settings(
        home=tmp_path / "home", secret_key="a signing key for tests, long enough", redis_url=valkey_url
    )
    upgrade(own)
    towns.store_town(own, tmp_path)
    yield own
    dispose(own)


@pytest.fixture
def study(settings: Settings) -> Iterator[str]:
    """The address of a study with an answer in two stages."""
    world = make_world(settings, requests=0, vehicles=1, network=towns.NETWORK)
    make_user(settings, world.organisation_id, "gui", Role.PLANNER)
    with session(settings, write=True) as store:
        row = make_study(store, world, network=towns.NETWORK)
        make_solved_scenario(store, row, priced=True, staged=True)
        path = f"/coverage/{row.id}"
    with serving(create_app(settings, queue=FakeQueue())) as url:
        yield url + path


def test_stages_are_told_and_put_into_operation_one_by_one(
    page: Page, study: str, settings: Settings, screenshots: Path
) -> None:
    page.goto(f"{study.partition('/coverage')[0]}/login?lang=zh")
    page.fill("#username", "gui")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/")
    page.goto(study)
    expect(page.locator(".stages tbody tr")).to_have_count(2)
    expect(page.locator(".stages tbody tr").last).to_contain_text("3 (+1)")
    expect(page.locator(".band-legend")).to_contain_text("2028 年起开放")
    wait_for_map(page)
    assert accessibility_faults(page) == []
    page.screenshot(path=screenshots / "coverage-stages.png")

    page.locator(".stages button").first.click()
    expect(page.locator(".proof")).to_contain_text("第 1 期 · 2026")
    expect(page.locator(".study-answer .figures").first).to_have_attribute("aria-busy", "false")
    expect(page.locator(".study-answer .figure").nth(1)).to_contain_text("2")

    page.get_by_role("button", name="投入运行…").click()
    expect(page.locator("dialog tbody tr")).to_have_count(2)
    page.locator("dialog select").select_option("2")
    expect(page.locator("dialog tbody tr")).to_have_count(3)
    page.locator("dialog select").select_option("1")
    page.get_by_role("button", name="创建 2 个网点和 2 条定期收运").click()
    expect(page.locator(".study-scenarios")).to_contain_text("已投入运行")
    with session(settings) as store:
        names = {row.name for row in store.exec(select(RecurringRequest)).all()}
    assert names == {"Study 1 point", "Study 6 point"}
