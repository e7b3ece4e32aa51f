### Error codes: what is wrong, and what to do about it.


## S — settings and storage
S101 = A setting has an invalid value.
    .action = Correct the variable; `docs/reference/settings.md` lists the permitted values.
S102 = An unknown `HUILIU_` variable is set.
    .action = Check the spelling.
S103 = The database URL is invalid.
    .action = Give a PostgreSQL or SQLite URL, or leave it empty.
S201 = The database does not answer, is locked for too long, or its disk is full.
    .action = Check that it runs and is reachable, then try again.
S202 = The database was written by a newer version of Huiliu.
    .action = Start that version, or restore a backup made by this one.
S203 = The home folder cannot be written.
    .action = Choose another with `HUILIU_HOME`, or correct its owner, mode or free space.
S204 = Rows of the database refer to missing rows; nothing was changed.
    .action = Restore the last backup.
S301 = There is no such sorting centre in the organisation.
    .action = Choose one of its centres.
S302 = There is no such plan in the organisation.
    .action = Reload the day.
S304 = The centre has no road network.
    .action = Import one and choose it for the centre.
S305 = The requested search time is out of range.
    .action = Give a time between 0 and 3600 s.
S311 = A plan that is not finished cannot be published.
    .action = Wait for it to finish, or plan the day again.
S312 = A plan with violations cannot be published.
    .action = Plan the day again, or correct it by editing.
S313 = A request of the plan was cancelled, collected or moved to another day or centre since.
    .action = Plan the day again.
S314 = Drivers already report from another published plan of the day.
    .action = Keep that plan, or finish its routes first.
S315 = A vehicle of the plan, or its driver, is retired, off, or has other working hours since the plan was made.
    .action = Plan the day again, or change the vehicle, the driver or the calendar back.
S320 = Only a planned plan can be edited.
    .action = Copy a published plan and change the copy.
S321 = The plan was changed by someone else since the revision on which the edit is based.
    .action = Review the changes, then repeat the edit.
S322 = A plan that is not finished cannot be copied.
    .action = Wait for it to finish.
S323 = A plan that continues a day in progress cannot be edited.
    .action = Cancel a stop's request, or enter a new one; then choose *Plan the rest again* on the published plan and name vehicles out of service.
S330 = Only the rest of a published plan can be planned again.
    .action = Publish the plan, or plan the day again.
S331 = The day of the plan is over.
    .action = Plan another day.
S332 = A vehicle reported out of service has no route in the plan.
    .action = Choose vehicles of the plan.
S341 = A study has no place, or exceeds the size limit (20 000 places, 4 million pairs).
    .action = Merge places, leave out candidates, or use `huiliu coverage`.
S342 = The organisation has the maximum number of studies.
    .action = Delete studies that are no longer needed.
S343 = There is no such study in the organisation.
    .action = Choose one of the studies on `/coverage`.
S344 = The study has no such scenario.
    .action = Choose one of the study's scenarios.
S345 = The study has the maximum number of scenarios.
    .action = Create another study.
S346 = A number does not denote a point of the study.
    .action = Give one of its points.
S347 = No place can reach an added point.
    .action = Move it closer to a road.
S348 = A scenario without open points cannot be put into operation.
    .action = Choose a scenario that has been solved.
S349 = A scenario has no such stage.
    .action = Omit the stage, or give an existing one.
S351 = There is no such driver in the organisation.
    .action = Check the reference.
S352 = A published plan of today or later assigns a driver who is to be erased.
    .action = Assign the route to another driver, or wait.
S401 = A row of a catalogue table is invalid.
    .action = Correct the cell named in the message.
S402 = A catalogue file is missing, unreadable or lacks a column.
    .action = Restore the file or the column.
S403 = There is no vehicle class of that name.
    .action = Use one that the message lists.
S404 = There is no rule set of that name.
    .action = Use one that the message lists.
S405 = A rule set, or a rule in it, is invalid.
    .action = Correct the rule named in the message.
S411 = The synthetic day cannot be placed: too few places are reachable by road.
    .action = Use a larger map.
S501 = The backup file exists already.
    .action = Choose another name.
S502 = The backup cannot be written.
    .action = Choose a writable folder with free space.
S503 = The file is not a complete backup: it is truncated, altered or another kind of file.
    .action = Use another backup; nothing was changed.
S504 = The backup was made by a newer version.
    .action = Restore it with that version.
S505 = The installation contains data.
    .action = Restore into an empty installation, or give `--replace`.
S506 = The home folder or the database cannot be written during the restore.
    .action = Check free space and ownership, then restore again.

## N — roads
N101 = There is no such file to import.
    .action = Check the path.
N102 = The file is truncated, empty, corrupt or not of the type of its suffix.
    .action = Download it again.
N103 = The source contains no road for motor vehicles.
    .action = Use an extract with highway ways and their nodes.
N104 = The place is unknown, or has no boundary or no roads.
    .action = Give the name of a county or town as written in OpenStreetMap.
N105 = The map server cannot be reached.
    .action = Try again, or import a downloaded file.
N106 = The name of a network is invalid.
    .action = Use letters, digits, dots, dashes and underscores.
N107 = The network cannot be stored.
    .action = Free disk space, or correct the owner of the home folder.
N108 = A stored network is damaged or of another format.
    .action = Import it again.
N109 = There is no network of that name.
    .action = Use one that the message lists, or import it.
N111 = A file is not an SRTM height tile.
    .action = Give `.hgt` or `.hgt.zip` files named by their south-west corner.
N112 = None of the height tiles covers a road of the network.
    .action = Use the tiles whose names enclose the network.
N201 = A place is beyond the snap radius of every usable road.
    .action = Check the coordinate, or move the place to a road.
N202 = The value is not a coordinate.
    .action = Give longitude, then latitude, in WGS-84 degrees.
N203 = An encoded polyline cannot be read.
    .action = Encode the line again.
N204 = The file of points cannot be read, has no `lon,lat` header or too many rows.
    .action = Give a CSV file with that header and no more rows than stated.
N205 = The matrix cannot be written to the file.
    .action = Choose another file.
N206 = Too few places: a route requires two, an area three.
    .action = Give more.
N207 = An isochrone has no duration above 0.
    .action = Give minutes such as `15,30`.
N301 = There is no profile of that name.
    .action = Use one that the message lists.
N311 = A file of the road engine is truncated or altered. It is ignored and rebuilt automatically.
    .action = None; if it recurs, check the disk.
N312 = A file of the road engine cannot be written; the engine continues in memory.
    .action = Check free space and the owner of the folder.
N313 = The road engine is being built for large tables.
    .action = Try again in half a minute.
N321 = A closure has a factor outside 0 to 1, or an invalid speed limit.
    .action = Give a factor from 0 (closed) to 1, and a limit above 0.
N322 = A closure refers to a road that the network does not have.
    .action = Draw it again: the network was imported anew.
N323 = The area of a closure is not a polygon, or contains no road.
    .action = Draw it around the roads.
N324 = No route leads over the points of a closure.
    .action = Give two points or more along one road, in driving direction.
N325 = The closures of a network cannot be read, or one no longer matches its roads.
    .action = Delete the closure with `huiliu network open` or through the API, and create it again if needed.
N326 = The network has no closure with this id.
    .action = Use one that `huiliu network closures`, or the API, lists.
N327 = A time of a closure cannot be read.
    .action = Write it as `2026-03-02T08:00+08:00`.
N328 = A mass or dimension is implausible for a vehicle.
    .action = Give tonnes and metres.
N331 = The road server of `HUILIU_ROADS_URL` is unreachable, too slow or overloaded.
    .action = Check that it runs and the setting; empty it to use the imported network. Planning is retried.
N332 = The answer of the road server does not follow its protocol.
    .action = Check the setting: its kind, host and path.
N333 = The road server refuses the request, with the stated reason.
    .action = Raise its limits, or empty the setting.
N334 = Closures are in force, which the road server does not support. The plan ignores them.
    .action = Check the routes near the closures, or empty `HUILIU_ROADS_URL` while roads are closed.

## R — routing

## R25 — requests that a day's plan never takes in
R251 = Batteries in this condition must not be collected by a route, by the stated rule.
    .action = Have it made safe on site first, as the reason states.
R252 = The request has no items, or invalid windows or amounts.
    .action = Correct it and plan again.
R253 = The place is not near a road.
    .action = Correct its coordinate and plan again.

## R1 — faults of a problem
R101 = An id is empty or used twice; tasks and shipments share one name space.
    .action = Give each its own id.
R102 = A place is not a row of the matrix.
    .action = Correct the place, or add it to the matrix.
R103 = A reference is unknown: a profile's matrix, a dimension, a lock's vehicle or task.
    .action = Refer to an existing one.
R104 = Amounts are neither empty nor one per dimension.
    .action = Give one amount per dimension, or none.
R105 = A number is negative, implausible or not finite.
    .action = Correct the number, or its unit.
R106 = There are no vehicles.
    .action = Add at least one.
R107 = A window is empty, begins before the day, or overlaps the previous one.
    .action = Correct, sort or merge the windows.
R108 = A shift is empty, or a break does not fit it.
    .action = Correct the shift or the break.
R109 = Locks contradict each other, or a vehicle's skills.
    .action = Release one of the locks.
R110 = A facility accepts nothing.
    .action = List the accepted types, or omit `accepts`.
R111 = Routes must end empty, but there is no facility.
    .action = Add one, or omit `end_empty`.
R112 = A matrix is missing, differs in size, or contains invalid durations or distances.
    .action = Correct the matrix.
R114 = A driving rest has no driving time or no duration.
    .action = Give both, or omit the rest.
R115 = A load type is declared incompatible with itself.
    .action = Name two different load types.
R116 = A battery has no range, or has already been used beyond its range.
    .action = Correct `range_m` or `used_m`.

## R2 — reasons for leaving out: what no vehicle ever could
# relaxation: `skills`
R201 = No vehicle has the required skills.
    .action = Give a vehicle and its driver the skills, or change the task's condition.
# relaxation: `capacity`
R202 = The task exceeds the capacity of every vehicle that may serve it.
    .action = Split the task, or add a larger vehicle.
# relaxation: `load_cap`
R203 = The task exceeds the cap on its load type.
    .action = Split the task.
# relaxation: `path`
R204 = The place cannot be reached or left.
    .action = Check the coordinate and road closures.
# relaxation: `facility_accepts`
R205 = No facility accepts the load, or has enough intake.
    .action = Let a facility accept it.
# relaxation: `max_distance_m`, `range_m`
R206 = The place is beyond the maximum distance of every vehicle, or beyond its battery range without a station.
    .action = Raise the distance limit, or add a charging station.
# relaxation: `window_end_s`
R207 = The windows close before any vehicle can arrive.
    .action = Extend the window.
# relaxation: `facility_window_end_s`
R208 = Every facility closes before the load could be unloaded.
    .action = Extend the hours of a facility.
# relaxation: `shift_end_s`, `max_duration_s`
R209 = Every vehicle would return after its shift, or exceed its maximum duration.
    .action = Extend a shift or the maximum duration of a route.

## R2 — reasons for leaving out: what did not fit into this plan
R200 = Not explained: the plan comes directly from a search, or the time for explanations was exceeded.
    .action = Plan again with more time.
R210 = There is no vehicle.
    .action = Add a vehicle, or reactivate one.
# relaxation: `window_end_s`, `window_start_s`, `shift_end_s`
R211 = A time window would be missed, of this task or of a later one on the route.
    .action = Widen the window or extend the shift.
# relaxation: `shift_end_s`, `window_start_s`, `max_duration_s`
R212 = The vehicle would return after its shift, or exceed its maximum duration.
    .action = Extend the shift or the maximum duration of the route.
# relaxation: `shift_end_s`, `window_start_s`
R213 = The required driving rests leave too little time.
    .action = Extend the shift or widen the window.
# relaxation: `break_end_s`, `shift_end_s`
R214 = A break of the vehicle would miss its window.
    .action = Widen the break's window or extend the shift.
# relaxation: `capacity`, `shift_end_s` (time for one more trip)
R215 = The vehicle would be overloaded.
    .action = Add a vehicle, or allow time for another trip.
# relaxation: `load_cap`
R216 = Too much of one load type would be aboard.
    .action = Put it on another vehicle, or change the cap.
# relaxation: `shift_end_s` (time for one more trip)
R217 = Incompatible load types would be aboard together.
    .action = Allow time for another trip, or use another vehicle.
R218 = Load types that must not share a vehicle on the same day would do so.
    .action = Use another vehicle.
# relaxation: `facility_window_end_s`, `shift_end_s`
R219 = No facility accepts the load, or none in time.
    .action = Extend the hours of a facility or the shift.
# relaxation: `intake`
R220 = The intake of the facility is exhausted.
    .action = Raise the intake of the facility, or use another one.
# relaxation: `max_distance_m`, `range_m`
R221 = The vehicle would exceed its maximum distance, or the range of its battery.
    .action = Raise the distance limit, or add a charging station.
R222 = Every route that could serve it is locked.
    .action = Unlock a route.
# relaxation: `skills`
R223 = The vehicles that could serve it lack a skill.
    .action = Give such a vehicle and its driver the skill.
R224 = There is no path from the places of any route, or the shipment cannot be paired.
    .action = Check the coordinate and road closures.
# relaxation: `penalty`
R225 = Serving it is feasible but costs more than leaving it out.
    .action = Raise its priority, or make it mandatory.
R226 = It was removed from the plan by an edit.
    .action = Insert it again if it is to be served.
R227 = It was excluded before the day was planned again.
    .action = Include it again if it is to be served.

## R3 — violations
# rule: visit
R301 = A route is invalid: a depot is missing or misplaced, a time is missing, or a visit has a wrong place.
    .action = Plan again, or undo the change that caused it.
# rule: vehicle
R302 = The vehicle does not exist, has no matrix, or has two routes.
    .action = Plan again, or undo the change that caused it.
# rule: reference
R303 = A visit or an unassigned entry refers to a task, shipment, facility or station that does not exist.
    .action = Plan again, or undo the change that caused it.
# rule: once
R304 = A task is served more than once.
    .action = Plan again, or undo the change that caused it.
# rule: accounted
R305 = A task is neither served nor unassigned, or both, or occurs twice.
    .action = Plan again, or undo the change that caused it.
# rule: pairing
R306 = A shipment is delivered before its pickup, never delivered, or aboard at an unloading.
    .action = Plan again, or undo the change that caused it.
# rule: travel
R310 = A visit is reached sooner than the travel time permits.
    .action = Plan again, or undo the change that caused it.
# rule: path
R311 = There is no path for a leg of the route.
    .action = Plan again, or undo the change that caused it.
# rule: window
R312 = Service starts outside the windows.
    .action = Plan again, or undo the change that caused it.
# rule: service
R313 = The vehicle leaves before service and set-up are finished.
    .action = Plan again, or undo the change that caused it.
# rule: order
R314 = A visit starts before its arrival or before the previous visit ends, or a rest includes waiting.
    .action = Plan again, or undo the change that caused it.
# rule: release
R315 = Service, or the trip that delivers, begins before the release.
    .action = Plan again, or undo the change that caused it.
# rule: shift
R316 = A route starts before the shift.
    .action = Plan again, or undo the change that caused it.
# rule: overtime
R317 = A route ends after shift and overtime.
    .action = Plan again, or undo the change that caused it.
# rule: break
R318 = A break is not taken in its window, or does not belong to the vehicle.
    .action = Plan again, or undo the change that caused it.
# rule: rest
R319 = Too much driving without a rest, break or idle wait of the required length.
    .action = Plan again, or undo the change that caused it.
# rule: distance
R320 = A route exceeds the maximum distance of its vehicle.
    .action = Plan again, or undo the change that caused it.
# rule: duration
R321 = A route exceeds the maximum duration of its vehicle.
    .action = Plan again, or undo the change that caused it.
# rule: range
R322 = A vehicle exceeds the range of its battery between charges.
    .action = Plan again, or undo the change that caused it.
# rule: capacity
R330 = The load exceeds the capacity.
    .action = Plan again, or undo the change that caused it.
# rule: load
R331 = The stated load of a visit differs from the load aboard.
    .action = Plan again, or undo the change that caused it.
# rule: incompatible
R332 = Two incompatible load types are aboard together.
    .action = Plan again, or undo the change that caused it.
# rule: incompatible_day
R333 = Two load types that must not share a vehicle on the same day do so.
    .action = Plan again, or undo the change that caused it.
# rule: load_cap
R334 = The cap on a load type is exceeded.
    .action = Plan again, or undo the change that caused it.
# rule: accepts
R335 = A facility does not accept the unloaded goods.
    .action = Plan again, or undo the change that caused it.
# rule: facility_hours
R336 = Unloading starts outside the facility's hours.
    .action = Plan again, or undo the change that caused it.
# rule: intake
R337 = The intake of a facility is exceeded.
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
R342 = A task is not on the vehicle to which it is locked.
    .action = Plan again, or undo the change that caused it.
# rule: lock_prefix
R343 = A route does not begin with its locked tasks.
    .action = Plan again, or undo the change that caused it.
# rule: lock_sequence
R344 = Tasks locked in sequence do not follow one another.
    .action = Plan again, or undo the change that caused it.
# rule: route_cost
R350 = The stated cost of a route is wrong.
    .action = Plan again, and report it.
# rule: plan_cost
R351 = The stated cost of the plan is wrong.
    .action = Plan again, and report it.
# rule: figures
R352 = The stated figures or tasks of a route do not match its visits.
    .action = Plan again, and report it.
# rule: weighed
R353 = The stated cost of a weighted objective is wrong.
    .action = Plan again, and report it.
# rule: frequency
R361 = A place is visited more or less often than required, or on different days in different periods.
    .action = Compute the calendar again.
# rule: spacing
R362 = The interval between two visits of a place is outside its bounds.
    .action = Compute the calendar again.
# rule: weekday
R363 = A place is visited on a weekday that is not permitted.
    .action = Compute the calendar again.
# rule: crew
R364 = A vehicle is used on a day off, or without a crew.
    .action = Compute the calendar again.
# rule: overflow
R365 = The amount accumulated between two visits exceeds the containers.
    .action = Compute the calendar again.
# rule: calendar
R366 = The days of the calendar do not match its routes, or a visited place is listed as left out.
    .action = Compute the calendar again.
# rule: calendar_cost
R367 = The stated cost, spread or objective of the calendar is wrong.
    .action = Compute the calendar again.

## R4 — search
R410 = The checker refused the plan of a search; no plan is returned.
    .action = Report it, with the problem.
R401 = The order of visits violates a rule and cannot be scheduled.
    .action = Remove a visit, or change the order.
R402 = There is no such search engine.
    .action = Choose one of those listed.
R403 = A search engine failed; its traceback is in the cause.
    .action = Report it; another engine may work.
R404 = A search process was killed, possibly for lack of memory.
    .action = Free memory, then plan again.
R405 = PyVRP was requested but does not support a rule of the problem.
    .action = Choose another engine, or plan without the rule.
R406 = PyVRP was requested but is not installed.
    .action = Install `huiliu[pyvrp]`, or choose another engine.
R420 = An edit or query refers to a task that the plan's problem does not have.
    .action = Choose a task of the plan.
R421 = An edit refers to a vehicle that the plan's problem does not have.
    .action = Choose a vehicle of the plan.
R422 = An edit gives a position that the route does not have.
    .action = Give a position within the route.
R423 = A task to move or remove is unassigned, or a task to insert is served.
    .action = Insert it, or move it.
R424 = The new order of a route does not contain the same stops as the route.
    .action = Reload the plan and send all stops.
R425 = An edit requires a leg without a path.
    .action = Put the stop on another vehicle, or check road closures.
R426 = The rest of a day cannot be planned while a vehicle has a shipment aboard.
    .action = Plan the rest after its delivery, or report it as failed.

## R5 — calendars
R501 = A horizon, period, number of crews, or name of a periodic problem is invalid.
    .action = Correct the value named in the message.
R503 = A periodic problem is too large for the available memory.
    .action = Split it by area or by weeks.
R511 = A place has no demand; it is left out.
    .action = State a demand, or the amount accumulated per day.
R512 = No combination of days meets a place's frequency, spacing and weekdays; it is left out.
    .action = Require fewer visits, another spacing, or permit more days.
R513 = The amount accumulated at a place exceeds its containers, or every vehicle; it is left out.
    .action = Use larger containers or vehicles, or split the place.
R514 = No vehicle can reach a place and return on the same day; it is left out.
    .action = Correct its coordinate, or extend the day.
R515 = No days with free capacity for a place were found.
    .action = Use more vehicles or days, or more search time.
R516 = A calendar search was terminated before it found a calendar.
    .action = Free memory, then try again.
R517 = A calendar search failed; its traceback is in the cause.
    .action = Report it with the problem.

## F — file formats
F100 = A file cannot be read.
    .action = Check the path.
F101 = The document exceeds the size limit (90 MB).
    .action = Split the day, or pass places and a network instead of matrices.
F102 = The document is not UTF-8 or not JSON.
    .action = Correct it at the stated line and column.
F103 = A key is unknown.
    .action = Check the spelling; the message lists the known keys.
F104 = A required key is missing.
    .action = Add it.
F105 = A value has the wrong type; NaN and Infinity are not numbers.
    .action = Use the type named in the message.
F106 = A number is out of bounds.
    .action = Correct the number, or its unit.
F107 = A window ends before it starts.
    .action = Swap its ends.
F108 = The version is missing or not supported.
    .action = Write version 1.
F109 = There are too many entries.
    .action = Split the problem.
F110 = A key, or the matrix of a profile, occurs twice.
    .action = Keep one of them.
F111 = A matrix is not square, or its two tables differ in size.
    .action = Give as many columns as rows, for the same places.
F112 = Neither travel matrices nor places are given.
    .action = Add one of them.
F113 = A text is empty, too long, or not one of the permitted values.
    .action = Correct it.
F114 = The start is not an ISO instant with an offset.
    .action = Write one such as `2026-03-02T08:00:00+08:00`.
F119 = There are more faults than are listed.
    .action = Correct the listed ones first.
F120 = The plan cannot be written.
    .action = Check the path and the free space.
F200 = The format of a problem file is not recognized.
    .action = Name the format with `--format`.
F201 = The file is not in the stated format.
    .action = Correct the file, or name another format.
F202 = A row or section is invalid.
    .action = Correct it at the stated line or name.
F203 = The file contains a constraint that is not supported.
    .action = Remove it.
F204 = A length or time is too large, or not a number.
    .action = Correct it, or use a coarser `--distance`.
F205 = A `.sol` file has more routes than there are vehicles, or an unknown node.
    .action = Correct it.
F301 = A VROOM document contains an invalid value, or a key that is not supported (VROOM's code 2).
    .action = Correct it.
F302 = A VROOM document has no matrices, and no road network is given (VROOM's code 3).
    .action = Add matrices, or give a network.
F303 = A VROOM document combines limits or costs in a way that is not supported (VROOM's code 2).
    .action = Leave one of them out.
F304 = The steps of a vehicle in a VROOM document violate a rule and cannot be an initial plan (VROOM's code 2).
    .action = Correct them, omit them, or request their violations (option `c`).
F305 = A route for VROOM's plan mode cannot be scheduled: forced times contradict each other, or there is no path (VROOM's code 2).
    .action = Correct the step.

## I — imports of tables
I200 = There is no such kind of table.
    .action = Import sites, vehicles, drivers or requests.
I201 = The file cannot be read: it is not CSV or XLSX, has a password, is damaged, or has an unknown encoding.
    .action = Save it as CSV (UTF-8) or as XLSX without a password.
I202 = The file is too large, or has too many rows or columns.
    .action = Split it, or raise `HUILIU_MAX_UPLOAD_MB`.
I203 = The file is empty, or lacks a required column, or has one twice.
    .action = Correct the header; English and Chinese names are accepted.
I204 = A cell is invalid or out of range.
    .action = Correct it and import again; the other rows are kept.
I205 = A required cell is empty.
    .action = Fill it in.
I206 = A row refers to a centre, site, material or driver that does not exist.
    .action = Import that first, or correct the reference.
I207 = A reference occurs twice in the file.
    .action = Give each object its own reference.
I208 = A site has no name.
    .action = Give it a Chinese or an English name.
I209 = A request has no date, or neither a site nor a coordinate.
    .action = Fill in what is missing.
I210 = An item exceeds the maximum weight.
    .action = Correct the weight or the quantity.
I211 = The request is already collected or cancelled.
    .action = Give a new pickup its own reference.
I212 = Rows with the same reference contradict each other in day, place, customer or times.
    .action = Leave the value empty in later rows, or give another pickup its own reference.
I213 = A published plan serves the request, and the row would change it.
    .action = Plan that day again without it, then import again.
I214 = Longitude and latitude are exchanged, or one number was entered twice.
    .action = Correct the two numbers.
I215 = The place is outside the road network of its centre.
    .action = Check the numbers and the datum, or enter it for another centre.
I216 = Kept, but far from every road.
    .action = Check it on the map.
I217 = Kept, but another row has the same place, customer, day and goods, or repeats an item of the same request.
    .action = Cancel one if it is the same pickup; remove repeated rows.
I218 = Kept, but the packing of a damaged or undiagnosable battery is not recorded.
    .action = Record it before it is loaded.
I219 = A rule set refuses the goods: critical batteries must not be collected by a route.
    .action = Keep it apart outdoors, call specialists, and enter it after it has been made safe.
I220 = Kept, but neither the centre nor another facility accepts the goods.
    .action = Let one of them accept this material.

## W — queue and workers
W101 = The configured Redis does not answer.
    .action = Start it, correct `HUILIU_REDIS_URL`, or leave it empty.
W102 = The embedded queue server cannot be started.
    .action = Read `queue/server.log` in the home folder, or set `HUILIU_REDIS_URL`.
W103 = The queue is unavailable; the plan is stored.
    .action = Wait: it starts automatically when the queue is available.
W201 = Planning was interrupted three times.
    .action = Plan again; plan fewer requests at once or give the worker more memory.
W202 = Planning greatly exceeded its search time and was stopped.
    .action = Plan fewer requests at once, or on a faster machine.
W203 = The day has more places than the matrix limit.
    .action = Split the day, or raise `HUILIU_MAX_MATRIX_PLACES`.
W204 = The sorting centre is not near a road.
    .action = Correct its coordinate, or choose the network that covers it.
W206 = The sorting centre has no active vehicle.
    .action = Add one, or reactivate one.
W208 = The plan violates a rule and is not stored.
    .action = Plan again, and report this defect.
W212 = A locked route violates a rule, as roads or requests have changed.
    .action = Unlock it, or remove a stop, then plan again.
W213 = The load of a vehicle can no longer be unloaded before the end of its shift or its driver's.
    .action = Extend the shift, the driver's hours or those of an unloading site, or mark the vehicle as out of service.
W209 = Planning failed because of an internal error.
    .action = Plan again; if it recurs, report it with the worker's log.
W301 = A site's opening hours are invalid; it is not used for unloading.
    .action = Correct its hours.
W302 = A vehicle's breaks are invalid; it is not used.
    .action = Correct its breaks.
W303 = A site is not near a road; it is not used for unloading.
    .action = Correct its coordinate.
W305 = A vehicle's usual driver is unavailable that day: off, at other hours, or on another vehicle; a substitute drives.
    .action = Assign another driver, or change the hours, if necessary.
W306 = A vehicle's usual driver is unavailable that day and no substitute is free; the vehicle is not used.
    .action = Assign another driver, or change the driver's hours and days off.
W401 = A process of the demo ended repeatedly.
    .action = Read the log that the message names.
W402 = The demo's plan failed, or did not end in time.
    .action = Read the previous messages and the worker's log.
W403 = The requested port is in use.
    .action = Give another with `--port`, or omit it.
W404 = The demo's web server does not answer.
    .action = Read `demo/server.log` in the home folder.
W501 = No worker was free for a VROOM document in time.
    .action = Try again later, or start more workers with `huiliu worker`.
W502 = The worker with a VROOM document was lost.
    .action = Send it again.
W505 = A worker that processed a part of a large plan was lost or late; the plan continues without it.
    .action = Read that worker's log.
W701 = The search of a scenario was interrupted too often.
    .action = Use fewer candidates, or give the worker more memory.
W702 = A scenario greatly exceeded its time limit.
    .action = Use fewer candidates.
W703 = A scenario failed because of an internal error.
    .action = Report it with the worker's log.
W601 = A collection term is invalid.
    .action = Give a value within its bounds.
W602 = The depot, or an unloading site, is not near a road.
    .action = Correct its coordinate.
W603 = There are no alternatives to price, or too many at once.
    .action = Give 1 to 60 alternatives.
W604 = A scenario was stopped before any alternative was priced; its solution is kept.
    .action = Request the prices again.

## A — web, accounts, API
A101 = The request is not authenticated.
    .action = Sign in, or send a valid API key.
A102 = The role does not permit this.
    .action = Ask an administrator.
A103 = A change in a session was sent without the page's CSRF token.
    .action = Reload the page; programs send an API key.
A104 = The user name or password is wrong.
    .action = Check both.
A105 = The user name is locked after failed sign-ins.
    .action = Wait 15 minutes, or set a password with `huiliu user password`.
A106 = The signing key cannot be read or created.
    .action = Make the home folder writable, restore the file, or set `HUILIU_SECRET_KEY`.
A121 = There is no such organisation.
    .action = Give an existing one, or create it with `--create`.
A122 = There are several organisations and none was given.
    .action = Give its reference.
A123 = The user name is taken or invalid.
    .action = Choose another.
A124 = The password is too short or too long, repeats a few characters, or is mostly the user name.
    .action = Use 10 to 1024 characters.
A125 = An API key cannot have this role.
    .action = Choose another: drivers are persons.
A126 = There is no such user.
    .action = Check the user name.
A127 = This is the last active administrator of the organisation.
    .action = Make another account an administrator first.
A128 = A driver's account does not refer to a driver of the organisation.
    .action = Give the driver's reference.
A129 = The account has no such session.
    .action = It may have ended already.
A130 = The organisation has no such key.
    .action = Choose one of the listed keys.
A132 = The installation is already set up.
    .action = Sign in, or ask an administrator.
A134 = An API key was used for a function of personal accounts.
    .action = Sign in as the person.
A201 = A field of a request is missing or invalid.
    .action = Correct the field at the stated path.
A202 = No file was sent.
    .action = Send it as multipart field `file`.
A211 = There is nothing to plan on this day.
    .action = Enter or import requests.
A212 = The centre has no active vehicle.
    .action = Enter or import vehicles.
A213 = The centre has no road network.
    .action = Import roads and choose them for the centre.
A214 = The centre's road network is not imported.
    .action = Run `huiliu network import`.
A215 = The road network does not exist, or is not available to the organisation.
    .action = Check its name.
A216 = A map tile is outside the grid of its zoom level.
    .action = Request one inside.
A217 = Map tiles were requested without a session or a driver's link.
    .action = Sign in, or open the link.
A218 = The plan did not end in the waiting time.
    .action = Start `huiliu worker`.
A221 = Links can be renewed only in a published plan.
    .action = Publish it first.
A222 = The plan has no such route.
    .action = Reload the plan.
A231 = The queue cannot be reached.
    .action = Try again in a few seconds.
A232 = The server has no free connection for live updates.
    .action = Poll the plan, or raise `HUILIU_WEB_THREADS`.
A241 = The query names no road network, and no default is set.
    .action = Add `?network=NAME`, or set `HUILIU_NETWORK`.
A242 = A VROOM document exceeds a limit.
    .action = Split it, or send coordinates instead of matrices.
A251 = An edit changes a locked route, or moves a stop from the vehicle to which it is locked.
    .action = Unlock it first.
A252 = There is no edit to undo or redo.
    .action = Continue from the current state.
A253 = The operation requires a finished plan.
    .action = Wait for it to finish.
A243 = Too many VROOM documents are waiting.
    .action = Try again in a few seconds, or raise `HUILIU_WEB_THREADS`.
A244 = The reference is already in use.
    .action = Change the existing object, or choose another reference.
A245 = The organisation has no object with this reference.
    .action = Check the reference.
A246 = The centre is closed on that day.
    .action = Choose another day, or change the calendar.
A247 = No vehicle with a driver is available on that day.
    .action = Choose another day, or change the calendar or the drivers' hours.
A248 = A certificate has expired and is ignored by plans.
    .action = Renew it and enter the new date.
A249 = Another organisation uses this network name.
    .action = Choose another name.
A265 = No vehicle of the centre has a driver; the day can be planned nevertheless.
    .action = Add drivers and assign them to vehicles.
A266 = Requests of the day require a skill or certificate that no vehicle with its driver has; they would be left out.
    .action = Add it to a vehicle and, for certificates, to its driver.
A267 = The published plan uses a vehicle that, or whose driver, is retired or off since.
    .action = Plan the rest of the day without it, or change the vehicle, the driver or the calendar back.
A261 = The server has no Chinese font that may be embedded in a PDF.
    .action = Install one (Debian: `fonts-noto-cjk` or `fonts-wqy-microhei`), or print from the browser.
A301 = The front end has not been built.
    .action = Run `make setup`.
A302 = The listening address is in use or not local.
    .action = Choose another with `--port` or `--host`.
A311 = A driver's link is incomplete.
    .action = Open the complete link.
A312 = A driver's link has expired or been replaced.
    .action = Ask the dispatcher for a new one.
A321 = The request contains no reports.
    .action = Send one report or a list.
A322 = The request contains too many reports.
    .action = Send them in several calls.
A323 = A report has an invalid field; only this report is refused.
    .action = Correct the field.
A324 = A report refers to a visit that is not on the route.
    .action = Reload the day.
A400 = The request is malformed.
    .action = Correct it.
A401 = The request is not authenticated.
    .action = Sign in, or send an API key.
A403 = The request is not permitted.
    .action = Ask an administrator.
A404 = There is no resource at this address.
    .action = Check the address.
A405 = The method is not supported at this address.
    .action = See the OpenAPI document.
A413 = The request body is too large.
    .action = Send it in parts.
A415 = The content type is not supported.
    .action = See the OpenAPI document.
A429 = Too many requests in a short time.
    .action = Wait a little.
A500 = Internal error; the log contains the request's id.
    .action = Try again; report it with the id.
A503 = A part of the system is temporarily unavailable.
    .action = Try again in a few seconds.

## C — coverage
C101 = A study cannot be read, or a result cannot be written.
    .action = Check the path.
C102 = A study is not a JSON object in UTF-8.
    .action = Correct it.
C103 = There is no such siting model.
    .action = Use one that the message lists.
C104 = A study lacks a key that its model requires.
    .action = Add the key named in the message.
C105 = A list or matrix of a study has the wrong shape.
    .action = Give one entry per place or column.
C106 = A number, name or coordinate of a study is invalid.
    .action = Correct it.
C107 = A number of points is below 1, or above the number of columns.
    .action = Give one in between.
C108 = There is no such column, or no such group.
    .action = Use an existing number or name.
C109 = A study is too large to be solved.
    .action = Leave out columns, or merge places.
C110 = There are more faults than are listed.
    .action = Correct the listed ones first.
C201 = Two places of one kind have the same position.
    .action = Correct one, or leave one out.
C202 = A name occurs twice in one township or county.
    .action = Leave one out if they are the same.
C203 = A place is far from its county.
    .action = Check it on a map.
C204 = The coordinates seem to be GCJ-02 or BD-09.
    .action = State the datum.
C205 = A place has no demand.
    .action = Fill in persons, households or tonnes.
C206 = No road is near a place.
    .action = Correct its coordinates, or leave it out.
C211 = The catalogue has no yield of that material.
    .action = Use one that the message lists.
C301 = No solution was found within the time limit, and infeasibility was not proved.
    .action = Allow more seconds, or relax the requirements.
C302 = The solver failed.
    .action = Report it with the study.
C303 = The siting search was terminated, or ran out of memory.
    .action = Make the study smaller, then try again.
C401 = Some places have no point within the radius, so that full coverage is impossible.
    .action = Use a larger radius, add candidates near them, or maximize coverage instead.
C402 = There are more existing points to keep than points that may be open.
    .action = Allow more points, or let existing ones close.
C403 = Some places cannot reach any point.
    .action = Correct their coordinates, add candidates on their roads, or leave them out.
C404 = No solution meets all constraints (budget, capacity, minimum shares and numbers).
    .action = Relax one of them, or allow more points.
