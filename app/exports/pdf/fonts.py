"""Find a Chinese font of this machine that permits embedding: by fontconfig, else in the usual folders."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.domain.errors import Fault, UnavailableError

PREFERRED = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Microsoft YaHei", "PingFang SC", "Droid Sans Fallback", "SimHei", "SimSun",
)  # fmt: skip
"""Families with mainland forms, those that print best first; others come after them."""
_USUAL = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
          "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts")  # fmt: skip
_FILES = {
    "NotoSansCJK-Regular.ttc": 2, "NotoSansSC-Regular.otf": 0, "NotoSansSC-Regular.ttf": 0,
    "SourceHanSansSC-Regular.otf": 0, "SourceHanSansCN-Regular.otf": 0, "wqy-microhei.ttc": 0,
    "wqy-zenhei.ttc": 0, "msyh.ttc": 0, "DroidSansFallbackFull.ttf": 0, "DroidSansFallback.ttf": 0,
    "simhei.ttf": 0, "simsun.ttc": 0,
}  # fmt: skip
"""File → place of the mainland face in it."""
_NEEDED = "回流直角骨车站"
_REGULAR, _FONTCONFIG_S = 80, 20
_RESTRICTED, _BITMAPS_ONLY = 0x0002, 0x0200


@dataclass(frozen=True, slots=True)
class Typeface:
    """One face of a font file, `number` counted from 0."""

    path: Path
    number: int


@cache
def chinese_font() -> Typeface:
    """Return the best available Chinese font whose licence bits permit embedding.

    Raises
    ------
    UnavailableError
        A261: there is none. The next call searches again.
    """
    for face in [*_by_fontconfig(), *_by_place()]:
        if _usable(face):
            return face
    raise UnavailableError(
        Fault(
            "A261",
            "This machine has no Chinese font that may be embedded in a PDF.",
            "Install one on the server (Debian: apt install fonts-noto-cjk, or the smaller "
            "fonts-wqy-microhei), or print from the browser.",
        )
    )


def _by_fontconfig() -> list[Typeface]:
    """Return the faces that fontconfig offers for simplified Chinese, best first; none without fontconfig."""
    command = ["fc-list", ":lang=zh-cn:variable=false", "-f", "%{file}\t%{index}\t%{weight}\t%{family}\n"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=_FONTCONFIG_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    ranked: list[tuple[int, float, str, Typeface]] = []
    for line in found.stdout.splitlines():
        file, index, weight, family = [*line.split("\t", 3), "", "", ""][:4]
        # The upper 16 bits number the named instances of variable fonts.
        if index.isdigit() and int(index) < 1 << 16:
            off_regular = abs(float(weight) - _REGULAR) if weight.replace(".", "", 1).isdigit() else 0.0
            ranked.append((_rank(family), off_regular, file, Typeface(Path(file), int(index))))
    return [face for *_order, face in sorted(ranked, key=lambda entry: (*entry[:3], entry[3].number))]


def _rank(family: str) -> int:
    names = {name.strip() for name in family.split(",")}
    return next((at for at, known in enumerate(PREFERRED) if known in names), len(PREFERRED))


def _by_place() -> Iterator[Typeface]:
    """Return known files in the usual folders, for machines without fontconfig such as small images."""
    found: dict[str, Path] = {}
    for folder in map(Path, _USUAL):
        for path in folder.expanduser().rglob("*.[ot]t[cf]"):
            found.setdefault(path.name, path)
    for name, number in _FILES.items():
        if name in found:
            yield Typeface(found[name], number)


def _usable(face: Typeface) -> bool:
    """Return whether the face can be read, has the characters and permits embedding (OS/2 fsType)."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(face.path, fontNumber=face.number, lazy=True) as font:
            embedding = font["OS/2"].fsType if "OS/2" in font else 0
            allowed = embedding & 0xF != _RESTRICTED and not embedding & _BITMAPS_ONLY
            known = font.getBestCmap() or {}
            return allowed and all(ord(character) in known for character in _NEEDED)
    except (OSError, TTLibError, KeyError, ValueError):
        return False
