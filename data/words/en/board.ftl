## board

board-loading = Opening…
board-notes = { $n } { $n ->
        [one] truck or place is
       *[other] trucks or places are
    } not used as entered
board-list = Routes and left out
board-map = Map
board-detail = Detail
board-timeline = Timeline
board-keys = Keys
board-again = Plan again
board-tryAgain = Try again

## paper

paper-print = Print
paper-export = Export…
paper-pdf = Route sheets (PDF)
paper-xlsx = The day as tables (XLSX)
paper-csv = Stops (CSV)
paper-geojson = Map data (GeoJSON)
paper-gpx = Routes for navigators (GPX)

## board

board-publish = Publish…
board-links = Drivers' links
board-lost = Connection lost, trying again
board-polling = Updated every few seconds

## figure

figure-served = requests planned
figure-trucks = { $n ->
        [one] truck
       *[other] trucks
    }
figure-distance = distance
figure-duration = on the road
figure-mass = collected
figure-cost = cost
figure-co2 = CO₂, estimated
figure-violations = { $n ->
        [one] rule broken
       *[other] rules broken
    }
figure-closures = { $n ->
        [one] road closure
       *[other] road closures
    }
figure-done = done
figure-failed = not collected

## method

method-distance_m = Distance
method-duration_s = Hours
method-cost = Cost
method-co2_kg = CO₂
method-kg = Weight
method-closures = Road closures
method-served = Requests
method-load_percent = Load

## failed

failed-title = This planning did not succeed.
failed-kept = The requests and earlier plans are unchanged.

## planning

planning-phases = Steps
planning-bar = Progress of planning
planning-cost = Cost so far
planning-left = Time left
planning-stop = Stop and keep best
planning-stopping = Stopping…
planning-spark = Cost fell from { $first } to { $last }
planning-announce = { $phase }, { $percent }

## tabs

tabs-routes = Routes
tabs-out = Left out

## list

list-search = Search plate, place, number
list-none = Nothing matches “{ $query }”
list-stops = { $n } { $n ->
        [one] stop
       *[other] stops
    }
list-late = { $n } late
list-lateBy = late by { $by }
list-load = load
list-time = time
list-show = Show { $plate }
list-hide = Hide { $plate }

## empty

empty-planning = Planning. The routes will stand here when they are done.
empty-failed = No routes. Read the reason above, correct it and try again.
empty-allOut = No truck can go. The reasons are under “Left out”.
empty-noRoutes = There is nothing to drive on this day.

## out

out-no_truck_can = No truck can
out-did_not_fit = Did not fit today
out-needs_correcting = Needs correcting
out-none = Every request is planned.
out-notYet = When the plan is done, what stays behind and why will stand here.
out-sameReason = { $n } for the same reason ({ $code })

## detail

detail-nothing = Choose a route or a stop in the list, on the map or on the timeline.
detail-nothingYet = When the plan is done, the chosen route or stop will stand here.
detail-methods = Where the figures come from
detail-stop = stop { $n }
detail-stops = Stops
detail-arrival = Expected arrival
detail-service = At the stop
detail-wait = Waiting
detail-window = Window
detail-take = To take
detail-aboard = Aboard on leaving
detail-request = Request
detail-status = State
detail-late = Breaks its window: late by { $by }
detail-items = Goods
detail-reports = Driver's reports
detail-out = Out
detail-shift = Shift
detail-driving = Driving
detail-fullest = Fullest
detail-capacity = Capacity
detail-driverLink = Driver's link
detail-code = Code
detail-position = Longitude, latitude

## visit

visit-todo = to do
visit-arrived = arrived
visit-done = done
visit-failed = not collected

## timeline

timeline-image = The day of { $n } { $n ->
        [one] route
       *[other] routes
    }; the list has the same times
timeline-unload = unload
timeline-rest = rest
timeline-now = now
timeline-empty = No routes yet.
timeline-resize = Height of the timeline

## legend

legend-title = Legend
legend-centre = sorting centre
legend-stop = stop (route colour, number)
legend-point = collection point
legend-institution = institution
legend-unload = unload
legend-left = left out
legend-hazard = damaged battery
legend-request = pickup request
legend-closed = closed road
legend-limited = slowed or limited road

## keys

keys-title = Keys
keys-where = They work while the board has the focus, not while writing.
keys-stop = stop before, stop after
keys-route = route before, route after
keys-detail = detail
keys-fit = show everything
keys-out = left out
keys-search = search
keys-cancel = clear the selection
keys-list = this list

## publish

publish-links = Drivers' links
publish-each = A link opens one route only. Send it to that driver; the first opening needs a signal.
publish-noLink = no link
