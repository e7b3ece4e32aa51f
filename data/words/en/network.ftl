## sites

sites-title = Places
sites-add = Add a place
sites-edit = Change place { $ref }
sites-none = There is no place yet. Add a sorting centre first: trucks start there.
sites-kind = Kind

## site

site-sorting_centre = sorting centre
site-collection_point = collection point
site-township_point = township point
site-village_point = village point
site-institution = institution
site-household = household
site-dismantler = dismantler
site-facility = facility

## sites

sites-nameZh = Chinese name
sites-nameEn = English name
sites-hours = Opening hours
sites-accepts = Accepts
sites-acceptsAll = everything
sites-unload = Unloading (min)
sites-network = Roads
sites-networkNone = not chosen
sites-planAt = Plan each day by itself at
sites-centre = Belongs to centre
sites-shared = all centres

## load


## use

use-retire = Retire
use-restore = Use again
use-retired = retired
use-showRetired = Show retired ones
use-search = Search

## fleet

fleet-title = Trucks and drivers
fleet-trucks = Trucks
fleet-drivers = Drivers
fleet-addTruck = Add a truck
fleet-editTruck = Change truck { $ref }
fleet-addDriver = Add a driver
fleet-editDriver = Change driver { $ref }
fleet-noTrucks = There is no truck yet. Add one, or import a table.
fleet-noDrivers = There is no driver yet. Add one; drivers need no account, a link opens their route.
fleet-noCentre = Add a sorting centre first.
fleet-plate = Plate
fleet-class = Class
fleet-shift = Shift
fleet-badShift = Write the shift as 08:00-17:00, within one day; enter a shift over midnight as two trucks
fleet-capacity_kg = Payload (kg)
fleet-capacity_l = Volume (L)
fleet-mass_t = Gross mass (t)
fleet-height_m = Height (m)
fleet-width_m = Width (m)
fleet-length_m = Length (m)
fleet-axleload_t = Axle load (t)
fleet-cost_fixed = Per shift (¥)
fleet-cost_per_km = Per km (¥)
fleet-cost_per_h = Per hour (¥)
fleet-asClass = empty: as its class
fleet-figures = Sizes and costs
fleet-driver = Driver
fleet-noDriver = none
fleet-phone = Telephone
fleet-skills = Skills and certificates
fleet-validUntil = { $skill } until
fleet-expired = expired
fleet-works = Works
fleet-hours = From – until
fleet-asTruck = as the truck
fleet-badHours = Write 08:00-17:00, within one day; empty is as the truck
fleet-off = off { $days }
fleet-daysOff = Days off
fleet-noDaysOff = No single days off.
fleet-whyOff = Why
fleet-addDayOff = Add these days
fleet-removeDayOff = Remove the day off { $day }

## skill


## calendar

calendar-title = Calendar: days without collection
calendar-who = For
calendar-all = all sorting centres
calendar-first = From
calendar-last = Until
calendar-weekday = Day of the week
calendar-every = every day
calendar-note = Why (as: National Day)
calendar-none = There are none: every day can be planned.
calendar-days = Days
calendar-sundays = Add this year's Sundays

## weekday

weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday

## roads

roads-title = Roads
roads-none = There are no roads yet. Upload an OpenStreetMap extract of the area: trucks drive on it.
roads-file = OpenStreetMap extract (.osm.pbf, .osm, .osm.gz, .osm.bz2)
roads-name = Name
roads-upload = Choose a file and import it
roads-nameHint = May be empty: the file's name
roads-length = Length (km)
roads-imported = Imported
roads-centres = Used by
roads-running = Importing { $name }: { $phase }

## roadPhase

roadPhase-reading = reading the file
roadPhase-building = building the roads
roadPhase-preparing = preparing

## roads

roads-failed = { $name } was not imported
roads-closures = Closures
roads-noClosures = No road is closed or limited.
roads-open = Open again
roads-openAll = until further notice
roads-pick = Click on the road to close
roads-close = Close this road

## closure

closure-closed = closed
closure-slowed = slowed
closure-limited = limited

## setup

setup-title = What a first day needs
setup-next = { $done } of { $all } done. Next:
setup-go = Do this now
setup-goLater = Go there
setup-roads = Import roads
setup-roadsWhy = Upload an OpenStreetMap extract of the area: trucks drive on it
setup-centre = Add a sorting centre
setup-centreWhy = Trucks start there and unload there
setup-choose = Choose the centre's roads
setup-chooseWhy = Change the centre among the places and choose imported roads
setup-drivers = Add drivers
setup-driversWhy = They need no account: a link opens their route
setup-trucks = Add trucks
setup-trucksWhy = Plate and class are enough, the rest is as its class has it
setup-requests = Import requests
setup-requestsWhy = Fill in the template, or import your own CSV or XLSX table
