"""How staff sign in: django-allauth, second factors, lock-out, sessions. Part of the settings."""

from datetime import timedelta

from foyer.config.env import env

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "foyer.staff.sign_in.backend.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [  # NIST SP 800-63B: length and known passwords, no rules of composition
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "display_name", "employee_no")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "foyer.staff.sign_in.words.BankWordsValidator"},
    {"NAME": "foyer.staff.sign_in.breached.BreachedValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3600

SESSION_COOKIE_AGE = env.session_hours * 3600
FOYER_IDLE_SECONDS = env.idle_minutes * 60
FOYER_CONFIRM_SECONDS = env.confirm_minutes * 60
FOYER_CUSTOMER_IDLE_SECONDS = env.customer_idle_minutes * 60
FOYER_SESSION_LIMITS = env.session_limits
SESSION_COOKIE_SAMESITE = "Lax"
USERSESSIONS_TRACK_ACTIVITY = False  # a write for every request; presence says who is there

ACCOUNT_ADAPTER = "foyer.staff.sign_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "foyer.staff.sign_in.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator writes the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before a factor is added, removed or shown
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Foyer 厅堂] "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",  # a branch signs in from one address every morning
    "login_failed": "120/m/ip,10/900s/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.trust_proxy else 0

MFA_ADAPTER = "foyer.staff.sign_in.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True  # only their digests are kept
MFA_TOTP_ISSUER = "Foyer 厅堂"
MFA_ALLOW_UNVERIFIED_EMAIL = True
FOYER_SECOND_FACTOR_ROLES = env.second_factor_roles
FOYER_OIDC_ACR = env.oidc_acr
FOYER_BREACHED_PASSWORDS = env.breached_passwords

SOCIALACCOUNT_ADAPTER = "foyer.staff.sign_in.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = env.oidc_link == "address"  # the bank's own provider vouches for its addresses
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = SOCIALACCOUNT_EMAIL_AUTHENTICATION
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another host (form-action); a link may
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "bank",
                "name": env.oidc_name,
                "client_id": env.oidc_id,
                "secret": env.oidc_secret,
                "settings": {"server_url": env.oidc_url},
            }
        ]
        if env.oidc_id and env.oidc_url
        else [],
    }
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "foyer.staff.sign_in.lockout.locked_out"
AXES_USERNAME_CALLABLE = "foyer.staff.sign_in.lockout.account_of"
AXES_CLIENT_IP_CALLABLE = "foyer.staff.sign_in.lockout.client_address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "csrfmiddlewaretoken"]

CACHES = {  # what all web processes must count together: attempts, and codes that were used once
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "staff_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
