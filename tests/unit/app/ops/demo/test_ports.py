"""Which port the demo takes."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.ops.demo.ports import free_port
from data.domain.errors import InputError
from data.settings import Settings


@pytest.fixture
def taken() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_taken_port_that_was_asked_for_is_refused(taken: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"Port {taken} is taken"):
        free_port(Settings(home=tmp_path), taken)


def test_without_a_wish_the_next_free_port_is_taken(taken: int, tmp_path: Path) -> None:
    chosen = free_port(Settings(home=tmp_path, port=taken), None)
    assert taken < chosen < taken + 50


def test_two_demos_that_are_still_planning_choose_two_ports(tmp_path: Path) -> None:
    """Neither listens yet: the port is kept from the moment it is chosen."""
    here = free_port(Settings(home=tmp_path, port=23_456), None)
    code = (
        "from pathlib import Path; from app.ops.demo.ports import free_port;"
        "from data.settings import Settings;"
        f"print(free_port(Settings(home=Path({str(tmp_path)!r}), port={here}), None))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(other.stdout) > here
