"""Commands of coverage studies: `huiliu demand` creates a study file, `huiliu coverage` solves it."""
