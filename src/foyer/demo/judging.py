"""Answers of the demo bank's past that two colleagues judged, so that the accuracy page has something to show."""

import random
from datetime import timedelta

from foyer.assistant.evaluation import reviewing, sessions
from foyer.assistant.evaluation.errors import NothingToSample
from foyer.base import clock
from foyer.base.actors import Actor
from foyer.staff.models import User

WORDS = (("correct", 88), ("partly", 7), ("wrong", 3), ("should_refuse", 2))


def judge_the_past(days: int, *, seed: int = 11) -> int:
    """Settle what is over, draw from the last days, and let two colleagues judge most of it; how many verdicts."""
    while sessions.settle():
        pass
    chance, now = random.Random(seed), clock.now()
    users = list(User.objects.filter(groups__name="knowledge_editor", unit__isnull=False).order_by("pk"))
    if not users:
        return 0
    try:
        reviewing.draw(users[0], now - timedelta(days=days), now, by=Actor.staff(users[0]))
    except NothingToSample:
        return 0
    judged = 0
    for answer in reviewing.waiting_for(users[0], 200):
        first = _word(chance)
        for user in users[:2]:
            if chance.random() < 0.9:
                reviewing.judge(answer.pk, first if chance.random() < 0.93 else _word(chance), user=user)
                judged += 1
    return judged


def _word(chance: random.Random) -> str:
    return chance.choices([word for word, _weight in WORDS], weights=[weight for _word, weight in WORDS])[0]
