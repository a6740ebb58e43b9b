"""Gunicorn's settings for the bare view: the production server's, without what it does for its database."""

import runpy
from pathlib import Path

_NEEDS_DATABASE = ("on_starting", "when_ready")
_production = runpy.run_path(str(Path(__file__).resolve().parents[1] / "gunicorn.conf.py"))
globals().update(
    (name, value)
    for name, value in _production.items()
    if not name.startswith("_") and name not in _NEEDS_DATABASE
)
worker_class = "benchmarks.bare_worker.BareWorker"
