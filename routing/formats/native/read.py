"""Read native problems and plans; all faults of a document are reported together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, Field

from data.domain.errors import Fault
from data.domain.fault_list import FaultList
from data.domain.matrix import TravelMatrices
from data.domain.places import LonLat
from data.domain.plan import Plan
from data.domain.problem import Problem
from routing import validate
from routing.formats.documents import fault_list, read_json
from routing.formats.native import models
from routing.formats.native.fields import Name, Positions, Version, Whole
from routing.formats.native.matrix import Matrices, TravelMatrix, matrices_of, no_matrix
from routing.formats.validation import check, mapping_of, salvage, split

_TOP_ENTRY = re.compile(r"^(\w+)\[(\d+)\]")


class ProblemHead(BaseModel):
    """Keys of a problem document that are not part of `Problem`."""

    version: Version
    matrix: TravelMatrix = Field(default_factory=no_matrix)
    matrices: Matrices = {}
    places: Positions = ()
    network: Name | None = None


class PlanHead(BaseModel):
    """Keys of a plan document that are not part of `Plan`.

    Times and lengths in a plan for a benchmark file are in 1/scale of the file's unit.
    """

    version: Version
    scale: Annotated[int, Field(strict=True, ge=1, le=1_000_000), Whole] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFile:
    """A problem and the other contents of its document.

    Attributes
    ----------
    matrices
        By vehicle profile; None if the document gives places and a network instead.
    places
        Positions in the order of the matrix rows, if given.
    scale
        Units of the matrices per unit of the file: 10 for a Solomon file read to one decimal, whose
        prices are set so that costs come out in the file's units. Always 1 for native problems.
    """

    problem: Problem
    matrices: TravelMatrices | None = None
    places: tuple[LonLat, ...] | None = None
    network: str | None = None
    scale: int = 1


def read_problem(text: str | bytes) -> ProblemFile:
    """Read and validate a native problem (`routing.validate`).

    Raises
    ------
    InputError
        F1xx: all faults of the document, each with its JSON path; R1xx: all faults that validation
        finds in the values that were read.
    """
    faults = fault_list()
    document = mapping_of(read_json(text), faults)
    given, body = split(document, ProblemHead)
    keys = frozenset(given)
    head, _ = salvage(ProblemHead, given, faults, depth=2)
    assert head is not None
    matrices = matrices_of(keys, head.matrix, head.matrices, faults)
    model, kept = salvage(models.Problem, body, faults, also_known=ProblemHead.model_fields)
    if not keys & {"matrix", "matrices", "places"}:
        cause = "There are neither travel matrices nor places."
        faults.add("F112", "matrix", cause, "Add matrix, matrices, or places with network.")
    problem: Problem | None = model.into_domain() if model else None
    if faults and problem is not None:
        faults.extend(_rule_faults(problem, matrices, faults, kept))
    faults.raise_if_any()
    assert problem is not None
    places = tuple(map(LonLat._make, head.places)) if "places" in keys else None
    return ProblemFile(problem=problem, matrices=matrices, places=places, network=head.network)


def read_plan(text: str | bytes) -> Plan:
    """Read a native plan.

    Raises
    ------
    InputError
        F1xx: all faults of the document, each with its JSON path.
    """
    faults = fault_list()
    head, body = split(mapping_of(read_json(text), faults), PlanHead)
    check(PlanHead, head, faults)
    model = check(models.Plan, body, faults, also_known=PlanHead.model_fields)
    faults.raise_if_any()
    assert model is not None
    plan: Plan = model.into_domain()
    return plan


def _rule_faults(
    problem: Problem, matrices: TravelMatrices | None, read: FaultList, kept: Mapping[str, list[int]]
) -> Iterator[Fault]:
    """Validate the part of a problem that was read; leave out faults that follow from those of reading."""
    refused = [fault.where for fault in read.faults]
    incomplete = any(key in kept for key in ("tasks", "shipments", "vehicles"))

    def original(match: re.Match[str]) -> str:
        """Return the position in the document of an entry of a list from which others were removed."""
        key, position = match[1], int(match[2])
        return f"{key}[{kept[key][position] if key in kept else position}]"

    for fault in validate.faults(problem, matrices):
        where = _TOP_ENTRY.sub(original, fault.where)
        follows = any(where.startswith(path) or path.startswith(where) for path in refused)
        if not follows and not (incomplete and where.startswith("locks")):
            yield replace(fault, where=where)
