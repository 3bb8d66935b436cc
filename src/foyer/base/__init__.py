"""What every room stands on and that knows no banking word.

Facts (`events`), open screens (`live`), numbers (`measures`), later and periodic work (`jobs`, run by `relay`),
deadlines (`clocks`), text in two languages (`text`), fields that only the application can read (`crypto`); ids, the
clock, actors, refusals. docs/mechanisms.md shows how each is used; the tests beside them explain the rest.
"""
