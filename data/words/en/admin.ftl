## nav

nav-routes = My routes
nav-people = People
nav-keys = Keys
nav-health = Health
nav-history = History
nav-account = Password and devices

## organisation

organisation-title = Organisation
organisation-nameZh = Chinese name
organisation-nameEn = English name
organisation-kind = What it is
organisation-sorting_centre = Sorting centre
organisation-cooperative = Cooperative
organisation-carrier = Carrier
organisation-contact = Contact person
organisation-phone = Contact telephone
organisation-ref = Reference (cannot be changed):
organisation-saved = Saved
organisation-others = No organisation sees another's data. Another one is added on the server with:

## people

people-add = Add a person
people-edit = Edit
people-editTitle = Edit { $name }
people-none = Nobody has an account yet.
people-username = User name
people-usernameHint = Letters, digits, dots, dashes or underscores
people-name = Name
people-role = Role
people-driver = Which driver
people-chooseDriver = Choose a driver
people-lastSignIn = Last sign-in
people-never = never
people-state = State
people-active = may sign in
people-inactive = switched off
people-switchOff = Switch off
people-switchOn = Switch on
people-reset = New password
people-signOut = Sign out everywhere
people-actions = Actions
people-save = Save
people-passwordOf = New password of { $name }
people-onceOnly = Shown this once. Write it down and hand it over; it can be changed later under Password and devices.
people-password = Password
people-export = Export data
people-erase = Erase the person
people-eraseTitle = Erase { $name }?
people-eraseWhat = Name, user name, telephone and notes are removed for good, and the account can no longer sign in. Distances, times and weights of published plans stay. This cannot be undone.
people-drivers = Drivers' data
people-noDrivers = There are no drivers yet.
people-phone = Telephone
people-left = left

## role

role-what-administrator = People, keys and the organisation, and all a dispatcher does
role-what-dispatcher = Requests, plans, trucks, places and closed roads
role-what-planner = Coverage studies and places; reads plans
role-what-viewer = Reads only
role-what-driver = Own routes of today only

## keys

keys-add = Make a key
keys-hint = For other programs that use the API; one for each.
keys-name = What for
keys-none = There are no keys yet.
keys-created = Made
keys-lastUsed = Last used
keys-inForce = in force
keys-revoked = revoked { $at }
keys-revoke = Revoke
keys-revokeTitle = Revoke the key “{ $name }”?
keys-revokeWhat = The program that uses it is shut out at once. This cannot be undone.
keys-made = New key: { $name }
keys-onceOnly = Shown this once. Copy it into the program now.

## health

health-queues = Queues
health-queue = Queue
health-waiting = Waiting
health-running = Running
health-failed = Failed in a day
health-queueDown = The queue does not answer. New plans are kept and queued once it is back. Look at Redis, or at huiliu serve.
health-queueUnused = No plan has been queued yet.
health-workers = Workers
health-worker = Worker
health-host = Machine
health-lastHeard = Last heard of
health-noWorkers = No worker runs, so plans wait. Start huiliu worker.
health-backup = Last backup
health-noBackup = There is none. Run huiliu backup every night.
health-database = Database
health-networks = Road networks
health-versions = Versions
health-none = none

## worker

worker-busy = busy
worker-idle = idle
worker-started = started
worker-suspended = suspended

## history

history-none = Nothing has been changed yet.
history-at = When
history-actor = Who
history-action = What
history-subject = Of what
history-details = Details
history-more = Earlier ones

## action

action-user-add = person added
action-user-change = person changed
action-user-password = password set
action-user-sign_out = signed out everywhere
action-user-export = person's data exported
action-user-erase = person erased
action-driver-export = driver's data exported
action-driver-erase = driver erased
action-key-add = key made
action-key-revoke = key revoked
action-organisation-change = organisation changed
action-road-close = road closed or limited
action-road-open = road opened again

## account

account-old = Present password
account-new = New password
account-again = New password again
account-hint = At least 10 characters, and not mostly the user name. Other devices are signed out.
account-differ = The two new passwords differ.
account-change = Change password
account-changed = The password is changed, and other devices are signed out.
account-devices = Where you are signed in
account-device = Device
account-since = Since
account-lastSeen = Last used
account-here = this one
account-end = Sign out
account-endOf = Sign out { $device }

## fault

fault-A104 = The password is not right. Check it and try again.
fault-A105 = Too many wrong passwords: try again in 15 minutes.
fault-A123 = This user name is taken, or holds characters that cannot be used. Choose another.
fault-A124 = This password is too short, repeats itself, or is mostly the user name. Use 10 characters or more.
fault-A127 = This is the last administrator. Make somebody else an administrator first.
fault-A128 = Choose the driver whose routes this account sees.
fault-S352 = A published plan still counts on this driver. Give the route to somebody else, or wait until the day is over.
