"""Our own queue server: found, reused, started again with all it held, and never two on one file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.exceptions import AuthenticationError

from data.domain.errors import UnavailableError
from data.settings import Settings
from workers.queue.server import QueueServer, client, connect, ensure_redis


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def server(settings: Settings) -> Iterator[QueueServer]:
    started = ensure_redis(settings, end_with_me=True)
    yield started
    started.stop()


def state_of(settings: Settings) -> dict[str, int]:
    return json.loads((settings.home / "queue" / "queue.json").read_text())


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_a_running_server_is_used_again(settings: Settings, server: QueueServer) -> None:
    again = ensure_redis(settings)
    assert again.url == server.url
    assert again.process is None


def test_it_asks_for_a_password_that_only_the_owner_can_read(settings: Settings, server: QueueServer) -> None:
    bare = client(f"redis://127.0.0.1:{state_of(settings)['port']}")
    with pytest.raises(AuthenticationError):
        bare.ping()
    assert (settings.home / "queue" / "queue.json").stat().st_mode & 0o077 == 0
    assert str(state_of(settings)["password"]) not in repr(server)


def test_the_password_is_not_on_the_command_line(settings: Settings, server: QueueServer) -> None:
    line = Path(f"/proc/{state_of(settings)['pid']}/cmdline").read_bytes().decode()
    assert str(state_of(settings)["password"]) not in line


def test_a_killed_server_is_started_again_where_clients_find_it_with_all_it_held(
    settings: Settings, server: QueueServer
) -> None:
    connection = connect(settings)
    connection.set("kept", "yes")
    kill(state_of(settings)["pid"])
    again = ensure_redis(settings, end_with_me=True)
    assert again.url == server.url
    assert connection.get("kept") == b"yes"
    again.stop()


def test_processes_that_start_at_once_share_one_server(settings: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from data.settings import Settings; "
        "from workers.queue.server import ensure_redis; "
        "print(ensure_redis(Settings(home=Path(sys.argv[1]))).url)"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(settings.home)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    urls = {child.communicate(timeout=60)[0].strip() for child in children}
    os.kill(state_of(settings)["pid"], signal.SIGTERM)
    assert len(urls) == 1


def test_a_server_ends_with_the_process_it_belongs_to(settings: Settings) -> None:
    code = (
        "import sys, time; from pathlib import Path; from data.settings import Settings; "
        "from workers.queue.server import ensure_redis; "
        "ensure_redis(Settings(home=Path(sys.argv[1])), end_with_me=True); print('up', flush=True); "
        "time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(settings.home)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "up\n"
    pid = state_of(settings)["pid"]
    child.kill()
    child.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def test_a_silent_server_is_not_given_a_rival_on_its_files(settings: Settings, server: QueueServer) -> None:
    """Two servers that append to one file would destroy what it holds."""
    pid = state_of(settings)["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(UnavailableError) as caught:
            ensure_redis(settings)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert caught.value.code == "W102"
    assert str(pid) in str(caught.value)


def test_a_state_file_that_was_cut_off_is_no_obstacle(settings: Settings) -> None:
    (settings.home / "queue").mkdir(parents=True)
    (settings.home / "queue" / "queue.json").write_text('{"port": 63')
    started = ensure_redis(settings, end_with_me=True)
    assert client(started.url).ping()
    started.stop()


def test_a_port_taken_by_another_program_is_left_to_it(settings: Settings, valkey_url: str) -> None:
    """The stranger answers, but refuses our password: we start elsewhere and leave it alone."""
    taken = int(valkey_url.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
    (settings.home / "queue").mkdir(parents=True)
    (settings.home / "queue" / "queue.json").write_text(
        json.dumps({"port": taken, "password": "ours", "pid": 2**22, "owner_pid": None})
    )
    started = ensure_redis(settings, end_with_me=True)
    assert state_of(settings)["port"] != taken
    assert client(valkey_url).ping()
    started.stop()


def test_a_configured_redis_is_used_as_it_is(tmp_path: Path, valkey_url: str) -> None:
    found = ensure_redis(Settings(home=tmp_path / "home", redis_url=valkey_url))
    assert found.url == valkey_url
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "http://nonsense"])
def test_a_configured_redis_that_does_not_answer_is_a_stated_failure(tmp_path: Path, url: str) -> None:
    with pytest.raises(UnavailableError) as caught:
        ensure_redis(Settings(home=tmp_path, redis_url=url))
    assert caught.value.code == "W101"


def test_a_home_that_cannot_be_written_is_a_stated_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError) as caught:
        ensure_redis(Settings(home=tmp_path / "file"))
    assert caught.value.code == "S203"
