"""Import one uploaded extract: ``python -m app.services.networks.import_child HOME ID``."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

from app.services.networks.imports import FOLDER, faults_json, read_state, write_state
from data.domain.errors import Fault, HuiliuError
from network.engine.selection import prepare_engine
from network.library import NetworkLibrary
from network.osm.load import import_source


def main() -> int:
    """Import the extract, update its state file, and delete the upload; return the exit code."""
    home, identity = Path(sys.argv[1]), sys.argv[2]
    found = read_state(home, identity)
    if found is None:
        return 2
    source = home / FOLDER / found.file
    row = replace(found, pid=os.getpid())

    def report(phase: str, _count: int) -> None:
        nonlocal row
        row = replace(row, phase=phase)
        write_state(home, row)

    try:
        graph = import_source(str(source), progress=report)
        report("preparing", 0)
        NetworkLibrary(home).add(graph, row.name, prepare=prepare_engine)
        write_state(home, replace(row, state="done", phase=""))
    except HuiliuError as error:
        write_state(home, replace(row, state="failed", faults=faults_json(error)))
        return 2
    except Exception:
        logging.getLogger(__name__).exception("%s", row.name)
        lost = Fault("N107", "The import was interrupted.", "Send the file again.", row.name)
        write_state(home, replace(row, state="failed", faults=[lost.as_json()]))
        raise
    finally:
        source.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
