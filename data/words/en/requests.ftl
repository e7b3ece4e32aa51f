## nav

nav-requests = Requests
nav-sites = Places
nav-fleet = Trucks and drivers
nav-calendars = Calendar
nav-roads = Roads

## requests

requests-title = Pickup requests
requests-add = Add a request
requests-edit = Change request { $ref }
requests-import = Import a table
requests-until = until
requests-search = Search reference, name, address
requests-any = all
requests-state = State
requests-condition = Condition
requests-none = No request fits. Add one, import a table, or choose another date.
requests-cancel = Cancel it
requests-reopen = Take back
requests-cancelMany = Cancel the { $n } chosen
requests-moveMany = Move to this day
requests-choose = Choose { $ref }
requests-chooseAll = Choose all on this page
requests-chosen = { $n } chosen
requests-standing = Repeated weekly
requests-views = By day, or repeated weekly
requests-day = By day
requests-savedLook = Request { $ref } is saved; please look again

## standing

standing-none = Nothing is repeated weekly yet. Add a request, tick “Repeated weekly” and choose its weekdays.
standing-edit = Change weekly request { $ref }
standing-weekdays = Weekdays
standing-and = ,{ " " }
standing-everyWeeks = Every how many weeks
standing-every = every { $n } weeks
standing-first = From
standing-last = Until
standing-lastHint = May be empty: until further notice
standing-starts = First time: { $weekday }, { $date }
standing-dates = From – until
standing-open = open
standing-next = Next
standing-ended = ended
standing-stop = Stop
standing-stopOne = Stop weekly request { $ref }
standing-stopWhat = Today is its last day; it can be resumed later. Requests that were made already stay: cancel those not wanted in the list of their day.
standing-resume = Resume
standing-resumeOne = Resume weekly request { $ref }
standing-removeOne = Remove weekly request { $ref }
standing-removeWhat = It is repeated no more and cannot be resumed. Requests that were made already stay: cancel those not wanted in the list of their day.
standing-noWeekday = Choose at least one weekday
standing-endsBefore = It ends before it begins
standing-never = None of the weekdays chosen comes before this day is over

## fault

fault-A244 = There is something of that reference already. Choose another reference, or change that one.

## requests

requests-actions = Actions

## form

form-save = Save
form-saveAnother = Save and add another
form-edit = Change
form-add = Add
form-remove = Remove
form-ref = Reference
form-refHint = May be empty; one is made
form-name = Name
form-address = Address
form-note = Note
form-date = Date
form-window = From – until
form-windowHint = May be empty, as 08:00-12:00;14:00-17:00
form-badSpans = Write times as 08:00-12:00, several separated by semicolons
form-priority = Priority (0–100)
form-mandatory = must be fetched
form-place = Place
form-placeSearch = Search our places
form-placeOwn = None of them: the position below
form-position = Position (longitude, latitude), or click on the map
form-badPosition = Enter two numbers, longitude and latitude, as 109.978, 27.550
form-swapped = Latitude came first, it seems: exchanged
form-datum = Datum

## datum

datum-wgs84 = WGS-84 (GPS)
datum-gcj02 = GCJ-02 (Amap, Tencent)
datum-bd09 = BD-09 (Baidu)

## form

form-items = Goods
form-material = Material
form-quantity = Quantity
form-packing = Packing (as: metal box, vermiculite)
form-addItem = Add another
form-removeItem = Remove item { $n }

## lithium

lithium-critical = A critical battery is refused: it may react dangerously. Do not move it, keep it apart outdoors away from anything that burns, and call specialists; enter it once it is made safe.
lithium-damaged = A damaged or undiagnosable battery goes only with a certified truck and driver; say how it is packed.

## import

import-title-requests = Import pickup requests
import-title-sites = Import places
import-title-vehicles = Import trucks
import-title-drivers = Import drivers
import-how = Choose a CSV or XLSX file. It is previewed first and kept once you say so; a known reference is updated, importing twice adds nothing.
import-template = Download a template
import-choose = Choose a file
import-reading = Reading…
import-sheet = Sheet
import-columns = Which column is which
import-column = Content
import-header = Column of the file
import-noColumn = none
import-firstRow = First row
import-needed = needed
import-would = { $rows } { $rows ->
        [one] row
       *[other] rows
    }: { $imported } new, { $updated } updated, { $unchanged } unchanged, { $bad } with a fault
import-keep = Import { $n }
import-keepNothing = Nothing to import
import-keeping = Importing…
import-done = Imported: { $imported } new, { $updated } updated, { $unchanged } unchanged.
import-doneBad = { $bad ->
        [one] 1 row has a fault and is not in. Download it, correct it, and upload it again.
       *[other] { $bad } rows have a fault and are not in. Download them, correct them, and upload again.
    }
import-bad = Rows with a fault
import-badFile = Download these rows
import-doubts = Accepted, worth a look
import-row = Row
import-cell = Column
import-given = As written
import-why = What is wrong
import-map = Places with a fault or a doubt
import-another = Import another file
import-planDay = Plan { $day }
import-toRequests = See the requests

## row

row-I204 = Cannot be read, or out of range. Expected: { $expects }
row-I205 = Empty. Expected: { $expects }
row-I206 = No such centre, place, material or driver
row-I207 = The reference stands twice in the table
row-I208 = It has no name
row-I209 = No date, or neither a place nor a position
row-I210 = One item is heavier than 2 t
row-I211 = This request was collected or cancelled; use a new reference
row-I212 = It contradicts the row above of the same reference
row-I213 = A published plan serves it; plan that day anew first
row-I214 = Longitude and latitude are exchanged, or one number was entered twice
row-I215 = Outside the centre's roads; check the numbers and the datum
row-I216 = Far from every road; look at it on the map
row-I217 = Same place, customer, day and goods as another row; take one out if it is there twice
row-I218 = The packing of the damaged battery is not recorded
row-I219 = A critical battery is refused: keep it apart outdoors, call specialists
row-I220 = The centre does not accept these goods
