"""Problem and plan files as the command line takes them: any format in, matrices found or computed."""

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
    """A problem that can be planned: free of faults, with a matrix per profile.

    In VROOM's plan mode (`request.plan_mode`) nothing is planned, and the problem is empty.

    Attributes
    ----------
    scale
        Whole units per unit of the file, for times and lengths in plans.
    request, roads
        The VROOM document it came from, and the road matrices it was given, for an answer in VROOM's
        words.
    warm
        A plan that the file gives the search to start from.
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
    """Read a problem file, compute matrices where it has none, and check it for faults.

    Parameters
    ----------
    network
        Whose roads to use for places without matrices, where the file names none.
    choose_eta
        VROOM's option ``-c``: the routes are given, only their times are asked for. With False the
        document's own option decides, with None neither does: the problem is wanted.

    Raises
    ------
    InputError
        Every fault of the file and of the problem at once.
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
    """Read a native plan, or a `.sol` file where the problem is of nodes with numbers."""
    text = read_file(path)
    if text.lstrip()[:1] != b"{" and loaded.format in _PLANAR:
        return sol.plan_from_orders(loaded.problem, loaded.matrices, sol.read_orders(text))
    return native.read_plan(text)


def read_file(path: Path) -> bytes:
    """Bytes of a file, or of standard input for ``-``; never more than a reader would take.

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
    """Matrices for every profile in use, on the network that the problem or the command names."""
    profiles = {vehicle.profile for vehicle in file.problem.vehicles}
    matrices = travel_matrices(file.network or network, file.places or (), profiles)
    if matrices is None:
        cause = "There are places, and no network to find the ways between them."
        raise InputError(Fault("F112", cause, "Add matrices, or name a network.", "network"))
    return matrices


def travel_matrices(
    network: str | None, places: Sequence[LonLat], profiles: Iterable[str]
) -> dict[str, TravelMatrix] | None:
    """Matrices on a network of this home; None where no network is named."""
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
