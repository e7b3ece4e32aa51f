"""Plans of a day: asked for, read, compared and published."""
