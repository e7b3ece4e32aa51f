"""Every error code on a page: in Chinese on a Chinese page, in English on an English one."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask

from app.auth.access import ANYONE, allowed
from data.domain.errors import Fault, InputError
from tests.factories.words import entries

HTML = {"Accept": "text/html,application/xhtml+xml"}
HAN = re.compile(r"[一-鿿]")
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
COMMANDS = re.compile(r"huiliu [a-z]+|make setup|road[a-z]* [a-z]+", re.IGNORECASE)
CODES = sorted({entry.key for entry in entries("en") if entry.file == "errors.ftl"})

pytestmark = pytest.mark.usefixtures("dispatcher")


@pytest.fixture
def fault_page(app: APIFlask):
    """The page of a fault, in a language, without its tags."""

    @allowed(ANYONE)
    def broken(code: str) -> str:
        raise InputError(Fault(code, "The value 12x cannot be used.", "Correct it, please."))

    app.add_url_rule("/broken/<code>", view_func=broken)
    client = app.test_client()

    def page(code: str, language: str) -> str:
        text = client.get(f"/broken/{code}?lang={language}", headers=HTML).get_data(as_text=True)
        body = re.search(r"<main.*?</main>", text, re.DOTALL) or re.search(r"<body.*</body>", text, re.DOTALL)
        assert body is not None
        return re.sub(r"<[^>]+>", " ", body[0])

    return page


def test_a_chinese_page_shows_no_english_fault(fault_page) -> None:
    pages = {code: fault_page(code, "zh") for code in CODES}
    assert len(pages) > 300
    assert [code for code, page in pages.items() if not HAN.search(page) or code not in page] == []
    english = {
        code: found for code, page in pages.items() if (found := ENGLISH.findall(COMMANDS.sub("", page)))
    }
    assert english == {}


def test_an_english_page_shows_no_chinese_fault(fault_page) -> None:
    pages = {code: fault_page(code, "en") for code in CODES}
    hidden = {code for code, page in pages.items() if "12x cannot be used" not in page}
    assert hidden == {"S201", "W101", "W102"}, "which server it is, is for the log alone"
    assert [
        code for code, page in pages.items() if HAN.search(page.replace("中文", "").replace("回流", ""))
    ] == []
