"""Domain types: frozen dataclasses that every layer shares, without storage or files.

Read `problem` and `plan` first, with `matrix` (travel between places) and `errors` (faults and their codes);
then `periodic` (visits over several weeks), `study` (siting), `rule_sets`, `materials`, `fleet`,
`vehicle_size`. `places` and `datums` hold coordinates, `limits` and `plain_width` what people may enter,
`fault_list` collects faults. Imports nothing of ours.
"""
