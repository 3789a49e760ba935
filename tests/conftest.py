"""Fixtures that every room's tests may use."""
