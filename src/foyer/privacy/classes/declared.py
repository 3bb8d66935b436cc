"""The classes of what libraries keep for us, whose models we do not write, and why it may be kept as it is."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Sentence
from foyer.base.legends import INTERNAL, PERSONAL, SECRET, STAFF, TOKEN, Legend

_WORK = _("what the bank knows of its own people at work")
_SIGNING_IN = _(
    "who tried to sign in at the desk, from where; needed in clear to refuse the next try, kept for 180 days"
)
_SEALED_BY_US = _("sealed before the library stores it (staff.sign_in.secrets)")

DECLARED: dict[tuple[str, str], tuple[Legend, Sentence]] = {
    ("admin.LogEntry", "object_repr"): (STAFF, _("a row's name: a number or a code, never a customer's name")),
    ("admin.LogEntry", "change_message"): (STAFF, _("names of fields that a colleague changed, not their values")),
    ("admin.LogEntry", "object_id"): (TOKEN, _("an id")),
    ("sessions.Session", "session_data"): (
        TOKEN,
        _("ids and choices of a colleague's session, signed; no customer's data"),
    ),
    ("sessions.Session", "session_key"): (SECRET, _("a random token that ends with the session")),
    ("staff.User", "username"): (STAFF, _WORK),
    ("staff.User", "email"): (STAFF, _WORK),
    ("staff.User", "display_name"): (STAFF, _WORK),
    ("staff.User", "employee_no"): (STAFF, _WORK),
    ("staff.User", "password"): (SECRET, _("Argon2id with a salt of its own")),
    ("account.EmailAddress", "email"): (STAFF, _WORK),
    ("account.EmailConfirmation", "key"): (SECRET, _("works once, for three days, to confirm an address")),
    ("mfa.Authenticator", "data"): (SECRET, _SEALED_BY_US),
    ("socialaccount.SocialApp", "secret"): (SECRET, _("empty: the bank's provider is set in the environment")),
    ("socialaccount.SocialApp", "client_id"): (INTERNAL, _("the name of this house at the bank's provider")),
    ("socialaccount.SocialAccount", "uid"): (STAFF, _WORK),
    ("socialaccount.SocialAccount", "extra_data"): (STAFF, _WORK),
    ("socialaccount.SocialToken", "token"): (SECRET, _("empty: tokens of the bank's provider are not kept")),
    ("socialaccount.SocialToken", "token_secret"): (SECRET, _("empty: tokens of the bank's provider are not kept")),
    ("usersessions.UserSession", "ip"): (STAFF, _WORK),
    ("usersessions.UserSession", "user_agent"): (STAFF, _WORK),
    ("usersessions.UserSession", "data"): (STAFF, _WORK),
    ("usersessions.UserSession", "session_key"): (SECRET, _("a random token that ends with the session")),
    **{
        (f"axes.{table}", field): (STAFF, _SIGNING_IN)
        for table in ("AccessAttempt", "AccessFailureLog", "AccessLog")
        for field in ("username", "ip_address", "user_agent", "http_accept", "path_info")
    },
    ("axes.AccessAttempt", "get_data"): (
        STAFF,
        _("names of parameters; passwords are never kept (AXES_SENSITIVE_PARAMETERS)"),
    ),
    ("axes.AccessAttempt", "post_data"): (
        STAFF,
        _("names of parameters; passwords are never kept (AXES_SENSITIVE_PARAMETERS)"),
    ),
    ("axes.AccessLog", "session_hash"): (TOKEN, _("a hash of a session")),
    ("security.AuditEntry", "address"): (STAFF, _("where an act came from: the evidence; the trail cannot be changed")),
    ("security.AuditEntry", "device"): (TOKEN, _("a short hash of what a browser says of itself")),
    ("security.AuditEntry", "session"): (TOKEN, _("a short hash that opens nothing")),
    ("customers.CustomerSession", "device_name"): (PERSONAL, _("the kind of a browser, shown to the customer")),
    ("customers.CustomerSession", "network"): (PERSONAL, _("a shortened network address, shown to the customer")),
    ("customers.CustomerSession", "device"): (TOKEN, _("a short hash of a device")),
}
