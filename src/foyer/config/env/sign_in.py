"""How colleagues and customers sign in and stay signed in."""

from foyer.config.variables import choice, number, text, words


class SignIn:
    """Sessions, second factors, the bank's own provider."""

    idle_minutes = number(
        "FOYER_IDLE_MINUTES",
        15,
        "After how many minutes without a sign of them colleagues are signed out; 0 is never.",
    )
    confirm_minutes = number(
        "FOYER_CONFIRM_MINUTES",
        lambda env: 10 if env.production else 0,
        "For how many minutes a colleague who has proved to be themselves (a sign-in, or the password or the second "
        "factor once more) may change rights and security settings in the back office and do what is strong at the "
        "desk; 0 never asks again.",
        "10 with FOYER_PRODUCTION, else 0",
        most=720,
    )
    session_hours = number(
        "FOYER_SESSION_HOURS", 12, "After how many hours colleagues sign in again, whatever they do.", least=1, most=24
    )
    session_limits = words(
        "FOYER_SESSION_LIMITS",
        lambda env: ["*=5", "administrator=1", "security_administrator=1", "auditor=2"] if env.production else [],
        "In how many browsers somebody of a role may be signed in at once, as role=number; * is for all roles. One "
        "more signs the oldest out.",
        "*=5,administrator=1,security_administrator=1,auditor=2 with FOYER_PRODUCTION, else no limit",
    )
    customer_idle_minutes = number(
        "FOYER_CUSTOMER_IDLE_MINUTES",
        30,
        "After how many minutes without a sign of them customers are signed out; who waits in a line for a person is "
        "not idle. 0 is never.",
        most=720,
    )
    second_factor_roles = words(
        "FOYER_SECOND_FACTOR_ROLES",
        lambda env: ["*"] if env.production else [],
        "The roles that must have an authenticator app or a passkey; * is for all who work here, none means that no "
        "role must.",
        "* with FOYER_PRODUCTION, else none",
    )
    breached_passwords = text(
        "FOYER_BREACHED_PASSWORDS",
        "",
        "A file of passwords known from breaches, as haveibeenpwned.com publishes it: SHA-1 digests in ascending "
        "order, a line each (digest:count). New passwords are looked up in it on this machine; empty knows the 20,000 "
        "commonest.",
    )
    oidc_link = choice(
        "FOYER_OIDC_LINK",
        ("address", "sub"),
        "address",
        "How a colleague who comes from this provider for the first time is known: by the address that it verified, or "
        "only by its own number for them (sub), which an administrator writes into the back office beforehand.",
    )
    oidc_url = text(
        "FOYER_OIDC_URL",
        "",
        "The bank's OpenID Connect provider, whose users may then sign in with it; empty means none.",
    )
    oidc_id = text("FOYER_OIDC_ID", "", "The client id that this provider knows Foyer by.")
    oidc_secret = text("FOYER_OIDC_SECRET", "", "The secret that belongs to this client id.")
    oidc_acr = words(
        "FOYER_OIDC_ACR",
        [],
        "How this provider must have proved a colleague: words of its claims acr or amr, of which one is enough, as "
        "mfa,hwk. None listed: its own rules are trusted.",
    )
    oidc_name = text("FOYER_OIDC_NAME", "OpenID Connect", "What the sign-in page calls this provider.")
