"""What can be released: each data set says, column by column, what is done to it.

Roles of a column:

- `token`      leads straight to a person or an account: a keyed pseudonym that means nothing outside this release
- `quasi`      could single somebody out together with others: climbs its ladder until nobody stands alone
- `sensitive`  what must not be learned of a person: l-diversity and t-closeness are measured for it
- `plain`      tells nothing of a person
- `text`       free text: scrubbed

What has no role is not there. Rooms declare theirs at start; those of the lake are here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.base.text import Bilingual

Role = Literal["token", "quasi", "sensitive", "plain", "text"]


@dataclass(frozen=True)
class Column:
    """`ladder` for quasi-identifiers, `of` for tokens: columns of the same `of` get the same pseudonyms."""

    name: str
    role: Role
    title: Bilingual
    ladder: str = ""
    of: str = ""


@dataclass(frozen=True)
class Releasable:
    """`table(engine)` gives rows with a column `customer_id`; `kinds` are the kinds of data the purpose must cover.

    `known(customers)` gives what is known of the people in a text column (see `deid.find`). Where a person has several
    rows (`is_many`), k counts people and nothing can be sensitive: l of rows says nothing of people.
    """

    code: str
    title: Bilingual
    kinds: tuple[str, ...]
    columns: tuple[Column, ...]
    table: Callable[[Engine], ir.Table | None]
    known: Callable[[Iterable[str]], Mapping[str, Mapping[str, list[str]]]] = field(default=lambda _ids: {})
    is_many: bool = False

    def __post_init__(self) -> None:
        if self.is_many and self.named("sensitive"):
            raise ValueError(f"{self.code}: several rows a person, and a sensitive column")

    def named(self, role: Role) -> list[Column]:
        return [column for column in self.columns if column.role == role]

    @property
    def quasi(self) -> dict[str, str]:
        return {column.name: column.ladder for column in self.named("quasi")}

    @property
    def sensitive(self) -> list[str]:
        return [column.name for column in self.named("sensitive")]


releasable: dict[str, Releasable] = {}


def release_of(dataset: Releasable) -> Releasable:
    """Declare a data set; called by rooms at start."""
    releasable[dataset.code] = dataset
    return dataset


ATTRIBUTES = ("born_on", "sex", "nationality", "occupation", "marital_status", "education", "segment")


def _customers(engine: Engine) -> ir.Table | None:
    """One row a customer: the golden record's values, one column each, and the place of the home address."""
    golden = Dataset("customers.golden")
    if not golden.exists():
        return None
    winners = golden.read(engine).filter(ibis._.place == 0, ibis._.attribute.isin(list(ATTRIBUTES)))
    wide = winners.group_by("customer_id").agg(
        **{name: winners.value.max(where=winners.attribute == name) for name in ATTRIBUTES}
    )
    places = _places(engine)
    if places is None:
        return wide.mutate(place=ibis.null("string"))
    return wide.left_join(places, "customer_id").drop("customer_id_right")


def _places(engine: Engine) -> ir.Table | None:
    address, clusters = Dataset("customers.address"), Dataset("customers.clusters")
    if not (address.exists() and clusters.exists()):
        return None
    said = address.read(engine)
    parts = [
        said[name].cast("string").fill_null("") for name in ("province", "city", "district") if name in said.columns
    ]
    if not parts:
        return None
    placed = said.select(record_id=said.record_id.cast("string"), place=ibis.literal("/").join(parts))
    owned = clusters.read(engine)
    owned = owned.select(record_id=owned.record_id.cast("string"), customer_id=owned.customer_id.cast("string"))
    joined = placed.filter(placed.place.re_search("[^/]")).join(owned, "record_id")
    return joined.group_by("customer_id").agg(place=joined.place.max())


def _movements(engine: Engine) -> ir.Table | None:
    """One row a movement of an account whose owner is known."""
    names = ("transaction", "account_party", "clusters")
    sets = [Dataset(f"customers.{name}") for name in names]
    if not all(dataset.exists() for dataset in sets):
        return None
    moved, party, clusters = (dataset.read(engine) for dataset in sets)
    owners = party.select(source=party.source, account_key=party.account_key, record_id=party.record_id.cast("string"))
    owned = clusters.select(
        record_id=clusters.record_id.cast("string"), customer_id=clusters.customer_id.cast("string")
    )
    owners = owners.join(owned, "record_id").group_by("source", "account_key").agg(customer_id=ibis._.customer_id.min())
    joined = moved.join(owners, ["source", "account_key"])
    wanted = {name: joined[name].cast("string") for name in ("kind", "channel", "currency") if name in joined.columns}
    return joined.select(
        customer_id=joined.customer_id,
        account=joined.source.concat("/", joined.account_key.cast("string")),
        month=joined.booked_at.cast("string").substr(0, 7),
        amount=joined.amount.cast("string"),
        **wanted,
    )


release_of(
    Releasable(
        "customers",
        Bilingual("客户（每人一行）", "Customers, one row each"),
        ("identity", "product"),
        (
            Column("customer_id", "token", Bilingual("客户假名", "pseudonym"), of="customer"),
            Column("born_on", "quasi", Bilingual("出生日期", "date of birth"), "day"),
            Column("sex", "quasi", Bilingual("性别", "sex"), "category"),
            Column("place", "quasi", Bilingual("居住地", "place"), "place"),
            Column("nationality", "quasi", Bilingual("国籍", "nationality"), "category"),
            Column("occupation", "sensitive", Bilingual("职业", "occupation")),
            Column("segment", "sensitive", Bilingual("客户等级", "tier")),
        ),
        _customers,
    )
)
release_of(
    Releasable(
        "movements",
        Bilingual("交易流水", "Movements"),
        ("transaction",),
        (
            Column("customer_id", "token", Bilingual("客户假名", "pseudonym"), of="customer"),
            Column("account", "token", Bilingual("账户假名", "account's pseudonym"), of="account"),
            Column("month", "quasi", Bilingual("月份", "month"), "day"),
            Column("amount", "quasi", Bilingual("金额", "amount"), "amount"),
            Column("kind", "plain", Bilingual("交易类型", "kind")),
            Column("channel", "plain", Bilingual("渠道", "channel")),
            Column("currency", "plain", Bilingual("币种", "currency")),
        ),
        _movements,
        is_many=True,
    )
)
