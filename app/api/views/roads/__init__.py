"""Views of road networks, closures and isochrones."""
