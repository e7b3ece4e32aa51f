"""VROOM's own program, asked about the documents of `vroom_documents`; what it said is kept beside this.

``python -m tests.factories.vroom_program`` asks again and writes ``vroom_answers.json``.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.peer_python import ready_python
from benchmarks.vroom_peer import FOLDER
from tests.factories.vroom_documents import GIVEN, REFUSED, SOLVED

Answers = dict[str, dict[str, Any]]
KEPT = Path(__file__).with_name("vroom_answers.json")
"""By pyvroom 1.15.2, 25 November 2026."""

ASKED = {
    **{f"solved {name}": (document, []) for name, document in (SOLVED | REFUSED).items()},
    **{f"given {name}": (document, ["-c"]) for name, document in GIVEN.items()},
}
_ASKING = """
import json, os, sys
from vroom import main
for name, (document, options) in json.load(sys.stdin).items():
    read, write = os.pipe()
    if os.fork() == 0:
        os.dup2(write, 1)
        main(["vroom", "-t", "1", "-x", "1", *options, json.dumps(document)])
        sys.stdout.flush()
        os._exit(0)
    os.close(write)
    print(json.dumps([name, open(read).read()]), flush=True)
    os.wait()
"""
"""VROOM's program ends its process on an error, and starting Python for each document takes too long."""


def asked() -> Answers:
    """VROOM's answers to all documents, by ``solved NAME`` or ``given NAME``, without computing times.

    Raises
    ------
    AbsentPeerError
        There is no VROOM here.
    """
    ended = subprocess.run(
        [str(ready_python(FOLDER, "vroom")), "-c", _ASKING],
        input=json.dumps(ASKED),
        check=True,
        capture_output=True,
        text=True,
        timeout=200,
    )
    answers = {name: json.loads(text) for name, text in map(json.loads, ended.stdout.splitlines())}
    for answer in answers.values():
        answer.get("summary", {}).pop("computing_times", None)
    return answers


def kept() -> Answers:
    """What VROOM said when it was asked last."""
    answers: Answers = json.loads(KEPT.read_text("utf-8"))
    return answers


if __name__ == "__main__":
    KEPT.write_text(json.dumps(asked(), indent=1, ensure_ascii=False) + "\n", "utf-8")
