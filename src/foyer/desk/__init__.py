"""The workplaces of the bank's staff: the agent's desk, the supervisor's wall, the sheet of components.

A face: it parses, calls one action or a few queries, and draws. It owns no table. A page is whole once; after that
it is mended by pieces (`panes`, fetched when the live feed says that something changed) and by JSON from the staff API.

    access.py   who may come in, and how a refusal looks here
    shell.py    what every page of the desk shows: numbers, presence, places, the words its scripts speak
    board.py    what stands in the three panes, read from the rooms below
    views/      one file per page
"""
