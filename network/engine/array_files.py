"""Files of arrays, checked when opened, then memory-mapped and shared by all workers.

Kernels index without bounds checks, so magic, version, checksum of the header, size of the file and
checksum of every array are verified first. A file is written under a temporary name, synced and renamed; it
is never changed.

Layout: 8 bytes of magic; version, length of the header and its CRC-32 as little-endian uint32; the
header as JSON; the arrays, each from the next multiple of 64 bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, UnavailableError

MAGIC = b"HLCCHIER"
VERSION = 1
_PREFIX = struct.Struct("<8sIII")
_ALIGNMENT = 64

Arrays = Mapping[str, NDArray[Any]]


class DamagedFileError(UnavailableError):
    """A stored file is damaged and has to be built again."""


def save(path: Path, key: str, arrays: Arrays, *, durable: bool = True) -> None:
    """Write arrays to a file atomically.

    Parameters
    ----------
    key
        Identifies the content that the arrays were computed from; `load` requires the same.
    durable
        Whether to sync the file. Without it a power cut may leave a damaged file, which `load` refuses.

    Raises
    ------
    UnavailableError
        N312: the folder or the disk does not take the file.
    """
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    entries = [
        {"name": name, "type": array.dtype.str, "shape": array.shape, "crc": zlib.crc32(array.data.cast("B"))}
        if array.size
        else {"name": name, "type": array.dtype.str, "shape": array.shape, "crc": 0}
        for name, array in contiguous.items()
    ]
    header = json.dumps({"key": key, "arrays": entries}).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            try:
                file.write(_PREFIX.pack(MAGIC, VERSION, len(header), zlib.crc32(header)) + header)
                for array in contiguous.values():
                    file.write(b"\0" * (-file.tell() % _ALIGNMENT))
                    file.write(array.data.cast("B") if array.size else b"")
                file.flush()
                if durable:
                    os.fsync(file.fileno())
                Path(file.name).chmod(0o644)
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        fault = Fault(
            "N312",
            f"A file of the road engine cannot be written: {error}.",
            "Check free disk space and the permissions of the folder.",
            str(path),
        )
        raise UnavailableError(fault) from error


def load(path: Path, key: str, *, only: Collection[str] | None = None) -> dict[str, NDArray[Any]]:
    """Map the arrays of a file into memory, copy-on-write.

    Parameters
    ----------
    only
        Names of the arrays to check and map; all by default.

    Raises
    ------
    FileNotFoundError
        There is no such file yet.
    DamagedFileError
        N311: the file is cut off, altered, of another version or of other content.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _PREFIX.size:
            raise _damaged(path, "it is cut off")
        # Copy-on-write: numba compiles read-only arrays apart, and nothing ever reaches the file.
        buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    magic, version, length, crc = _PREFIX.unpack_from(buffer)
    if magic != MAGIC or version != VERSION:
        raise _damaged(path, "it is of another kind or version")
    header = buffer[_PREFIX.size : _PREFIX.size + length]
    if len(header) != length or zlib.crc32(header) != crc:
        raise _damaged(path, "its header is altered")
    document = json.loads(header)
    if document["key"] != key:
        raise _damaged(path, "it belongs to other content")
    arrays = {}
    end = _PREFIX.size + length
    for entry in document["arrays"]:
        kind, shape = np.dtype(entry["type"]), tuple(entry["shape"])
        begin = end + -end % _ALIGNMENT
        end = begin + kind.itemsize * int(np.prod(shape))
        if end > size:
            raise _damaged(path, "it is cut off")
        if only is not None and entry["name"] not in only:
            continue
        if zlib.crc32(memoryview(buffer)[begin:end]) != entry["crc"]:
            raise _damaged(path, f"its array {entry['name']} is altered")
        arrays[entry["name"]] = np.frombuffer(buffer, kind, int(np.prod(shape)), begin).reshape(shape)
    if end != size:
        raise _damaged(path, "it is longer than it should be")
    return arrays


def _damaged(path: Path, reason: str) -> DamagedFileError:
    return DamagedFileError(
        Fault(
            "N311",
            f"A file of the road engine cannot be used: {reason}.",
            "No action is needed: it is built again.",
            str(path),
        )
    )
