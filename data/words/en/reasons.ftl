## reason

reason-R201 = No truck is certified for { $missing }.
reason-R202 = It is { $by } more than the largest truck that may go can take.
reason-R203 = It is { $by } above the most { $load } that may be aboard.
reason-R204 = No truck can get there and back by road.
reason-R205 = No facility takes { $load }.
reason-R206 = It is { $by } farther than any truck may go.
reason-R207 = Its window closes at { $window_end }; the earliest arrival is { $earliest }, { $by } late.
reason-R208 = The facility closes at { $window_end }; the earliest arrival is { $earliest }, { $by } late.
reason-R209 = The longest shift ends at { $shift_end }; serving this stop alone, a truck is back at { $back }, { $by } late.
reason-R210 = There is no truck on this day.
reason-R211 = { $truck }, which comes nearest, would miss a time window by { $by }.
reason-R212 = { $truck }, which comes nearest, would be back { $by } after its shift ends.
reason-R213 = { $truck }, which comes nearest, would be { $by } late with its rests (law: 20 min after 4 h of driving).
reason-R214 = { $truck }, which comes nearest, would miss its break by { $by }.
reason-R215 = { $truck }, which comes nearest, would be overloaded by { $by }.
reason-R216 = { $truck }, which comes nearest, would carry { $by } too much { $load }.
reason-R217 = { $truck }, which comes nearest, would carry { $load } together with { $aboard }, which must stay apart.
reason-R218 = { $truck }, which comes nearest, carries { $aboard } that day and may not take { $load }.
reason-R219 = { $truck }, which comes nearest, could not unload before closing.
reason-R220 = { $facility } would receive { $by } more than it takes.
reason-R221 = { $truck }, which comes nearest, would drive { $by } too far.
reason-R222 = { $truck }, which comes nearest, has a locked order.
reason-R223 = { $truck }, which comes nearest, is not certified for { $missing }.
reason-R224 = { $truck }, which comes nearest, has no road there.
reason-R225 = Sending { $truck } would cost { $extra }; leaving it costs { $leaving }.
reason-R251 = { $refusal }
reason-R253 = The place is { $snap } from the nearest road. Correct its coordinate.

## relax

relax-window_end_s = fits if its window ends { $by } later
relax-window_start_s = fits if its window begins { $by } earlier
relax-shift_end_s = fits if the shift of { $truck } ends { $by } later
relax-break_end_s = fits if the break of { $truck } may begin { $by } later
relax-facility_window_end_s = fits if the facility stays open { $by } longer
relax-range_m = fits if a full battery of { $truck } lasts { $by } more
relax-max_distance_m = fits if { $truck } may drive { $by } more
relax-max_duration_s = fits if { $truck } may be away { $by } longer
relax-capacity = fits if { $truck } may carry { $by } more
relax-load_cap = fits if { $by } more may be aboard
relax-intake = fits if the facility takes { $by } more
relax-skills = fits if { $truck } is certified for it
relax-vehicles = fits if there is one more truck like { $truck }
relax-penalty = fits if leaving it out cost { $by } more
relax-window_end_s-shift_end_s = fits if its window and the shift of { $truck } end { $by } later
relax-facility_accepts = fits if a facility takes this kind of goods

## load

load-appliance = appliances
load-battery = batteries
load-recyclable = low-value recyclables
load-vehicle = scrapped vehicles
load-mixed = several kinds

## class

class-van = panel van
class-truck_4t = light truck 4.5 t
class-truck_8t = medium truck 8 t
class-truck_18t = heavy truck 18 t
class-battery_truck = lithium battery truck 4.5 t
class-flatbed_8t = flatbed carrier 8 t

## skill

skill-lithium = lithium batteries
skill-damaged_battery = damaged batteries
skill-two_person = two people
skill-appliance_fitter = appliance fitter
skill-flatbed = flatbed

## fault

fault-A211 = There is nothing to plan on this day. Enter or import requests.
fault-A212 = No truck of this centre has a shift. Enter or import vehicles.
fault-A213 = This centre has no road network. Import roads and choose them for it.
fault-A214 = The road network is not imported. Upload it on the page Roads.
fault-A248 = A certificate has ended and no longer counts in plans. Renew it and enter the new date.
fault-A246 = Nothing is collected on this day. Choose another one, or change the calendar.
fault-A247 = Every truck is off on this day, or nobody can drive it. Choose another one, or change the calendar or the drivers' hours.



## fault

fault-A413 = The file is too large and was not sent. Leave out pictures and empty sheets, send it in parts, or have HUILIU_MAX_UPLOAD_MB raised.
fault-A266 = Requests need this and no truck can do it: they would be left out. Tick it for a truck and, where it is a certificate, for its driver.
fault-A265 = No truck has a driver. Add drivers and choose them for the trucks.
fault-S311 = The plan is not finished. Wait for it, or plan the day again.
fault-S312 = The plan breaks rules and cannot be published. Plan the day again.
fault-S313 = A request changed after it was planned. Plan the day again.
fault-S314 = Drivers have begun the plan published before. Keep it, or finish its routes first.
fault-S315 = A truck of the plan, or its driver, is out of use or off since it was planned. Plan the day again, or change that back.



## fault

fault-W103 = The queue is away; the plan is kept and starts by itself.
fault-W201 = Planning was broken off three times. Plan again, with fewer requests at once.
fault-W202 = Planning took far too long and was ended. Plan fewer requests, or on a faster machine.
fault-W203 = The day has too many places. Split it.
fault-W204 = The sorting centre lies off the roads. Correct its coordinate, or choose a network that covers it.
fault-W206 = The sorting centre has no truck in service. Add one, or put one back.
fault-W208 = The plan found breaks a rule and is not stored. Plan again, and tell the administrator.
fault-W212 = A locked route breaks a rule by now, as roads or requests have changed. Unlock it or take a stop out, then plan again.
fault-W213 = What a truck carries can no longer be unloaded before its shift, or its driver's, ends. Lengthen its shift, its driver's hours or those of a place to unload at, or take the truck out.
fault-W209 = Planning failed inside the program. Plan again; if it recurs, tell the administrator.
