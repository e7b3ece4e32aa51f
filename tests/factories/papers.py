"""Days as they go on paper, without a database."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from app.exports.pdf.fonts import chinese_font
from app.exports.plan.printable import PrintablePlan, PrintableRoute, PrintableStop
from app.exports.words import Words
from data.domain.errors import UnavailableError
from data.domain.places import LonLat

HAZARD = "破损电池：不得装车。"


def need_chinese_font() -> None:
    """Skips the test, saying what to install, where no sheet can be made."""
    try:
        chinese_font()
    except UnavailableError as error:
        pytest.skip(str(error))


def read_pdf(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def text_of(reader: PdfReader) -> str:
    """What stands on all pages, as a reader's program copies it."""
    return "\n".join(page.extract_text() for page in reader.pages)


def stop_paper(number: int | None, kind: str = "collect", **values: object) -> PrintableStop:
    at_s = 28_800 + 900 * (number or 0)
    given: dict[str, object] = {
        "number": number, "kind": kind, "request": f"R-{number}", "name": f"怀化市鹤城区第{number}小区",
        "address": f"迎丰中路{number}号", "note": "", "place": LonLat(110.0 + (number or 0) / 500, 27.5),
        "arrival_s": at_s, "start_s": at_s, "departure_s": at_s + 300, "windows": ((28_800, 64_800),),
        "kg": 40.8, "litres": 1200.0, "aboard_kg": 41, "items": ("1 × 冰箱",), "hazard": "",
        "handling": ("保持直立,勿倾倒",),
    }  # fmt: skip
    return PrintableStop(**{**given, **values})  # type: ignore[arg-type]


def route_paper(number: int, *stops: PrintableStop, **values: object) -> PrintableRoute:
    """A route from the yard over the stops, or over ten, and back."""
    nothing: dict[str, object] = {
        "request": "", "windows": (), "kg": None, "litres": None, "address": "", "items": (), "handling": (),
        "name": "分拣中心",
    }  # fmt: skip
    served = stops or tuple(stop_paper(at) for at in range(1, 11))
    yard = stop_paper(None, "depot", **nothing)
    given: dict[str, object] = {
        "number": number, "plate": f"湘N{number:05}", "vehicle": f"V-{number}", "vehicle_class": "truck_4t",
        "capacity_kg": 1600, "capacity_l": 14_000, "shift": (28_800, 64_800), "driver": f"司机{number}",
        "phone": "13800000000", "link": None, "distance_m": 42_300, "duration_s": 21_600, "driving_s": 9_000,
        "load_percent": 60, "cost": 402.1, "co2_kg": 18.2,
        "line": tuple(LonLat(110.0 + at / 5000, 27.5 + (at % 7) / 3000) for at in range(400)),
        "stops": (yard, *served, stop_paper(None, "unload", **nothing), yard),
    }  # fmt: skip
    return PrintableRoute(**{**given, **values})  # type: ignore[arg-type]


def the_day(*routes: PrintableRoute, language: str = "zh", published: bool = True) -> PrintablePlan:
    date = dt.date(2026, 3, 2)
    return PrintablePlan(
        plan_id="8c1f", words=Words(language), centre_ref="C-1", centre="鹤城分拣中心", date=date,
        start=dt.datetime.combine(date, dt.time(), tzinfo=dt.timezone(dt.timedelta(hours=8))), network="toy",
        version=2, published=published, synthetic=True, currency="CNY", routes=routes, left_out=(),
    )  # fmt: skip
