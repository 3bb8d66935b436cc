"""Who the bank serves, and how a customer proves to be themselves.

First floor: one row a customer, its contact data encrypted at rest and masked on every screen, sign-in by phone and a
one-time code, sessions that can be revoked, and blocking for abuse. It keeps no password and no account data.
Main verbs: request_code, verify_code, sign_out, block, unblock.
"""
