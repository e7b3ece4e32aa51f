### Error codes: what is wrong, and what to do about it.


## S — settings and storage
S101 = A setting's value cannot be read.
    .action = Correct the variable; `docs/reference/settings.md` says what it takes.
S102 = An unknown `HUILIU_` variable is set.
    .action = Look for a typo.
S103 = The database URL cannot be used.
    .action = Give a PostgreSQL or SQLite URL, or leave it empty.
S201 = The database does not answer, is locked too long, or its disk is full.
    .action = Check that it runs and is reachable, then try again.
S202 = The database was written by a newer version of Huiliu.
    .action = Start that version, or restore a backup made by this one.
S203 = The home folder cannot be written.
    .action = Give another with `HUILIU_HOME`, or correct its owner, mode or space.
S204 = Rows of the database refer to rows that are not there; nothing was changed.
    .action = Restore the last backup.
S301 = There is no such sorting centre in the organisation.
    .action = Choose one of its centres.
S302 = There is no such plan in the organisation.
    .action = Open the day anew.
S304 = The centre has no road network.
    .action = Import one and choose it for the centre.
S305 = The search time asked for is out of range.
    .action = Give between 0 and 3600 s.
S311 = A plan that is not finished cannot be published.
    .action = Wait for it, or plan the day anew.
S312 = A plan with violations cannot be published.
    .action = Plan the day anew.
S313 = A request of the plan was cancelled, collected or moved to another day or centre since.
    .action = Plan the day anew.
S314 = Drivers already report from another published plan of the day.
    .action = Keep that plan, or finish its routes first.
S315 = A truck of the plan, or its driver, is out of use, off or at work at other hours since it was planned.
    .action = Plan the day anew, or change the truck, the driver or the calendar back.
S320 = A plan that is not planned cannot be changed by hand.
    .action = Copy a published plan and change the copy.
S321 = The plan was changed by someone else since the revision that a change was made on.
    .action = Look at what changed, then do it again.
S322 = A plan that is not finished cannot be copied.
    .action = Wait for it to finish.
S323 = A plan that carries on a day that has begun is not changed by hand.
    .action = Cancel a stop's request, or enter a new one; then choose *Plan the rest again* on the published plan, naming trucks that are out.
S330 = Only the rest of a published day is planned again.
    .action = Publish the plan, or plan the day again.
S331 = The day of the plan is over.
    .action = Plan another day.
S332 = A truck that is said to be out has no route in the plan.
    .action = Choose trucks of the plan.
S341 = A study has no place, or is larger than may be kept (20 000 places, 4 million ways).
    .action = Join places, leave out candidates, or use `huiliu coverage`.
S342 = The organisation has as many studies as it may.
    .action = Delete those no longer needed.
S343 = There is no such study in the organisation.
    .action = Look at `/coverage`.
S344 = The study has no such scenario.
    .action = Look at the study's scenarios.
S345 = The study has as many scenarios as it may.
    .action = Make another study.
S346 = A number is no point of the study.
    .action = Give one of its points.
S347 = No place has a way to a point that was put there.
    .action = Put it nearer to a road.
S348 = A scenario without open points cannot be put into operation.
    .action = Choose one that is answered.
S349 = A scenario has no such stage.
    .action = Leave the stage out, or give one that it has.
S351 = There is no such driver in the organisation.
    .action = Check the reference.
S352 = A published plan of today or later counts on a driver who is to be erased.
    .action = Give the route to somebody else, or wait.
S401 = A row of a catalogue table cannot be used; the row is named.
    .action = Correct the cell it names.
S402 = A catalogue file is missing, unreadable or lacks a column.
    .action = Restore the file or the column.
S403 = There is no vehicle class of that name.
    .action = Use one that the message lists.
S404 = There is no rule set of that name.
    .action = Use one that the message lists.
S405 = A rule set, or a rule in it, cannot be used.
    .action = Correct the rule it names.
S411 = A made-up day cannot be placed: the roads reach too few places.
    .action = Use a larger map.
S501 = A backup's file exists already.
    .action = Choose another name.
S502 = A backup cannot be written.
    .action = Choose a folder that can be written, with free space.
S503 = A file is no whole backup: cut off, altered or something else.
    .action = Take another; nothing was changed.
S504 = A backup was made by a newer version.
    .action = Restore it with that version.
S505 = The installation to restore into holds data.
    .action = Restore into an empty one, or say `--replace`.
S506 = The home folder or the database cannot be written while restoring.
    .action = Check space and owner, then restore again.

## N — roads
N101 = There is no such file to import.
    .action = Check the path.
N102 = The file is cut off, empty, corrupt or not what its suffix says.
    .action = Download it again.
N103 = The source holds no road that a motor vehicle may drive.
    .action = Take an extract with highway ways and their nodes.
N104 = The place is not known, has no boundary or no roads.
    .action = Name a county or town as OpenStreetMap writes it.
N105 = The map server cannot be reached.
    .action = Try again, or import a downloaded file.
N106 = A network cannot be called that.
    .action = Use letters, digits, dots, dashes and underscores.
N107 = The network cannot be stored; a full disk is named as such.
    .action = Free space, or correct the home folder's owner.
N108 = A stored network is damaged or of another format.
    .action = Import it again.
N109 = There is no network of that name.
    .action = Use one that the message lists, or import it.
N111 = A file is no SRTM height tile.
    .action = Give `.hgt` or `.hgt.zip` files named by their south-west corner.
N112 = None of the height tiles covers a road of the network.
    .action = Take the tiles whose names enclose the network.
N201 = A place lies beyond the snap radius of every usable road.
    .action = Check the coordinate, or move the place to a road.
N202 = What was given is no coordinate.
    .action = Give longitude, then latitude, in WGS-84 degrees.
N203 = An encoded polyline cannot be read.
    .action = Encode it again.
N204 = The file of points cannot be read, has no `lon,lat` header or too many rows.
    .action = Give a CSV with that header, of no more rows than it says.
N205 = The matrix cannot be written.
    .action = Choose another file.
N206 = Too few places: a route takes two, an area three.
    .action = Give more.
N207 = An isochrone was asked for without times above 0.
    .action = Give minutes such as `15,30`.
N301 = There is no profile of that name.
    .action = Use one that the message lists.
N311 = A file of the road engine is cut off or altered. It is never served, and built again by itself.
    .action = Nothing; if it comes back, check the disk.
N312 = A file of the road engine cannot be written; the engine then works from memory.
    .action = Check the disk's space and the folder's owner.
N313 = The roads are being prepared for large tables.
    .action = Try again in half a minute.
N321 = A closed or slowed stretch has a factor outside 0 to 1, or a limit that is no speed.
    .action = Give a factor from 0 (closed) to 1, and a limit above 0.
N322 = A closed or slowed stretch names a road that the network does not have.
    .action = Mark it again: the network was imported since.
N323 = An area to close is no polygon, or holds no road.
    .action = Draw it around the roads.
N324 = No way leads over the points of a stretch to close.
    .action = Give two points or more along one road, in driving direction.
N325 = The closures of a network cannot be read, or one fits its roads no more.
    .action = Take the closure back with `huiliu network open` or through the API, and close what is closed now.
N326 = The network has no closure of that id.
    .action = Use one that `huiliu network closures`, or the API, lists.
N327 = A time of a closure cannot be read.
    .action = Write it as `2026-03-02T08:00+08:00`.
N328 = A mass or measure is none that a vehicle can have; each is named.
    .action = Give tonnes and metres.
N331 = The road server of `HUILIU_ROADS_URL` is away, too slow or too busy.
    .action = Check that it runs and the setting; empty it to use the imported network. The plan is tried again.
N332 = The road server does not answer as one of its kind.
    .action = Check the setting: its kind, host and path.
N333 = The road server refuses the question; its own words follow.
    .action = Raise its limits, or empty the setting.
N334 = Closures are in force, and the road server knows nothing of them. The plan is made without.
    .action = Look at the routes there, or empty `HUILIU_ROADS_URL` for as long as roads are closed.

## R — routing

## R25 — requests that a day's plan never takes in
R251 = A battery in this condition enters no route; the rule set says why.
    .action = Treat it on site first, as the reason says.
R252 = The request has no items, or windows or amounts that cannot be used.
    .action = Correct it and plan again.
R253 = The place lies off the roads.
    .action = Correct its coordinate and plan again.

## R1 — faults of a problem
R101 = An id is empty or used twice; tasks and shipments share one name space.
    .action = Give each its own.
R102 = A place is no row of the matrix.
    .action = Correct the place, or add it to the matrix.
R103 = Something named does not exist: a profile's matrix, a dimension, a lock's vehicle or task.
    .action = Name one that does.
R104 = Amounts are neither empty nor one per dimension.
    .action = Give one amount per dimension, or none.
R105 = A negative, absurd or undefined number.
    .action = Correct the number, or its unit.
R106 = There are no vehicles.
    .action = Add at least one.
R107 = A window is empty, begins before the day, or overlaps the one ahead of it.
    .action = Correct, sort or join the windows.
R108 = A shift is empty, or a break does not fit it.
    .action = Correct the shift or the break.
R109 = Locks contradict one another, or a vehicle's skills.
    .action = Release one of the locks.
R110 = A facility accepts nothing.
    .action = List what it accepts, or leave `accepts` out.
R111 = Routes must end empty and there is no facility.
    .action = Add one, or leave `end_empty` out.
R112 = A matrix is missing, differs in size, or has cells that are no durations and distances.
    .action = Correct the matrix.
R114 = A driving rest without driving or duration.
    .action = Give both, or leave the rest out.
R115 = A load type is said to exclude itself.
    .action = Name two different load types.
R116 = A battery that drives no distance, or has already driven more than it can.
    .action = Correct `range_m` or `used_m`.

## R2 — reasons for leaving out: what no vehicle ever could
# relaxation: `skills`
R201 = No vehicle holds the skills.
    .action = Give a vehicle and its driver the skills, or change the task's condition.
# relaxation: `capacity`
R202 = It is heavier or larger than every vehicle that may serve it.
    .action = Split the task, or add a larger vehicle.
# relaxation: `load_cap`
R203 = It exceeds the cap on its load type.
    .action = Split the task.
# relaxation: `path`
R204 = It cannot be reached, or not left again.
    .action = Check the coordinate and the closed roads.
# relaxation: `facility_accepts`
R205 = No facility accepts it, or takes so much.
    .action = Have a facility accept it.
# relaxation: `max_distance_m`, `range_m`
R206 = It is farther than a vehicle may go, or than its battery lasts where there is no station.
    .action = Raise the distance limit, or add a charging station.
# relaxation: `window_end_s`
R207 = Its windows close before any vehicle can be there.
    .action = Let the window close later.
# relaxation: `facility_window_end_s`
R208 = Every facility closes before it could be unloaded.
    .action = Let a facility close later.
# relaxation: `shift_end_s`, `max_duration_s`
R209 = Every shift ends before a vehicle could be back, or it may not be away for so long.
    .action = Lengthen a shift or the time a vehicle may be away.

## R2 — reasons for leaving out: what did not fit into this plan
R200 = Not explained: the plan comes straight from a search, or so much was left out that time ran out.
    .action = Plan again with more time.
R210 = There is no vehicle.
    .action = Add a vehicle, or put one in service.
# relaxation: `window_end_s`, `window_start_s`, `shift_end_s`
R211 = A time window would be missed, its own or that of a task behind it.
    .action = Widen the window or lengthen the shift.
# relaxation: `shift_end_s`, `window_start_s`, `max_duration_s`
R212 = The vehicle would be back after its shift, or away for too long.
    .action = Lengthen the shift or the time the vehicle may be away.
# relaxation: `shift_end_s`, `window_start_s`
R213 = The driving rests leave no time.
    .action = Lengthen the shift or widen the window.
# relaxation: `break_end_s`, `shift_end_s`
R214 = A break of the vehicle would miss its window.
    .action = Widen the break's window or lengthen the shift.
# relaxation: `capacity`, `shift_end_s` (time for one more trip)
R215 = The vehicle would be overloaded.
    .action = Add a vehicle, or leave time for one more trip.
# relaxation: `load_cap`
R216 = Too much of one load type would be aboard.
    .action = Put it on another vehicle, or change the cap.
# relaxation: `shift_end_s` (time for one more trip)
R217 = Load types that must be apart would be aboard together.
    .action = Leave time for one more trip, or use another vehicle.
R218 = Load types that must not share a vehicle in a day would.
    .action = Use another vehicle.
# relaxation: `facility_window_end_s`, `shift_end_s`
R219 = No facility takes the load, or in time.
    .action = Let a facility close later, or lengthen the shift.
# relaxation: `intake`
R220 = The facility has taken in all it can.
    .action = Raise what the facility takes in, or use another one.
# relaxation: `max_distance_m`, `range_m`
R221 = The vehicle would drive too far, or its battery would not last.
    .action = Raise the distance limit, or add a charging station.
R222 = Every order that could take it is locked.
    .action = Unlock a route.
# relaxation: `skills`
R223 = The vehicles that could take it lack a skill.
    .action = Give that vehicle and its driver the skill.
R224 = There is no road there from the places of any route, or the shipment cannot be paired.
    .action = Check the coordinate and the closed roads.
# relaxation: `penalty`
R225 = It fits, and costs more than leaving it out.
    .action = Raise its priority, or make it mandatory.
R226 = It was taken out of the plan by hand.
    .action = Insert it again when it is to be served.
R227 = It was excluded by hand before the day was planned again.
    .action = Include it again when it is to be served.

## R3 — violations
# rule: visit
R301 = A route cannot be read: a depot missing or misplaced, a time missing, a visit at a wrong place.
    .action = Plan again, or undo the change that caused it.
# rule: vehicle
R302 = The vehicle does not exist, has no matrix, or has two routes.
    .action = Plan again, or undo the change that caused it.
# rule: reference
R303 = A visit or a left-out entry names a task, shipment, facility or station that does not exist.
    .action = Plan again, or undo the change that caused it.
# rule: once
R304 = A task is served more than once.
    .action = Plan again, or undo the change that caused it.
# rule: accounted
R305 = A task is neither served nor listed as left out, or both, or listed twice.
    .action = Plan again, or undo the change that caused it.
# rule: pairing
R306 = A shipment is delivered before its pickup, never delivered, or aboard at an unloading.
    .action = Plan again, or undo the change that caused it.
# rule: travel
R310 = A visit is reached sooner than the drive allows.
    .action = Plan again, or undo the change that caused it.
# rule: path
R311 = There is no path for a leg.
    .action = Plan again, or undo the change that caused it.
# rule: window
R312 = Service starts outside the windows.
    .action = Plan again, or undo the change that caused it.
# rule: service
R313 = The vehicle leaves before service and set-up are done.
    .action = Plan again, or undo the change that caused it.
# rule: order
R314 = A visit starts before its arrival, or before the visit ahead of it ends; a rest waits.
    .action = Plan again, or undo the change that caused it.
# rule: release
R315 = Service, or the trip that delivers, begins before the release.
    .action = Plan again, or undo the change that caused it.
# rule: shift
R316 = A route leaves before the shift.
    .action = Plan again, or undo the change that caused it.
# rule: overtime
R317 = A route is back after shift and overtime.
    .action = Plan again, or undo the change that caused it.
# rule: break
R318 = A break of the vehicle is not taken in its window, or is none of the vehicle's.
    .action = Plan again, or undo the change that caused it.
# rule: rest
R319 = Too much driving without a rest, break or idle wait of the required length.
    .action = Plan again, or undo the change that caused it.
# rule: distance
R320 = A route is longer than its vehicle may go.
    .action = Plan again, or undo the change that caused it.
# rule: duration
R321 = A route takes longer than its vehicle may be away.
    .action = Plan again, or undo the change that caused it.
# rule: range
R322 = A vehicle drives farther on one charge than its battery lasts.
    .action = Plan again, or undo the change that caused it.
# rule: capacity
R330 = The load exceeds the capacity.
    .action = Plan again, or undo the change that caused it.
# rule: load
R331 = A visit states another load than is aboard.
    .action = Plan again, or undo the change that caused it.
# rule: incompatible
R332 = Two load types that must be apart are aboard together.
    .action = Plan again, or undo the change that caused it.
# rule: incompatible_day
R333 = Two load types that must not share a vehicle in a day do.
    .action = Plan again, or undo the change that caused it.
# rule: load_cap
R334 = More of a load type is aboard than allowed.
    .action = Plan again, or undo the change that caused it.
# rule: accepts
R335 = A facility does not accept what is unloaded.
    .action = Plan again, or undo the change that caused it.
# rule: facility_hours
R336 = Unloading starts outside the facility's hours.
    .action = Plan again, or undo the change that caused it.
# rule: intake
R337 = A facility would take in more than it can.
    .action = Plan again, or undo the change that caused it.
# rule: end_empty
R338 = A route ends with collected goods aboard.
    .action = Plan again, or undo the change that caused it.
# rule: skills
R340 = A vehicle lacks a skill that a task requires.
    .action = Plan again, or undo the change that caused it.
# rule: lock_route
R341 = A locked route was changed.
    .action = Plan again, or undo the change that caused it.
# rule: lock_vehicle
R342 = A task left the vehicle it is locked to.
    .action = Plan again, or undo the change that caused it.
# rule: lock_prefix
R343 = A route does not begin as locked.
    .action = Plan again, or undo the change that caused it.
# rule: lock_sequence
R344 = Tasks locked to follow one another do not.
    .action = Plan again, or undo the change that caused it.
# rule: route_cost
R350 = A route states another cost than it has.
    .action = Plan again, and report it.
# rule: plan_cost
R351 = The plan states another cost than it has.
    .action = Plan again, and report it.
# rule: figures
R352 = A route states other figures, or another list of tasks, than its visits have.
    .action = Plan again, and report it.
# rule: weighed
R353 = The plan states another cost for a weighed objective than it has.
    .action = Plan again, and report it.
# rule: frequency
R361 = A place of a calendar is visited more or less often than it asks for, or on other days in one period than in another.
    .action = Compute the calendar again.
# rule: spacing
R362 = Two visits of a place lie closer together, or further apart, than it allows.
    .action = Compute the calendar again.
# rule: weekday
R363 = A place is visited on a weekday that it does not allow.
    .action = Compute the calendar again.
# rule: crew
R364 = A truck is out on a day on which it does not work, or has no crew.
    .action = Compute the calendar again.
# rule: overflow
R365 = More gathers between two visits than the containers hold.
    .action = Compute the calendar again.
# rule: calendar
R366 = The calendar states other days than its routes make, or leaves out what is visited.
    .action = Compute the calendar again.
# rule: calendar_cost
R367 = The calendar states another cost, spread or objective than it has.
    .action = Compute the calendar again.

## R4 — search
R410 = A search proposed a plan that the checker refuses; nothing is given out.
    .action = Report it, with the problem.
R401 = An order of visits breaks a rule and cannot be scheduled.
    .action = Take a visit out, or change the order.
R402 = There is no such search engine.
    .action = Choose one of those named.
R403 = A search engine failed; its traceback is in the cause.
    .action = Report it; another engine may do.
R404 = A search process was killed from outside, for lack of memory perhaps.
    .action = Free memory, then plan again.
R405 = PyVRP was asked for and cannot model a rule of the problem; each is named.
    .action = Choose another engine, or plan without the rule.
R406 = PyVRP was asked for and is not installed.
    .action = Install `huiliu[pyvrp]`, or choose another engine.
R420 = An edit, or a question, names a task that the plan's problem does not have.
    .action = Choose one of the plan's.
R421 = An edit names a vehicle that the plan's problem does not have.
    .action = Choose one of the plan's.
R422 = An edit puts a task at a position that the route does not have.
    .action = Give one within the route.
R423 = A task to be moved or removed is left out, or one to be inserted is served.
    .action = Insert it, or move it.
R424 = A new order of a route holds other stops than the route.
    .action = Load the plan again and send all of them.
R425 = An edit asks for a way where there is no road.
    .action = Put the stop on another vehicle, or look at closed roads.
R426 = A day is planned on while a vehicle has a shipment aboard that it picked up and has not delivered.
    .action = Plan on after its delivery, or report it as failed.

## R5 — calendars
R501 = A horizon, period, number of crews, or name of a periodic problem cannot be used.
    .action = Correct the one it names.
R503 = A periodic problem is larger than fits into memory.
    .action = Split it by area or by weeks.
R511 = A place has no demand; it is left out.
    .action = State a demand, or what gathers in a day.
R512 = No choice of days keeps a place's number of visits, spacing and weekdays; it is left out.
    .action = Ask for fewer visits, another spacing, or more days.
R513 = More gathers at a place than its containers, or any truck, hold; it is left out.
    .action = Larger containers or trucks, or split the place.
R514 = No truck can reach a place and be back in its day; it is left out.
    .action = Correct its coordinate, or lengthen the day.
R515 = No days with room for a place were found.
    .action = More trucks or days, or more search time.
R516 = A calendar search was ended from outside before it had a calendar.
    .action = Free memory, then try again.
R517 = A calendar search failed; its traceback is in the cause.
    .action = Report it with the problem.

## F — file formats
F100 = A file cannot be read.
    .action = Check the path.
F101 = The document is larger than is read (90 MB).
    .action = Split the day, or pass places and a network instead of matrices.
F102 = The document is not UTF-8 or not JSON; line and column are named.
    .action = Correct it.
F103 = A key that the format does not have.
    .action = Look for a typing error; the message lists the known keys.
F104 = A required key is missing.
    .action = Add it.
F105 = A value of another type; NaN and Infinity are no numbers.
    .action = Write the type that the message names.
F106 = A number outside its bounds.
    .action = Correct the number, or its unit.
F107 = A window ends before it begins.
    .action = Swap its ends.
F108 = The version is missing or not read here.
    .action = Write version 1.
F109 = More entries than are taken.
    .action = Split the problem.
F110 = A key, or a profile's matrix, is given twice.
    .action = Keep one of them.
F111 = A matrix is not square, or its two tables differ in size.
    .action = Give as many columns as rows, for the same places.
F112 = Neither travel matrices nor places are given.
    .action = Add one of them.
F113 = Text is empty, too long, or not one of the choices.
    .action = Correct it.
F114 = A start that is no ISO instant with an offset.
    .action = Write one such as `2026-03-02T08:00:00+08:00`.
F119 = There are more faults than are listed.
    .action = Mend those listed first.
F120 = A plan cannot be written.
    .action = Check the path and the space.
F200 = A problem file is in none of the formats that are read.
    .action = Name the format with `--format`.
F201 = The file is not in the format named.
    .action = Correct the file, or name another format.
F202 = A row or section cannot be used; its line or name is given.
    .action = Correct it.
F203 = The file states a rule that is not modelled.
    .action = Leave it out.
F204 = A length or time is too large, or no number.
    .action = Correct it, or use a coarser `--distance`.
F205 = A `.sol` file has more routes than there are vehicles, or an unknown node.
    .action = Correct it.
F301 = A VROOM document has a value that cannot be used, or a key this model does not have (VROOM's code 2).
    .action = Correct it.
F302 = A VROOM document has no matrices, and no road network is named (VROOM's code 3).
    .action = Add matrices, or name a network.
F303 = A VROOM document combines limits or costs that cannot be kept together (VROOM's code 2).
    .action = Leave one of them out.
F304 = The steps of a vehicle in a VROOM document break a rule, so no search can start from them (VROOM's code 2).
    .action = Correct them, leave them out, or ask for their violations (option `c`).
F305 = A route given for VROOM's plan mode has no times: forced times contradict each other, or there is no way (VROOM's code 2).
    .action = Correct the step.

## I — imports of tables
I200 = There is no such kind of table.
    .action = Import sites, vehicles or requests.
I201 = The file cannot be read: no CSV or XLSX (but a PDF, a picture, an old .xls), with a password, damaged, or in no known encoding.
    .action = Save it as CSV (UTF-8) or as XLSX without a password.
I202 = The file is too large, or has too many rows or columns.
    .action = Split it, or raise `HUILIU_MAX_UPLOAD_MB`.
I203 = The file is empty, lacks a required column, or has one twice.
    .action = Correct the header; English and Chinese names are taken.
I204 = A cell cannot be read or is out of range; row and column are named.
    .action = Correct it and import again; the other rows are kept.
I205 = A required cell is empty.
    .action = Fill it in.
I206 = A row names a centre, site, material or driver that does not exist.
    .action = Import that first, or correct the reference.
I207 = A reference stands twice in the file.
    .action = Give each object its own.
I208 = A site has no name.
    .action = Give it a Chinese or an English one.
I209 = A request has no date, or neither a site nor a coordinate.
    .action = Fill in what is missing.
I210 = An item is heavier than one item can be.
    .action = Correct the weight or the quantity.
I211 = The request was collected or cancelled already.
    .action = Give a new pickup a reference of its own.
I212 = Rows of one reference contradict each other on the day, place, customer or times.
    .action = Leave it out in the rows below, or give another pickup a reference of its own.
I213 = A published plan serves the request, and the row would change it.
    .action = Plan that day anew without it, then import again.
I214 = Longitude and latitude are exchanged, or one number was entered twice.
    .action = Correct the two numbers.
I215 = The place lies outside the roads of its centre.
    .action = Check the numbers and the datum, or enter it for another centre.
I216 = Kept, but far from every road.
    .action = Look at it on the map.
I217 = Kept, but another row has the same place, customer, day and goods, or says the same goods of the same request.
    .action = Cancel one if it is one pickup; take out a row that is there twice.
I218 = Kept, but the packing of a damaged or undiagnosable battery is not recorded.
    .action = Record it before it is loaded.
I219 = A rule set refuses the goods: a critical battery enters no route.
    .action = Keep it apart outdoors, call specialists, enter it once it is made safe.
I220 = Kept, but neither the centre nor another facility accepts the goods.
    .action = Give one of them this stream.

## W — queue and workers
W101 = The configured Redis does not answer.
    .action = Start it, correct `HUILIU_REDIS_URL`, or leave it empty.
W102 = The embedded queue server cannot be started.
    .action = Read `queue/server.log` in the home folder, or set `HUILIU_REDIS_URL`.
W103 = The queue does not take a plan now; the plan is kept.
    .action = Wait: it starts by itself once the queue is back.
W201 = Planning was broken off three times.
    .action = Plan again; plan fewer requests at once or give the worker more memory.
W202 = Planning took far longer than its search time and was ended.
    .action = Plan fewer requests at once, or on a faster machine.
W203 = The day has more places than a matrix may have.
    .action = Split the day, or raise `HUILIU_MAX_MATRIX_PLACES`.
W204 = The sorting centre lies off the roads.
    .action = Correct its coordinate, or choose the network that covers it.
W206 = The sorting centre has no truck in service.
    .action = Add one, or put one back in service.
W208 = The plan found breaks a rule and is not stored.
    .action = Plan again, and report it: it is a defect.
W212 = A locked route breaks a rule by now, as roads or requests have changed.
    .action = Unlock it, or take a stop out, then plan again.
W213 = What a truck carries can no longer be unloaded before its shift, or its driver's, ends.
    .action = Lengthen its shift, its driver's hours or those of a place to unload at, or take the truck out.
W209 = Planning failed inside the program.
    .action = Plan again; if it recurs, report it with the worker's log.
W301 = A site's opening hours cannot be read; nothing is unloaded there.
    .action = Correct its hours.
W302 = A truck's breaks cannot be read; it stays in.
    .action = Correct its breaks.
W303 = A site lies off the roads; nothing is unloaded there.
    .action = Correct its coordinate.
W305 = A truck's usual driver cannot drive it that day: off, at other hours, or on another truck; who is named does.
    .action = Give it another driver, or change the hours, if that is not wanted.
W306 = A truck's usual driver cannot drive it that day and nobody else is free; it stays in.
    .action = Give it another driver, or change the driver's hours and days off.
W401 = A part of the demo died over and over.
    .action = Read the log that the message names.
W402 = The demo's plan failed, or did not end in time.
    .action = Read what is said before it, and the worker's log.
W403 = The port asked for is taken.
    .action = Give another with `--port`, or none.
W404 = The demo's web server does not answer.
    .action = Read `demo/server.log` in the home folder.
W501 = No worker was free for a VROOM document in time.
    .action = Try again later, or start more with `huiliu worker`.
W502 = The worker with a VROOM document was lost.
    .action = Send it again.
W505 = A worker that helped with a part of a large plan was lost or late (in the log; the plan goes on without it).
    .action = See that worker's log.
W701 = The search of a scenario was broken off too often.
    .action = Ask with fewer candidates, or give the worker more memory.
W702 = A scenario took far longer than its time.
    .action = Ask with fewer candidates.
W703 = A scenario failed inside the program.
    .action = Report it with the worker's log.
W601 = A figure of how points are emptied cannot be used.
    .action = Give one within its bounds.
W602 = The depot, or a place to unload, lies off the roads.
    .action = Correct its coordinate.
W603 = There is nothing to price, or more than can be priced at once.
    .action = Give 1 to 60 alternatives.
W604 = A scenario was stopped before any choice was priced; its answer stands.
    .action = Ask again for its prices.

## A — web, accounts, API
A101 = Nobody is signed in, and no key was sent that holds.
    .action = Sign in, or send an API key.
A102 = The role does not allow it.
    .action = Ask an administrator.
A103 = A change by session came without the page's token.
    .action = Reload the page; programs send an API key.
A104 = The user name or password is not right.
    .action = Check both.
A105 = The user name is locked after failed sign-ins, whether or not somebody has it.
    .action = Wait 15 minutes, or set a password with `huiliu user password`.
A106 = The signing key cannot be read or made.
    .action = Make the home folder writable, restore the file, or set `HUILIU_SECRET_KEY`.
A121 = There is no such organisation.
    .action = Name one, or make it with `--create`.
A122 = There are several organisations and none was named.
    .action = Name one.
A123 = The user name is taken or cannot be used.
    .action = Choose another.
A124 = The password is too short or too long, repeats a few characters, or is mostly the user name.
    .action = Use 10 to 1024 characters.
A125 = A program cannot have this role.
    .action = Choose another: a driver is a person.
A126 = There is no such user.
    .action = Check the user name.
A127 = It is the last administrator of the organisation.
    .action = Make somebody else an administrator first.
A128 = A driver's account names no driver of the organisation.
    .action = Name one by its reference.
A129 = The account has no such session.
    .action = It may have ended by itself.
A130 = The organisation has no such key.
    .action = See the list of keys.
A132 = The installation has been set up: somebody has an account.
    .action = Sign in, or ask an administrator.
A134 = A program's key asks for something of a person's account.
    .action = Sign in as the person.
A201 = A field of a request is missing or cannot be used; its path is named.
    .action = Correct it.
A202 = No file was sent.
    .action = Send it as multipart field `file`.
A211 = There is nothing to plan on the day.
    .action = Enter or import requests.
A212 = The centre has no truck in use.
    .action = Enter or import vehicles.
A213 = The centre has no road network.
    .action = Import roads and choose them for the centre.
A214 = The centre's road network is not imported.
    .action = Run `huiliu network import`.
A215 = There is no such road network, or not for this organisation.
    .action = Check its name.
A216 = A map tile outside the grid of its zoom.
    .action = Ask for one inside.
A217 = Map tiles were asked for without a session or an opened link.
    .action = Sign in, or open the link.
A218 = A plan did not end in the time waited for.
    .action = Start `huiliu worker`.
A221 = A link was to be renewed in a plan that is not published.
    .action = Publish it first.
A222 = The plan has no such route.
    .action = Open the plan anew.
A231 = The queue cannot be reached.
    .action = Try again in a few seconds.
A232 = The server holds as many live connections as it can.
    .action = Ask for the plan now and then, or raise `HUILIU_WEB_THREADS`.
A241 = A program's query names no road network, and no setting does.
    .action = Add `?network=NAME`, or set `HUILIU_NETWORK`.
A242 = A VROOM document is over a bound.
    .action = Split it, or send coordinates instead of matrices.
A251 = A change by hand touches a locked route, or takes a stop from the truck it is kept on.
    .action = Unlock it first.
A252 = There is no change to take back, or to do again.
    .action = Go on from here.
A253 = A plan that is not finished is to be looked into, compared or planned again.
    .action = Wait for it to finish.
A243 = As many VROOM documents wait as may.
    .action = Try again in a few seconds, or raise `HUILIU_WEB_THREADS`.
A244 = There is something of that reference already.
    .action = Change that, or choose another reference.
A245 = The organisation has nothing of that reference.
    .action = Check it.
A246 = The centre collects nothing on that day.
    .action = Choose another day, or change the calendar.
A247 = Every truck is off on that day, or nobody can drive it.
    .action = Choose another day, or change the calendar or the drivers' hours.
A248 = A certificate has ended and no longer counts in plans.
    .action = Renew it and enter the new date.
A249 = Another organisation has a road network of that name.
    .action = Choose another name.
A265 = No truck of the centre has a driver; the day can be planned all the same.
    .action = Add drivers and choose them for the trucks.
A266 = Requests of the day need a skill or certificate that no truck with its driver has: they would be left out.
    .action = Tick it for a truck and, where it is a certificate, for its driver.
A267 = The published plan counts on a truck that, or whose driver, is out of use or off since.
    .action = Plan the rest of the day without it, or change the truck, the driver or the calendar back.
A261 = The server has no Chinese font that may be put into a PDF.
    .action = Install one (Debian: `fonts-noto-cjk` or `fonts-wqy-microhei`), or print from the browser.
A301 = The pages have not been built.
    .action = Run `make setup`.
A302 = The address to listen on is taken or not ours.
    .action = Choose another with `--port` or `--host`.
A311 = A driver's link is not complete.
    .action = Open the whole link again.
A312 = A driver's link has ended or been replaced.
    .action = Ask the dispatcher for the new one.
A321 = There are no reports in what was sent.
    .action = Send one report or a list.
A322 = Too many reports at once.
    .action = Send them in several calls.
A323 = A report has a field that cannot be used; it alone is refused.
    .action = Correct the field.
A324 = A report names a visit that is not on the route.
    .action = Load the day again.
A400 = The request could not be understood.
    .action = Correct it.
A401 = Not signed in.
    .action = Sign in, or send an API key.
A403 = Not allowed.
    .action = Ask an administrator.
A404 = There is nothing at the address.
    .action = Check it.
A405 = The address does not take the method.
    .action = See the OpenAPI document.
A413 = What was sent is too large.
    .action = Send it in parts.
A415 = The kind of content is not taken.
    .action = See the OpenAPI document.
A429 = Too many requests in a short time.
    .action = Wait a little.
A500 = A defect on our side; the log has the request's id.
    .action = Try again; report it with the id.
A503 = A part of the system cannot serve now.
    .action = Try again in a few seconds.

## C — coverage
C101 = A study cannot be read, or an answer not written.
    .action = Check the path.
C102 = A study is no JSON object in UTF-8.
    .action = Correct it.
C103 = There is no such siting model.
    .action = Use one that the message lists.
C104 = A study lacks what its model needs.
    .action = Add the key it names.
C105 = A list or matrix of a study has the wrong shape.
    .action = Give one entry per place or column.
C106 = A number, name or coordinate of a study cannot be used.
    .action = Correct it.
C107 = A number of points is below 1, or above the number of columns.
    .action = Give one in between.
C108 = There is no such column, or no such group.
    .action = Use a number or name that the study has.
C109 = A study is larger than can be answered; its sizes are named.
    .action = Leave out columns, or join places.
C110 = There are more faults than are listed.
    .action = Mend those listed first.
C201 = Two places of one kind lie on one spot.
    .action = Correct one, or leave one out.
C202 = A name stands twice in one township or county.
    .action = Leave one out if they are the same.
C203 = A place lies far from its county.
    .action = Look it up on a map.
C204 = The coordinates seem to be GCJ-02 or BD-09.
    .action = State the datum.
C205 = A place has no demand.
    .action = Fill in persons, households or tonnes.
C206 = No road is near a place.
    .action = Correct its coordinates, or leave it out.
C211 = The catalogue has no yield of that material.
    .action = Use one that the message lists.
C301 = No choice of points was found in the time, and none was proved impossible.
    .action = Give more seconds, or ask for less.
C302 = The solver failed.
    .action = Report it with the study.
C303 = The siting search was ended from outside, or ran out of memory.
    .action = Make the study smaller, then try again.
C401 = Places have no point within the radius, so not everybody can be reached.
    .action = A larger radius, candidates near them, or ask for the most instead of everybody.
C402 = More existing points are to stay than may be open.
    .action = More points, or let existing ones close.
C403 = Places have no way to any point.
    .action = Correct their coordinates, add candidates on their roads, or leave them out.
C404 = No choice keeps every rule (budget, capacity, least shares and numbers).
    .action = Loosen one of them, or give more points.
