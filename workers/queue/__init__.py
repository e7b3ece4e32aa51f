"""The queue under all jobs: what crosses Redis, and what the database says of it.

Read `jobs` (the kinds of stored rows that jobs work on), `attempts` (one attempt from begin to end),
`recovery` (rows whose worker is gone) and `progress` (the stream that pages follow). `exchange` carries
documents whose sender waits, `subproblems` parts of a plan to other workers. `server` is the Redis,
`job_context` what a job runs with, `monitoring` what the queues and workers are doing. Imports `data`,
and of `routing` what subproblems need.
"""
