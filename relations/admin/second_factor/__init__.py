"""The second factor of an account: a code from an app, besides the password."""
