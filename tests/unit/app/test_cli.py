"""The commands of an installation: exit codes, one clear line per problem, JSON on request."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import select

from app.cli import main
from app.cli.plan import ask_for_plan, wait_for
from app.cli.serve import gunicorn_settings, run_server
from data.domain.errors import UnavailableError
from data.settings import Settings
from data.store.accounts.api_keys import find_api_key
from data.store.accounts.passwords import password_matches
from data.store.accounts.users import ApiKey, Role, User
from data.store.engine import dispose, session
from data.store.plans.tables import Plan, PlanStatus
from tests.factories.rows import World, make_organisation
from tests.factories.store import make_user


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.out)


@pytest.fixture
def huiliu(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    monkeypatch.setenv("HUILIU_HOME", str(settings.home))

    def run(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr("sys.argv", ["huiliu", *arguments])
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        shown = capsys.readouterr()
        return Done(status, shown.out, shown.err)

    return run


Run = Callable[..., Done]


@pytest.mark.parametrize("command", ["serve", "worker", "db", "user", "import", "plan", "openapi"])
def test_every_command_explains_itself(huiliu: Run, command: str) -> None:
    done = huiliu(command, "--help")
    assert done.status == 0
    assert "Usage: huiliu" in done.out


def test_the_database_is_made_and_its_revision_told(huiliu: Run, settings: Settings) -> None:
    dispose(settings)
    (settings.home / "huiliu.db").unlink()
    assert "no database yet" in huiliu("db", "current").out
    made = huiliu("db", "upgrade", "--json").json["revision"]
    assert made
    assert huiliu("db", "current", "--json").json == {"revision": made}


def test_a_person_is_added_with_a_password_from_standard_input(
    huiliu: Run, settings: Settings, world: World
) -> None:
    done = huiliu("user", "add", "lin", "--role", "viewer", "--password-stdin", stdin="a long password\n")
    assert (done.status, done.out) == (0, "username: lin\nrole: viewer\norganisation: coop\n")
    with session(settings) as store:
        user = store.exec(select(User)).one()
    assert (user.role, user.organisation_id) == (Role.VIEWER, world.organisation_id)
    assert password_matches(user.password_hash, "a long password")


def test_a_made_password_is_printed_once_and_works(huiliu: Run, settings: Settings, world: World) -> None:
    password = str(huiliu("user", "add", "lin", "--generate", "--json").json["password"])
    with session(settings) as store:
        assert password_matches(store.exec(select(User)).one().password_hash, password)
    assert len(password) == 19


def test_an_organisation_can_be_made_on_the_way(huiliu: Run) -> None:
    done = huiliu("user", "add", "lin", "--generate", "--organisation", "c1", "--create", "中心", "--json")
    assert done.json["organisation"] == "c1"
    assert huiliu("user", "add", "wang", "--generate", "--organisation", "c1", "--create", "中心").status == 0


@pytest.mark.parametrize(
    ("arguments", "password", "code"),
    [
        ("lin", "long enough password", "A123"),
        ("a/b", "long enough password", "A123"),
        ("new", "short", "A124"),
        ("new --organisation none", "long enough password", "A121"),
    ],
)
def test_a_person_who_cannot_be_added(
    huiliu: Run, lin: User, arguments: str, password: str, code: str
) -> None:
    done = huiliu("user", "add", *arguments.split(), "--password-stdin", stdin=password + "\n")
    assert done.status != 0
    assert code in done.err
    assert len(done.err.splitlines()) == 1


@pytest.fixture
def lin(settings: Settings, world: World) -> User:
    return make_user(settings, world.organisation_id, "lin")


def test_an_empty_home_takes_tables_and_people_at_once(huiliu: Run, tmp_path: Path) -> None:
    """Whichever command comes first makes the database and the first organisation."""
    table = tmp_path / "sites.csv"
    table.write_text("ref,kind,name_zh,lon,lat\nC1,sorting_centre,中心,110,27\n", encoding="utf-8")
    assert huiliu("import", "sites", str(table), "--json").json["imported"] == 1
    assert huiliu("user", "add", "zhang", "--generate", "--json").json["organisation"] == "main"
    assert huiliu("import", "sites", str(table), "--json").json["unchanged"] == 1


def test_among_several_organisations_one_must_be_named(huiliu: Run, settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        make_organisation(store, "other")
    done = huiliu("user", "add", "lin", "--generate")
    assert (done.status, "A122" in done.err) == (2, True)


def test_another_password_unlocks_the_account(huiliu: Run, settings: Settings, world: World) -> None:
    make_user(settings, world.organisation_id, "lin")
    assert huiliu("user", "password", "lin", "--password-stdin", stdin="quite another one\n").status == 0
    with session(settings) as store:
        assert password_matches(store.exec(select(User)).one().password_hash, "quite another one")
    assert "A126" in huiliu("user", "password", "nobody", "--generate").err


def test_a_key_is_shown_once_and_kept_as_a_digest(huiliu: Run, settings: Settings, world: World) -> None:
    key = str(huiliu("user", "key", "add", "scales", "--role", "viewer", "--json").json["key"])
    with session(settings) as store:
        row = find_api_key(store, key)
        assert row is not None
        assert (row.name, row.role, row.digest == key) == ("scales", Role.VIEWER, False)
        assert len(store.exec(select(ApiKey)).all()) == 1


def test_an_import_tells_its_counts_and_its_bad_rows(huiliu: Run, world: World, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text("ref,kind,name_zh,lon,lat\nP-1,household,a,1,2\nP-2,castle,b,1,2\n", encoding="utf-8")
    done = huiliu("import", "sites", str(file))
    assert (done.status, done.out) == (2, "imported: 1, updated: 0, unchanged: 0\n")
    assert done.err.startswith("row 3: kind: 'castle' is none of")
    assert huiliu("import", "sites", str(file), "--json").json["unchanged"] == 1


def test_a_file_that_is_not_there_is_one_line(huiliu: Run, world: World, tmp_path: Path) -> None:
    done = huiliu("import", "sites", str(tmp_path / "none.csv"))
    assert (done.status, done.err.count("\n"), "I201" in done.err) == (2, 1, True)


def test_a_file_above_the_limit_is_not_read(
    huiliu: Run, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUILIU_MAX_UPLOAD_MB", "0")
    file = tmp_path / "sites.csv"
    file.write_text("ref\n1\n")
    assert "I202" in huiliu("import", "sites", str(file)).err


def test_a_day_without_roads_is_not_planned(huiliu: Run, world: World) -> None:
    done = huiliu("plan", "--centre", world.centre, "--date", world.date.isoformat())
    assert (done.status, "A214" in done.err) == (2, True)


@pytest.mark.parametrize("arguments", [("--centre", "C-1"), ("--centre", "C-1", "--date", "soon")])
def test_bad_usage_is_two(huiliu: Run, arguments: tuple[str, ...]) -> None:
    assert huiliu("plan", *arguments).status == 2


def test_waiting_ends_with_the_plan_or_says_that_nobody_works(
    settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.plan.NetworkLibrary.names", lambda _self: ("toy",))
    row = ask_for_plan(settings, None, world.centre, world.date, 1.0)
    with pytest.raises(UnavailableError) as caught:
        wait_for(settings, world.organisation_id, row.id, 0.01)
    assert caught.value.code == "A218"
    with session(settings, write=True) as store:
        stored = store.get_one(Plan, row.id)
        stored.status = PlanStatus.PLANNED
        store.add(stored)
    assert wait_for(settings, world.organisation_id, row.id, 5).status is PlanStatus.PLANNED


def test_a_taken_port_is_said_at_once(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UnavailableError) as caught:
            run_server(Settings(home=settings.home, port=taken.getsockname()[1]))
    assert caught.value.code == "A302"


def test_the_server_is_told_by_settings_alone(settings: Settings) -> None:
    told = gunicorn_settings(
        Settings(home=settings.home, host="::1", port=81, web_processes=3, web_threads=9)
    )
    assert (told["bind"], told["workers"], told["threads"]) == (["[::1]:81"], 3, 9)


@pytest.mark.parametrize("command", ["demo", "plan", "solve"])
def test_a_search_time_that_is_no_number_is_bad_usage(huiliu: Run, tmp_path: Path, command: str) -> None:
    problem = tmp_path / "problem.json"
    problem.write_text("{}")
    needed = {
        "demo": ("--once",),
        "plan": ("--centre", "C1", "--date", "2026-03-02"),
        "solve": (str(problem),),
    }
    done = huiliu(command, *needed[command], "--seconds", "nan")
    assert done.status == 2
    assert "'--seconds': nan is not in the range" in done.err
