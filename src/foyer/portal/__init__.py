"""The customer's pages: a calm home, the chat, articles, sign-in, and the chat embedded in the bank's own site.

Pages only: they ask the rooms' queries and own no table. What changes while a page is open goes through the public API
with the visitor's token, so a program of the bank can do whatever these pages do.
"""
