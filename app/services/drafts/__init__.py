"""Plans changed by hand through the web: what is held ready, what an edit does, what of it is stored."""
