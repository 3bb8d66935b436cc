"""Django's settings, all taken from `foyer.config.env`; docs/configuration.md explains each variable."""

from django.utils.translation import gettext_lazy as _

from foyer.config import files_host, headers, safety
from foyer.config.back_office import UNFOLD  # noqa: F401
from foyer.config.env import VARIABLES, env
from foyer.config.sign_in import *  # noqa: F403
from foyer.operations import logs

safety.refuse_unsafe()

HOME = env.home
LIBRARIES = env.page_libraries / "node_modules"

DEBUG = env.debug
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = [*env.allowed_hosts, *filter(None, [files_host.name_of(env.files_url)])]
CSRF_TRUSTED_ORIGINS = env.trusted_origins

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "foyer.base",
    "foyer.staff",  # before allauth, whose templates and wording it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_structlog",
    "ninja",
    "procrastinate.contrib.django",
    "foyer.security",
    "foyer.customers",
    "foyer.privacy",
    "foyer.knowledge",
    "foyer.conversations",
    "foyer.servicing",
    "foyer.assistant",
    "foyer.portal",
    "foyer.desk",
    "foyer.api",
    *([] if env.production else ["foyer.demo"]),  # a simulated bank has no place in a real one
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "foyer.config.files_host.files_only",
    "foyer.config.static.StaticMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "foyer.operations.metrics.count",
    "csp.middleware.CSPMiddleware",
    "foyer.config.headers.headers",
    "foyer.config.fetching.from_our_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foyer.staff.sign_in.origin.remember_origin",
    "foyer.staff.admin.telling.watch_back_office",
    "foyer.staff.sign_in.preferences.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "foyer.staff.sign_in.limits.SessionLimitsMiddleware",
    "foyer.staff.sign_in.second_factor.SecondFactorMiddleware",
    "foyer.staff.sign_in.confirming.ConfirmMiddleware",
    "foyer.api.pacing.PaceMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "foyer.config.urls"
ASGI_APPLICATION = "foyer.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foyer.staff.sign_in.preferences.theme",
            ],
        },
    }
]

DATABASES = {"default": env.database}
FOYER_WEB_DATABASE = env.web_database
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = env.time_zone
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["foyer.config.formats"]
LOCALE_PATHS = [HOME / "locale"]  # compiled from the rooms' .po files by foyer.operations.catalogues

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "foyer.config.static.LibraryFinder",
]
PAGE_LIBRARIES = [  # prefix in /static/, folder of the package, the files that pages use
    ("tabler", LIBRARIES / "@tabler/core/dist", ["css/tabler.min.css", "js/tabler.min.js"]),
    ("htmx", LIBRARIES / "htmx.org/dist", ["htmx.min.js"]),
    ("echarts", LIBRARIES / "echarts/dist", ["echarts.simple.min.js", "echarts.min.js"]),
]
STORAGES = {
    "default": {
        "BACKEND": "foyer.base.crypto.storage.SealedStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "foyer.config.static.StaticFiles"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each room's jobs.py: its jobs and its periodic sweeps

FOYER_LIVE_STREAMS = 6_000
FOYER_KEYS = env.keys
FOYER_CRYPTO_SUITE = env.crypto_suite
FOYER_SEALS_OF_ROWS_ONLY = env.seals_of_rows_only
FOYER_KEY_CURRENT = ""  # the ring itself says which of its keys writes; a test may say otherwise
FOYER_KMS_URL = env.kms_url
FOYER_PRODUCTION = env.production
FOYER_PUBLIC_URL = env.public_url
FOYER_BANK_NAME, FOYER_BANK_PHONE = env.bank_name, env.bank_phone
FOYER_NAME_MASK = env.name_mask
FOYER_EMBED_ORIGINS = env.embed_origins
FOYER_OUTGOING_HOSTS, FOYER_INTERNAL_HOSTS = env.outgoing_hosts, env.internal_hosts
FOYER_WITHOUT = env.without
FOYER_ENCODER, FOYER_ENCODER_MODEL, FOYER_ENCODER_KEY = env.encoder, env.encoder_model, env.encoder_key
FOYER_ENCODER_DIMENSIONS, FOYER_SECOND_OPINION = env.encoder_dimensions, env.second_opinion
FOYER_OPINION_ABROAD = env.opinion_abroad
FOYER_LLM_URL, FOYER_LLM_KEY, FOYER_LLM_MODEL = env.llm_url, env.llm_key, env.llm_model
FOYER_LLM_VERSION, FOYER_LLM_PROVIDER, FOYER_LLM_REGION = env.llm_version, env.llm_provider, env.llm_region
FOYER_LLM_LICENCE = env.llm_licence
FOYER_LLM_FIRST_SECONDS, FOYER_LLM_SECONDS = env.llm_first_seconds, env.llm_seconds
FOYER_LLM_ANSWER_TOKENS, FOYER_LLM_AT_ONCE = env.llm_answer_tokens, env.llm_at_once
FOYER_LLM_DAY_TOKENS, FOYER_LLM_TALK_TOKENS = env.llm_day_tokens, env.llm_talk_tokens
FOYER_SPEECH, FOYER_SPEECH_MODEL, FOYER_SPEECH_WORDS = env.speech, env.speech_model, env.speech_words
FOYER_SPEECH_VOICES = {"zh": env.speech_voice_zh, "en": env.speech_voice_en}
FOYER_SPEECH_THREADS = env.speech_threads
FOYER_FILES_URL, FOYER_ANTIVIRUS = env.files_url.rstrip("/"), env.antivirus
FOYER_TRUST_PROXY = env.trust_proxy
FOYER_RATE_SCALE = env.rate_limits / 100
FOYER_EVENT_LOG_DAYS = env.event_log_days
FOYER_SEARCH_EXACT_UP_TO = 50_000  # sentences; beyond, the database compares meanings through its index
FOYER_LAW_PACKS = env.law_packs
FOYER_SETTING_NAMES = [row.name for row in VARIABLES]
FOYER_AUDIT_FOLDER, FOYER_AUDIT_SYSLOG = env.audit_folder, env.audit_syslog
FOYER_AUDIT_ANCHOR_SECONDS = env.audit_anchor_seconds
FOYER_LAKE = HOME / "lake"
FOYER_ENGINE, FOYER_ENGINE_MEMORY, FOYER_ENGINE_THREADS = env.engine, env.engine_memory, env.engine_threads
FOYER_ENGINE_SEALS_SPILL = env.engine_seals_spill

# Who may reach us, and how
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.secure_cookies
SESSION_COOKIE_HTTPONLY = True
_PREFIX = "__Host-" if env.secure_cookies else ""  # a cookie no other host and no plain page can set
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}sessionid", f"{_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME, FOYER_CUSTOMER_COOKIE = f"{_PREFIX}django_language", f"{_PREFIX}{headers.CUSTOMER_COOKIE}"
FOYER_ELDERLY_COOKIE = f"{_PREFIX}foyer_elderly"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
SECURE_SSL_REDIRECT = env.ssl_redirect
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # load balancers ask inside the bank's network
SECURE_HSTS_SECONDS = env.hsts_seconds
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.trust_proxy else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"  # pages that may be framed say so by their own content security policy
CONTENT_SECURITY_POLICY = headers.policy(env.files_url)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # browsers' preload lists are the bank's own decision

# What is told, and to whom
LOGGING = logs.settings(env)
logs.configure_structlog()
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # one line a request, when it ends
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.email_from
FOYER_CORE = env.core
FOYER_SMS, FOYER_SMS_URL, FOYER_SMS_TOKEN = env.sms, env.sms_url, env.sms_token
globals().update(env.email)
