"""Commands of coverage studies: `huiliu demand` makes a study file, `huiliu coverage` answers it."""
