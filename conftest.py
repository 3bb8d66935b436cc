"""Every test of the house, beside its room or in tests/, shares these fixtures."""

pytest_plugins = ["tests.swift", "tests.order", "foyer.operations.testing", "foyer.base.engine.testing"]
