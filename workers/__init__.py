"""RQ workers: the queues and their jobs, where roads and routing are composed.

Read `worker` (the process), then `queue` (jobs, attempts, progress, recovery, the embedded Redis) and
what the jobs do: `plan` (a day), `siting` (a scenario of a coverage study), `vroom` (a document of
another program). `road_source` and `emissions` serve all three; `samples` makes the demonstration's day;
`warm_up` compiles kernels. Imports `routing`, `network` and `data`; never Flask.
"""
