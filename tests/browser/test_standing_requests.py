"""A pickup repeated weekly: entered by the form, seen on its day, stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.factory import create_app
from data.settings import Settings
from data.store.accounts.users import Role
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.requests.materials import sync_materials
from tests.browser.editing import NO_MAP
from tests.browser.pages import AXE, accessibility_faults
from tests.factories.serving import serving
from tests.factories.store import PASSWORD, FakeQueue, make_day, make_user

pytestmark = pytest.mark.browser
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[str]:
    """The address of a running installation with one centre, a dispatcher and a viewer."""
    settings = Settings(home=tmp_path / "home", secret_key="a signing key for tests, long enough")
    upgrade(settings)
    world = make_day(settings, requests=1)
    with session(settings, write=True) as store:
        sync_materials(store)
    make_user(settings, world.organisation_id, "chen", Role.DISPATCHER)
    make_user(settings, world.organisation_id, "guest", Role.VIEWER)
    with serving(create_app(settings, queue=FakeQueue())) as address:
        yield address
    dispose(settings)


def enter(page: Page, office: str, username: str) -> None:
    page.add_init_script(NO_MAP)
    page.goto(f"{office}/login")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator(".today")).to_be_visible()


def clean(page: Page) -> None:
    if AXE.exists():
        assert accessibility_faults(page) == []


def test_a_weekly_request_is_entered_seen_on_its_day_and_stopped(
    page: Page, office: str, screenshots: Path
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    enter(page, office, "chen")
    page.goto(f"{office}/requests?view=weekly")
    expect(page.locator(".empty")).to_contain_text("勾选“每周重复”")
    page.get_by_role("link", name="按日期").click()

    today = dt.date.fromisoformat(page.get_by_label("日期", exact=True).input_value())
    day = today + dt.timedelta(days=3)
    page.get_by_role("button", name="新增需求").click()
    form = page.locator("dialog")
    form.get_by_label("物料").select_option("fridge")
    form.get_by_label("坐标（经度").fill("110.02, 27.52")
    form.get_by_label("名称").fill("中方超市")
    form.get_by_label("每周重复").check()
    form.get_by_label(WEEKDAYS[today.weekday()]).uncheck()
    expect(form.locator("#repeat-hint")).to_have_text("至少选一个星期几")
    form.get_by_role("button", name="保存").click()
    expect(form.get_by_label("星期一")).to_be_focused()  # not sent; the field that is wrong is next
    form.get_by_label(WEEKDAYS[day.weekday()]).check()
    expect(form.locator("#repeat-hint")).to_contain_text(
        f"{day.month}月{day.day}日，{WEEKDAYS[day.weekday()]}"
    )
    clean(page)
    page.screenshot(path=screenshots / "standing-form.png")
    form.get_by_role("button", name="保存").click()

    row = page.locator("tr", has_text="中方超市")
    expect(row).to_contain_text(WEEKDAYS[day.weekday()])
    ref = row.get_attribute("data-ref")
    clean(page)
    page.screenshot(path=screenshots / "standing-list.png")
    page.goto(f"{office}/requests?date={day}")
    made = page.locator(f'tr[data-ref="{ref}@{day}"]')
    expect(made).to_contain_text("中方超市")
    expect(made.get_by_role("link", name="每周重复")).to_be_visible()
    clean(page)
    page.screenshot(path=screenshots / "standing-day.png")
    made.get_by_role("link", name="每周重复").click()
    _change_stop_and_resume(page, str(ref), today)


def _change_stop_and_resume(page: Page, ref: str, today: dt.date) -> None:
    """As its row offers it: begun today it can be stopped, and taken up again."""
    row = page.locator(f'tr[data-ref="{ref}"]')
    dialog = page.locator("dialog")
    expect(row.get_by_role("button", name="停止")).to_be_visible()
    row.get_by_role("button", name="修改").click()
    dialog.get_by_label("到哪天为止").fill((today - dt.timedelta(days=1)).isoformat())
    expect(dialog.locator("#last-hint")).to_have_text("结束日期早于开始日期")
    dialog.get_by_label("到哪天为止").fill("")
    dialog.get_by_label("数量").fill("3")
    dialog.get_by_role("button", name="保存").click()
    expect(row).to_contain_text("×3")
    row.get_by_role("button", name="停止").click()
    dialog.get_by_role("button", name="停止").click()
    expect(row).to_contain_text("已停止")
    row.get_by_role("button", name="恢复").click()
    expect(row.get_by_role("button", name="删除")).to_be_visible()
    expect(row).not_to_contain_text("已停止")
    row.get_by_role("button", name="删除").click()
    dialog.get_by_role("button", name="删除").click()
    expect(page.locator(".empty")).to_be_visible()


def test_whoever_only_reads_sees_the_list_without_buttons(page: Page, office: str) -> None:
    enter(page, office, "guest")
    page.goto(f"{office}/requests?view=weekly")
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator("main button")).to_have_count(0)
