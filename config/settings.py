"""Settings, all from the environment; with nothing set the default is safe."""

from datetime import timedelta
from pathlib import Path

from config.environment import read_environment
from config.logs import LOGGING  # noqa: F401 (a setting)

BASE_DIR = Path(__file__).resolve().parent.parent
environment = read_environment(BASE_DIR)

SECRET_KEY = environment.secret_key
DEBUG = environment.debug
SITE_URL = environment.site_url
ALLOWED_HOSTS = environment.allowed_hosts
SHARED_CACHE_SECONDS = environment.shared_cache_seconds
DATABASES = {"default": environment.database}
CACHES = {"default": environment.cache}

# Without a mail server nothing is sent: letters are shown to administrators, who pass them on.
SENDS_MAIL = environment.email is not None
if environment.email:
    EMAIL_HOST = environment.email["EMAIL_HOST"]
    EMAIL_PORT = environment.email["EMAIL_PORT"]
    EMAIL_HOST_USER = environment.email["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = environment.email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = environment.email["EMAIL_USE_TLS"]
    EMAIL_USE_SSL = environment.email["EMAIL_USE_SSL"]
    EMAIL_TIMEOUT = environment.email["EMAIL_TIMEOUT"]  # seconds
    DEFAULT_FROM_EMAIL = environment.email["DEFAULT_FROM_EMAIL"]

INSTALLED_APPS = [
    "config.apps.RelationsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Before taggit, two of whose commands it puts its own in the place of.
    "relations",
    "taggit",
    "axes",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "config.logs.AccessLogMiddleware",
    # Before the rest: an unchanged page needs none of it, and a cached one has been through it.
    "relations.caching.middleware.cache_pages",
    "config.headers.security_headers",
    "config.headers.private_addresses",
    "django.middleware.security.SecurityMiddleware",
    "config.static_files.StaticFilesMiddleware",
    "config.admin_middleware.ignore_public_cookies",
    "config.admin_middleware.AdminSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.uploads.EscapesLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.unavailable.UnavailableMiddleware",
    "config.admin_middleware.AdminAuthenticationMiddleware",
    "config.admin_middleware.AdminMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages are Jinja2 (half the rendering time of Django's own templates) and name their engine.
# The admin extends Django's own, whose views name none: they are given the first that has the template.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "admin",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"fieldsets": "relations.admin.fieldset_tag"},
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "public",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "relations.views.rendering.environment.environment",
            "extensions": ["jinja2.ext.i18n"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
]

FORM_RENDERER = "relations.admin.form_renderer.FormRenderer"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "relations.admin.second_factor.backend.AccountBackend",
]
PASSWORD_HASHERS = ["relations.admin.password_hashing.QueuedPBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Seconds that a link in a letter lets somebody set a new password; that of an invitation has days.
PASSWORD_RESET_TIMEOUT = 24 * 3600

# As the app names the site beside its codes.
OTP_TOTP_ISSUER = SITE_URL.partition("://")[2].rstrip("/")
# How far a clock is off is said, and not learnt: else it could go further with each sign-in.
OTP_TOTP_SYNC = False

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
# There is one language so far. To look up which, and each word in it, took a tenth of a page's time.
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
# Files at the root of the site, where programs look for them whatever pages say.
WHITENOISE_ROOT = BASE_DIR / "config" / "root_files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# An entry with 120 claims is one form of 1,500 fields: Django's own limit would refuse it, typing and all.
# This is room for as many rows of every kind as a form offers, and a question about each: MAX_INLINE_ROWS in
# relations.admin.input_validation.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 16_000
# Bytes of a form; the server does not receive a larger one (config/buffering.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# The site takes no file, so that none is kept in memory or on the disk, whoever sends it.
FILE_UPLOAD_HANDLERS = ["config.uploads.RejectFilesHandler"]
# Where forms send what is typed in them before it is saved, and bytes of that: thirty forms of 100 claims.
AUTOSAVE_PATH = "/autosave/"
AUTOSAVE_MAX_MEMORY_SIZE = 1024 * 1024
# A form made before signing in again in another tab is shown again, not thrown away.
CSRF_FAILURE_VIEW = "relations.admin.reauthentication.csrf_failure"

# The index of a large reference is kept here, so that a restart is quick.
INDEX_FOLDER = BASE_DIR / "var"
# Archives of the whole reference that readers may take away: `manage.py dump var/dumps`.
DUMP_FOLDER = BASE_DIR / "var" / "dumps"

# Safety. What depends on https holds when SITE_URL begins with it: the site then
# stands behind a proxy that ends TLS, and that sets both headers named here itself.
BEHIND_PROXY = environment.https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.https
# Public pages neither set a cookie nor are sent one: they are the same for all.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
if environment.https:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked from the machine itself, without the proxy
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# HSTS for subdomains and for the browsers' built-in list would bind the operator's
# whole domain, of which this site is one host: that is theirs to decide, at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Five wrong passwords for one name from one address close that pair for a quarter of
# an hour. The wider limits, and what is stored of an attempt, are in config/throttle.py.
AXES_HANDLER = "config.throttle.SignInThrottle"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Signing in forgets the failures of this pair, and of no other.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "config.lockout.lockout_response"
