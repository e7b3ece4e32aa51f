"""Problem and plan files of the command line: any format is read, missing matrices are computed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from data.domain.errors import Fault, InputError, NotFoundError
from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.settings import Settings
from routing import validate
from routing.formats import detect, lilim, native, sol, solomon, vroom, vrplib
from routing.formats.documents import MAX_BYTES
from routing.formats.native import ProblemFile
from routing.formats.planar import Distance

if TYPE_CHECKING:
    from data.domain.places import LonLat

_PLANAR = {"vrplib": vrplib.read_problem, "solomon": solomon.read_problem, "lilim": lilim.read_problem}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A problem without faults, with a matrix per profile.

    In VROOM's plan mode (`request.plan_mode`) nothing is solved, and the problem is empty.

    Attributes
    ----------
    scale
        Whole units per unit of the file, for times and lengths in plans.
    request, roads
        The VROOM document of the problem, and its road matrices, for an answer in VROOM's format.
    warm
        Initial plan of the search, if the file has one.
    """

    format: detect.Format
    problem: Problem
    matrices: TravelMatrices
    scale: int = 1
    request: vroom.Request | None = None
    roads: TravelMatrices | None = None
    warm: Plan | None = None


def load_problem(
    path: Path,
    format_: detect.Format | None,
    distance: Distance | None,
    network: str | None = None,
    *,
    choose_eta: bool | None = None,
) -> Loaded:
    """Read a problem file, compute missing matrices, and validate the problem.

    Parameters
    ----------
    network
        Road network for places without matrices, if the file names none.
    choose_eta
        VROOM's option ``-c``: routes are fixed and only scheduled. False leaves the decision to the
        document's own option; None ignores both and builds the problem.

    Raises
    ------
    InputError
        All faults of the file and of the problem.
    """
    text = read_file(path)
    chosen = format_ or detect.detect(text)
    request, roads = None, None
    if chosen == "vroom":
        request = vroom.read_request(text)
        timed = choose_eta is not None and (choose_eta or request.plan_mode)
        request = replace(request, plan_mode=timed)
        roads = None if request.given else travel_matrices(network, request.places, request.profiles)
        if request.plan_mode:
            return Loaded(chosen, Problem(vehicles=()), {}, request=request, roads=roads)
        file = request.problem_file(roads)
    elif chosen == "huiliu":
        file = native.read_problem(text)
    else:
        file = _PLANAR[chosen](text, distance=distance)
    matrices = file.matrices if file.matrices is not None else _of_network(file, network)
    faults = validate.faults(file.problem, matrices)
    if faults:
        raise InputError(faults)
    warm = None if request is None else request.warm_plan(file)
    return Loaded(chosen, file.problem, matrices, file.scale, request, roads, warm)


def load_plan(path: Path, loaded: Loaded) -> Plan:
    """Read a native plan, or a `.sol` file if the problem has numbered nodes."""
    text = read_file(path)
    if text.lstrip()[:1] != b"{" and loaded.format in _PLANAR:
        return sol.plan_from_orders(loaded.problem, loaded.matrices, sol.read_orders(text))
    return native.read_plan(text)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``, up to a limit.

    Raises
    ------
    InputError
        F100: it cannot be read. F101: it is too large.
    """
    try:
        with click.open_file(os.fspath(path), "rb") as stream:
            content: bytes = stream.read(MAX_BYTES + 1)
    except OSError as error:
        fault = Fault("F100", f"It cannot be read: {error.strerror or error}.", "Check the path.", str(path))
        raise InputError(fault) from error
    return content


def _of_network(file: ProblemFile, network: str | None) -> TravelMatrices:
    """Return matrices of every profile in use, on the network named by the problem or the command."""
    profiles = {vehicle.profile for vehicle in file.problem.vehicles}
    matrices = travel_matrices(file.network or network, file.places or (), profiles)
    if matrices is None:
        cause = "There are places but neither matrices nor a road network."
        raise InputError(Fault("F112", cause, "Add matrices, or give a network.", "network"))
    return matrices


def travel_matrices(
    network: str | None, places: Sequence[LonLat], profiles: Iterable[str]
) -> dict[str, TravelMatrix] | None:
    """Compute matrices on a network of this home; None if no network is named."""
    if network is None:
        return None
    from network.library import NetworkLibrary
    from network.travel.matrix_cache import cached_travel_matrix

    settings = Settings.from_environment()
    try:
        graph = NetworkLibrary(settings.home).open(network)
    except NotFoundError as error:
        raise InputError(error.faults) from error
    matrices: dict[str, TravelMatrix] = {}
    for profile in sorted(profiles):
        found = cached_travel_matrix(graph, places, profile=profile, max_mb=settings.matrix_cache_mb)
        matrices[profile] = found.matrix
        for fault in found.faults:
            click.echo(str(fault), err=True)
    return matrices
