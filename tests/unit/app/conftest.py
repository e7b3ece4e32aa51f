"""An app on a database of its own, with accounts of both roles and a stranger's organisation."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.factory import create_app
from app.services.networks.tiles import RoadTiles
from data.settings import Settings
from data.store.accounts import passwords
from data.store.accounts.users import Role
from data.store.engine import dispose, session
from network.closures.store import ClosureStore
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.osm.load import import_source
from tests.factories.rows import World, make_organisation
from tests.factories.solved_days import solved_plan
from tests.factories.store import PASSWORD, FakeQueue, Keys, csrf_of, make_day, make_key, make_user
from tests.factories.towns import write_town

SECRET = "a signing key for tests, long enough"


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing in a millisecond; that the real one takes its time is tested beside it."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture(autouse=True, scope="session")
def addresses_compiled_once() -> Iterator[None]:
    """Keep what werkzeug compiles of an address: nearly each test makes an app, with the same ones."""
    compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, rule.host, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield


@pytest.fixture
def settings(tmp_path: Path, migrated_file: Path) -> Iterator[Settings]:
    own = Settings(home=tmp_path / "home", secret_key=SECRET)
    own.home.mkdir()
    shutil.copy(migrated_file, own.home / "huiliu.db")
    yield own
    dispose(own)


@pytest.fixture(scope="session")
def stored_day(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> tuple[Path, World]:
    """A database with a day to plan, to be copied."""
    made = Settings(home=tmp_path_factory.mktemp("day"), secret_key=SECRET)
    shutil.copy(migrated_file, made.home / "huiliu.db")
    world = make_day(made)
    dispose(made)
    return made.home / "huiliu.db", world


@pytest.fixture
def world(settings: Settings, stored_day: tuple[Path, World]) -> World:
    """A day to plan, in the test's database; whatever that held before is gone."""
    database, made = stored_day
    dispose(settings)
    shutil.copy(database, settings.home / "huiliu.db")
    return replace(made)


@pytest.fixture
def plan_id(settings: Settings, world: World) -> str:
    """A plan of the world's day, solved and not yet published."""
    return solved_plan(settings, world)


@pytest.fixture
def edit(call: Callable[..., TestResponse], plan_id: str) -> Callable[..., TestResponse]:
    """Changes the plan, or another named, by hand."""

    def send(revision: int, kind: str, *, plan: str = plan_id, **what: object) -> TestResponse:
        body = {"revision": revision, "kind": kind, **what}
        return call(f"/api/v1/plans/{plan}/edits", "POST", json=body)

    return send


@pytest.fixture
def keys(settings: Settings, world: World) -> Keys:
    with session(settings, write=True) as store:
        other = make_organisation(store, "other")
    return Keys(
        dispatcher=make_key(settings, world.organisation_id),
        viewer=make_key(settings, world.organisation_id, Role.VIEWER),
        stranger=make_key(settings, other),
    )


@pytest.fixture
def queue() -> FakeQueue:
    return FakeQueue()


class KnownNetworks(NetworkLibrary):
    """A library that knows the name of the sample centre's network, without its roads."""

    def names(self) -> tuple[str, ...]:
        return ("toy",)


@pytest.fixture(scope="session")
def town_roads(tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    path = tmp_path_factory.mktemp("town") / "town.osm"
    write_town(path)
    return import_source(path)


@pytest.fixture
def toy_roads(settings: Settings, town_roads: RoadGraph) -> ClosureStore:
    """The closures of the sample centre's network, which has roads."""
    NetworkLibrary(settings.home).add(town_roads, "toy")
    return ClosureStore(settings.home)


@pytest.fixture
def bundle_folder(tmp_path: Path) -> Path:
    """Where the front end would be built; empty."""
    return tmp_path / "dist"


@pytest.fixture
def app(settings: Settings, queue: FakeQueue, bundle_folder: Path) -> APIFlask:
    roads = RoadTiles(KnownNetworks(settings.home), lambda _graph, _z, _x, _y: b"")
    made = create_app(settings, queue=queue, tiles=roads, bundle_folder=bundle_folder)
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()


@pytest.fixture
def dispatcher(settings: Settings, world: World) -> str:
    """User name of a dispatcher."""
    make_user(settings, world.organisation_id, "lin")
    return "lin"


@pytest.fixture
def call(app: APIFlask, keys: Keys) -> Callable[..., TestResponse]:
    """Calls the API with a dispatcher's key, or another given."""

    def send(path: str, method: str = "GET", key: str = keys.dispatcher, **options: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        return app.test_client().open(path, method=method, headers=headers, **options)

    return send


@pytest.fixture
def signed_in(client: FlaskClient, dispatcher: str) -> FlaskClient:
    """A browser with a dispatcher's session."""
    answer = client.post(
        "/login", data={"username": dispatcher, "password": PASSWORD, "csrf_token": csrf_of(client)}
    )
    assert answer.status_code == 303
    return client


@pytest.fixture
def built_bundle(bundle_folder: Path) -> Path:
    """A built front end, as Vite's manifest describes one."""
    manifest = {
        "src/planner/main.tsx": {
            "file": "assets/planner-a1.js",
            "css": ["assets/planner-a1.css"],
            "imports": ["_shared-b2.js"],
        },
        "src/driver/main.tsx": {"file": "assets/driver-c3.js", "imports": ["_shared-b2.js"]},
        "src/reference/main.ts": {"file": "assets/reference-d4.js", "imports": ["_shared-b2.js"]},
        "_shared-b2.js": {"file": "assets/shared-b2.js", "css": ["assets/shared-b2.css"]},
    }
    (bundle_folder / ".vite").mkdir(parents=True)
    (bundle_folder / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    (bundle_folder / "sw.js").write_text("self.addEventListener('fetch', () => {});")
    return bundle_folder


@pytest.fixture
def page_token(built_bundle: Path) -> Callable[[FlaskClient], str]:
    """Reads the CSRF token from the planner's page, as the front end does."""

    def read(client: FlaskClient) -> str:
        found = re.search(r'<meta name="csrf-token" content="([^"]+)">', client.get("/").text)
        assert found is not None
        return found[1]

    return read
