### How figures are computed, with their sources.

how-distance_m = Planned road distance { $roads }, along the fastest paths of the profiles { $profiles }.
how-roads-network = on the network '{ $network }'
how-roads-server = as computed by { $server }
how-duration_s = Planned time from leaving the centre to coming back: driving at the speeds of the profiles, service, unloading, waits, breaks and rests.
how-cost = Fixed, distance, time and overtime cost of the trucks, at the prices stated for each.
how-kg = Usual weights per unit from the catalogue of materials; not weighed.
how-closures = Closed, slowed or limited roads in force during the shifts: { $count }. Each counts for the whole day, even if it holds for a part of it.
how-co2 = Per leg E0 + (E1 - E0) x load / capacity, by the load aboard when the leg begins. { $sources }.
how-co2-climbs = Plus climbs: mass x 9.81 x height, less what descents up to 1.2 % give back, at 0.208 kg CO2 per MJ (IPCC 2006: 74.1 kg/GJ of diesel; 40 % engine, 89 % driveline; heights: SRTM).
how-co2-unknown = Not counted, no factor known: { $vehicles }.
how-siting = Cost, km and hours: a calendar of visits with the routes of every day on the road network, by prices of { $kind } ({ $source }). By county: each route shared out by kilograms x direct road distance from the depot (the principle of ISO 14083). CO2: { $co2 }
