"""A connection that can be told what to write just before it commits.

Django has `on_commit` (after). A stream's numbers must be given at the very end of the transaction, in one fixed order:
locks on the numbering rows are then held for the length of the commit only, and two transactions cannot wait for each
other. What a rolled-back savepoint wanted to write is forgotten with it, as Django does for `on_commit`.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

Write = Callable[[list[Any]], None]


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before_commit: list[tuple[set[str], Write, Any]] = []

    def before_commit(self, write: Write, item: Any) -> None:
        """As the last thing of this transaction call `write` once, with all items given for it, in their order."""
        self._before_commit.append((set(self.savepoint_ids), write, item))

    def write_pending(self) -> None:
        """Write what waits for the commit; the commit does this itself, a test may do it earlier."""
        pending, self._before_commit = self._before_commit, []
        for write in dict.fromkeys(write for _savepoints, write, _item in pending):
            write([item for _savepoints, other, item in pending if other is write])

    def commit(self) -> None:
        try:
            self.write_pending()
        except BaseException:
            self.rollback()
            raise
        super().commit()

    def rollback(self) -> None:
        self._before_commit = []
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self._before_commit = [kept for kept in self._before_commit if sid not in kept[0]]

    def close(self) -> None:
        self._before_commit = []
        super().close()
