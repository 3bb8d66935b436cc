"""A version of the reader of intents: trained, judged, refused when it is worse, let go live by a second person."""

import hashlib
import io
import pickle

import numpy as np
import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from foyer.assistant.intents import content, files, live, promoting, running, seen, telling
from foyer.assistant.intents.errors import (
    BrokenFile,
    NoSuchVersion,
    NothingBefore,
    NotReady,
    TooLittle,
    TrainingAlready,
)
from foyer.assistant.models import IntentVersion, PhrasingMeaning
from foyer.assistant.tests.intents import LEARNED, spoilt, trained, went_live, written
from foyer.base import encoders
from foyer.base.actors import SYSTEM, Actor
from foyer.staff import approvals
from foyer.staff.errors import MayNotApprove, OwnProposal
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(settings):
    """No version in this process, and the small encoder only: these tests are about versions."""
    settings.FOYER_SECOND_OPINION = False
    encoders.forget()
    live.forget()
    yield
    live.forget()
    encoders.forget()


def person(*permissions):
    user = UserFactory()
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


@pytest.fixture
def editor():
    return person("assistant.train_intents", "assistant.promote_intents")


@pytest.fixture
def checker():
    return person("assistant.promote_intents")


def test_a_version_is_trained_judged_and_kept_with_its_figures():
    written()

    version = trained()

    report = version.report
    assert version.state == "ready" and version.progress.state == "finished" and version.progress.share == 1
    assert report["phrasings"] == sum(map(len, LEARNED.values())) and report["intents"] == len(LEARNED)
    assert report["low"] <= report["accuracy"] <= report["high"] and 0 <= report["ece"] <= 1
    assert {row["code"] for row in report["by_intent"]} == set(LEARNED) and set(report["by_language"]) == {"zh", "en"}
    assert version.size > 0 and len(version.sha256) == 64
    assert PhrasingMeaning.objects.count() == report["phrasings"]


def test_a_second_person_lets_it_go_live_and_messages_are_read_with_it(editor, checker):
    written()
    request = promoting.propose(trained().number, by=Actor.staff(editor))
    assert seen("我的银行卡丢了") == []
    live.forget()

    approvals.approve(request, by=Actor.staff(checker))

    found = seen("我的银行卡丢了")
    assert [one.code for one in found] == ["card-lost"] and found[0].reason in LEARNED["card-lost"]
    assert 0 < found[0].confidence <= 1


def test_nobody_promotes_their_own_and_a_stranger_none(editor):
    written()
    request = promoting.propose(trained().number, by=Actor.staff(editor))

    with pytest.raises(OwnProposal):
        approvals.approve(request, by=Actor.staff(editor))
    with pytest.raises(MayNotApprove):
        approvals.approve(request, by=Actor.staff(person()))
    assert not IntentVersion.objects.filter(state="live").exists()


def test_a_worse_version_is_refused_with_the_reason_and_cannot_be_proposed(editor):
    before = went_live()
    spoilt()

    worse = trained()

    assert worse.state == "refused" and worse.why[0]["code"] == "worse"
    assert worse.report["compared"]["number"] == before.number
    assert worse.report["compared"]["new"] < worse.report["compared"]["live"]
    assert f"版本 {before.number}" in telling.why(worse.why)[0] or str(before.number) in telling.why(worse.why)[0]
    with pytest.raises(NotReady):
        promoting.propose(worse.number, by=Actor.staff(editor))


def test_the_same_content_again_is_as_good():
    went_live()

    again = trained()

    compared = again.report["compared"]
    assert again.state == "ready" and (compared["better"], compared["worse"], compared["moved"]) == (0, 0, 0)


def test_one_button_goes_back_to_the_version_before():
    first = went_live()
    with pytest.raises(NothingBefore):
        promoting.roll_back(by=SYSTEM)
    content.add("fee", "is it free of charge", by=SYSTEM)
    second = trained()
    promoting.go_live(second, by=SYSTEM)

    promoting.roll_back(by=SYSTEM)

    states = dict(IntentVersion.objects.values_list("number", "state"))
    assert states == {first.number: "live", second.number: "former"}
    promoting.propose(second.number, by=SYSTEM)


def test_one_is_trained_at_a_time_and_never_on_too_little():
    with pytest.raises(TooLittle):
        running.start(by=SYSTEM)
    written()
    running.start(by=SYSTEM)
    with pytest.raises(TrainingAlready):
        running.start(by=SYSTEM)
    with pytest.raises(NoSuchVersion):
        promoting.version_of(99)


def test_a_training_that_breaks_says_why_and_lets_the_next_begin():
    written()
    version = running.start(by=SYSTEM)
    content.intent_of("fee").phrasings.all().delete()
    content.add("fee", "only one is left", by=SYSTEM)

    with pytest.raises(TooLittle):
        running.run(version.pk)

    version.refresh_from_db()
    assert version.state == "failed" and version.progress.state == "failed" and telling.why(version.why)
    content.retire("fee", by=SYSTEM)
    assert trained().state == "ready"


def test_the_file_says_the_same_as_the_model_it_came_from():
    version = went_live()
    model = live.loaded(version).model
    content_again, digest = files.packed(model)

    again = files.unpacked(content_again, digest)

    asked = ["我的卡丢了", "any fees?"]
    meanings = running.meanings_by(encoders.chosen(), asked)
    assert np.allclose(model.read(asked, meanings).scores, again.read(asked, meanings).scores)


def test_an_exchanged_file_is_not_loaded_and_a_pickle_never_is():
    version = went_live()
    with default_storage.open(version.path) as file:
        whole = file.read()
    default_storage.delete(version.path)
    default_storage.save(version.path, ContentFile(whole[:-1] + b"x"))
    live.forget()
    assert seen("我的卡丢了") == []
    with pytest.raises(BrokenFile):
        promoting.go_live(version, by=SYSTEM)

    for harmful in (pickle.dumps({"a": 1}), _object_array()):
        with pytest.raises(BrokenFile):
            files.unpacked(harmful, hashlib.sha256(harmful).hexdigest())


def _object_array():
    file = io.BytesIO()
    np.savez(file, manifest=np.array([{"format": files.FORMAT}], dtype=object))
    return file.getvalue()


def test_a_message_may_want_several_things():
    went_live()

    both = {one.code for one in seen("帮我挂失银行卡，另外查一下余额是多少")}

    assert both == {"card-lost", "balance"}
    assert {one.code for one in seen("please block my lost card and show me my account balance")} == both


def test_what_is_no_intent_is_none():
    went_live()

    assert seen("") == [] and seen("   ") == []
    assert all(one.confidence < 0.9 for one in seen("今天晚上的月亮真圆"))


def test_vectors_of_another_encoder_are_never_used():
    went_live()
    row = PhrasingMeaning.objects.first()
    PhrasingMeaning.objects.filter(pk=row.pk).update(encoder="somebody-else")

    trained()

    assert PhrasingMeaning.objects.filter(phrasing=row.phrasing_id).count() == 2
    assert running.forget_vectors_of_others() == 1
