"""Customers for tests."""

from typing import Any

import factory

from foyer.base.actors import SYSTEM
from foyer.customers.actions import new_customer
from foyer.customers.models import Customer


class CustomerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Customer

    number = factory.Sequence(lambda number: f"1003{number:04}")
    name = "张三"
    phone = factory.Sequence(lambda number: f"1380000{number:04}")

    @classmethod
    def _create(cls, model_class: type[Customer], *args: Any, **fields: Any) -> Customer:
        return new_customer(**fields, by=SYSTEM)
