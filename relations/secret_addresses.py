"""Addresses whose last part is a secret: whoever has it reads what is not published, or sets a password.

No log, cache or referrer holds such an address, and no search engine is to ask for one.
"""

# Below the root of the site.
PREVIEW = "preview"
# Below that of the administration.
INVITATION = "invitation"
PASSWORD_RESET = "password-reset"  # noqa: S105 (a word in an address)
