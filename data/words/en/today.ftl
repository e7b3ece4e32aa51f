## today

today-centre = Sorting centre
today-date = Date
today-side = The day's requests and plans
today-viewer = Your account may read, not plan.
today-requested = requested
today-planned = planned
today-leftOut = left out
today-late = late
today-received = at the scale
today-receivedMethod = Sum of the weights that drivers reported
today-seconds = Search time
today-secondsChoice = { $n } s
today-plan = Plan the day
today-open = Open the plan
today-starting = Starting…
today-nothingToPlan = There is nothing to fetch on this day
today-missing = What is missing
today-notices = Worth knowing
today-plans = Plans of the day
today-trucks = { $n } { $n ->
        [one] truck
       *[other] trucks
    }
today-requests = Pickup requests
today-noRequests = Nothing is to be fetched on this day. Choose another date, or enter or import requests.

## column

column-place = Place
column-what = Goods
column-window = Window
column-kg = kg
column-litres = L
column-status = State

## request

request-open = open
request-planned = planned
request-collected = collected
request-failed = not collected
request-cancelled = cancelled
