"""Work that nobody waits for.

A **job** is deferred by an action in the action's own transaction and run by a job process (procrastinate), with
retries:

    @job("conversations.send_transcript")                       # in the room's jobs.py
    def send_transcript(conversation_id: str) -> None: ...

    send_transcript.later(conversation_id=str(conversation.id))  # in actions.py; forgotten if the transaction fails

A **sweep** is short and periodic; the relay processes run it, each tick in one of them only, never two at once:

    @periodic("conversations.remind", every_seconds=5)
    def remind() -> None: ...

**Progress** is a row that a person can watch while a long job works:

    progress = Progress.start("customers.import", total=12_000, by=by)
    progress.advance(500); progress.finish()

While it runs its process says so every few seconds; a job that was killed is told as stopped (`beating`).

Arguments of a job are JSON values: ids, never content. A job runs at least once, so it must be safe to run twice.
"""

from foyer.base.jobs.deferred import Job, job, rescue_stalled, run_waiting
from foyer.base.jobs.models import Progress
from foyer.base.jobs.sweeps import periodic, run_due, sweeps

__all__ = ["Job", "Progress", "job", "periodic", "rescue_stalled", "run_due", "run_waiting", "sweeps"]
