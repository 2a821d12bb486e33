"""Builds the app: settings, extensions, blueprints, in that order. No logic."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints.feed.pick_views
import blueprints.feed.record_views
import blueprints.outbox.known_views  # noqa: F401 - importing these modules adds their views.
from blueprints.admin.pages import bp as admin
from blueprints.auth.pages import bp as auth
from blueprints.banks.views import bp as banks
from blueprints.duty.views import bp as duty
from blueprints.feed.views import bp as feed
from blueprints.forums.pages import bp as forums
from blueprints.home.views import bp as home
from blueprints.mailboxes.pages import bp as mailboxes
from blueprints.me.pages import bp as me
from blueprints.media.views import bp as media
from blueprints.numbers.views import bp as numbers
from blueprints.offline.views import bp as offline
from blueprints.outbox.views import bp as outbox
from blueprints.outreach.pages import bp as outreach
from blueprints.papers.pages import bp as papers
from blueprints.plans.pages import bp as plans
from blueprints.posters.pages import bp as posters
from blueprints.public import zone as public
from blueprints.tips.pages import bp as tips
from blueprints.uploads import pages as arriving
from domain import tables
from domain.vault.keys import KeyRing
from web import (
    addresses,
    assets,
    authz,
    cli,
    compression,
    config,
    crash_log,
    database,
    drafts,
    errors,
    filters,
    headers,
    held_forms,
    icons,
    kept,
    language,
    letter_answers,
    migrating,
    navigation,
    photos,
    same_origin,
    sign_in,
    slow_down,
    templates,
    tip_access,
    uploads,
)
from web.config import Config
from web.extensions import csrf, db

BLUEPRINTS = (
    public.bp, auth, home, numbers, plans, forums, outreach, mailboxes, duty, tips, banks,
    posters, papers, feed, media, admin, me, outbox, offline, arriving.bp,
)  # fmt: skip
GLUE = (
    authz, same_origin, sign_in, slow_down, tip_access, held_forms, errors, crash_log,
    compression, headers, filters, language, addresses, navigation, assets, icons, kept,
    photos, drafts, cli, migrating, public, uploads, arriving, letter_answers,
)  # fmt: skip


def create_app(settings: Config | None = None) -> Flask:
    """The whole application for one configuration; without one it is read from the environment."""
    settings = settings or config.read()
    app = Flask(__name__, instance_path=str(settings.instance_dir), static_folder=None)
    app.config.update(settings.for_flask())
    app.extensions["config"] = settings
    app.extensions["ring"] = KeyRing(settings.data_keys)
    templates.init_app(app)
    for extension in (db, csrf):
        extension.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    csrf.exempt(public.bp)
    for glue in GLUE:
        glue.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


__all__ = ["create_app", "tables"]
