"""The built front end: files of each entry, from Vite's manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app

from data.domain.errors import Fault, UnavailableError

PLANNER = "src/planner/main.tsx"
DRIVER = "src/driver/main.tsx"
REFERENCE = "src/reference/main.ts"
_EXTENSION = "huiliu.bundle"


@dataclass(frozen=True, slots=True)
class Entry:
    """Files of one page, relative to the bundle's folder: a module script, its styles and preloads."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


class Bundle:
    """The output folder of ``npm run build``; reread whenever its manifest changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest: dict[str, Any] = {}
        self._stamp: tuple[int, int] | None = None

    def entry(self, name: str, language: str | None = None) -> Entry:
        """Return the files of an entry, with the texts of a language among its preloads.

        Raises
        ------
        UnavailableError
            A301: the bundle is not built, is damaged, or has no such entry.
        """
        manifest = self._read()
        if name not in manifest:
            raise _not_built(f"{name} is not in the manifest")
        styles: dict[str, None] = {}
        preloads: dict[str, None] = {}
        self._collect(manifest, name, styles, preloads, set())
        script = str(manifest[name]["file"])
        preloads.pop(script, None)
        words = manifest.get(f"virtual:words/{language}")
        if words is not None:
            preloads[str(words["file"])] = None
        return Entry(script, tuple(styles), tuple(preloads))

    def _collect(
        self,
        manifest: dict[str, Any],
        name: str,
        styles: dict[str, None],
        preloads: dict[str, None],
        seen: set[str],
    ) -> None:
        if name in seen:
            return
        seen.add(name)
        chunk = manifest[name]
        for imported in chunk.get("imports", ()):
            self._collect(manifest, imported, styles, preloads, seen)
        styles.update(dict.fromkeys(chunk.get("css", ())))
        preloads[str(chunk["file"])] = None

    def _read(self) -> dict[str, Any]:
        path = self.folder / ".vite" / "manifest.json"
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                self._manifest = json.loads(path.read_text(encoding="utf-8"))
                self._stamp = stamp
        except (OSError, ValueError) as error:
            raise _not_built(str(error)) from error
        return self._manifest


def register_bundle(app: Flask, built: Bundle) -> None:
    """Attach the front end that the app's pages load."""
    app.extensions[_EXTENSION] = built


def bundle() -> Bundle:
    """Return the front end of the current app."""
    return cast(Bundle, current_app.extensions[_EXTENSION])


def _not_built(why: str) -> UnavailableError:
    return UnavailableError(
        Fault(
            "A301",
            f"The front end has not been built ({why}).",
            "Run `make setup`, then reload.",
            "app/static/dist",
        )
    )
