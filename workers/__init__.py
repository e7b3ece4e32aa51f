"""The queue and what it runs: jobs, progress, recovery, and a day's plan composed of roads and routing."""
