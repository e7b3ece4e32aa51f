"""Numba cache files with checksums, verified before any of their code runs.

Numba trusts its cache: a file truncated by a power cut ends the process with a traceback, an altered one is
executed. Here a checksum follows the code of every kernel, and a file whose checksum differs counts as
absent: the kernel is compiled again and the file replaced.
"""

from __future__ import annotations

import logging
import struct
import zlib
from pathlib import Path
from typing import Any

from numba.core.caching import IndexDataCacheFile

_MARK = b"HLKERNEL"
_TRAILER = struct.Struct("<8sI")
"""After the pickled code, which ends by itself: the mark and the CRC-32 of all before."""

_log = logging.getLogger(__name__)


class CheckedCacheFile(IndexDataCacheFile):  # type: ignore[misc]
    """Index and data files of one kernel, as numba's own but tolerant of damage."""

    def _load_index(self) -> dict[Any, str]:
        try:
            return dict(super()._load_index())
        except Exception as error:
            # What unpickling raises depends on which byte is wrong.
            _log.warning("%s is damaged (%s); the kernel is compiled again", self._index_path, error)
            return {}

    def _load_data(self, name: str) -> Any:
        path = Path(self._data_path(name))
        try:
            _require_whole(path.read_bytes())
            return super()._load_data(name)
        except OSError:
            raise
        except Exception as error:
            _log.warning("%s is damaged (%s); the kernel is compiled again", path, error)
            raise OSError(f"{path} is damaged") from error  # numba takes this for an absent file

    def _dump(self, obj: Any) -> bytes:
        content: bytes = super()._dump(obj)
        return content + _TRAILER.pack(_MARK, zlib.crc32(content))


def _require_whole(content: bytes) -> None:
    """Verify the checksum of a file; a file from before there were checksums passes."""
    mark, checksum = _TRAILER.unpack(content[-_TRAILER.size :].rjust(_TRAILER.size, b"\0"))
    if mark == _MARK and checksum != zlib.crc32(content[: -_TRAILER.size]):
        raise ValueError("its checksum differs")
