## board

board-compare = Compare…
board-keeping = Keeps { $n } locked, pinned or named { $n ->
        [one] thing
       *[other] things
    }

## rest

rest-open = Plan the rest again…
rest-title = Plan the rest of the day again
rest-what = Stops that drivers have reported stay as they are; the others keep their truck where they can. The result is a new draft, and nothing changes until it is published.
rest-why = Why
rest-reason-truck_out = A truck is out
rest-reason-urgent_request = An urgent request
rest-reason-road_closed = A road is closed
rest-reason-late = The day runs late
rest-which = Trucks that are out
rest-urgentFirst = Every open request of the day is taken in. Add the urgent one first:
rest-toRequests = Requests
rest-closedFirst = Closures on record are honoured. Record the new one first:
rest-toRoads = Roads
rest-stay = Move no stop from one truck to another
rest-go = Plan the rest again
rest-carriesOn = Carries on the published plan from { $time }.
rest-changes = See what changes

## board

board-editCopy = Edit as new draft

## figure

figure-stepThrough = Step through what breaks a rule (!)

## list

list-locked = route locked
list-pinned = pinned to this truck
list-byHand = moved by hand
list-broken = { $n } { $n ->
        [one] rule
       *[other] rules
    } broken
list-colleague = changed by { $name }

## edit

edit-saving = Saving…
edit-undo = Undo
edit-redo = Redo
edit-moveTo = Move to…
edit-earlier = One stop earlier
edit-later = One stop later
edit-pin = Pin
edit-unpin = Unpin
edit-leaveOut = Leave out
edit-lock = Lock route
edit-unlock = Unlock
edit-reverse = Reverse
edit-swap = Swap with…
edit-bringIn = Bring in…
edit-bringInOn = Bring in on { $truck }: { $cost }
edit-force = Must be served when planned again
edit-unforce = Need not be served
edit-exclude = Keep out when planned again
edit-include = May be served again

## drag

drag-where = Put it on a truck
drag-own = its own truck
drag-locked = locked
drag-noRoad = no road there
drag-idle = Trucks still in the yard

## move

move-title = Move “{ $name }”
move-bringIn = Bring in “{ $name }”
move-here = It is on { $truck }; without it the route saves { $saves }.
move-earlier = One stop earlier (Alt+↑)
move-later = One stop later (Alt+↓)
move-asking = Asking every truck for its price…
move-nowhere = No other truck can get there.
move-idle = in the yard
move-first = first stop
move-after = after “{ $name }” ({ $at })
move-choose = Move here
move-locked = Locked

## excess

excess-late = { $by } late
excess-over = { $by } over

## source

source-law = law
source-operator = operator rule

## rule

rule-R310 = Not enough time to drive there
rule-R311 = No road there
rule-R312 = Outside its window
rule-R313 = Not enough time at the stop
rule-R315 = Not ready yet
rule-R316 = Leaves before the shift
rule-R317 = Back after the shift
rule-R318 = Break missed
rule-R319 = Too long at the wheel without a rest
rule-R320 = Too many kilometres
rule-R321 = Away too long
rule-R322 = Battery would not last
rule-R330 = Overloaded
rule-R332 = Goods that must stay apart
rule-R333 = Goods that must not share a truck in a day
rule-R334 = Above the cap aboard
rule-R335 = The facility does not take it
rule-R336 = The facility is closed
rule-R337 = Above what the facility takes
rule-R338 = Goods still aboard at the end
rule-R340 = The truck is not certified for it
rule-R341 = A locked route was changed
rule-R342 = A pinned stop left its truck

## remedy

remedy-R312 = put it earlier, or on another truck
remedy-R317 = give a stop to another truck
remedy-R319 = give a far stop to another truck
remedy-R330 = give a stop to another truck, or unload once more
remedy-R332 = put it on another truck
remedy-R333 = put it on another truck
remedy-R334 = put it on another truck
remedy-R336 = put it earlier, or on another truck
remedy-R337 = put it on a truck that unloads elsewhere
remedy-R340 = put it on a certified truck

## reason

reason-R226 = Left out by hand.

## change

change-undo = undo
change-redo = redo
change-move = { $stop } → { $truck }
change-insert = brings { $stop } in on { $truck }
change-remove = leaves { $stop } out
change-exclude = leaves { $stop } out
change-include = lets { $stop } be served again
change-force = { $stop } must be served
change-unforce = { $stop } need not be served
change-reverse = turns { $truck } round
change-swap = swaps { $truck } and { $other }
change-reorder = a new order for { $truck }
change-lock_route = locks { $truck }
change-unlock_route = unlocks { $truck }
change-pin = pins { $stop }
change-unpin = unpins { $stop }

## notice

notice-refused = Not changed:
notice-lockedRoute = The route of { $name } is locked. Unlock it first (L).
notice-pinnedStop = “{ $name }” is pinned to its truck. Unpin it first (P).
notice-lost = Connection lost: this is not saved, and the stop is back where it was. The plan is safe.
notice-again = Try again
notice-close = Close
notice-news = { $who } changed this draft:
notice-somebody = a colleague
notice-show = Show the new version

## clash

clash-title = { $who } changed this draft first; yours is not saved yet.
clash-safe = Both versions are here; nothing is lost.
clash-yours = Yours
clash-theirs = In the draft now (shown)
clash-noUndo = Undo and redo are not repeated: they would take a colleague's change back.
clash-mine = Do mine on top of it
clash-drop = Drop mine

## keys

keys-move = move to…
keys-shift = earlier, later
keys-lock = lock the route
keys-pin = pin the stop
keys-leave = leave out
keys-undo = undo
keys-redo = redo
keys-violations = next broken rule

## compare

compare-title = Compare plans
compare-back = Back to the plan
compare-with = Compare with
compare-only = This is the day's only plan. Duplicate it, change the copy, then compare.
compare-this = This plan
compare-other = The other
compare-difference = Difference
compare-figure = Figure
compare-plans = Plans of the day
compare-duplicate = Duplicate
compare-open = Open
compare-moved = What moved
compare-same = The routes of both plans are the same.
compare-served = now planned
compare-leftOut = no longer planned
compare-routes = trucks
compare-violations = rules broken
compare-planName = { $at } { $status }{ $version }

## changes

changes-old = Before
changes-new = Now
changes-gone = goes to { $truck }
changes-came = came from { $truck }
changes-nobody = left out
changes-reordered = another order
changes-out = out { $from }–{ $to }
changes-atHome = stays in the yard

## publish

publish-title = Publish the plan
publish-what = { $routes } { $routes ->
        [one] route
       *[other] routes
    } with { $served } { $served ->
        [one] request
       *[other] requests
    }; { $out } left out.
publish-first = Nothing is published for this day yet: each driver gets a route and a link.
publish-replaces = It replaces version { $version }. Links stay; each driver will see:
publish-unchanged = No driver sees a change.
publish-then = Reports then show on the board as they come. A published plan is not changed; a new version replaces it.
publish-blocks = { $n } { $n ->
        [one] rule is
       *[other] rules are
    } broken. Correct this, then publish. The draft is safe.
publish-now = Publish
publish-busy = Publishing…
publish-blocked = Correct this, then publish. The draft is safe.
publish-done = Published.

## fault

fault-A251 = The route is locked, or the stop is pinned to its truck. Unlock it first.
fault-A252 = There is nothing to undo, or to do again.
fault-A253 = This plan is not finished. Wait for it.
fault-R420 = The plan has no such stop any more. Open it anew.
fault-R422 = The route has become shorter. Put the stop down again.
fault-R423 = The stop is somewhere else by now, or left out. Look where it is.
fault-R425 = There is no road that way. Put it on another truck, or look at closed roads.
