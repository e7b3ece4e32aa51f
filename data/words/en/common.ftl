## app

app-name = Huiliu

## nav

nav-skip = Skip to content
nav-pages = Pages
nav-today = Today
nav-plan = Plan
nav-otherLanguage = 中文
nav-otherLanguageCode = zh-CN
nav-light = Light colours
nav-dark = Dark colours
nav-logout = Log out

## role

role-administrator = Administrator
role-dispatcher = Dispatcher
role-planner = Planner
role-viewer = Reader
role-driver = Driver

## unknown

unknown-title = There is no such page
unknown-back = Back to today

## synthetic

synthetic = synthetic data
synthetic-short = synthetic
synthetic-title = Roads, sites and requests were generated; nothing here is real

## fault

fault-offline = The server cannot be reached. What was saved is safe. Check the connection and open this page again.
fault-missing = Not found, or not your organisation's. Check the address.
fault-unknown = Something went wrong; what was saved is safe. Try again, and tell the administrator if it happens again.

## dialog

dialog-close = Close
dialog-cancel = Cancel

## copy

copy-copy = Copy
copy-done = Copied
copy-refused = Copy by hand
copy-link = Driver's link
copy-open = Open in a new tab

## map

map-attribution = Map sources
map-refused = This device cannot draw the map (no WebGL). The list and the timeline work as usual.
map-fit = Show everything
map-zoomIn = Zoom in
map-zoomOut = Zoom out
map-layers = Layers
map-roads = Roads
map-names = Names
map-sites = Sites
map-closures = Closures
map-raster = Background map

## table

table-pages = Pages of the table
table-previous = Previous
table-next = Next

## status

status-queued = queued
status-running = planning
status-planned = draft
status-published = published
status-failed = failed
status-cancelled = cancelled

## phase

phase-queued = queued
phase-roads = roads
phase-matrix = travel times
phase-first = first plan
phase-improving = improving
phase-checking = checking
phase-done = done

## kind

kind-depot = sorting centre
kind-collect = pickup
kind-pickup = pickup
kind-deliver = delivery
kind-unload = unload
kind-rest = rest
kind-break = break
kind-charge = charging

## condition

condition-intact = intact
condition-damaged = damaged
condition-undiagnosable = undiagnosable
condition-critical = critical

## hazard

hazard-damaged_battery = DAMAGED BATTERY: special packing, certified truck
hazard-undiagnosable_battery = UNDIAGNOSABLE BATTERY: treat as damaged
hazard-critical_battery = CRITICAL BATTERY: do not load, call the office

## fail

fail-nobody = nobody there
fail-no_access = no access
fail-not_ready = not put out
fail-not_found = place not found
fail-wrong_goods = other goods than declared
fail-contaminated = contaminated
fail-too_heavy = too heavy or too large
fail-damaged_battery = damaged battery, cannot be loaded
fail-truck_full = truck is full
fail-other = another reason

## event

event-arrived = arrived
event-done = done
event-failed = not collected
event-undo = undone
event-opened = opened
