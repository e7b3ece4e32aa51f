## driver

driver-title = Huiliu · driver
driver-opening = Opening today's route…
driver-nothing = There is no route on this phone yet. Open it once with a signal.
driver-again = Try again
driver-menu = Menu
driver-doneOf = { $done } of { $all } stops dealt with
driver-next = NEXT
driver-tab-stop = Next
driver-tab-list = List
driver-tab-map = Map
driver-call = Call
driver-navigate = Navigate
driver-cannot = Cannot collect…
driver-undo = Undo
driver-toNext = To the next stop
driver-back = Back
driver-window = window
driver-aboard = aboard (planned)
driver-restAt = rest at { $at }
driver-restFor = Rest at least { $long }: no more than 4 h of driving without it.
driver-check = Before leaving, check: tyres, lights, extinguisher, absorbent, insulating gloves.
driver-bring = Back to the sorting centre: weigh and unload everything.
driver-over = Today's route is finished
driver-overSum = { $done } collected, { $failed } not collected.
driver-overKeep = While anything is still kept here, open this page where there is a signal.

## step

step-arrive = I HAVE ARRIVED
step-weigh = LOADED: WEIGH
step-finish = DONE
step-unload = UNLOADED
step-rest = START REST
step-resume = REST IS OVER
step-leave = CHECKED: LEAVE
step-return = I AM BACK

## strip

strip-offline = No signal.
strip-kept = { $n } kept on this phone.
strip-lastSent = Last sent { $at }.
strip-sending = Sending, { $n } left
strip-look = { $n } { $n ->
        [one] report needs
       *[other] reports need
    } a look
strip-refused = This phone keeps nothing: stay where there is a signal and wait for “received” before closing this page.
strip-changed = Route changed: +{ $added } −{ $removed }. Tap to read.
strip-afterThis = It begins after this stop.

## changed

changed-title = Your route has changed
changed-held = The stop in your hand stays; the new route begins after it.
changed-old = Before
changed-new = Now
changed-other = another truck goes
changed-nobody = nobody goes today
changed-order = The order has changed: follow the new list.
changed-home = not out
changed-ok = I HAVE READ IT

## strip

strip-ended = This link has ended or was replaced: ask the office for the new one.

## keypad

keypad-title = Weight collected
keypad-planned = planned { $kg }
keypad-back = Delete a digit
keypad-done = DONE · { $kg } kg
keypad-unweighed = DONE, NOT WEIGHED

## reasons

reasons-title = Why can it not be collected?

## navigation

navigation-title = Navigate with which map?
navigation-amap = Amap (高德)
navigation-baidu = Baidu (百度)
navigation-tencent = Tencent (腾讯)
navigation-geo = The phone's own map

## mark

mark-kept = kept here
mark-received = received
mark-look = needs a look

## outbox

outbox-title = Reports
outbox-waiting = { $n } kept here. They are sent by themselves when there is a signal.
outbox-all = Everything is received.
outbox-none = Nothing is reported yet.
outbox-send = SEND NOW
outbox-sending = SENDING…

## menu

menu-fetched = fetched { $at }
menu-refresh = Fetch the route again
menu-location = This page does not share your location.

## map

map-sketch = This phone cannot draw the map; the route and its stops only.

## list

list-comma = ,{ " " }
