"""Where compiled code is kept, and what happens while there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.runtime import kernel_cache as kernels
from network.engine import kernels as compiled
from network.engine import warm_up

ROOT = Path(__file__).parents[4]

_PRINT_FOLDER = """
import sys
from pathlib import Path
from network.engine import kernels as compiled
folder = compiled.configure(Path(sys.argv[1]))
import network.engine.elimination
print(folder, compiled.configure(Path(sys.argv[1]) / "later") == folder, compiled.is_warm())
"""


def run(code: str, *arguments: str) -> str:
    """A fresh interpreter's output."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.strip()


@pytest.fixture
def nothing_beside_the_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(compiled.CACHE, "_beside_sources", tmp_path / "sources")
    monkeypatch.setattr(compiled.CACHE, "_folder", None)
    monkeypatch.setattr(compiled.CACHE, "_is_used", False)


@pytest.mark.usefixtures("nothing_beside_the_sources")
class TestConfigure:
    def test_folder_is_named_by_the_sources(self, tmp_path: Path) -> None:
        assert compiled.configure(tmp_path).name == compiled.CACHE.name

    def test_warm_code_beside_the_sources_is_used_until_there_is_some_at_home(self, tmp_path: Path) -> None:
        beside = tmp_path / "sources" / compiled.CACHE.name
        beside.mkdir(parents=True)
        assert tmp_path / "home" in compiled.configure(tmp_path / "home").parents
        (beside / "ready").touch()
        assert compiled.configure(tmp_path / "home") == beside
        assert compiled.is_warm()

    def test_a_folder_that_cannot_be_written_is_copied(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A read-only image with warm code starts warm."""
        folder = compiled.configure(tmp_path)
        (folder / "ready").touch()

        def refuse(**_: object) -> None:
            raise PermissionError("read-only")

        monkeypatch.setattr(kernels.tempfile, "TemporaryFile", refuse)
        private = compiled.configure(tmp_path)
        assert tmp_path not in private.parents
        assert compiled.is_warm()

    def test_warm_code_of_a_read_only_program_is_copied_home_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The image's: the next process finds it in the volume."""
        beside = tmp_path / "sources" / compiled.CACHE.name
        (beside / "engine_1").mkdir(parents=True)
        for name in ("tables.nbi", "tables.1.nbc"):
            (beside / "engine_1" / name).write_text(name)
        kernels._mark_ready(beside)
        home = tmp_path / "home" / compiled.CACHE.name
        monkeypatch.setattr(kernels, "_can_write", lambda folder: folder != beside)
        assert compiled.configure(tmp_path / "home") == home
        assert compiled.is_warm()
        files = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
        assert files == {"ready", "engine_1/tables.nbi", "engine_1/tables.1.nbc"}

    def test_code_for_another_processor_counts_as_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        beside = tmp_path / "sources" / compiled.CACHE.name
        beside.mkdir(parents=True)
        kernels._mark_ready(beside)
        monkeypatch.setattr(kernels, "_processor", lambda: "another")
        assert compiled.configure(tmp_path / "home") == tmp_path / "home" / compiled.CACHE.name
        assert not compiled.is_warm()
        kernels._mark_ready(beside)
        assert len((beside / "ready").read_text().splitlines()) == 2, "a shared folder serves both"


def test_the_folder_is_settled_by_the_first_kernel(tmp_path: Path) -> None:
    folder, same, warm = run(_PRINT_FOLDER, str(tmp_path)).split()
    assert Path(folder).name == compiled.CACHE.name
    assert same == "True"
    assert warm in {"True", "False"}


def test_importing_the_engine_compiles_and_starts_nothing() -> None:
    """RQ's parent imports what its children run, and forks."""
    code = """
import threading
from network.engine import build, cch, customization, nested_dissection, paths, tables
kernels = [
    tables.sweep, tables.restrict, customization.settle, nested_dissection.dissect, paths.shortest_path
]
print(threading.active_count(), [kernel.signatures for kernel in kernels])
"""
    assert run(code) == "1 [[], [], [], [], []]"


def test_a_forked_child_can_use_kernels() -> None:
    code = """
import os
import numpy as np
from network.engine import tables
from network.engine.elimination import subtree_sizes
child = os.fork()
if child == 0:
    os._exit(int(subtree_sizes(np.array([2, 2, -1], np.int32)).sum()) + 2)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert run(code) == "7"


class TestIsWorthCompiling:
    @pytest.fixture(autouse=True)
    def cold(self, nothing_beside_the_sources: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.started: list[Path] = []
        self.home = tmp_path / "compiled"

        def start(cache_dir: Path, folder: Path) -> None:
            self.started.append(cache_dir)

        monkeypatch.setattr(warm_up, "compile_in_background", start)
        monkeypatch.setattr(warm_up, "_compiled_here", [])

    def test_small_tables_do_not_wait_for_the_compiler(self) -> None:
        assert not warm_up.is_worth_compiling(self.home, sources=20, states=10_000)
        assert self.started == [self.home]

    def test_large_tables_compile_at_once(self) -> None:
        assert warm_up.is_worth_compiling(self.home, sources=1000, states=1_000_000)
        assert self.started == []

    def test_what_a_large_table_compiled_serves_small_ones(self) -> None:
        warm_up.is_worth_compiling(self.home, sources=1000, states=1_000_000)
        assert warm_up.is_worth_compiling(self.home, sources=1, states=10)
        assert self.started == []

    def test_warm_kernels_are_used(self) -> None:
        (compiled.configure(self.home) / "ready").touch()
        assert warm_up.is_worth_compiling(self.home, sources=1, states=10)

    def test_a_folder_of_this_process_is_compiled_here(self, tmp_path: Path) -> None:
        """No other process could leave code in it."""
        (tmp_path / "file").write_text("in the way")
        assert warm_up.is_worth_compiling(tmp_path / "file" / "compiled", sources=1, states=10)
        assert self.started == []


def test_one_process_compiles_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(warm_up.subprocess, "Popen", lambda command, **_: commands.append(command))
    for _ in range(2):
        warm_up.compile_in_background(tmp_path, tmp_path)
    assert len(commands) == 1
    os.utime(tmp_path / "compiling", (1, 1))
    warm_up.compile_in_background(tmp_path, tmp_path)
    assert len(commands) == 2
