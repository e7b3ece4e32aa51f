"""Hooks of the documentation site: pages outside `docs` are part of it.

The docs link to `benchmarks/results/*.md` and `CONTRIBUTING.md` by their paths in the repository, so that a
code host follows the links. The site gives these pages a place and rewrites the links.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
FOREIGN = ("CONTRIBUTING.md", "benchmarks/results/*.md", "benchmarks/results/*.svg")
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#|/)([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie outside `docs`, at their path in the repository."""
    for pattern in FOREIGN:
        for path in sorted(ROOT.glob(pattern)):
            place = path.relative_to(ROOT).as_posix()
            files.append(File.generated(config, place, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_others: Any) -> str:
    """Rewrite links between `docs` and the rest of the repository to where the site has the pages."""
    place = PurePosixPath(page.file.src_uri)
    is_foreign = any(place.match(pattern) for pattern in FOREIGN)
    source = place if is_foreign else PurePosixPath("docs") / place

    def rewritten(found: re.Match[str]) -> str:
        target = _normal(source.parent / found[1])
        if target.parts[:1] == ("docs",):
            target = PurePosixPath(*target.parts[1:])
        return "/".join([".."] * len(place.parent.parts) + [target.as_posix()])

    return _LINK.sub(rewritten, markdown)


def _normal(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)
