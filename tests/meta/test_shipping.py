"""The image and the composition refer to what there is, and demand their secrets."""

from __future__ import annotations

import json
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.cli import COMMANDS
from app.web.health import health
from data.settings import PREFIX, Settings, variable_of

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
OURS = ("web", "worker")
IN_THE_IMAGE = "/opt/huiliu/"


def instructions(word: str, text: str = DOCKERFILE) -> list[str]:
    """What follows each `word` of a Dockerfile, its lines joined."""
    whole = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.M))
    return [line.split(maxsplit=1)[1].strip() for line in whole.splitlines() if line.startswith(f"{word} ")]


def last_stage() -> str:
    return DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return found


def ignored(path: str) -> bool:
    """Whether the build does not see a path: the last line of .dockerignore that fits decides."""
    answer = False
    for line in (ROOT / ".dockerignore").read_text("utf-8").split("\n"):
        pattern = line.removeprefix("!")
        if pattern and not pattern.startswith("#"):
            parts = [path, *(str(parent) for parent in Path(path).parents)]
            if any(fnmatch(part, pattern) or fnmatch(f"/{part}", f"/{pattern}") for part in parts):
                answer = not line.startswith("!")
    return answer


class TestImage:
    def test_what_is_copied_is_there_and_reaches_the_build(self) -> None:
        copied = [
            source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]
        ]
        assert {"app", "data", "network", "routing", "workers"} <= set(copied)
        assert [path for path in copied if not (ROOT / path).exists() or ignored(path)] == []

    @pytest.mark.parametrize(
        "path", [".git", ".env", "app/.env", "tests", ".venv", "app/frontend/node_modules", "compose.yaml"]
    )
    def test_what_does_not_belong_in_it_never_reaches_the_build(self, path: str) -> None:
        assert ignored(path)

    def test_every_package_of_the_program_is_in_it(self) -> None:
        packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
        assert packages <= {line.split()[0] for line in instructions("COPY")}

    def test_it_runs_as_a_user_of_its_own_who_owns_none_of_the_program(self) -> None:
        assert instructions("USER", last_stage()) == ["huiliu"]
        assert "--chown" not in DOCKERFILE
        assert "chmod" not in last_stage()

    def test_it_starts_a_command_that_there_is(self) -> None:
        (command,) = instructions("CMD", last_stage())
        program, name = json.loads(command)
        assert program == "huiliu"
        assert name in COMMANDS

    def test_its_health_check_asks_a_page_that_there_is(self) -> None:
        (check,) = instructions("HEALTHCHECK", last_stage())
        port, path = re.findall(r"127\.0\.0\.1:(\d+)(/\w+)", check)[0]
        assert int(port) == Settings(home=Path("/")).port == int(instructions("EXPOSE", last_stage())[0])
        assert path.strip("/") in {function.__name__ for function in _views()}

    def test_kernels_are_compiled_for_the_processor_that_runs_them(self) -> None:
        """By the same name in both stages: else the image compiles at its first use."""
        named = re.findall(r"NUMBA_CPU_NAME=(\S+)", DOCKERFILE)
        assert named == ["${KERNELS_CPU}"] * 2
        assert len(set(instructions("ARG")) - {"PYTHON_IMAGE=python:3.11-slim-bookworm"}) == 1

    def test_its_font_is_one_that_route_sheets_look_for(self) -> None:
        assert "fonts-wqy-microhei" in last_stage()
        assert "wqy-microhei.ttc" in (ROOT / "app/exports/pdf/fonts.py").read_text("utf-8")


def _views() -> list[Any]:
    from flask import Flask

    app = Flask("looked at")
    app.register_blueprint(health)
    return list(app.view_functions.values())


class TestComposition:
    def test_it_has_web_worker_and_what_they_need(self, services: dict[str, Any]) -> None:
        assert set(services) == {"web", "worker", "postgres", "valkey"}
        assert len({services[name]["image"] for name in OURS}) == 1, "one image for both"
        assert (ROOT / services["web"]["build"] / "Dockerfile").is_file()

    @pytest.mark.parametrize("name", OURS)
    def test_it_starts_commands_that_there_are(self, services: dict[str, Any], name: str) -> None:
        program, command = services[name]["command"]
        assert program == "huiliu"
        assert command in COMMANDS

    def test_it_waits_until_what_is_needed_is_healthy(self, services: dict[str, Any]) -> None:
        for name in OURS:
            for needed, how in services[name]["depends_on"].items():
                assert how == {"condition": "service_healthy"}
                assert services[needed]["healthcheck"]["test"]

    def test_its_addresses_name_services_and_databases_that_there_are(self, services: dict[str, Any]) -> None:
        told = services["web"]["environment"]
        user, host, database = re.findall(r"//(\w+):.*@(\w+)/(\w+)$", told["HUILIU_DATABASE_URL"])[0]
        assert (user, database) == tuple(
            services[host]["environment"][key] for key in ("POSTGRES_USER", "POSTGRES_DB")
        )
        assert re.findall(r"redis://(\w+):", told["HUILIU_REDIS_URL"])[0] in services

    def test_secrets_are_demanded_and_none_has_a_default(self, services: dict[str, Any]) -> None:
        secrets = [
            value
            for service in services.values()
            for key, value in service.get("environment", {}).items()
            if re.search(r"PASSWORD|SECRET|KEY|TOKEN", key)
        ]
        assert len(secrets) == 3
        assert [value for value in secrets if not re.fullmatch(r"\$\{\w+:\?[^}]+\}", value)] == []
        assert not re.search(r"PASSWORD|SECRET_KEY|TOKEN", DOCKERFILE)

    def test_no_file_of_secrets_is_kept(self) -> None:
        kept = subprocess.run(
            ["git", "ls-files", ".env*", "*/.env*"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert kept.stdout == ""

    def test_only_the_pages_are_reached_from_outside_and_from_this_machine_alone(
        self, services: dict[str, Any]
    ) -> None:
        ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
        assert list(ports) == ["web"]
        assert all(port.startswith("127.0.0.1:") for port in ports["web"])

    @pytest.mark.parametrize("name", OURS)
    def test_ours_may_write_nothing_but_their_volume(self, services: dict[str, Any], name: str) -> None:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        home = re.findall(r"HUILIU_HOME=(\S+)", last_stage())[0]
        assert [volume.split(":")[1] for volume in service["volumes"]] == [home]
        assert home in instructions("VOLUME", last_stage())

    def test_other_images_are_of_a_stated_version(self, services: dict[str, Any]) -> None:
        others = [service["image"] for name, service in services.items() if name not in OURS]
        assert all(re.search(r":\d+$", image) for image in others)

    def test_its_volumes_are_declared(self, services: dict[str, Any]) -> None:
        used = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
        assert used == set(yaml.safe_load(COMPOSE)["volumes"])


@pytest.mark.parametrize("text", [DOCKERFILE, COMPOSE], ids=["Dockerfile", "compose.yaml"])
def test_every_setting_told_is_one(text: str) -> None:
    known = {variable_of(name) for name in Settings.model_fields}
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+", text)) <= known


@pytest.mark.parametrize("script", ["image", "with_build_env"])
def test_scripts_of_the_image_can_be_read_and_name_no_host(script: str) -> None:
    path = ROOT / "scripts" / script
    subprocess.run(["bash", "-n", str(path)], check=True)
    assert not re.search(r"https?://", path.read_text("utf-8"))


def test_what_the_build_is_handed_reaches_its_commands(tmp_path: Path) -> None:
    """An index with a word that only a quoted line keeps whole, as `scripts/image` writes it."""
    wrapper = (ROOT / "scripts/with_build_env").read_text("utf-8").replace("/run/secrets", str(tmp_path))
    (tmp_path / "build_env").write_text("export PIP_INDEX_URL=a\\ b\n")
    (tmp_path / "certificates").write_text("PEM")
    (tmp_path / "wrapper").write_text(wrapper)
    told = subprocess.run(
        ["sh", str(tmp_path / "wrapper"), "sh", "-c", 'echo "$PIP_INDEX_URL $SSL_CERT_FILE $PIP_CERT"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["a", "b", *[str(tmp_path / "certificates")] * 2]
