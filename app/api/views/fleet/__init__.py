"""Views of what a centre collects with: sites, vehicles, drivers and days off."""
