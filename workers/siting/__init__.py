"""The job that answers a scenario of a coverage study, and the pricing of its answer by routes.

Read `job`, then `curve` (other numbers of points) and the pricing: `collection_terms` (how points are
emptied), `alternatives` (choices of points with their demand), `periodic_problem` (a choice as a periodic
routing problem), `pricing` (search and comparison), `prices` (cost, distance and CO2 of a choice) and
`priced_answer` (all of it as a document).
"""
