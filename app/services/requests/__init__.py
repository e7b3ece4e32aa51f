"""Pickup requests."""
