"""Django's PostgreSQL backend with one thing more: `before_commit`, what must be written last in a transaction."""
