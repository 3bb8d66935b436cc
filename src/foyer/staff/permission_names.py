"""What each permission is called in the back office, in the reader's language.

Django keeps one name of a permission in the database, in the language the tables were made in, and never translates it.
Here they are by "app.codename", beside the table of roles that grants them.
"""

from django.contrib.auth.models import Permission
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "api.replay_webhookletter": _("May send dead letters of webhooks once more"),
    "assistant.answer_for_model": _("May propose to start, approve and review uses of models"),
    "assistant.approve_model": _("May agree to start and approve uses of models"),
    "assistant.promote_intents": _("May let another's reader of intents go live"),
    "assistant.review_answers": _("May review answers of the assistant"),
    "assistant.see_register": _("May see the register of models"),
    "assistant.stop_model": _("May stop the use of a model at once"),
    "assistant.train_intents": _("May have a reader of intents trained and propose it"),
    "assistant.try_versions": _("May try two versions of the assistant"),
    "assistant.watch_assistant": _("May watch how the assistant does"),
    "base.replay_delivery": _("May replay dead letters"),
    "conversations.block_customer": _("May block customers for abuse"),
    "customers.manage_sources": _("May configure sources and start their runs"),
    "customers.publish_notice": _("May publish another's risk notice to customers"),
    "customers.steward_customers": _("May decide doubtful pairs and quarantined rows"),
    "customers.unfreeze_customer": _("May open a customer's online services again"),
    "customers.watch_quality": _("May see data quality and the runs of sources"),
    "customers.write_notice": _("May write and withdraw risk notices to customers"),
    "knowledge.approve_article": _("May approve the publication of an article"),
    "knowledge.withdraw_article": _("May withdraw an article in an emergency"),
    "knowledge.work_on_gaps": _("May work on the list of what is to be written"),
    "privacy.approve_erasure": _("May agree to an erasure"),
    "privacy.approve_hold": _("May agree to a legal hold and its release"),
    "privacy.approve_notice": _("May agree to publishing a privacy notice"),
    "privacy.approve_release": _("May let de-identified data sets out"),
    "privacy.approve_retention": _("May agree to changes of the retention schedule"),
    "privacy.approve_unmask": _("May agree to another's unmasking"),
    "privacy.break_glass": _("May break the glass for a customer with whom nothing is open"),
    "privacy.handle_requests": _("May handle subject requests"),
    "privacy.manage_disclosures": _("May keep the register of disclosures and processors"),
    "privacy.place_hold": _("May propose a legal hold and its release"),
    "privacy.prepare_release": _("May prepare de-identified data sets"),
    "privacy.prove_consent": _("May export the proof of a customer's consents"),
    "privacy.read_restricted": _("May read restricted data for the law that keeps it"),
    "privacy.recertify": _("May decide each month who of the unit keeps which role"),
    "privacy.record_consent": _("May record a customer's choice on their behalf"),
    "privacy.record_request": _("May record a request made at a counter"),
    "privacy.review_access": _("May review unmasking and broken glass"),
    "privacy.see_obligations": _("May see the obligation library and export evidence"),
    "privacy.see_requests": _("May see subject requests, holds and the retention schedule"),
    "privacy.unmask": _("May show one masked value with a reason"),
    "privacy.watch_privacy": _("May see purposes, consents, disclosures and refusals"),
    "privacy.write_notice": _("May draft privacy notices"),
    "security.accept_risk": _("May agree that a high risk is accepted"),
    "security.approve_assessment": _("May agree to an impact assessment"),
    "security.approve_drill": _("May agree to a drill"),
    "security.approve_rule": _("May agree to changes of detection rules"),
    "security.assess_risks": _("May assess risks and draft impact assessments"),
    "security.export_trail": _("May export the audit trail"),
    "security.plant_canary": _("May plant and remove canaries"),
    "security.plan_drill": _("May plan, run and evaluate drills"),
    "security.read_trail": _("May read the audit trail"),
    "security.see_drills": _("May see drills and their reports"),
    "security.see_risks": _("May see risks, assets and impact assessments"),
    "security.triage_alerts": _("May triage alerts and lead incidents"),
    "security.undo_response": _("May take back an automatic response"),
    "security.verify_trail": _("May have the audit trail verified"),
    "security.watch_alerts": _("May see alerts and incidents"),
    "security.write_rule": _("May propose changes to detection rules"),
    "servicing.approve_contact_change": _("May agree to a customer's new phone number"),
    "servicing.keep_promise": _("May see and keep what was promised to customers"),
    "staff.approve_settings": _("May agree to changes of rights and settings"),
    "staff.read_all_approvals": _("May read every approval request"),
    "staff.serve_customers": _("May be given conversations"),
    "staff.set_presence_of_others": _("May set another's presence"),
    "staff.watch_team": _("May watch the work of the unit and its agents"),
}
VERBS: dict[str, str | Promise] = {"add": _("Add"), "change": _("Change"), "delete": _("Delete"), "view": _("View")}


def permission_name(permission: Permission) -> str:
    """As "Privacy · erasures: View", or what a permission of its own allows. For rows read with their content type."""
    kind, code = permission.content_type, permission.codename
    own = NAMES.get(f"{kind.app_label}.{code}")
    verb = VERBS.get(code.partition("_")[0])
    if own is not None:
        return f"{kind.app_labeled_name.partition(' | ')[0]} · {own}"
    if verb is None:
        return str(permission)
    room, _bar, thing = kind.app_labeled_name.partition(" | ")
    return gettext("%(room)s · %(thing)s: %(verb)s") % {"room": room, "thing": thing, "verb": verb}
