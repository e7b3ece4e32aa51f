"""Files of a road graph: one ``.npy`` per array and ``meta.json``, memory-mapped when opened.

A folder is written under a temporary name, synced and renamed, so it is complete or absent, and never
changed. Opening checks the checksum of every array.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, InputError, UnavailableError
from network.graph.road_graph import FORMAT_VERSION, RoadGraph

META = "meta.json"
_NOT_ARRAYS = {"names", "attributes"}
ARRAY_NAMES = tuple(f.name for f in fields(RoadGraph) if f.name not in _NOT_ARRAYS)


def graph_id(graph: RoadGraph) -> str:
    """Content identifier of a graph: SHA-256 of arrays, names and attributes, and the format version."""
    digest = hashlib.sha256()
    for name in ARRAY_NAMES:
        array = np.ascontiguousarray(getattr(graph, name))
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    digest.update(_texts(graph))
    return f"{digest.hexdigest()}-v{FORMAT_VERSION}"


def save_graph(graph: RoadGraph, folder: Path) -> None:
    """Write a graph as the folder `folder`, unless it exists and is intact.

    Raises
    ------
    UnavailableError
        N107: the disk is full or the folder cannot be written; nothing is left behind.
    """
    if folder.exists() and _is_intact(folder):
        return
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        _write_files(graph, beside)
        if folder.exists():
            # It is damaged. Processes that have it mapped keep it.
            shutil.rmtree(folder)
        beside.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise UnavailableError(storage_fault(error, folder)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def open_graph(folder: Path) -> RoadGraph:
    """Open a stored graph, its arrays read-only and memory-mapped.

    Raises
    ------
    InputError
        N108: a file is missing, cut off, altered or of another format version.
    """
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
        if meta["format"] != FORMAT_VERSION:
            raise ValueError(f"it has format {meta['format']}, this version reads {FORMAT_VERSION}")
        arrays: dict[str, Any] = {name: _open_array(folder, name, meta) for name in ARRAY_NAMES}
        return RoadGraph(**arrays, names=tuple(meta["names"]), attributes=meta["attributes"])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise InputError(_damaged(folder, error)) from error


def _open_array(folder: Path, name: str, meta: dict[str, Any]) -> NDArray[Any]:
    array: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    expected = meta["arrays"][name]
    if [array.dtype.str, list(array.shape)] != expected[:2] or _checksum(array) != expected[2]:
        raise ValueError(f"{name}.npy is not what was written")
    # The same memory without the subclass, whose every slice costs ten microseconds.
    return np.asarray(array)


def _write_files(graph: RoadGraph, folder: Path) -> None:
    arrays: dict[str, list[Any]] = {}
    for name in ARRAY_NAMES:
        array = np.ascontiguousarray(getattr(graph, name))
        with (folder / f"{name}.npy").open("wb") as stream:
            np.lib.format.write_array_header_1_0(stream, np.lib.format.header_data_from_array_1_0(array))
            # Not by numpy, whose errors lose the errno of a full disk.
            stream.write(array.data.cast("B") if array.size else b"")
            stream.flush()
            os.fsync(stream.fileno())
        arrays[name] = [array.dtype.str, list(array.shape), _checksum(array)]
    meta = {"format": FORMAT_VERSION, "arrays": arrays, **json.loads(_texts(graph))}
    write_text(folder / META, json.dumps(meta, ensure_ascii=False))
    sync_folder(folder)


def _is_intact(folder: Path) -> bool:
    try:
        open_graph(folder)
    except InputError:
        return False
    return True


def _checksum(array: NDArray[Any]) -> int:
    return zlib.crc32(np.ascontiguousarray(array).data.cast("B")) if array.size else 0


def _texts(graph: RoadGraph) -> bytes:
    return json.dumps(
        {"names": graph.names, "attributes": graph.attributes}, ensure_ascii=False, sort_keys=True
    ).encode()


def write_text(path: Path, text: str) -> None:
    """Replace a text file atomically."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that renames in it survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def storage_fault(error: OSError, path: Path) -> Fault:
    """Fault N107 of a network that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Fault(
            "N107", "The disk is full; the network was not stored.", "Free some space.", str(path.parent)
        )
    return Fault(
        "N107",
        f"The network cannot be stored: {error.strerror or error}.",
        "Check that the home folder is writable.",
        str(path.parent),
    )


def _damaged(folder: Path, error: Exception) -> Fault:
    return Fault(
        "N108",
        f"The stored road network is damaged: {error}.",
        "Import it again with `huiliu network import`.",
        folder.name,
    )
