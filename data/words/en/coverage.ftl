## nav

nav-coverage = Coverage

## coverage

coverage-title = Coverage studies
coverage-empty = There is no study yet. Import a table of villages to begin.
coverage-fileHint = CSV, XLSX or GeoJSON, a row per village or point. Needed: lon, lat, name, and population, households or tonnes (a year). If known: kind (candidate or existing; else a village), county, township, datum, capacity_tonnes, fixed_cost.
coverage-scenarioCount = Scenarios
coverage-noVisits = the trucks have no time for it
coverage-emptyReader = There is no study yet. A planner can make one.
coverage-new = New study
coverage-name = Name
coverage-file = Table of places
coverage-material = Demand by

## material

material-recyclables = recyclables
material-household_waste = household waste
material-appliances = appliances

## coverage

coverage-import = Import
coverage-importing = Importing…
coverage-places = Places
coverage-points = Points
coverage-perYear = Demand a year
coverage-made = Made
coverage-delete = Delete
coverage-deleteSure = Delete this study with all its scenarios? Points put into operation stay.
coverage-checks = { $n } { $n ->
        [one] row
       *[other] rows
    } to look at
coverage-question = Question
coverage-answer = Answer
coverage-model = I want to

## model

model-set_cover = reach everybody with the fewest points
model-max_cover = reach the most with so many points
model-p_median = make all ways together shortest
model-p_center = bring the farthest as near as possible

## coverage

coverage-withinMin = within minutes
coverage-withinKm = within kilometres
coverage-count = points, existing ones included
coverage-keep = keep existing points
coverage-seconds = search for at most (s)
coverage-study = Study
coverage-noAnswer = Ask a question on the left first.
coverage-reader = Your account may read, not ask.
coverage-inMin = within { $n } min
coverage-inKm = within { $n } km
coverage-worst = farthest
coverage-mean = on average
coverage-fixed = fixed cost a year
coverage-proved = proved to be the best possible
coverage-gap = within { $n } % of the best possible
coverage-unproved = how far from the best is not proved
coverage-impossible = It cannot be done
coverage-tryRadius = Try again with { $n }
coverage-estimate = set by hand, not searched
coverage-reset = Back to the answer
coverage-unreachable = { $n } { $n ->
        [one] place has
       *[other] places have
    } no way to an open point (× on the map). Check the coordinates, or add candidates near them.
coverage-curve = Points against coverage
coverage-curvePoint = { $p } { $p ->
        [one] point
       *[other] points
    }: { $share } %
coverage-bands = To the nearest point
coverage-band-min = ≤ { $n } min
coverage-band-km = ≤ { $n } km
coverage-band-beyond = farther
coverage-band-none = no way
coverage-open = open
coverage-candidate = candidate
coverage-existing = existing
coverage-pointsByHand = Points (ticked: open)
coverage-scenarios = Scenarios
coverage-scenario = Scenario
coverage-covered = Covered
coverage-state = State
coverage-county = By county
coverage-export = Export
coverage-operate = Put into operation…
coverage-operateDo = Create { $n } { $n ->
        [one] point
       *[other] points
    }
coverage-operated = in operation
coverage-step-create = new point
coverage-step-keep = there already
coverage-step-close = no longer needed: close it yourself
coverage-stop = Stop and keep the best
coverage-operateBoth = Create { $n } { $n ->
        [one] point
       *[other] points
    } and { $m } standing { $m ->
        [one] request
       *[other] requests
    }
coverage-visits = Collected on
coverage-first = From this day on
coverage-standing = { $n } standing { $n ->
        [one] request
       *[other] requests
    } will appear in the daily plans. Those of this study's other scenarios end the day before.
coverage-noCalendar = This scenario has no calendar: only points are made.
coverage-week = week { $n }
coverage-collection = Collection
coverage-price = price by real routes
coverage-trucks = trucks
coverage-trucksUsual = as the centre has
coverage-container = kg in a container
coverage-weekdays = trucks work on
coverage-prices = Collection, { $n } { $n ->
        [one] truck
       *[other] trucks
    }
coverage-noPrices = Collection cannot be priced
coverage-perTonne = cost per tonne
coverage-kmWeek = driven a week
coverage-co2Week = CO2 a week
coverage-fetched = fetched
coverage-notFetched = { $n } { $n ->
        [one] stop
       *[other] stops
    } that the trucks cannot do
coverage-pricesByCounty = By county, a week
coverage-method = How this is worked out
coverage-curveCost = Points against coverage (dots) and cost per tonne (squares)
coverage-beside = Beside
coverage-besideDo = show beside
coverage-pointsCount = { $n } { $n ->
        [one] point
       *[other] points
    }
coverage-inStages = Open in stages
coverage-stageCounts = points by stage, existing ones included
coverage-stageYears = by which years (may be left out)
coverage-stageHint = Whole numbers with commas, none below the one before. They take the place of the number of points above.
coverage-stages = Stages
coverage-stageShort = Stage
coverage-stage = stage { $n }
coverage-fromYear = open from { $year }
coverage-stageShow = : show on the map
coverage-stagesOf = in stages { $counts }
coverage-operateStage = Open the points up to
coverage-operateStageHint = Only points open by then are made, with that stage's calendar. Put later stages into operation when their time comes.

## fault

fault-S349 = The scenario has no such stage. Open the page anew and choose again.

## day

day-0 = Mon
day-1 = Tue
day-2 = Wed
day-3 = Thu
day-4 = Fri
day-5 = Sat
day-6 = Sun

## fault

fault-S341 = The study has no place, or is too large (20,000 places, 4 million ways). Join places, or leave out candidates.
fault-S342 = There are too many studies. Delete those that are no longer needed.
fault-S343 = There is no such study; it may have been deleted.
fault-S344 = There is no such scenario; it may have been deleted.
fault-S345 = The study has 50 scenarios already. Make a new study.
fault-S346 = The study has no such point. Open the page anew.
fault-S347 = No place has a way to that spot. Put the point nearer to a road.
fault-S348 = This scenario has no open points to put into operation.
fault-W601 = One of the terms of collection cannot be used. Check trucks, containers and weekdays.
fault-W602 = The sorting centre lies off the roads, so there are no routes. Correct its coordinate.
fault-W603 = There is nothing to price, or too much at once.
fault-W701 = The search was broken off several times, for lack of memory perhaps. The study is kept: ask again with fewer candidates.
fault-W702 = The search took far longer than its time and was ended. The study is kept: ask with fewer candidates.
fault-W703 = Something failed inside the program. The study is kept: try again, and tell the administrator if it happens again.
fault-C301 = No choice was found in the time, and none was proved impossible. Give more seconds.
fault-C303 = The search was ended from outside, for lack of memory perhaps. Leave out candidates, or join places.
fault-R503 = Too many points or weeks for a calendar to fit into memory. Take fewer of them.
fault-W604 = It was stopped before a choice was priced. The answer is kept; ask again for its prices.
fault-R511 = It gathers nothing, so no truck needs to call.
fault-R512 = No days keep its visits, spacing and weekdays. Let trucks work on more days, or take more weeks.
fault-R513 = More gathers between two visits than its containers or any truck hold. Take larger ones, or split the point.
fault-R514 = No truck can get there and back within its day. Check the coordinate, or lengthen the day.
fault-R515 = The trucks have no time for it. Take more trucks or days, or more time to search.
fault-R516 = The calendar was broken off, for lack of memory perhaps. Try again, or with fewer points.
fault-R517 = The calendar failed inside the program. The answer is kept: try again, and tell the administrator if it happens again.
fault-S304 = This sorting centre has no road network. Import roads and choose them for it.
fault-C104 = The question lacks something: a radius, a number of points or, with a budget, what each point costs. Fill it in.
fault-C105 = A list has the wrong length. In stages every stage takes a year, each after the one before.
fault-C106 = A number cannot be used. Check radius, points and shares.
fault-C107 = The number of points cannot be used: 1 at least, at most as many as there are. In stages none below the one before; only reaching the most and the shortest ways can be asked in stages.
fault-C108 = The study has no such point or county.
fault-C109 = The study is too large. Join places, or leave out candidates.
fault-C201 = It has the coordinates of another place; both count. Correct one of them, or leave one out.
fault-C202 = Its name stands twice; both count. Leave one out if they are the same.
fault-C203 = It lies far from the other places of its county. Look it up on a map.
fault-C204 = The coordinates seem to be GCJ-02 or BD-09. State it in a column datum.
fault-C205 = It has no demand, so nobody needs to serve it. Fill in people, households or tonnes.
fault-C206 = No road is near it, so it can be reached from no point. Correct its coordinates, or leave it out.
fault-C211 = The catalogue has no such demand. Choose one of the list.
fault-C302 = The solver failed. The study is kept: try again, and tell the administrator if it happens again.
fault-C401 = Some places have no point within that range, so not everybody can be reached. Take a larger range, add candidates near them, or ask to reach the most.
fault-C402 = More existing points are to stay than may be open. Ask for more points, or let existing ones close.
fault-C403 = Some places have no way to any point. Correct their coordinates, add candidates on their roads, or leave them out.
fault-C404 = No choice keeps every rule (budget, capacity, least shares). Loosen one of them, or ask for more points.

## check

check-I204 = A cell cannot be read or is out of range, so the row was left out. Correct it and import again.
check-I205 = A required cell is empty, so the row was left out. Fill it in and import again.
check-I214 = Longitude and latitude are exchanged, or one number was entered twice. Correct them.

## coverage

coverage-where-row = Row { $n }
coverage-where-place = Place { $n }
coverage-where-all = All rows
coverage-nothingNew = There is nothing to create.

## scenario

scenario-queued = queued
scenario-running = searching
scenario-solved = answered
scenario-failed = failed
scenario-cancelled = stopped
scenario-phase-queued = waiting
scenario-phase-roads = opening roads
scenario-phase-matrix = finding ways
scenario-phase-improving = searching
scenario-phase-curve = drawing the curve
scenario-phase-pricing = pricing by real routes
scenario-phase-done = done
