"""Drills: exercises played against the running house, measured, with findings that somebody owns.

- `library`    the scenarios, shipped as a file; a changed one is a new version
- `planning`   who plans, who agrees (never the same person), when the window is open
- `stage`      whom an inject may touch: synthetic people only, says the database; rooms register players here
- `playing`    start, play an inject, stop: everything is undone at once
- `watching`   whether the house noticed, and how fast; the window closes by itself
- `observing`  what people saw; `times` what that makes
- `improving`  findings, actions with owner and date, tested again by another drill
- `calendar`   how often there must be one; `report` the page to keep
"""
