"""An installation nobody has used yet, the hand of whoever sets it up, and the table they bring."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Locator

Box = tuple[float, float, float, float]
READY_S = 240.0


@dataclass
class Empty:
    """``huiliu serve`` and ``huiliu worker`` on a home of their own, as the README starts them."""

    home: Path
    lines: list[str] = field(default_factory=list)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        self._run("serve", "--port", port)
        deadline = time.monotonic() + READY_S
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "\n".join(self.lines)
                time.sleep(0.1)
        self._run("worker")  # after the server, whose queue it finds

    @property
    def setup_url(self) -> str:
        """The address that the server printed for the first administrator, with the code in it."""
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            for line in list(self.lines):
                if found := re.search(r"http://\S+/setup\?code=\S+", line):
                    return found[0]
            time.sleep(0.1)
        raise AssertionError("no set-up address was printed:\n" + "\n".join(self.lines))

    @property
    def url(self) -> str:
        return self.setup_url.split("/setup")[0]

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.processes):
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGTERM)  # a worker ends its job first; told twice, at once
                process.wait(timeout=60)

    def _run(self, *command: str) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("HUILIU_")}
        environment |= {
            "HUILIU_HOME": str(self.home),
            "HUILIU_WEB_PROCESSES": "1",
            "HUILIU_SOLVE_PROCESSES": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)

        def read() -> None:
            assert process.stdout is not None
            for line in iter(process.stdout.readline, ""):
                self.lines.append(line.rstrip("\n"))

        threading.Thread(target=read, daemon=True).start()


@dataclass
class Hand:
    """Counts what a person has to do: clicks (a chosen file is one), and fields to fill in."""

    clicks: int = 0
    fields: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def fill(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.fields += 1

    def choose_file(self, button: Locator, path: Path) -> None:
        with button.page.expect_file_chooser() as chooser:
            button.click()
        chooser.value.set_files(path)
        self.clicks += 1


HEADER = ["编号*", "日期", "名称", "经度", "纬度", "时间窗", "物品*", "数量*", "状况", "重量"]
_REF, _DATE, _LON, _LAT, _WINDOW, _WHAT, _MANY, _STATE, _KG = 0, 1, 3, 4, 5, 6, 7, 8, 9
Row = list[object]


def _exchanged(row: Row) -> None:
    row[_LON], row[_LAT] = row[_LAT], row[_LON]


def _critical(row: Row) -> None:
    row[_WHAT], row[_STATE] = "phone_battery", "危急"


def _set(column: int, value: object) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        row[column] = value

    return change


BAD: dict[int, tuple[Callable[[Row], None], str, str]] = {
    12: (_set(_MANY, "许多"), "数量*", "I204"),
    22: (_set(_DATE, "2月30日"), "日期", "I204"),
    32: (_set(_DATE, ""), "日期", "I209"),
    42: (_set(_WHAT, "永动机"), "物品*", "I206"),
    52: (_exchanged, "经度", "I214"),
    62: (_set(_LON, ""), "经度", "I209"),
    72: (_set(_LAT, 60.0), "经度", "I215"),
    82: (_set(_KG, 9000), "重量", "I210"),
    92: (_critical, "状况", "I219"),
    102: (_set(_REF, ""), "编号*", "I205"),
    112: (_set(_WINDOW, "9点到12点"), "时间窗", "I204"),
    122: (_set(_MANY, -3), "数量*", "I204"),
}
"""By row of the sheet: what is wrong, the file's own column, and the code that the preview tells."""


def requests_table(path: Path, box: Box, day: str, *, rows: int = 150) -> Path:
    """A workbook of requests around the middle of the roads, twelve of them wrong."""
    west, south, east, north = box
    chance = random.Random(5)
    book = Workbook()
    book.active.append(HEADER)
    for number in range(2, rows + 2):
        lon = round(west + (east - west) * chance.uniform(0.4, 0.6), 6)
        lat = round(south + (north - south) * chance.uniform(0.4, 0.6), 6)
        window = chance.choice(["", "", "", "08:00-12:00", "13:00-17:00"])
        what = chance.choice(["洗衣机", "tv_flat", "tv_flat", "tv_flat"])
        row: Row = [f"R-{number:03d}", day, f"客户 {number}", lon, lat, window, what, 1, "", ""]
        if number in BAD:
            BAD[number][0](row)
        book.active.append(row)
    book.save(path)
    return path
