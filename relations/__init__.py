"""A structured, cited reference on how countries agree and differ."""

# The only place the version stands in; the newest heading of CHANGELOG.md that is released says the same.
__version__ = "0.3.0"
