"""Views of plans.

Read `plans`, then `stream` (progress and reports), `publication`, `edits`, `alternatives` and `exports`.
"""
