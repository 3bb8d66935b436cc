"""Rows for tests, made by the same verbs as the real ones where there is a rule to keep."""

from typing import Any

import factory
from django.contrib.auth.models import Group

from foyer.base.actors import SYSTEM
from foyer.base.text import Bilingual
from foyer.staff.actions import open_unit
from foyer.staff.models import Skill, Unit, User

PASSWORD = "correct horse battery"


class UnitFactory(factory.django.DjangoModelFactory):
    """A unit; without a parent it is a head office of its own. `UnitFactory(parent=branch, kind="outlet")`."""

    class Meta:
        model = Unit

    parent: Any = None
    kind = factory.LazyAttribute(lambda unit: "branch" if unit.parent else "head_office")
    code = factory.Sequence(lambda number: f"unit-{number}")
    name = factory.LazyAttribute(lambda unit: Bilingual(zh=f"机构{unit.code}", en=f"Unit {unit.code}"))
    time_zone = "Asia/Shanghai"

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **fields: Any) -> Unit:
        return open_unit(**fields, by=SYSTEM)


class UserFactory(factory.django.DjangoModelFactory):
    """A user with the password "correct horse battery"; `UserFactory(role="agent", unit=branch)`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"user{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@bank.example")
    display_name = factory.Sequence(lambda number: f"员工{number}")
    unit = factory.SubFactory(UnitFactory)
    languages = ["zh", "en"]

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        role, password = fields.pop("role", None), fields.pop("password", PASSWORD)
        user = model_class.objects.create_user(password=password, **fields)
        for name in [role] if isinstance(role, str) else role or []:
            user.groups.add(Group.objects.get(name=name))
        return user


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Skill

    code = factory.Sequence(lambda number: f"skill-{number}")
    name = factory.LazyAttribute(lambda skill: Bilingual(zh=f"技能{skill.code}", en=f"Skill {skill.code}"))
