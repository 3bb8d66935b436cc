"""The collection standard as data: what every field and rule must say of itself."""

from pathlib import Path

import pyarrow as pa
import pytest

from foyer.base.legends import CARD
from foyer.customers.standard import STANDARD, Bilingual, Entity, Field, aliases
from foyer.customers.standard.declaring import field
from foyer.customers.standard.rendering import PAGES, render
from foyer.customers.standardise import REGISTRY, code

ENTITIES = list(STANDARD.entities.values())
FIELDS = [(entity, one) for entity in ENTITIES for one in entity.fields.values()]
BY_NAME = pytest.mark.parametrize(
    ("entity", "one"), FIELDS, ids=[f"{entity.name}.{one.name}" for entity, one in FIELDS]
)
DOCS = Path(__file__).parents[4] / "docs"


def test_it_has_the_entities_of_the_contract() -> None:
    assert list(STANDARD.entities) == [
        *("party", "identifier", "contact_point", "address", "account", "account_party", "holding", "transaction"),
        *("behaviour_event", "service_interaction", "external_attribute", "relation"),
    ]
    assert STANDARD.version == "1.0"


def test_a_field_without_a_legend_cannot_be_declared() -> None:
    with pytest.raises(TypeError):
        field("pin", "密码", "PIN", "text")  # type: ignore[call-arg]


@BY_NAME
def test_a_field_says_what_it_is_in_both_languages(entity: Entity, one: Field) -> None:
    for said in (one.meaning, one.format, *one.codes.values(), *(rule.meaning for rule in one.rules)):
        assert said.zh and said.en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in one.meaning.zh)


@BY_NAME
def test_a_field_names_its_standardiser_and_what_it_goes_by(entity: Entity, one: Field) -> None:
    assert one.standardise in REGISTRY
    assert one.by is None or (one.by in entity.fields and REGISTRY[one.standardise].by)
    assert one.aliases


@BY_NAME
def test_its_rules_name_fields_that_exist(entity: Entity, one: Field) -> None:
    for rule in one.rules:
        for key in ("other", "field"):
            if key in rule.params and rule.code != "refers_to":
                assert rule.params[key] in entity.fields
        if rule.code == "refers_to":
            assert rule.params["field"] in STANDARD[rule.params["entity"]].fields
        assert set(rule.params.get("fields", ())) <= set(entity.fields)


@BY_NAME
def test_a_code_is_read_by_its_own_name_and_by_what_people_call_it(entity: Entity, one: Field) -> None:
    for value, names in one.codes.items():
        for said in (value, names.zh, names.en):
            read = REGISTRY[one.standardise or ""].read(said, **one.options)
            assert read == value


def test_codes_of_the_national_standards_are_known() -> None:
    assert code("20", **STANDARD.field("party.marital_status").options) == "married"
    assert code("大学本科", **STANDARD.field("party.education").options) == "bachelor"
    assert code("身份证", **STANDARD.field("identifier.kind").options) == "resident_id"


def test_no_authentication_data_is_collected() -> None:
    assert not [one.name for _, one in FIELDS if one.data_class == "C3" or one.pci == "sad" or one.jrt0197 == 5]


@pytest.mark.parametrize(
    "path",
    [
        "identifier.value",
        "contact_point.value",
        "party.name",
        "account.balance",
        "transaction.amount",
        "address.street",
    ],
)
def test_what_identifies_or_shows_money_is_c2_and_masked(path: str) -> None:
    one = STANDARD.field(path)
    assert (one.data_class, one.jrt0197, one.nfra_level) == ("C2", 3, "sensitive")
    assert one.mask != "none"


def test_a_card_number_carries_all_five_legends() -> None:
    one = STANDARD.field("holding.number")
    assert one.legend == CARD
    assert (one.data_class, one.jrt0197, one.nfra_level, one.pipl_sensitive, one.pci) == (
        "C2",
        3,
        "sensitive",
        True,
        "chd",
    )


def test_keys_are_unique_and_given() -> None:
    for entity in ENTITIES:
        assert [rule.params["fields"] for rule in entity.rules if rule.code == "unique"] == [entity.key]
        assert entity.fields[entity.key[0]].required


def test_every_dimension_of_quality_has_rules() -> None:
    found = {rule.dimension for entity, one in FIELDS for rule in (*one.rules, *entity.rules)}
    assert found == {"completeness", "validity", "uniqueness", "consistency", "timeliness", "accuracy"}


def test_aliases_belong_to_fields_that_exist() -> None:
    assert set(aliases.FIELDS) == {f"{entity.name}.{one.name}" for entity, one in FIELDS}
    assert set(aliases.ENTITIES) == set(STANDARD.entities)


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("客户姓名", "party.name"),
        ("手机号码", "contact_point.value"),
        ("cust_name", "party.name"),
        ("mobile", "contact_point.value"),
        ("身份证号", "identifier.value"),
        ("余额", "account.balance"),
    ],
)
def test_usual_column_names_are_known(column: str, path: str) -> None:
    assert column in STANDARD.field(path).aliases


def test_its_rows_have_exact_types() -> None:
    schema = STANDARD["transaction"].arrow_schema()
    assert schema.field("amount").type == pa.decimal128(20, 2)
    assert schema.field("booked_at").type == pa.timestamp("us", tz="UTC")
    assert STANDARD["holding"].arrow_schema().field("rate").type == pa.decimal128(20, 6)
    assert STANDARD["party"].arrow_schema().field("born_on").type == pa.date32()


def test_each_entity_knows_the_field_of_its_party() -> None:
    assert STANDARD["party"].party_field == "source_key"
    assert STANDARD["address"].party_field == "party_key"
    assert STANDARD["account"].party_field is None


@pytest.mark.parametrize("language", PAGES)
def test_the_written_page_is_the_code(language: str) -> None:
    written = (DOCS / PAGES[language]).read_text(encoding="utf-8")
    assert written == render(language), "run: python -m foyer.customers.standard.rendering docs"


def test_the_page_is_wholly_in_its_language() -> None:
    assert Bilingual("性别", "sex (GB/T 2261.1)").of("zh-hans") in render("zh")
    assert "性别" not in render("en").replace("`", "").split("Also called")[0]
