"""Problems and plans as the database keeps them: in the native format, matrices in binary beside it.

What is read here we wrote ourselves, so it is not searched for faults as a stranger's file is
(`routing.formats.native`): that takes ten times as long, and an edit by hand waits for it.
"""

from __future__ import annotations

import json
import zlib

import numpy as np
from pydantic import TypeAdapter

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.places import LonLat
from data.domain.plan import Plan
from data.domain.problem import Problem

_PLANS = TypeAdapter(Plan)
_PROBLEMS = TypeAdapter(Problem)
_VERSION = b'{"version":1,'
_BYTES = 4


def plan_text(plan: Plan) -> str:
    """The native document of a plan."""
    return (_VERSION + _PLANS.dump_json(plan, exclude_none=True)[1:]).decode()


def plan_of(text: str) -> Plan:
    """The plan of a native document that we wrote."""
    return _PLANS.validate_json(text)


def problem_of(text: str) -> tuple[Problem, tuple[LonLat, ...]]:
    """The problem of a native document that we wrote, and its places in the order of the matrix rows."""
    document = json.loads(text)
    places = tuple(LonLat(*place) for place in document.get("places", ()))
    return _PROBLEMS.validate_python(document), places


def matrices_bytes(matrices: TravelMatrices) -> bytes:
    """Matrices packed: a line of JSON with the profiles and their size, then their numbers, compressed.

    Bytes of one weight lie together, which halves what compression leaves, in half the time.
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


def matrices_of(packed: bytes) -> dict[str, TravelMatrix]:
    """What `matrices_bytes` packed."""
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
