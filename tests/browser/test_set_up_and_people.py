"""A new installation in a browser: set up with the printed code, then people and keys, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.auth.setup_code import setup_code
from app.factory import create_app
from data.settings import Settings
from data.store.accounts.organisations import Organisation
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from tests.browser.pages import AXE
from tests.factories.rows import make_driver
from tests.factories.serving import serving
from tests.factories.store import FakeQueue

pytestmark = pytest.mark.browser
KEY = "a signing key for tests, long enough"
PASSWORD = "correct horse battery staple"
SHOTS = Path(__file__).parents[2] / "test-output" / "screenshots"
SCRIPT = "<script>alert(1)</script>=HYPERLINK(1)"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of an installation without accounts."""
    settings = Settings(home=tmp_path / "home", secret_key=KEY)
    upgrade(settings)
    with serving(create_app(settings, queue=FakeQueue())) as address:
        yield address
    dispose(settings)


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def accessible(page: Page) -> None:
    # As a debugger would: the page's own policy lets nothing else in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_administrator_sets_up_and_adds_people(
    page: Page, empty: str, language: str, tmp_path: Path
) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{empty}/?lang={language}")
    page.goto(f"{empty}/setup?lang={language}")
    accessible(page)
    shoot(page, f"setup-{language}")
    page.fill("#code", setup_code(KEY))
    page.fill("#organisation", "鹤城分拣中心")
    page.fill("#name", "陈丽华")
    page.fill("#username", "chen")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator(".nav")).to_be_visible()
    with session(Settings(home=tmp_path / "home", secret_key=KEY), write=True) as store:
        owner = store.get_one(Organisation, 1)
        make_driver(store, owner.id or 0, "D-1", name="张师傅", phone="13800000000")

    page.goto(f"{empty}/admin/people")
    expect(page.locator("tr[data-username=chen]")).to_be_visible()
    page.locator(".admin-header button").click()
    page.locator("dialog input").nth(0).fill("wang")
    page.locator("dialog input").nth(1).fill(SCRIPT)
    page.locator("dialog select").select_option("driver")
    page.locator("dialog select").nth(1).select_option("D-1")
    accessible(page)
    shoot(page, f"people-form-{language}")
    page.locator("dialog button[type=submit]").click()
    secret = page.locator("dialog .secret input")
    expect(secret).to_be_visible()
    assert len(secret.input_value()) == 19
    page.locator("dialog .dialog-footer button").click()
    row = page.locator("tr[data-username=wang]")
    expect(row).to_contain_text(SCRIPT)
    accessible(page)
    shoot(page, f"people-{language}")

    chen = page.locator("tr[data-username=chen]")
    chen.locator(".row-actions button").nth(3).click()
    expect(page.locator(".fault")).to_contain_text("A127")
    row.locator(".row-actions button").nth(3).click()
    expect(row.locator(".condition")).to_be_visible()
    for name in ("keys", "health", "history"):
        page.goto(f"{empty}/admin/{name}")
        expect(page.locator("main.admin h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        accessible(page)
        shoot(page, f"admin-{name}-{language}")
    organisation_and_hours(page, empty, language)
    page.goto(f"{empty}/account")
    expect(page.locator("td.device")).to_be_visible()
    accessible(page)
    shoot(page, f"account-{language}")
    assert problems == []


def organisation_and_hours(page: Page, empty: str, language: str) -> None:
    """The organisation's contact is kept, and so are a driver's days, hours and day off."""
    page.goto(f"{empty}/admin/people")
    page.locator(".admin-header a").click()
    contact = page.locator("form.sheet input").nth(2)
    contact.fill(SCRIPT)
    page.locator("form.sheet button[type=submit]").click()
    expect(page.locator("form.sheet [role=status]")).to_be_visible()
    accessible(page)
    page.reload()
    expect(contact).to_have_value(SCRIPT)
    shoot(page, f"admin-organisation-{language}")

    page.goto(f"{empty}/network/fleet")
    row = page.locator("tr[data-ref=D-1]")
    row.locator(".row-actions button").first.click()
    page.locator("dialog fieldset .tick input[type=checkbox]").last.uncheck()
    hours = page.locator("dialog .hours input")
    hours.fill("22:00-06:00")
    expect(page.locator("dialog .hours .danger-text")).to_be_visible()
    hours.fill("08:00-12:00")
    page.locator("dialog .days-off button").last.click()
    expect(page.locator("dialog .day-rows li")).to_have_count(1)
    accessible(page)
    shoot(page, f"driver-form-{language}")
    page.locator("dialog button.primary").click()
    expect(row).to_contain_text("08:00–12:00")
    expect(row.locator(".window")).to_have_count(1)
