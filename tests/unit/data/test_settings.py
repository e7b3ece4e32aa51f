"""Settings: their variables, and what is said of those that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.domain.errors import InputError
from data.settings import PREFIX, Settings, child_environment, variable_of


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in list(os.environ):
        if key.startswith(PREFIX):
            monkeypatch.delenv(key)


def test_every_setting_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/li")
    settings = Settings.from_environment()
    assert settings == Settings(home=Path("/home/li/.local/share/huiliu"))
    assert (settings.port, settings.open_compat, settings.solve_seconds) == (8000, False, 10.0)


def test_the_data_home_of_the_desktop_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert Settings.from_environment().home == Path("/data/huiliu")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("home", "~/plans", Path("~/plans").expanduser()),
        ("open_compat", "1", True),
        ("open_compat", "YES", True),
        ("open_compat", "", False),
        ("port", "80", 80),
        ("solve_seconds", "2.5", 2.5),
        ("secret_key", "0123", "0123"),
        ("roads_url", "osrm+https://roads.local/{profile}", "osrm+https://roads.local/{profile}"),
    ],
)
def test_values_are_read(name: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable_of(name), text)
    assert getattr(Settings.from_environment(), name) == value


def test_every_fault_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUILIU_PORT", "http")
    monkeypatch.setenv("HUILIU_OPEN_COMPAT", "perhaps")
    monkeypatch.setenv("HUILIU_HOEM", "/data")
    with pytest.raises(InputError) as caught:
        Settings.from_environment()
    assert {(fault.code, fault.where) for fault in caught.value.faults} == {
        ("S101", "HUILIU_PORT"),
        ("S101", "HUILIU_OPEN_COMPAT"),
        ("S102", "HUILIU_HOEM"),
    }


@pytest.mark.parametrize("address", ["http://roads.local", "osrm+ftp://a", "osrm+http://", "google+http://a"])
def test_an_unknown_road_server_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUILIU_ROADS_URL", address)
    with pytest.raises(InputError, match="S101") as caught:
        Settings.from_environment()
    assert "expected osrm+http://HOST" in caught.value.faults[0].cause


def test_settings_made_directly_do_not_read_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUILIU_PORT", "81")
    assert Settings(home=Path("/data")).port == 8000


def test_a_child_process_reads_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUILIU_PORT", "81")
    settings = Settings(home=Path("/data"), open_compat=True, solve_seconds=2.5)
    environment = child_environment(settings)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert Settings.from_environment() == settings
