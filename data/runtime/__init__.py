"""What a process of ours needs from the machine: children that end with it, and compiled code on disk.

Read `parent_death` (the guard every child takes), `child_process` (spawned children that answer calls over
a pipe), then `kernel_cache` and `cache_files` (where numba keeps compiled kernels, and how damage is
noticed). Imports `data.domain` only.
"""
