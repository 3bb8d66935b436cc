"""Attacks: what somebody hostile would try, tried on every address of the house."""
