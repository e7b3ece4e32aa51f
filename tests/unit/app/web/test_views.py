"""The server-rendered shell: language, bootstrap, bundle, headers, errors as pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from app.auth.security_headers import content_policy
from app.error_handlers import _PLAIN
from app.factory import create_app
from data.settings import Settings
from data.words.catalogue import LANGUAGES, has_word
from tests.factories.store import FakeQueue

HTML = {"Accept": "text/html,application/xhtml+xml"}

pytestmark = pytest.mark.usefixtures("dispatcher")
"""Where nobody has an account yet, the sign-in page gives way to the set-up page."""


def language_of(page: str) -> str:
    found = re.search(r'<html lang="([^"]+)">', page)
    assert found is not None
    return found[1]


def test_pages_are_chinese_unless_asked_otherwise(client: FlaskClient) -> None:
    assert language_of(client.get("/login").text) == "zh-CN"
    assert language_of(client.get("/login", headers={"Accept-Language": "fr, de;q=0.8"}).text) == "zh-CN"


def test_the_browsers_language_counts(client: FlaskClient) -> None:
    assert language_of(client.get("/login", headers={"Accept-Language": "en-GB,zh;q=0.5"}).text) == "en"


def test_the_switch_is_remembered(client: FlaskClient) -> None:
    assert language_of(client.get("/login?lang=en").text) == "en"
    assert language_of(client.get("/login").text) == "en"
    assert language_of(client.get("/login?lang=zh").text) == "zh-CN"


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    answer = client.get("/login?lang=xx")
    assert language_of(answer.text) == "zh-CN"
    assert "huiliu_language" not in answer.headers.get("Set-Cookie", "")


def test_the_sign_in_page_offers_the_other_language_and_keeps_the_way_back(client: FlaskClient) -> None:
    page = client.get("/login?next=/plans/a&lang=en").text
    assert 'href="/login?lang=zh&amp;next=%2Fplans%2Fa"' in page
    assert "Sign in" in page


def test_the_planner_is_told_who_reads_it(signed_in: FlaskClient, built_bundle: Path) -> None:
    page = signed_in.get("/plans/abc?lang=en").text
    found = re.search(r'<script type="application/json" id="bootstrap">(.*?)</script>', page)
    assert found is not None
    bootstrap = json.loads(found[1])
    assert bootstrap["me"]["role"] == "dispatcher"
    assert (bootstrap["language"], bootstrap["plan_id"]) == ("en", "abc")


def test_the_planner_loads_its_entry_with_what_it_imports(signed_in: FlaskClient, built_bundle: Path) -> None:
    page = signed_in.get("/").text
    assert '<script type="module" src="/static/dist/assets/planner-a1.js">' in page
    for style in ("planner-a1.css", "shared-b2.css"):
        assert f'<link rel="stylesheet" href="/static/dist/assets/{style}">' in page
    assert '<link rel="modulepreload" href="/static/dist/assets/shared-b2.js">' in page


def test_text_of_people_cannot_leave_the_bootstrap(app: APIFlask, built_bundle: Path) -> None:
    """A name that looks like markup stays inside the JSON."""
    from app.web.views import shell

    with app.test_request_context("/"):
        page = shell("src/driver/main.tsx", "t", {"name": "</script><script>x()"}, with_csrf=False)
    assert "</script><script>x()" not in str(page)


def test_a_bundle_that_is_not_built_is_said(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/", headers=HTML)
    assert answer.status_code == 503
    assert "make setup" in answer.text


def test_a_rebuilt_bundle_is_noticed(signed_in: FlaskClient, built_bundle: Path) -> None:
    assert "planner-a1.js" in signed_in.get("/").text
    manifest = built_bundle / ".vite" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("planner-a1.js", "planner-new.js"))
    assert "planner-new.js" in signed_in.get("/").text


def test_nothing_inline_and_no_other_host(client: FlaskClient) -> None:
    policy = client.get("/login").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "worker-src 'self' blob:" in policy


def test_pages_hold_no_inline_script_or_style(
    client: FlaskClient, signed_in: FlaskClient, built_bundle: Path
) -> None:
    pages = [client.get("/login").text, signed_in.get("/").text, client.get("/nowhere", headers=HTML).text]
    for page in pages:
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)
        assert all('src="' in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_no_cache_keeps_a_page(client: FlaskClient) -> None:
    assert client.get("/login").headers["Cache-Control"] == "no-store"


def test_the_raster_host_is_allowed_and_no_more() -> None:
    policy = content_policy("https://tiles.example.org/{z}/{x}/{y}.png?k=1")
    assert policy["img-src"] == "'self' data: blob: https://tiles.example.org"
    assert policy["connect-src"] == "'self' https://tiles.example.org"
    assert policy["script-src"] == "'self'"


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_the_session_cookie_is_secure_wherever_the_page_is(
    client: FlaskClient, scheme: str, secure: bool
) -> None:
    cookie = client.get("/login", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_browser_gets_a_page_for_an_error_and_a_program_gets_faults(client: FlaskClient) -> None:
    page = client.get("/nowhere", headers=HTML)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "找不到此页面" in page.text
    document = client.get("/nowhere")
    assert (document.status_code, document.mimetype) == (404, "application/json")
    assert document.json["faults"][0]["code"] == "A404"


@pytest.mark.parametrize("status", sorted(_PLAIN))
def test_plain_errors_are_told_in_both_languages(status: int) -> None:
    code = _PLAIN[status][0]
    assert code == f"A{status}"
    for language in LANGUAGES:
        assert has_word(language, code)


def test_a_page_in_english_tells_the_fault_itself(client: FlaskClient) -> None:
    assert "There is nothing at this address." in client.get("/nowhere?lang=en", headers=HTML).text


def test_a_traceback_never_leaves(app: APIFlask) -> None:
    from app.auth.access import ANYONE, allowed

    @allowed(ANYONE)
    def broken() -> str:
        raise RuntimeError("the password is 1234")

    app.add_url_rule("/broken", view_func=broken)
    for headers in ({}, HTML):
        answer = app.test_client().get("/broken", headers=headers)
        assert answer.status_code == 500
        assert "1234" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["X-Request-Id"] in answer.text


def test_too_large_a_body_is_said(settings: Settings, queue: FakeQueue) -> None:
    app = create_app(settings.replace(max_upload_mb=0), queue=queue)
    answer = app.test_client().post("/login", data={"username": "x" * 10})
    assert answer.status_code == 413
    assert answer.json["faults"][0]["code"] == "A413"


def test_files_with_their_hash_in_the_name_are_kept_for_good(client: FlaskClient) -> None:
    assert "max-age" not in client.get("/static/shell.css").headers.get("Cache-Control", "")
    assert client.application.get_send_file_max_age("dist/assets/planner-a1.js") == 31_536_000


def test_whoever_opens_the_planner_signed_out_is_shown_the_sign_in_page(client: FlaskClient) -> None:
    """Also a program that states no preference: the address that the demo prints answers."""
    answer = client.get("/", headers={"Accept": "*/*"}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == "/login"
