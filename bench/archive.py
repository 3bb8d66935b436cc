"""Fills a house of the measurement's own with a month of conversations; prints who will read them and which.

Runs in the house's environment (`running.ask`). A bank with ten branches of two outlets, ten agents each; ten messages
to a conversation on average, put together from the phrasings and answers of the shipped articles, half of them Chinese,
with the same greeting in every conversation. Most are over; some are waiting, in hand or with the assistant. The rows
are copied in as the verbs would have written them, words to search included, and counted for the planner.
"""

import json
import os
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

SEED = 20_261_124
BRANCHES, OUTLETS, AGENTS = 10, 2, 10
A_CONVERSATION = 10
LONG_ONES, LONG = 20, 400
DAYS = 20
CUSTOMERS = 500
SHARES = {"waiting": 0.005, "active": 0.006, "assisted": 0.003, "snoozed": 0.001}

GREETING = {"zh": "您好，请问有什么可以帮您？", "en": "Hello, how may I help you?"}

Sentences = dict[str, list[tuple[str, str]]]


def main(messages: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.config.settings"
    import django

    django.setup()
    json.dump(fill(messages), sys.stdout)


def fill(messages: int) -> dict[str, Any]:
    """`messages` in a tenth as many conversations. Ids of those who read them, of conversations, and what was said."""
    chance = random.Random(SEED)
    bank = _Bank(max(5, min(CUSTOMERS, messages // 20)))
    said = _sentences()
    talks = list(_conversations(bank, messages // A_CONVERSATION, chance))
    _give_each_its_end(talks, _lengths(len(talks), messages, chance), said, chance)
    _copy([talk.visitor for talk in talks])
    _copy(talks)
    _copy_messages(_messages(talks, said, chance))
    _copy(_assignments(talks))
    _copy(_samples(talks), identified=False)
    _count_rows()
    return {
        "viewers": {"agent": bank.agents[0], "branch": bank.supervisors[0], "bank": bank.head},
        "conversations": {
            "agent": [str(talk.pk) for talk in talks if talk.unit_id == bank.outlets[0].pk][-500:],
            "bank": [str(talk.pk) for talk in chance.sample(talks, min(500, len(talks)))] + [str(talks[0].pk)],
        },
    }


class _Bank:
    """Units, people and queues, made by the house's own verbs; whom to sign in as, by name."""

    def __init__(self, customers: int) -> None:
        from foyer.base.actors import SYSTEM
        from foyer.base.text import Bilingual
        from foyer.customers.actions import new_customer
        from foyer.staff.actions import open_unit

        def unit(kind: str, code: str, parent: Any = None) -> Any:
            return open_unit(kind=kind, name=Bilingual(code, code), code=code, parent=parent, by=SYSTEM)

        top = unit("head_office", "bench")
        branches = [unit("branch", f"b{number}", top) for number in range(BRANCHES)]
        self.outlets = [unit("outlet", f"{one.code}-{n}", one) for one in branches for n in range(OUTLETS)]
        self.queues = [_queue(code, top, is_default=code == "general") for code in ("general", "cards", "loans")]
        people = [_user(f"{one.code}-{n}", "agent", one) for one in self.outlets for n in range(AGENTS)]
        self.agents = [user.username for user in people]
        self.people = people
        self.supervisors = [_user(f"lead-{one.code}", "supervisor", one).username for one in branches]
        self.head = _user("lead", "supervisor", top).username
        self.customers = [
            new_customer(number=f"9{n:07}", name="王芳", phone=f"139{n:08}", by=SYSTEM) for n in range(customers)
        ]


def _queue(code: str, unit: Any, *, is_default: bool) -> Any:
    from foyer.base.text import Bilingual
    from foyer.conversations.models import Queue

    return Queue.objects.create(code=code, name=Bilingual(code, code), unit=unit, is_default=is_default)


def _user(name: str, role: str, unit: Any) -> Any:
    from django.contrib.auth.models import Group

    from foyer.staff.models import Presence, User

    user = User(username=name, display_name=name, unit=unit, languages=["zh", "en"])
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    Presence.objects.create(user=user, state="busy")
    return user


def _sentences() -> Sentences:
    """What customers ask and are answered, by language, each beside what it can be found by."""
    from foyer.base.crypto import hashed_words
    from foyer.conversations.models.message import WORDS
    from foyer.knowledge.files import read
    from foyer.knowledge.management.commands.import_articles import SHIPPED

    found: Sentences = {"zh": [], "en": []}
    for entry in read(SHIPPED, []):
        for lang, texts in found.items():
            answer = getattr(entry.content.answer, lang).replace("。", "。\n").replace(". ", ".\n").split("\n")
            words = [*entry.content.questions[lang], *filter(None, answer)]
            texts += [(text, hashed_words(text, WORDS)) for text in words]
    return found


def _conversations(bank: _Bank, count: int, chance: random.Random) -> Iterator[Any]:
    """From the oldest to the newest; the newest are those that are not over."""
    from foyer.base import clock

    now = clock.now()
    statuses = [name for name, share in SHARES.items() for _ in range(max(1, round(share * count)))]
    for number in range(count):
        left = count - number
        status = statuses[left - 1] if left <= len(statuses) else "closed"
        ago = timedelta(days=DAYS) * left / count if status == "closed" else timedelta(seconds=left)
        yield _conversation(bank, number, status, now - ago, chance)


def _conversation(bank: _Bank, number: int, status: str, at: Any, chance: random.Random) -> Any:
    from foyer.base.ids import new_id
    from foyer.conversations.models import Conversation, Visitor
    from foyer.conversations.states import OWNER_OF

    queue, agent = chance.choice(bank.queues), chance.choice(bank.people)
    language = chance.choice(["zh", "en"])
    customer = chance.choice(bank.customers) if chance.random() < 0.5 else None
    visitor = Visitor(token_hash=f"{number:064}", channel="web", language=language, created_at=at)
    held = status in ("active", "snoozed")
    unit = agent.unit if held or status == "closed" else queue.unit
    talk = Conversation(
        id=new_id(), number=f"A-{number}", visitor=visitor, customer=customer, channel="web", language=language,
        status=status, owner=OWNER_OF[status], queue=queue, unit=unit, opened_at=at, last_at=at, staff_read_seq=1,
        assignee=agent if held else None, assigned_at=at if held else None,
    )  # fmt: skip
    talk.served_by = agent
    if status == "closed":
        talk.closed_at = at + timedelta(minutes=10)
    if status == "waiting":
        talk.waiting_since = talk.awaiting_since = at
        talk.rank_at = at - timedelta(minutes=chance.choice([0, 0, 3, 5]))
    return talk


def _lengths(count: int, messages: int, chance: random.Random) -> list[int]:
    """How many messages each conversation has: mostly a few, now and then very many; `messages` in all."""
    lengths = [1] * count
    left = messages - count
    for place in chance.sample(range(count), min(LONG_ONES, left // (10 * LONG))):
        lengths[place], left = LONG, left - LONG + 1
    for place in chance.choices(range(count), weights=[chance.random() for _ in range(count)], k=left):
        lengths[place] += 1
    return lengths


def _give_each_its_end(talks: list[Any], lengths: list[int], said: Sentences, chance: random.Random) -> None:
    for talk, length in zip(talks, lengths, strict=True):
        talk.said_last = _words(said[talk.language], chance)
        talk.last_seq, talk.last_text = length, talk.said_last[0][:140]
        talk.last_at = talk.opened_at + timedelta(seconds=length)


def _messages(talks: list[Any], said: Sentences, chance: random.Random) -> Iterator[tuple[Any, str]]:
    """Each message beside its words to search, the customer and the agent by turns."""
    from foyer.base.crypto import hashed_words
    from foyer.base.ids import new_id
    from foyer.conversations.models import Message
    from foyer.conversations.models.message import WORDS

    greeting = {lang: (text, hashed_words(text, WORDS)) for lang, text in GREETING.items()}
    for talk in talks:
        for seq in range(1, talk.last_seq + 1):
            text, tokens = talk.said_last if seq == talk.last_seq else _words(said[talk.language], chance)
            if seq == 2:
                text, tokens = greeting[talk.language]
            by_agent = seq % 2 == 0
            yield Message(
                id=new_id(), conversation_id=talk.pk, seq=seq, client_id=f"m{seq}", kind="text",
                author_kind="agent" if by_agent else "customer", author_id=talk.served_by.pk if by_agent else None,
                author_name="客服" if by_agent else "", text=text, lang=talk.language,
                sent_at=talk.opened_at + timedelta(seconds=seq),
            ), tokens  # fmt: skip


def _words(said: list[tuple[str, str]], chance: random.Random) -> tuple[str, str]:
    """One sentence or two and an amount; what it says and what it can be found by."""
    from foyer.base.crypto import hashed_words
    from foyer.conversations.models.message import WORDS

    amount = str(chance.randrange(100, 100_000))
    parts = [*chance.choices(said, k=chance.choice([1, 1, 1, 2])), (amount, hashed_words(amount, WORDS))]
    text, tokens = (" ".join(words) for words in zip(*parts, strict=True))
    return text, tokens


def _assignments(talks: list[Any]) -> Iterator[Any]:
    from foyer.conversations.models import Assignment

    for talk in talks:
        if talk.status in ("closed", "active", "snoozed"):
            over = {"ended_at": talk.closed_at, "ended_as": "closed"} if talk.closed_at else {}
            yield Assignment(
                conversation_id=talk.pk, user_id=talk.served_by.pk, queue_id=talk.queue_id, how="taken", by="system",
                at=talk.opened_at, taken_at=talk.opened_at, **over,
            )  # fmt: skip


def _samples(talks: list[Any]) -> Iterator[Any]:
    """The figures of the last day, none of them rolled up yet: the dearest case for a report."""
    from foyer.base import clock
    from foyer.base.measures.models import MeasureSample

    names = ("opened", "handed_over", "wait", "service_level", "first_response", "handle_time", "closed", "satisfied")
    for talk in talks:
        if talk.opened_at > clock.now() - timedelta(days=1):
            where = {"channel": "web", "queue": talk.queue.code}
            for name in names:
                yield MeasureSample(name=f"conversations.{name}", dimensions=where, at=talk.opened_at, value=1.0)


def _copy(rows: Iterable[Any], *, identified: bool = True) -> None:
    """Rows of one table, all columns, at the database's own speed."""
    from django.db import connection

    rows = list(rows)
    if not rows:
        return
    table, fields = rows[0]._meta.db_table, _fields(rows[0], without=() if identified else ("id",))
    with connection.cursor() as cursor, cursor.copy(_copy_sql(table, fields)) as copy:
        for row in rows:
            copy.write_row(_values(row, fields))


def _copy_messages(messages: Iterable[tuple[Any, str]]) -> None:
    """Into a table aside, then over with their search words; that index is made at the end, as a restore does."""
    from django.db import connection

    from foyer.conversations.models import Message

    table, fields = Message._meta.db_table, _fields(Message(), without=("search",))
    columns = ", ".join(field.column for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE said AS SELECT {columns}, text AS tokens FROM {table} LIMIT 0")
        with cursor.copy(_copy_sql("said", fields, "tokens")) as copy:
            for message, tokens in messages:
                copy.write_row([*_values(message, fields), tokens])
        cursor.execute("DROP INDEX message_words")
        cursor.execute(
            f"INSERT INTO {table} ({columns}, search) SELECT {columns}, to_tsvector('simple', tokens) FROM said"
        )
        cursor.execute("DROP TABLE said")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("CREATE INDEX message_words ON conversations_message USING gin (search) WITH (fastupdate = off)")


def _fields(row: Any, without: tuple[str, ...]) -> list[Any]:
    return [field for field in row._meta.concrete_fields if field.name not in without]


def _values(row: Any, fields: list[Any]) -> list[Any]:
    from django.db import connection

    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]


def _copy_sql(table: str, fields: list[Any], *more: str) -> str:
    return f"COPY {table} ({', '.join([*(field.column for field in fields), *more])}) FROM STDIN"


def _count_rows() -> None:
    """What autovacuum does by itself in the time it takes to fill a year: the planner's counts, the pages all see."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
