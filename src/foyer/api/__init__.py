"""The public JSON API: where outside programs, and our own pages, ask the rooms for something.

It holds no rule of the bank. Each room brings its own router; this face adds what all of them share: the address, the
description (OpenAPI 3.1 at /api/v1/openapi.json, to read at /api/v1/docs), clear refusals in the reader's language, and
limits on how often one may ask. Its only table remembers those limits.
"""
