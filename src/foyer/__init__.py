"""Foyer 厅堂: the bank's front door. docs/architecture.md shows the rooms and how they stand on each other."""

__version__ = "0.1.0"
