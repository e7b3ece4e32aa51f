"""Road metrics: durations of edges and costs of turns for one profile and one set of changes.

Read `turns` (the turn graph), `overlay` (closed, slowed or limited edges), `road_metric` (all together,
cached). May import `network.profiles` and what lies below.
"""
