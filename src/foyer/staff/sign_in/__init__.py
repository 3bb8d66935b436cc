"""Signing in: django-allauth with the bank's own rules, each in one file.

`backend` finds the user; `adapters` answer what allauth asks: no public sign-up, sealed `secrets`; `lockout` stops
guessing; `second_factor` makes some roles have one; `preferences` speaks to each user in their language, time zone and
theme; `sessions` ends one of many; `forms` and `pages` hold the little that allauth does not have.
"""
