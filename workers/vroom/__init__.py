"""VROOM documents of other programs: `queue` carries them to a worker and back, `job` solves them."""
