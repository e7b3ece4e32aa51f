"""Coverage studies: demand places, candidate sites, travel costs between them, and reports of access.

Read `demand` and `demand_validation` (the input), `travel_costs` and `cost_cache` (costs on the roads),
`study_models`, `study_rules` and `study_file` (studies as JSON), `scenario_study` and `stages` (questions
to a stored study), `bands` (reports). May import `network.siting`, `network.travel` and what lies below.
"""
