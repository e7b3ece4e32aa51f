"""The application as a whole: what it documents, what it loads, whether it is healthy, how it signs."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.api.documentation import document_text
from app.auth.secret_key import secret_key
from app.factory import create_app
from data.domain.errors import UnavailableError
from data.settings import Settings
from data.store.engine import dispose
from tests.factories.rows import World
from tests.factories.store import FakeQueue, make_plan

DOCUMENT = Path(__file__).parents[3] / "docs" / "openapi.json"


def test_the_openapi_document_is_valid(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_the_kept_document_is_up_to_date(app: APIFlask) -> None:
    """After a change of the API: `huiliu openapi > docs/openapi.json`."""
    assert DOCUMENT.read_text(encoding="utf-8") == document_text(app)


def test_every_operation_has_a_name_and_says_how_it_fails(app: APIFlask) -> None:
    operations = [op for path in app.spec["paths"].values() for op in path.values() if isinstance(op, dict)]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    failures = [op["responses"][code] for op in operations for code in op["responses"] if code[0] in "45"]
    assert {response["content"]["application/json"]["schema"]["$ref"] for response in failures} == {
        "#/components/schemas/Faults"
    }


def test_the_web_process_never_loads_a_solver(settings: Settings, world: World) -> None:
    """In a process of its own: other tests of this run may have loaded one."""
    plan_id = make_plan(settings, world, "R-1")
    dispose(settings)
    program = f"""
import sys
from pathlib import Path
from app.factory import create_app
from data.settings import Settings
settings = Settings(home=Path({str(settings.home)!r}), secret_key={settings.secret_key!r})
client = create_app(settings).test_client()
from tests.factories.store import make_key
headers = {{"Authorization": "Bearer " + make_key(settings, 1)}}
assert client.get("/api/v1/plans/{plan_id}", headers=headers).status_code == 200
assert client.post("/api/v1/plans/{plan_id}/publish", headers=headers).status_code == 200
print([name for name in ("ortools", "pyvrp", "scipy.optimize") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, timeout=60, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_ready_when_database_and_queue_answer(client: FlaskClient, queue: FakeQueue) -> None:
    assert client.get("/readyz").json == {"status": "ok", "database": "ok", "queue": "ok"}
    queue.away = True
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["queue"], answer.json["database"]) == (503, "down", "ok")


def test_not_ready_without_a_database(settings: Settings, queue: FakeQueue) -> None:
    lost = settings.replace(database_url="postgresql://nobody@127.0.0.1:1/none")
    answer = create_app(lost, queue=queue).test_client().get("/readyz")
    assert (answer.status_code, answer.json["database"]) == (503, "down")


def test_metrics_count_requests_and_plans(client: FlaskClient, settings: Settings, world: World) -> None:
    make_plan(settings, world, "R-1")
    client.get("/healthz")
    lines = client.get("/metrics").text.splitlines()
    assert 'huiliu_requests_total{method="GET",status="200",view="health.healthz"} 1.0' in lines
    assert 'huiliu_plans{status="planned"} 1' in lines
    assert 'huiliu_plans{status="failed"} 0' in lines


def test_metrics_have_no_series_per_plan_or_link(client: FlaskClient) -> None:
    """A link is a key: it must not come out through a label."""
    client.get("/d/some-secret-link")
    assert "some-secret-link" not in client.get("/metrics").text


def test_a_home_gets_a_signing_key_of_its_own(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "new")
    key = secret_key(settings)
    file = settings.home / "secret.key"
    assert len(key) >= 32
    assert secret_key(settings) == key == file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in settings.home.iterdir()] == ["secret.key"]


def test_a_configured_key_is_used_and_nothing_written(tmp_path: Path) -> None:
    assert secret_key(Settings(home=tmp_path / "new", secret_key="s" * 40)) == "s" * 40
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe" * 40])
def test_a_damaged_key_is_said_not_replaced(tmp_path: Path, content: bytes) -> None:
    """A new key would end every driver's link; a person has to decide that."""
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(UnavailableError) as caught:
        secret_key(Settings(home=tmp_path))
    assert caught.value.code == "A106"
    assert (tmp_path / "secret.key").read_bytes() == content


def test_answers_keep_chinese_readable(client: FlaskClient, app: APIFlask) -> None:
    with app.test_request_context():
        assert "回流" in app.json.dumps({"name": "回流"})
    assert json.loads(client.get("/api/v1/openapi.json").text)
