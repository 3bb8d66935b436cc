"""Reads and writes of the hot paths, made once by Django and planned once by PostgreSQL.

Django composes its SQL anew for each query and the server plans it anew; together that costs several times what the
query itself does. Where a query is run for every message it is declared at the top of its module and then filled in:

    _BY_TOKEN = Prepared(lambda: Visitor.objects.filter(token_hash=Given("token", models.CharField())))
    visitor = _BY_TOKEN.first(token=digest)

    _ROWS = Rows(Message)
    _ROWS.insert(message)

A write is held back and goes with the next statement (`base.postgres.base`): several are one round trip.
What comes and goes are Django's own model instances. A query may not change its shape with the values given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db import connection as _connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.db.models.signals import post_init, pre_init
from psycopg.sql import Literal

from foyer.base.postgres.base import DatabaseWrapper

M = TypeVar("M", bound=Model)
connection = cast(DatabaseWrapper, _connection)


class Given(Expression):
    """The place of a value that is given when the query is run; `output_field` says how it is written."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, Any]:
        return "%s", [self]

    def value(self, values: dict[str, Any], itself: Any) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], itself)


class Prepared(Generic[M]):
    """A query of whole rows, with what it joins (`select_related`) and annotates."""

    def __init__(self, queryset: Callable[[], "QuerySet[M]"]) -> None:
        self._queryset = queryset

    def first(self, **values: Any) -> M | None:
        """The first row that the query finds."""
        with self._asked(values) as cursor:
            found = cursor.fetchone()
        return self._row(found) if found else None

    def all(self, **values: Any) -> list[M]:
        """The rows that the query finds."""
        with self._asked(values) as cursor:
            return [self._row(found) for found in cursor.fetchall()]

    def _asked(self, values: dict[str, Any]) -> Any:
        itself = cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])  # which the proxy would look up for every value
        sql, places = self._statement
        cursor = itself.prepared()
        cursor.execute(sql, [place.value(values, itself) for place in places])
        return cursor

    @cached_property
    def _compiler(self) -> Any:
        return self._queryset().query.get_compiler(connection=connection)

    @cached_property
    def _statement(self) -> tuple[str, list[Given]]:
        """Its text and what is to be filled in. Constants stand in the text: an index on a condition must see them."""
        sql, params = self._compiler.as_sql()
        texts = ["%s" if isinstance(each, Given) else self._literal(each) for each in params]
        return sql.replace("%%", "%%%%") % tuple(texts), [each for each in params if isinstance(each, Given)]

    @staticmethod
    def _literal(constant: Any) -> str:
        return Literal(constant).as_string(connection.connection).replace("%", "%%")

    @cached_property
    def _row(self) -> Callable[[tuple[Any, ...]], M]:
        """How a row becomes an instance, as Django's ModelIterable does it."""
        compiler, model = self._compiler, self._compiler.klass_info["model"]
        places = compiler.klass_info["select_fields"]
        first, last = places[0], places[-1] + 1
        names = [column[0].target.attname for column in compiler.select[first:last]]
        converters = compiler.get_converters([column[0] for column in compiler.select])
        joined = get_related_populators(compiler.klass_info, compiler.select, "default")  # type: ignore[call-arg]  # stubs lead
        _hasten(joined)
        its = _Instances.of(model)

        def make(found: tuple[Any, ...]) -> M:
            (row,) = compiler.apply_converters([found], converters)
            instance = its.from_db("default", names, row[first:last])
            for each in joined:
                each.populate(row, instance)
            for name, place in compiler.annotation_col_map.items():
                setattr(instance, name, row[place])
            return cast(M, instance)

        return make


@dataclass(frozen=True)
class _Instances:
    """Makes a model's instances of rows as `Model.from_db` does, without asking for each value how it is to be set."""

    model: type[Model]

    @classmethod
    def of(cls, model: type[Model]) -> Any:
        """Nothing but what `from_db` makes of itself, where a model has something to say in the matter."""
        says = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
        hears = pre_init.has_listeners(model) or post_init.has_listeners(model)
        return model if says or hears else cls(model)

    def from_db(self, alias: str, names: Sequence[str], values: Sequence[Any]) -> Any:
        made = self.model.__new__(self.model)
        state = made._state = ModelState()
        state.adding, state.db = False, alias
        made.__dict__.update(zip(names, values, strict=True))
        return made


def _hasten(joined: Any) -> None:
    for each in joined:
        each.model_cls = _Instances.of(each.model_cls)
        _hasten(each.related_populators)


@dataclass(frozen=True)
class _Column:
    """A field of a row; values of its `plain` type are written as they are, which Django finds out each time anew."""

    field: Any
    plain: type | None

    @classmethod
    def of(cls, field: Any) -> "_Column":
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        sets_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        return cls(field, None if sets_itself else _PLAIN.get(type(target)))

    def value(self, row: Model, itself: Any, *, is_new: bool) -> Any:
        if self.plain is not None:
            value: Any = getattr(row, self.field.attname)
            is_plain = type(value) is self.plain and getattr(value, "tzinfo", True)  # a time without a zone is not
            if value is None or is_plain:
                return value
        return self.field.get_db_prep_save(self.field.pre_save(row, is_new), itself)


_PLAIN: dict[type, type] = {  # these very fields: one that is made of them may write something else
    models.CharField: str,
    models.SlugField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.FloatField: float,
    models.UUIDField: UUID,
    models.DateTimeField: datetime,
}


class Rows(Generic[M]):
    """Writes of whole rows of one model; `written` says in SQL how a column is made that is not the value itself."""

    def __init__(self, model: type[M], **written: str) -> None:
        self._model, self._written = model, written

    def insert(self, row: M) -> None:
        connection.hold(self._insert, _values(row, self._columns, is_new=True), self._table)
        _is_kept(row)

    def insert_new(self, row: M) -> None:
        """Insert it unless a row that excludes it is there."""
        text = f"{self._insert} ON CONFLICT DO NOTHING"
        connection.hold(text, _values(row, self._columns, is_new=True), self._table, alone=True)
        _is_kept(row)

    def insert_or_lock(self, row: M) -> None:
        """Insert it; one that is there is locked and left as it is. Either way nobody else has it until the commit."""
        with connection.prepared() as cursor:
            cursor.execute(self._insert_or_lock, _values(row, self._columns, is_new=True))

    def update(self, row: M) -> None:
        """Write every column of a row that is known to exist."""
        connection.hold(self._update, _values(row, self._changed, is_new=False), self._table, alone=True)

    @cached_property
    def _table(self) -> str:
        return self._model._meta.db_table

    @cached_property
    def _fields(self) -> list[Any]:
        return list(self._model._meta.local_concrete_fields)

    @cached_property
    def _columns(self) -> list[_Column]:
        return [_Column.of(field) for field in self._fields]

    @cached_property
    def _changed(self) -> list[_Column]:
        """All but the key, then the key."""
        return sorted(self._columns, key=lambda column: column.field.primary_key)

    @cached_property
    def _insert(self) -> str:
        names = ", ".join(f'"{field.column}"' for field in self._fields)
        values = ", ".join(self._written.get(field.name, "%s") for field in self._fields)
        return f'INSERT INTO "{self._model._meta.db_table}" ({names}) VALUES ({values})'  # noqa: S608  our own names

    @cached_property
    def _insert_or_lock(self) -> str:
        key = self._model._meta.pk.column
        return f'{self._insert} ON CONFLICT ("{key}") DO UPDATE SET "{key}" = EXCLUDED."{key}"'

    @cached_property
    def _update(self) -> str:
        pairs = ", ".join(
            f'"{field.column}" = {self._written.get(field.name, "%s")}'
            for field in self._fields
            if not field.primary_key
        )
        key = self._model._meta.pk.column
        return f'UPDATE "{self._model._meta.db_table}" SET {pairs} WHERE "{key}" = %s'  # noqa: S608


def _values(row: Model, columns: Sequence[_Column], *, is_new: bool) -> list[Any]:
    itself = connections[DEFAULT_DB_ALIAS]  # which the proxy would look up for every field
    return [column.value(row, itself, is_new=is_new) for column in columns]


def _is_kept(row: Model) -> None:
    row._state.adding, row._state.db = False, "default"
