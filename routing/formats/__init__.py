"""File formats: each module reads into, or writes from, the domain types; none imports a solver.

`detect` tells them apart. `documents` bounds and parses text; `validation` turns pydantic's errors into
faults. `native` is our own problem and plan, `periodic` our calendars (`pvrpif` is an instance format of
them), `vroom` VROOM's requests and answers. Benchmark files: `vrplib` (with `vrplib_fields`), `solomon` and
`lilim` over `planar` distances; `sol` holds orders, which `earliest_times` dates. Imports `data` and, of
routing, the model, schedule, construct and validate layers.
"""
