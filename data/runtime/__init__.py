"""Processes and compiled code: children that end with their parent, and the cache of kernels.

Read `parent_death` (the guard of every child), `child_process` (spawned children that answer calls over a
pipe), then `kernel_cache` and `cache_files` (compiled kernels on disk, with checksums). Imports `data.domain`
only.
"""
