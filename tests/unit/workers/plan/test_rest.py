"""The rest of a published day planned again: what drivers have reported stays, and goes over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from sqlmodel import col, select

from data.domain.errors import InputError
from data.settings import Settings
from data.store.engine import session
from data.store.network.days_off import DayOff
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import find_centre
from data.store.plans import drafts
from data.store.plans.absences import find_absences
from data.store.plans.continuation import Continues, continue_plan
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.lifecycle import create_plan
from data.store.plans.lookup import PlanDetail, RouteDetail, load_plan_detail
from data.store.plans.publication import publish
from data.store.plans.succession import Reported
from data.store.plans.tables import Plan, PlanStatus, Visit
from data.store.requests.pickup_requests import PickupRequest, RequestStatus
from routing.replan import rest_of_day as replan
from tests.factories.rows import DATE, World, make_request
from tests.factories.searching import constructed
from tests.factories.towns import SOUTH, STEP_DEG, WEST, make_day, store_town
from workers.plan import job as plan_day
from workers.plan.job import make_plan


@dataclass(frozen=True)
class Day:
    """A published day."""

    settings: Settings
    world: World
    valkey: Redis
    plan_id: str

    def detail(self, plan_id: str = "") -> PlanDetail:
        with session(self.settings) as store:
            return load_plan_detail(store, self.world.organisation_id, plan_id or self.plan_id)

    def route(self) -> RouteDetail:
        """The route with most stops."""
        return max(self.detail().routes, key=lambda each: len(stops(each)))

    def report(self, visit: Visit, kind: EventKind, late_s: int = 0) -> None:
        """A report at the time planned for the visit's end, or later."""
        with session(self.settings, write=True) as store:
            plan = store.get_one(Plan, self.plan_id)
            at = plan.start + timedelta(seconds=(visit.departure_s or 0) + late_s)
            store.add(
                Event(
                    organisation_id=plan.organisation_id,
                    plan_id=plan.id,
                    route_id=visit.route_id,
                    visit_id=visit.id,
                    client_id=f"{kind}-{visit.id}",
                    kind=kind,
                    at=at,
                )
            )
            if kind is not EventKind.ARRIVED and visit.request_id is not None:
                request = store.get_one(PickupRequest, visit.request_id)
                done = kind is EventKind.DONE
                request.status = RequestStatus.COLLECTED if done else RequestStatus.FAILED
                store.add(request)

    def rest(self, from_s: int, *, out: tuple[str, ...] = (), most_moved: int | None = None) -> PlanDetail:
        with session(self.settings, write=True) as store:
            row = continue_plan(
                store,
                self.world.organisation_id,
                self.plan_id,
                out=out,
                reasons=("late",),
                most_moved=most_moved,
                from_s=from_s,
                seconds_limit=1.0,
                user_id=None,
            )
        make_plan(self.settings, self.valkey, row.id)
        return self.detail(row.id)

    def publish(self, plan_id: str) -> None:
        with session(self.settings, write=True) as store:
            publish(store, self.world.organisation_id, plan_id)


def stops(route: RouteDetail) -> list[Visit]:
    return [visit for visit in route.visits if visit.task is not None]


def holders(detail: PlanDetail) -> dict[str, str]:
    return {visit.task or "": route.vehicle.ref for route in detail.routes for visit in stops(route)}


@pytest.fixture
def day(
    sqlite_settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    valkey: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> Day:
    monkeypatch.setattr(plan_day, "solve", constructed)
    monkeypatch.setattr(replan, "solve", constructed)
    store_town(sqlite_settings, tmp_path_factory.mktemp("osm"))
    world = make_day(sqlite_settings, requests=9)
    with session(sqlite_settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        row = create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=1.0
        )
    make_plan(sqlite_settings, valkey, row.id)
    made = Day(sqlite_settings, world, valkey, row.id)
    made.publish(row.id)
    return made


def test_what_is_reported_stays_first_on_its_truck_as_it_was_published(day: Day) -> None:
    route = day.route()
    done, failed, *_ahead = stops(route)
    day.report(done, EventKind.DONE, late_s=300)
    day.report(failed, EventKind.FAILED, late_s=300)
    made = day.rest(from_s=(failed.departure_s or 0) + 600)
    assert made.plan.status is PlanStatus.PLANNED, made.plan.fault
    same = next(each for each in made.routes if each.vehicle.ref == route.vehicle.ref)
    assert [visit.task for visit in stops(same)[:2]] == [done.task, failed.task]
    kept = next(visit for visit in same.visits if visit.task == done.task)
    assert (kept.start_s, kept.departure_s) == (done.start_s, done.departure_s)
    assert [visit.position for visit in same.visits] == list(range(len(same.visits)))
    assert holders(made).keys() | {row.task for row in made.unassigned} >= holders(day.detail()).keys()


def test_nothing_ahead_begins_before_its_moment(day: Day) -> None:
    route = day.route()
    done, *_ahead = stops(route)
    day.report(done, EventKind.DONE)
    from_s = (done.departure_s or 0) + 3600
    made = day.rest(from_s)
    ahead = [visit for each in made.routes for visit in stops(each) if visit.task != done.task]
    assert ahead
    assert all((visit.start_s or 0) >= from_s for visit in ahead)


def test_the_reports_go_over_when_it_is_published(day: Day) -> None:
    route = day.route()
    done, *_ahead = stops(route)
    day.report(done, EventKind.DONE)
    made = day.rest(from_s=(done.departure_s or 0) + 60)
    day.publish(made.plan.id)
    with session(day.settings) as store:
        events = store.exec(select(Event).where(Event.plan_id == made.plan.id)).all()
        visits = [store.get_one(Visit, event.visit_id) for event in events]
        request = store.get_one(PickupRequest, done.request_id)
        assert store.get_one(Plan, day.plan_id).status is PlanStatus.PLANNED
    assert [visit.task for visit in visits] == [done.task]
    assert request.status is RequestStatus.COLLECTED


def test_an_unloading_that_lies_behind_goes_over_too(day: Day) -> None:
    route = next(each for each in day.detail().routes if any(v.kind == "unload" for v in each.visits))
    last = next(number for number, visit in enumerate(route.visits) if visit.kind == "unload")
    for visit in route.visits[: last + 1]:
        if visit.kind in ("collect", "unload"):
            day.report(visit, EventKind.DONE)
    made = day.rest(from_s=(route.visits[last].departure_s or 0) + 60)
    day.publish(made.plan.id)
    with session(day.settings) as store:
        carried = Reported.of(store, store.get_one(Plan, made.plan.id))
        ids = [event.visit_id for event in carried.events]
        kinds = [visit.kind for visit in store.exec(select(Visit).where(col(Visit.id).in_(ids)))]
    assert kinds.count("unload") == 1


def test_a_truck_that_is_out_keeps_what_it_did_and_gives_up_the_rest(day: Day) -> None:
    route = day.route()
    done, *ahead = stops(route)
    day.report(done, EventKind.DONE)
    made = day.rest(from_s=(done.departure_s or 0) + 60, out=(route.vehicle.ref,))
    now = holders(made)
    assert [task for task, truck in now.items() if truck == route.vehicle.ref] == [done.task]
    others = {visit.task for visit in ahead}
    assert others <= now.keys() | {row.task for row in made.unassigned}
    day.publish(made.plan.id)


def test_a_truck_that_is_out_before_its_first_stop_gets_no_route(day: Day) -> None:
    """Its driver has looked at the page, which alone must not keep the plan from being published."""
    route = day.route()
    day.report(route.visits[0], EventKind.OPENED)
    made = day.rest(from_s=0, out=(route.vehicle.ref,))
    assert route.vehicle.ref not in {each.vehicle.ref for each in made.routes}
    day.publish(made.plan.id)


def retire_truck(day: Day, route: RouteDetail) -> None:
    with session(day.settings, write=True) as store:
        store.get_one(Vehicle, route.vehicle.id).retired_at = datetime.now(UTC)


def retire_driver(day: Day, route: RouteDetail) -> None:
    with session(day.settings, write=True) as store:
        assert route.driver is not None
        store.get_one(Driver, route.driver.id).retired_at = datetime.now(UTC)


def take_day_off(day: Day, route: RouteDetail) -> None:
    with session(day.settings, write=True) as store:
        assert route.driver is not None
        owner = day.world.organisation_id
        store.add(DayOff(organisation_id=owner, driver_id=route.driver.id, first=DATE, last=DATE))


@pytest.mark.parametrize("lose", [retire_truck, retire_driver, take_day_off])
def test_a_truck_lost_on_the_road_gives_up_the_rest_and_is_counted_on_no_more(
    day: Day, lose: Callable[[Day, RouteDetail], None]
) -> None:
    """A truck taken out of use was left out whole: its reports then kept every such plan from publishing."""
    route = day.route()
    done, *_ahead = stops(route)
    day.report(done, EventKind.DONE)
    lose(day, route)

    def counted_on(plan_id: str) -> list[str]:
        with session(day.settings) as store:
            return list(find_absences(store, store.get_one(Plan, plan_id)))

    assert counted_on(day.plan_id) == [route.vehicle.ref]
    made = day.rest(from_s=(done.departure_s or 0) + 60)
    kept = [task for task, truck in holders(made).items() if truck == route.vehicle.ref]
    assert kept == [done.task]
    day.publish(made.plan.id)
    assert counted_on(made.plan.id) == []


def test_goods_that_a_driver_has_no_time_left_to_unload_are_told_with_what_to_do(day: Day) -> None:
    """It was called a defect of the search."""
    route = day.route()
    done, *_ahead = stops(route)
    day.report(done, EventKind.DONE)
    with session(day.settings, write=True) as store:
        assert route.driver is not None
        driver = store.get_one(Driver, route.driver.id)
        driver.shift_start_s, driver.shift_end_s = 0, (done.departure_s or 0) + 60
    with pytest.raises(InputError) as caught:
        day.rest(from_s=(done.departure_s or 0) + 60)
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        ("W213", f"vehicle {route.vehicle.ref}")
    ]


def test_an_urgent_request_is_taken_in(day: Day) -> None:
    with session(day.settings, write=True) as store:
        make_request(store, day.world, "urgent", lon=WEST + 3 * STEP_DEG, lat=SOUTH + 4 * STEP_DEG)
    done, *_ahead = stops(day.route())
    day.report(done, EventKind.DONE)
    before = holders(day.detail())
    made = day.rest(from_s=(done.departure_s or 0) + 60, most_moved=0)
    now = holders(made)
    assert "urgent" in now
    assert {task: now[task] for task in before} == before


def test_a_stop_that_a_driver_is_at_stays_where_it_is(day: Day) -> None:
    first, second, *_ahead = stops(day.route())
    day.report(first, EventKind.DONE)
    day.report(second, EventKind.ARRIVED)
    made = day.rest(from_s=second.departure_s or 0)
    assert [visit.task for visit in stops(route_of(made, day.route().vehicle.ref))[:2]] == [
        first.task,
        second.task,
    ]


def route_of(detail: PlanDetail, vehicle: str) -> RouteDetail:
    return next(each for each in detail.routes if each.vehicle.ref == vehicle)


def test_a_second_rest_carries_on_the_first(day: Day) -> None:
    route = day.route()
    first, *_ahead = stops(route)
    day.report(first, EventKind.DONE)
    made = day.rest(from_s=(first.departure_s or 0) + 60)
    day.publish(made.plan.id)
    later = Day(day.settings, day.world, day.valkey, made.plan.id)
    second = stops(route_of(made, route.vehicle.ref))[1]
    later.report(second, EventKind.DONE)
    again = later.rest(from_s=(second.departure_s or 0) + 60)
    assert again.plan.status is PlanStatus.PLANNED, again.plan.fault
    assert [visit.task for visit in stops(route_of(again, route.vehicle.ref))[:2]] == [
        first.task,
        second.task,
    ]


def test_it_is_not_changed_by_hand_and_says_why_it_is(day: Day) -> None:
    made = day.rest(from_s=0)
    assert Continues.of(made.plan) == Continues(from_s=0, reasons=("late",))
    with session(day.settings, write=True) as store, pytest.raises(InputError) as caught:
        drafts.lock_for_edit(store, day.world.organisation_id, made.plan.id, 0)
    [fault] = caught.value.faults
    assert fault.code == "S323"
    assert f"published plan {day.plan_id} and choose 'Plan the rest again'" in fault.action


def over(day: Day) -> None:
    with session(day.settings, write=True) as store:
        row = store.get_one(Plan, day.plan_id)
        row.date = row.date.replace(year=2020)
        store.add(row)
        store.flush()
        continue_plan(
            store, day.world.organisation_id, day.plan_id, out=(), reasons=(), most_moved=None, from_s=None,
            seconds_limit=1.0, user_id=None,
        )  # fmt: skip


def unpublished(day: Day) -> None:
    made = day.rest(0)
    Day(day.settings, day.world, day.valkey, made.plan.id).rest(0)


Asked = Callable[[Day], object]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda day: day.rest(0, out=("V-1", "nobody", "nothing")), "S332"),
        (over, "S331"),
        (unpublished, "S330"),
    ],
)
def test_what_cannot_be_carried_on_is_refused(day: Day, ask: Asked, code: str) -> None:
    with pytest.raises(InputError) as caught:
        ask(day)
    assert {fault.code for fault in caught.value.faults} == {code}
    if code == "S332":
        assert [fault.where for fault in caught.value.faults][-2:] == ["out[1]", "out[2]"]
