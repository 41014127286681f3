"""The application: `create_app` reads as a contents page."""

import gc
import os
import sys
import zoneinfo
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import planner.models
from planner.api.access import init_api
from planner.api.views import blueprint as api
from planner.logs import init_logs
from planner.models.base import db
from planner.models.files import close_to_others
from planner.rooms import find_room
from planner.settings import flask_config, read_settings
from planner.web import BLUEPRINTS
from planner.web.access import init_access
from planner.web.assets import init_assets
from planner.web.compression import init_compression
from planner.web.edge import init_edge
from planner.web.errors import init_errors
from planner.web.feed_door import init_feed_door
from planner.web.headers import init_headers
from planner.web.limits import init_limits
from planner.web.looks_alike import init_looks_alike
from planner.web.numbers import Number
from planner.web.pages import init_pages
from planner.web.reads import init_reads
from planner.web.single_sign_on import init_single_sign_on

__all__ = ["create_app", "planner", "serve_app"]

TURN = 0.0005
"""Seconds that a thread computes before one that waits gets its turn. With Python's own 5 ms a page, which asks thirty questions and gives
its turn away at each, waits up to 5 ms thirty times while another page is drawn."""
GARBAGE = (5_000, 20, 100)
"""Objects before the young are looked through, and how often before the older are. A look through everything stops all requests for 300 ms;
by Python's own numbers one came every four seconds under load."""


def serve_app(environment: Mapping[str, str] | None = None) -> Flask:
    """A ready application for a server of several threads: it answers evenly rather than with the least work."""
    sys.setswitchinterval(TURN)
    app = create_app(environment)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    return app


def create_app(environment: Mapping[str, str] | None = None) -> Flask:
    """A ready application. Raises SettingRefused for a setting that makes no sense."""
    _use_pinned_zones()
    init_logs()
    app = Flask("planner", template_folder=str(find_room("templates")))
    app.config.from_mapping(flask_config(read_settings(os.environ if environment is None else environment)))
    app.url_map.converters["int"] = Number
    init_feed_door(app)
    _trust_proxies(app)
    _connect_database(app)
    init_edge(app)
    init_looks_alike(app)
    CSRFProtect(app)
    init_limits(app)
    init_access(app)
    init_single_sign_on(app)
    init_reads(app)
    init_api(app)
    init_headers(app)
    init_compression(app)
    init_errors(app)
    init_assets(app)
    init_pages(app)
    for blueprint in (*BLUEPRINTS, api):
        app.register_blueprint(blueprint)
    return app


def _use_pinned_zones() -> None:
    """The system's zone files are older than the pinned tzdata and differ from it (Vancouver, Winnipeg): use ours alone."""
    zoneinfo.reset_tzpath(())


def _trust_proxies(app: Flask) -> None:
    count = app.config["PLANNER_TRUSTED_PROXIES"]
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's own recipe
    else:
        host = urlsplit(app.config["PLANNER_BASE_URL"]).hostname or ""
        app.config["TRUSTED_HOSTS"] = [host, "localhost", "127.0.0.1"]


def _connect_database(app: Flask) -> None:
    close_to_others(app.config["SQLALCHEMY_DATABASE_URI"])
    options: dict[str, object] = {
        "query_cache_size": 2000
    }  # the pages ask a thousand different questions; 500 are kept unless told
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        options |= {
            "pool_pre_ping": True,
            # jit: PostgreSQL would take a tenth of a second to compile questions that it answers in a hundredth.
            "connect_args": {"options": "-c statement_timeout=60000 -c timezone=UTC -c jit=off"},
        }
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    Migrate(app, db, directory=str(find_room("migrations")), compare_type=True, render_as_batch=True)
