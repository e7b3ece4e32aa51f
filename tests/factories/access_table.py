"""The table of who may call what: one entry per address and method, with an object of one organisation in it.

A new view has to be written down here, or `tests/unit/app/test_auth.py` fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.auth.access import (
    ADMINISTRATORS,
    ANYONE,
    DISPATCHERS,
    DRIVERS,
    EVERYBODY,
    LINK,
    PLANNERS,
    PROGRAM,
    READERS,
    SITE_KEEPERS,
)

REFUSED = (403, 404)
OWN: tuple[int, ...] = ()
"""What another organisation's account gets: one of these statuses, or an answer with its own things only."""


@dataclass(frozen=True)
class Entry:
    """Who may call it, and with which object of the first organisation the others try.

    Attributes
    ----------
    path
        With names of the first organisation's objects in braces; the rule itself where there are none.
    body, form, file
        What is sent: a JSON document, fields, or one CSV file as ``file``; names in braces here too.
    """

    audience: tuple[str, ...]
    path: str = ""
    body: Any = None
    elsewhere: tuple[int, ...] = REFUSED
    form: dict[str, str] = field(default_factory=dict)
    file: str = ""


PUBLIC = (ANYONE,)
DAY = "?centre={centre}&date={date}"
TABLE_OF_REQUESTS = "ref,centre,date,lon,lat,material,quantity\nR-1,{centre},{date},110.0,27.5,fridge,9\n"
REQUEST = {
    "ref": "R-1", "centre": "{centre}", "date": "{date}", "lon": 110.0, "lat": 27.5,
    "items": [{"material": "fridge", "quantity": 9}],
}  # fmt: skip
SITE = {"ref": "{centre}", "kind": "sorting_centre", "name_en": "x", "lon": 110.0, "lat": 27.5}
TRUCK = {"ref": "V-1", "centre": "{centre}", "class": "van"}
STANDING = {
    "ref": "S-1", "centre": "{centre}", "lon": 110.0, "lat": 27.5, "weekdays": [0], "first": "{date}",
    "items": [{"material": "fridge", "quantity": 1}],
}  # fmt: skip

TABLE: dict[tuple[str, str], Entry] = {
    # public, by link, for programs
    ("GET", "/static/<path:filename>"): Entry(PUBLIC, "/static/icon.svg", elsewhere=OWN),
    ("GET", "/api/v1/openapi.json"): Entry(PUBLIC, elsewhere=OWN),
    ("GET", "/healthz"): Entry(PUBLIC, elsewhere=OWN),
    ("GET", "/readyz"): Entry(PUBLIC, elsewhere=OWN),
    ("GET", "/metrics"): Entry(PUBLIC, elsewhere=OWN),
    ("GET", "/login"): Entry(PUBLIC, elsewhere=OWN),
    ("POST", "/login"): Entry(PUBLIC, form={"username": "x", "password": "x"}, elsewhere=OWN),
    ("GET", "/setup"): Entry(PUBLIC),
    ("POST", "/setup"): Entry(PUBLIC, form={"code": "guess"}),
    ("POST", "/logout"): Entry(PUBLIC, elsewhere=OWN),
    ("GET", "/tiles/<network>/<int(max=22):z>/<int:x>/<int:y>.mvt"): Entry(PUBLIC, "/tiles/toy/1/0/0.mvt"),
    ("GET", "/d/sw.js"): Entry(PUBLIC, elsewhere=OWN),
    ("GET", "/d/<token>"): Entry((LINK,), "/d/forged"),
    ("GET", "/d/<token>/day.json"): Entry((LINK,), "/d/forged/day.json"),
    ("POST", "/d/<token>/events"): Entry((LINK,), "/d/forged/events", [{"id": "1"}]),
    ("GET", "/osrm/"): Entry((PROGRAM,), elsewhere=OWN),
    ("GET", "/osrm/<path:path>"): Entry(
        (PROGRAM,), "/osrm/nearest/v1/driving/110.0,27.5?network=toy", elsewhere=(400,)
    ),
    ("GET", "/<any(table, route, nearest):service>/<path:path>"): Entry(
        (PROGRAM,), "/nearest/v1/driving/110.0,27.5?network=toy", elsewhere=(400,)
    ),
    ("GET", "/vroom/health"): Entry((PROGRAM,), elsewhere=OWN),
    ("POST", "/vroom"): Entry((PROGRAM,), body={}, elsewhere=OWN),
    # pages
    ("GET", "/requests"): Entry(READERS, elsewhere=OWN),
    ("GET", "/requests/import"): Entry(DISPATCHERS, elsewhere=OWN),
    ("GET", "/network/<any(sites, fleet, calendars, roads):name>"): Entry(
        READERS, "/network/sites", elsewhere=OWN
    ),
    ("GET", "/network/<any(sites, vehicles, drivers):kind>/import"): Entry(
        DISPATCHERS, "/network/sites/import", elsewhere=OWN
    ),
    ("GET", "/"): Entry(EVERYBODY, elsewhere=OWN),
    ("GET", "/d/"): Entry(DRIVERS, elsewhere=OWN),
    ("GET", "/account"): Entry(EVERYBODY, elsewhere=OWN),
    ("GET", "/docs/api"): Entry(EVERYBODY, elsewhere=OWN),
    ("GET", "/admin/<any(people, organisation, keys, health, history):name>"): Entry(
        ADMINISTRATORS, "/admin/people", elsewhere=OWN
    ),
    ("GET", "/plans/<plan_id>/print"): Entry(READERS, "/plans/{plan}/print"),
    ("GET", "/api/v1/plans/<plan_id>/export/<any(pdf, xlsx, csv, geojson, gpx):kind>"): Entry(
        READERS, "/api/v1/plans/{plan}/export/csv"
    ),
    ("GET", "/plans/<plan_id>"): Entry(READERS, "/plans/{plan}", elsewhere=OWN),
    ("GET", "/plans/<plan_id>/<any(compare, publish):page>"): Entry(
        READERS, "/plans/{plan}/publish", elsewhere=OWN
    ),
    ("GET", "/coverage"): Entry(READERS, elsewhere=OWN),
    ("GET", "/coverage/<study_id>"): Entry(READERS, "/coverage/{study}", elsewhere=OWN),
    # the account itself
    ("GET", "/api/v1/me"): Entry(EVERYBODY, elsewhere=OWN),
    ("POST", "/api/v1/me/password"): Entry(EVERYBODY, body={"old": "x", "new": "y"}),
    ("GET", "/api/v1/me/sessions"): Entry(EVERYBODY),
    ("DELETE", "/api/v1/me/sessions/<int:session_id>"): Entry(EVERYBODY, "/api/v1/me/sessions/{session}"),
    ("PUT", "/api/v1/me/language"): Entry(EVERYBODY, body={"language": "en"}),
    # people, keys, the organisation, the installation
    ("GET", "/api/v1/people"): Entry(ADMINISTRATORS, elsewhere=OWN),
    ("POST", "/api/v1/people"): Entry(
        ADMINISTRATORS,
        body={"username": "boss", "name": "x", "role": "driver", "driver": "D-1"},
        elsewhere=(422,),
    ),
    ("PATCH", "/api/v1/people/<int:user_id>"): Entry(
        ADMINISTRATORS, "/api/v1/people/{user}", {"role": "viewer"}
    ),
    ("POST", "/api/v1/people/<int:user_id>/password"): Entry(
        ADMINISTRATORS, "/api/v1/people/{user}/password"
    ),
    ("DELETE", "/api/v1/people/<int:user_id>/sessions"): Entry(
        ADMINISTRATORS, "/api/v1/people/{user}/sessions"
    ),
    ("GET", "/api/v1/people/<int:user_id>/data"): Entry(ADMINISTRATORS, "/api/v1/people/{user}/data"),
    ("DELETE", "/api/v1/people/<int:user_id>/data"): Entry(ADMINISTRATORS, "/api/v1/people/{user}/data"),
    ("GET", "/api/v1/drivers"): Entry(DISPATCHERS, elsewhere=OWN),
    ("GET", "/api/v1/drivers/<ref>/data"): Entry(ADMINISTRATORS, "/api/v1/drivers/D-1/data"),
    ("DELETE", "/api/v1/drivers/<ref>/data"): Entry(ADMINISTRATORS, "/api/v1/drivers/D-1/data"),
    ("GET", "/api/v1/keys"): Entry(ADMINISTRATORS, elsewhere=OWN),
    ("POST", "/api/v1/keys"): Entry(ADMINISTRATORS, body={"name": "x", "role": "viewer"}, elsewhere=OWN),
    ("DELETE", "/api/v1/keys/<int:key_id>"): Entry(ADMINISTRATORS, "/api/v1/keys/{key}"),
    ("GET", "/api/v1/organisation"): Entry(ADMINISTRATORS, elsewhere=OWN),
    ("PATCH", "/api/v1/organisation"): Entry(ADMINISTRATORS, body={"name_en": "Other"}, elsewhere=OWN),
    ("GET", "/api/v1/audit"): Entry(ADMINISTRATORS, elsewhere=OWN),
    ("GET", "/api/v1/system"): Entry(ADMINISTRATORS, elsewhere=OWN),
    # what the organisation has
    ("GET", "/api/v1/centres"): Entry(READERS, elsewhere=OWN),
    ("GET", "/api/v1/first-steps"): Entry(READERS, elsewhere=OWN),
    ("GET", "/api/v1/sites"): Entry(READERS, "/api/v1/sites?centre={centre}"),
    ("POST", "/api/v1/sites"): Entry(SITE_KEEPERS, body=SITE | {"ref": "N-1"}, elsewhere=OWN),
    ("PUT", "/api/v1/sites/<path:ref>"): Entry(SITE_KEEPERS, "/api/v1/sites/{centre}", SITE),
    ("POST", "/api/v1/vehicles"): Entry(DISPATCHERS, body=TRUCK, elsewhere=(422,)),
    ("PUT", "/api/v1/vehicles/<path:ref>"): Entry(DISPATCHERS, "/api/v1/vehicles/V-1", TRUCK),
    ("GET", "/api/v1/vehicle-classes"): Entry(READERS, elsewhere=OWN),
    ("POST", "/api/v1/drivers"): Entry(DISPATCHERS, body={"ref": "N-1", "name": "x"}, elsewhere=OWN),
    ("PUT", "/api/v1/drivers/<path:ref>"): Entry(
        DISPATCHERS, "/api/v1/drivers/D-1", {"ref": "D-1", "name": "x"}
    ),
    ("GET", "/api/v1/days-off"): Entry(READERS, elsewhere=OWN),
    ("POST", "/api/v1/days-off"): Entry(
        DISPATCHERS, body={"centre": "{centre}", "first": "{date}", "last": "{date}"}
    ),
    ("DELETE", "/api/v1/days-off/<int:day_off_id>"): Entry(DISPATCHERS, "/api/v1/days-off/{day_off}"),
    ("GET", "/api/v1/standing-requests"): Entry(READERS, elsewhere=OWN),
    ("POST", "/api/v1/standing-requests"): Entry(DISPATCHERS, body=STANDING, elsewhere=(422,)),
    ("PUT", "/api/v1/standing-requests/<path:ref>"): Entry(
        DISPATCHERS, "/api/v1/standing-requests/S-1", STANDING
    ),
    ("DELETE", "/api/v1/standing-requests/<path:ref>"): Entry(DISPATCHERS, "/api/v1/standing-requests/S-1"),
    ("GET", "/api/v1/networks"): Entry(READERS, elsewhere=OWN),
    ("GET", "/api/v1/network-imports"): Entry(READERS, elsewhere=OWN),
    ("POST", "/api/v1/network-imports"): Entry(DISPATCHERS, file="no roads", elsewhere=(422,)),
    ("GET", "/api/v1/vehicles"): Entry(READERS, "/api/v1/vehicles?centre={centre}"),
    ("GET", "/api/v1/requests"): Entry(READERS, "/api/v1/requests" + DAY),
    ("POST", "/api/v1/requests"): Entry(DISPATCHERS, body=REQUEST | {"ref": "N-1"}, elsewhere=(422,)),
    ("POST", "/api/v1/requests/bulk"): Entry(DISPATCHERS, body={"requests": [REQUEST]}, elsewhere=OWN),
    ("PATCH", "/api/v1/requests"): Entry(DISPATCHERS, body={"refs": ["R-1"], "status": "cancelled"}),
    ("PATCH", "/api/v1/requests/<path:ref>"): Entry(DISPATCHERS, "/api/v1/requests/R-1", {"priority": 3}),
    ("GET", "/api/v1/materials"): Entry(READERS, elsewhere=OWN),
    ("GET", "/api/v1/imports/<kind>/template.xlsx"): Entry(
        DISPATCHERS, "/api/v1/imports/requests/template.xlsx", elsewhere=OWN
    ),
    ("POST", "/api/v1/imports/<kind>/preview"): Entry(
        DISPATCHERS, "/api/v1/imports/requests/preview", file=TABLE_OF_REQUESTS, elsewhere=OWN
    ),
    ("POST", "/api/v1/imports/<kind>/bad-rows"): Entry(
        DISPATCHERS, "/api/v1/imports/requests/bad-rows", file=TABLE_OF_REQUESTS, elsewhere=OWN
    ),
    ("POST", "/api/v1/imports/<kind>"): Entry(
        DISPATCHERS,
        "/api/v1/imports/requests",
        file=TABLE_OF_REQUESTS,
        elsewhere=OWN,
    ),
    # the day
    ("GET", "/api/v1/today"): Entry(READERS, "/api/v1/today" + DAY),
    ("GET", "/api/v1/plans"): Entry(READERS, "/api/v1/plans" + DAY),
    ("POST", "/api/v1/plans"): Entry(DISPATCHERS, body={"centre": "{centre}", "date": "{date}"}),
    ("GET", "/api/v1/plans/<plan_id>"): Entry(READERS, "/api/v1/plans/{plan}"),
    ("GET", "/api/v1/plans/<plan_id>/stream"): Entry(READERS, "/api/v1/plans/{plan}/stream"),
    ("GET", "/api/v1/plans/<plan_id>/events"): Entry(READERS, "/api/v1/plans/{plan}/events"),
    ("POST", "/api/v1/plans/<plan_id>/cancel"): Entry(DISPATCHERS, "/api/v1/plans/{plan}/cancel"),
    ("POST", "/api/v1/plans/<plan_id>/publish"): Entry(DISPATCHERS, "/api/v1/plans/{plan}/publish"),
    ("POST", "/api/v1/plans/<plan_id>/routes/<int:number>/link"): Entry(
        DISPATCHERS, "/api/v1/plans/{plan}/routes/1/link"
    ),
    # plans changed by hand, copied, compared
    ("POST", "/api/v1/plans/<plan_id>/edits"): Entry(
        DISPATCHERS, "/api/v1/plans/{plan}/edits", {"revision": 0, "kind": "remove", "task": "R-1"}
    ),
    ("POST", "/api/v1/plans/<plan_id>/undo"): Entry(
        DISPATCHERS, "/api/v1/plans/{plan}/undo", {"revision": 0}
    ),
    ("POST", "/api/v1/plans/<plan_id>/redo"): Entry(
        DISPATCHERS, "/api/v1/plans/{plan}/redo", {"revision": 0}
    ),
    ("GET", "/api/v1/plans/<plan_id>/history"): Entry(READERS, "/api/v1/plans/{plan}/history"),
    ("GET", "/api/v1/plans/<plan_id>/offers/<path:task>"): Entry(READERS, "/api/v1/plans/{plan}/offers/R-1"),
    ("GET", "/api/v1/plans/<plan_id>/routes/<int:number>/geometry"): Entry(
        READERS, "/api/v1/plans/{plan}/routes/1/geometry"
    ),
    ("POST", "/api/v1/plans/<plan_id>/copy"): Entry(DISPATCHERS, "/api/v1/plans/{plan}/copy"),
    ("POST", "/api/v1/plans/<plan_id>/rest"): Entry(DISPATCHERS, "/api/v1/plans/{plan}/rest", body={}),
    ("POST", "/api/v1/plans/<plan_id>/again"): Entry(DISPATCHERS, "/api/v1/plans/{plan}/again"),
    ("GET", "/api/v1/plans/<plan_id>/changes"): Entry(READERS, "/api/v1/plans/{plan}/changes?against={plan}"),
    # coverage studies
    ("GET", "/api/v1/studies"): Entry(READERS, elsewhere=OWN),
    ("POST", "/api/v1/studies"): Entry(
        PLANNERS,
        body={"centre": "{centre}", "name": "x", "places": [{"lon": 110.0, "lat": 27.5, "tonnes": 1}]},
    ),
    ("POST", "/api/v1/studies/import"): Entry(
        PLANNERS,
        "/api/v1/studies/import?centre={centre}&name=x",
        file="name,lon,lat,tonnes\nA,110.0,27.5,9\n",
    ),
    ("GET", "/api/v1/studies/<study_id>"): Entry(READERS, "/api/v1/studies/{study}"),
    ("DELETE", "/api/v1/studies/<study_id>"): Entry(PLANNERS, "/api/v1/studies/{study}"),
    ("POST", "/api/v1/studies/<study_id>/coverage"): Entry(
        READERS, "/api/v1/studies/{study}/coverage", {"open": [0]}
    ),
    ("POST", "/api/v1/studies/<study_id>/scenarios"): Entry(
        PLANNERS, "/api/v1/studies/{study}/scenarios", {"model": "p_center", "p": 1}
    ),
    ("GET", "/api/v1/studies/<study_id>/scenarios/<scenario_id>"): Entry(
        READERS, "/api/v1/studies/{study}/scenarios/{scenario}"
    ),
    ("POST", "/api/v1/studies/<study_id>/scenarios/<scenario_id>/cancel"): Entry(
        PLANNERS, "/api/v1/studies/{study}/scenarios/{scenario}/cancel"
    ),
    ("GET", "/api/v1/studies/<study_id>/scenarios/<scenario_id>/stream"): Entry(
        READERS, "/api/v1/studies/{study}/scenarios/{scenario}/stream"
    ),
    ("GET", "/api/v1/studies/<study_id>/scenarios/<scenario_id>/answer.geojson"): Entry(
        READERS, "/api/v1/studies/{study}/scenarios/{scenario}/answer.geojson"
    ),
    ("GET", "/api/v1/studies/<study_id>/scenarios/<scenario_id>/answer.xlsx"): Entry(
        READERS, "/api/v1/studies/{study}/scenarios/{scenario}/answer.xlsx"
    ),
    ("GET", "/api/v1/studies/<study_id>/scenarios/<scenario_id>/answer.pdf"): Entry(
        READERS, "/api/v1/studies/{study}/scenarios/{scenario}/answer.pdf"
    ),
    ("GET", "/api/v1/studies/<study_id>/scenarios/<scenario_id>/operation"): Entry(
        READERS, "/api/v1/studies/{study}/scenarios/{scenario}/operation"
    ),
    ("POST", "/api/v1/studies/<study_id>/scenarios/<scenario_id>/operation"): Entry(
        PLANNERS, "/api/v1/studies/{study}/scenarios/{scenario}/operation", {}
    ),
    # roads
    ("GET", "/api/v1/networks/<name>/closures"): Entry(READERS, "/api/v1/networks/toy/closures"),
    ("GET", "/api/v1/networks/<name>/isochrone"): Entry(
        READERS, "/api/v1/networks/toy/isochrone?lon=110.0&lat=27.5&minutes=5"
    ),
    ("POST", "/api/v1/networks/<name>/closures"): Entry(
        DISPATCHERS,
        "/api/v1/networks/toy/closures",
        {"kind": "closed", "shape": "road", "at": [[110.0, 27.5]]},
    ),
    ("DELETE", "/api/v1/networks/<name>/closures/<closure_id>"): Entry(
        DISPATCHERS, "/api/v1/networks/toy/closures/{closure}"
    ),
}
