"""`huiliu coverage`: solve a siting study from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import SearchTime, print_json
from data.domain.errors import Fault, HuiliuError, InputError, NotFoundError

if TYPE_CHECKING:
    from data.domain.study import SitingAnswer, SitingStudy
    from network.coverage.study_file import StudyFile
    from workers.siting.periodic_problem import CollectionTerms
    from workers.siting.priced_answer import Priced

    _Answered = tuple[SitingAnswer, tuple[SitingAnswer, ...], dict[str, Any]]


@click.command()
@click.argument("study", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--seconds", type=SearchTime(0.1, 86_400), default=60.0, show_default=True, help="Search time.")
@click.option("--network", help="Road network, if the file has places and names none.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to this file.")
@click.option("--curve", type=click.IntRange(1, 500), help="Also solve for 1 to this number of points.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--verbose", "-v", is_flag=True, help="Report every better solution on standard error.")
def coverage(
    *,
    study: Path,
    seconds: float,
    network: str | None,
    out: Path | None,
    curve: int | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Choose locations of collection points for the STUDY in a file (or on standard input: -).

    Ends when the solution is proved optimal, or at the time limit with the bound proved by then.
    """
    from network.coverage.bands import count_by_band

    if out is not None and not out.parent.is_dir():
        raise InputError(
            Fault("C101", f"There is no folder {out.parent}.", "Make it, or check the path.", str(out))
        )
    file = read_file(study)
    terms = _terms(file)
    study_problem = study_of_file(file, network)
    found, stages, document = _answered(file, study_problem, seconds, verbose=verbose)
    if file.bands:
        document["reach"] = count_by_band(study_problem, found.open, file.bands, townships=file.townships)
    choices = _curve(study_problem, curve, seconds) if curve is not None else []
    if curve is not None:
        document["curve"] = [_on_curve(count, each) for count, _study, each in choices]
    if terms is not None and found.open:
        from workers.siting.priced_answer import Priced, columns_of

        priced = Priced(
            study=study_problem, answer=found, columns=columns_of(file.labels), curve=choices, stages=stages
        )
        document["pricing"] = _priced(file, network, priced, terms, verbose=verbose)
    if out is not None:
        write_answer(out, document)
    if as_json:
        print_json(document)
    else:
        click.echo(_summary(study_problem, found))
        if "pricing" in document:
            click.echo(_prices(document))


def _answered(file: StudyFile, study: SitingStudy, seconds: float, *, verbose: bool) -> _Answered:
    """Return the result, the results of its stages (empty without stages), and both as a document."""
    from network.coverage.stages import solve_stages, stages_as_json
    from network.coverage.study_file import answer_as_json
    from network.siting.solve import solve

    on_incumbent = _tell if verbose else None
    if not file.stages:
        found = solve(study, seconds=seconds, on_incumbent=on_incumbent)
        return found, (), answer_as_json(found)
    found, stages = solve_stages(file, study, seconds=seconds, on_incumbent=on_incumbent)
    return found, stages, answer_as_json(found) | {"stages": stages_as_json(file, stages)}


def _curve(study: SitingStudy, most: int, seconds: float) -> list[tuple[int, SitingStudy, SitingAnswer]]:
    from network.siting.trade_off import trade_off

    counts = range(1, min(most, study.columns) + 1)
    return [(count, study, found) for count, found in trade_off(study, counts, seconds=seconds)]


def _on_curve(count: int, found: SitingAnswer) -> dict[str, Any]:
    from network.coverage.study_file import answer_as_json

    keys = ("status", "objective", "bound", "gap", "open")
    return {"p": count} | {key: value for key, value in answer_as_json(found).items() if key in keys}


def _terms(file: StudyFile) -> tuple[CollectionTerms, float] | None:
    """Return the collection terms, read before the search so that errors are reported at once."""
    if file.collection is None:
        return None
    from workers.siting.collection_terms import collection_terms

    return collection_terms(file.collection)


def _priced(
    file: StudyFile,
    network: str | None,
    priced: Priced,
    terms: tuple[CollectionTerms, float],
    *,
    verbose: bool,
) -> dict[str, Any]:
    from app.cli.network.options import roads_now
    from network.travel.road_source import OwnRoads
    from workers.siting.priced_answer import priced_document

    name = file.network or network
    assert name is not None, "ways were found, so there is a network"
    graph, overlay = roads_now(name)

    def tell(done: int, total: int, label: str) -> None:
        click.echo(f"priced {done} of {total}: {label}", err=True)

    return priced_document(
        priced,
        terms[0],
        graph,
        OwnRoads(graph, overlay),
        seconds=terms[1],
        on_progress=tell if verbose else None,
    )


def read_file(path: Path) -> StudyFile:
    """Read a study file; report unknown keys on standard error."""
    from network.coverage.study_file import read_study

    try:
        with click.open_file(str(path), "rb") as stream:
            file = read_study(stream)
    except OSError as error:
        cause = f"It cannot be read: {error.strerror or error}."
        raise InputError(Fault("C101", cause, "Check the path.", str(path))) from error
    for key in file.unknown:
        click.echo(f"{key}: no study has this key; it is ignored.", err=True)
    return file


def study_of_file(file: StudyFile, network: str | None) -> SitingStudy:
    """Build the study; compute travel costs and report places far from roads on standard error."""
    return file.study() if file.cost is not None else file.study(_ways(file, network))


def _ways(file: StudyFile, network: str | None) -> Any:
    from app.cli.network.options import roads_now
    from network.coverage.travel_costs import travel_costs

    name = file.network or network
    if name is None:
        raise InputError(Fault("C104", "It is missing.", "Give the name of a road network.", "network"))
    try:
        graph, overlay = roads_now(name)
        found = travel_costs(
            graph,
            file.places,
            file.candidates,
            measure=file.measure,
            profile=file.profile,
            overlay=overlay,
        )
    except NotFoundError as error:
        raise InputError(error.faults) from error
    for fault in found.faults:
        click.echo(str(fault), err=True)
    return found.cost


def _tell(found: SitingAnswer) -> None:
    bound = "" if found.bound is None else f"  bound {found.bound:g}"
    click.echo(f"{found.seconds:7.2f} s  {found.objective:g}{bound}  {len(found.open)} open", err=True)


def _summary(study: SitingStudy, found: SitingAnswer) -> str:
    if found.objective is None:
        radius = found.least_radius
        more = "" if radius is None else f" The smallest radius that works is {radius:g}."
        return f"infeasible: {found.reason}{more}"
    served = sum(column is not None for column in found.assignment)
    gap = found.gap
    proof = (
        "proved" if found.status == "optimal" else f"within {gap:.2%} of the best" if gap else "not proved"
    )
    columns = " ".join(str(column) for column in found.open)
    reached = f"{served} of {study.places} places served"
    return f"{found.objective:g} ({proof}), {reached}, {len(found.open)} open: {columns}"


def _prices(document: dict[str, Any]) -> str:
    pricing = document["pricing"]
    if "fault" in pricing:
        return f"no prices: {pricing['fault']['cause']}"
    own = pricing["alternatives"][0]
    week, each = own["week"], own["cost_per_tonne"]
    cost = "nothing fetched" if each is None else f"{each:g} a tonne"
    return (
        f"{cost}, {week['km']:g} km and {week['co2_kg']:g} kg CO2 a week; {own['share_fetched']:.1%} fetched"
    )


def write_answer(path: Path, document: dict[str, Any]) -> None:
    """Write the result atomically."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        cause = f"It cannot be written: {error.strerror or error}."
        raise HuiliuError(Fault("C101", cause, "Check the path.", str(path))) from error
