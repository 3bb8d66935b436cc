"""How browsers reach Foyer, and what they are told."""

from foyer.config.variables import flag, number, text, words

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]


class Pages:
    """Addresses, hosts, cookies, limits."""

    production = flag(
        "FOYER_PRODUCTION",
        False,
        "Serve real customers: secure cookies and HTTPS only; unsafe settings refuse to start.",
    )
    debug = flag("FOYER_DEBUG", False, "Show tracebacks in the browser; for a developer's machine only.")
    bind = text("FOYER_BIND", "127.0.0.1", "The address the web processes listen on; :: or 0.0.0.0 means every one.")
    port = number("FOYER_PORT", 8000, "The port the web processes listen on.", least=0, most=65535)
    public_url = text(
        "FOYER_URL",
        lambda env: f"http://localhost:{env.port}",
        "The address customers and staff reach Foyer at, as links in mails and embedded pages need it.",
        "http://localhost:FOYER_PORT",
    )
    allowed_hosts = words("FOYER_HOSTS", LOCAL_HOSTS, "The host names Foyer answers to.")
    trusted_origins = words("FOYER_ORIGINS", [], "Other origins whose forms are accepted, as https://host.")
    embed_origins = words(
        "FOYER_EMBED_ORIGINS", [], "The bank's sites that may show the chat in their pages, as https://host."
    )
    files_url = text(
        "FOYER_FILES_URL",
        "",
        "An address with a host name of its own that leads to this Foyer and serves uploaded files only, by signed "
        "links that hold for a minute or two, such as https://files.bank.example; empty serves them beside the pages.",
    )
    trust_proxy = flag(
        "FOYER_TRUST_PROXY", False, "Believe X-Forwarded-Proto and X-Forwarded-For; only behind a proxy that sets both."
    )
    rate_limits = number(
        "FOYER_RATE_LIMITS",
        100,
        "How many requests the API's limits let through, in per cent of the usual; 0 is no limit.",
    )
    secure_cookies = flag(
        "FOYER_SECURE_COOKIES", lambda env: env.production, "Send cookies over HTTPS only.", "FOYER_PRODUCTION"
    )
    ssl_redirect = flag(
        "FOYER_SSL_REDIRECT", lambda env: env.production, "Send visitors from HTTP to HTTPS.", "FOYER_PRODUCTION"
    )
    hsts_seconds = number(
        "FOYER_HSTS_SECONDS",
        lambda env: 31_536_000 if env.production else 0,
        "How long browsers remember to use HTTPS only.",
        "a year with FOYER_PRODUCTION, else 0",
    )
