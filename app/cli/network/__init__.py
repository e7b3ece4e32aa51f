"""`huiliu network`: `commands` is the group; `options` and `point_files` are shared by its modules."""
