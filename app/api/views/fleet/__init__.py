"""Views of the collection network: sites, vehicles, drivers and days off."""
