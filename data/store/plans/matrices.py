"""Binary encoding of travel matrices for the database."""

from __future__ import annotations

import json
import zlib

import numpy as np

from data.domain.matrix import TravelMatrices, TravelMatrix

_BYTES = 4


def pack_matrices(matrices: TravelMatrices) -> bytes:
    """Encode matrices: a line of JSON with profiles and size, then the compressed numbers.

    Bytes of equal significance are grouped, which halves the compressed size and the time.
    """
    profiles = list(matrices)
    size = max((each.size for each in matrices.values()), default=0)
    numbers = np.array([[each.duration_s, each.distance_m] for each in matrices.values()], dtype="<i4")
    planes = np.ascontiguousarray(numbers.reshape(-1).view(np.uint8).reshape(-1, _BYTES).T)
    return (
        json.dumps({"profiles": profiles, "size": size}).encode()
        + b"\n"
        + zlib.compress(planes.tobytes(), level=1)
    )


def unpack_matrices(packed: bytes) -> dict[str, TravelMatrix]:
    """Decode what `pack_matrices` encoded."""
    header, _, compressed = packed.partition(b"\n")
    about = json.loads(header)
    planes = np.frombuffer(zlib.decompress(compressed), dtype=np.uint8).reshape(_BYTES, -1)
    weights = np.empty((planes.shape[1], _BYTES), dtype=np.uint8)
    for weight, plane in enumerate(planes):  # one by one: transposed at once it takes four times as long
        weights[:, weight] = plane
    numbers = weights.view("<i4").astype(np.int32, copy=False)
    pairs = numbers.reshape(len(about["profiles"]), 2, about["size"], about["size"])
    return {
        profile: TravelMatrix(duration_s=pair[0], distance_m=pair[1])
        for profile, pair in zip(about["profiles"], pairs, strict=True)
    }
