"""Training a version from what colleagues have written: started with a button, watched, judged, kept or refused.

1. `start` makes the version and its progress and defers the job. 2. The job sees every phrasing that was not seen yet
by the encoders in use and keeps its vectors; 3. trains and cross-validates; 4. compares with the live version on the
same folds; 5. keeps the file and the report; 6. refuses a version that is worse, with the reasons, else it is ready.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Max

from foyer.assistant.intents import acts, comparing, elsewhere, files, judging, live, weighing
from foyer.assistant.intents.errors import NoSuchVersion, TooLittle, TrainingAlready
from foyer.assistant.intents.likeness import Array
from foyer.assistant.intents.model import Phrasings
from foyer.assistant.intents.reader import meanings_by
from foyer.assistant.intents.training import train
from foyer.assistant.models import IntentPhrasing, IntentVersion, PhrasingMeaning
from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.encoders import Encoder, chosen
from foyer.base.errors import Refusal
from foyer.base.jobs import Progress
from foyer.knowledge.queries import synonym_groups

State = IntentVersion.State
LEAST_PHRASINGS, LEAST_INTENTS = 3, 2
STEPS = 5  # after all phrasings are seen
AT_ONCE = 200


@transaction.atomic
def start(*, by: Actor) -> IntentVersion:
    """Have a version trained by a job process. Refused while one is being trained, and where there is too little."""
    _check(list(_phrasings()))
    total = IntentPhrasing.objects.filter(intent__retired_at=None).count() + STEPS
    number = (IntentVersion.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    try:
        with transaction.atomic():
            version = IntentVersion.objects.create(
                number=number, trained_by=str(by), progress=Progress.start("assistant.train_intents", total, by)
            )
    except IntegrityError as error:
        raise TrainingAlready from error
    audit.record(acts.TRAINED, by=by, on=f"intents:{number}")
    return version


def run(version_id: UUID | str) -> IntentVersion:
    """Steps 2 to 6. Run again after it ended, nothing changes; what it could not do is kept as the reason."""
    version = IntentVersion.objects.select_related("progress").filter(pk=version_id).first()
    if version is None:
        raise NoSuchVersion
    if version.state != State.TRAINING:
        return version
    try:
        return _run(version)
    except Exception as error:
        why = {"code": "failed", "error": error.code if isinstance(error, Refusal) else type(error).__name__}
        _keep(version, state=State.FAILED, why=[why])
        if version.progress:
            version.progress.fail(why["error"])
        raise


def _run(version: IntentVersion) -> IntentVersion:
    progress = version.progress
    rows = list(_phrasings())
    _check(rows)
    encoders = chosen()
    given = Phrasings(
        [row.text for row in rows], [row.intent.code for row in rows], _meanings(rows, encoders, progress),
        [row.lang for row in rows], synonym_groups(),
    )  # fmt: skip
    model, judged = train(given, _elsewhere(encoders))
    _step(progress, 2)
    report = judging.report(given, judged)
    report["encoders"] = [encoder.name for encoder in encoders]
    _step(progress)
    before = live.current()
    report["compared"] = comparing.compare(given, model, judged, before.reader) if before and before.reader else None
    _step(progress)
    content, digest = files.packed(model)
    path = default_storage.save(f"intents/{version.number}-{digest[:12]}", ContentFile(content))
    why = weighing.refusals(report, before.report if before else None)
    state = State.REFUSED if why else State.READY
    _keep(version, state=state, report=report, why=why, path=path, sha256=digest, size=len(content))
    if progress:
        progress.advance()
        progress.finish()
    return version


def _phrasings() -> Any:
    rows = IntentPhrasing.objects.filter(intent__retired_at=None).select_related("intent")
    return rows.order_by("intent__code", "key")


def _check(rows: list[IntentPhrasing]) -> None:
    counts = Counter(row.intent.code for row in rows)
    few = sorted(code for code, count in counts.items() if count < LEAST_PHRASINGS)
    if len(counts) < LEAST_INTENTS or few:
        raise TooLittle(intents=few)


def _meanings(rows: list[IntentPhrasing], encoders: tuple[Encoder, ...], progress: Progress | None) -> dict[str, Array]:
    """Every phrasing as every encoder sees it: from what is kept, the rest seen now and kept."""
    found = {encoder.name: np.zeros((len(rows), encoder.dimensions), dtype=np.float32) for encoder in encoders}
    for encoder in encoders:
        _fill(found[encoder.name], rows, encoder, progress if encoder is encoders[0] else None)
    return found


def _fill(vectors: Array, rows: list[IntentPhrasing], encoder: Encoder, progress: Progress | None) -> None:
    place_of = {row.pk: place for place, row in enumerate(rows)}
    kept = PhrasingMeaning.objects.filter(encoder=encoder.name, phrasing__intent__retired_at=None)
    done = set()
    for pk, vector in kept.values_list("phrasing_id", "vector").iterator():
        if pk in place_of and len(vector) == 4 * encoder.dimensions:
            vectors[place_of[pk]] = np.frombuffer(vector, dtype="<f4")
            done.add(pk)
    if progress:
        progress.advance(len(done))
    missing = [row for row in rows if row.pk not in done]
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start : start + AT_ONCE]
        seen = meanings_by([encoder], [row.text for row in some])[encoder.name]
        vectors[[place_of[row.pk] for row in some]] = seen
        _remember(some, seen, encoder.name)
        if progress:
            progress.advance(len(some))


def _remember(rows: list[IntentPhrasing], seen: Array, name: str) -> None:
    """Kept for the next training; a phrasing that was removed in the meantime is none to remember."""
    there = set(IntentPhrasing.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    meanings = [
        PhrasingMeaning(phrasing=row, encoder=name, vector=vector.astype("<f4").tobytes())
        for row, vector in zip(rows, seen, strict=True)
        if row.pk in there
    ]
    PhrasingMeaning.objects.bulk_create(
        meanings, update_conflicts=True, unique_fields=["phrasing", "encoder"], update_fields=["vector"]
    )


def _elsewhere(encoders: tuple[Encoder, ...]) -> Phrasings:
    """Sentences about something else, by which "none of these" is learned."""
    texts = elsewhere.shipped()
    return Phrasings(texts, [""] * len(texts), meanings_by(encoders, texts))


def _step(progress: Progress | None, steps: int = 1) -> None:
    if progress:
        progress.advance(steps)


def _keep(version: IntentVersion, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(version, name, value)
    version.save(update_fields=list(changes))


def forget_vectors_of_others() -> int:
    """Delete the vectors of encoders that are no longer chosen; returns how many."""
    names = [encoder.name for encoder in chosen()]
    return PhrasingMeaning.objects.exclude(encoder__in=names).delete()[0]
