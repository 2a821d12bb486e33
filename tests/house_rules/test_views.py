"""Every view says who may call it, and every address is plain."""

import re

from domain.people.rules import Permission

POLICIES = {"public", "signed_in", "by_pass", *(p.value for p in Permission)}


def test_every_view_says_who_may_call_it(app):
    unguarded = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if getattr(view, "access_policy", None) not in POLICIES
    ]
    assert unguarded == [], "put @public, @signed_in or @requires(...) under the route"


def test_only_three_blueprints_have_public_views(app):
    """What a browser fetches for itself, without a cookie, lives in `offline` and tells nothing."""
    open_elsewhere = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if view.access_policy == "public"
        and endpoint.split(".")[0] not in {"public", "auth", "offline"}
    ]
    assert open_elsewhere == [], "what people reach without signing in lives in blueprints/public"


def test_every_address_is_kebab_case_and_every_record_in_it_is_typed(app):
    bad = []
    for rule in app.url_map.iter_rules():
        plain = re.sub(r"<[^>]+>", "", rule.rule)
        if not re.fullmatch(r"[a-z0-9/.-]*", plain):
            bad.append(rule.rule)
        for converter, name in re.findall(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", rule.rule):
            if not converter:
                bad.append(f"{rule.rule}: say the type of {name}")
    assert bad == []


def test_a_view_that_writes_on_get_says_so_and_no_other_get_does(app):
    marked = {e for e, v in app.view_functions.items() if hasattr(v, "writes_on_get")}
    gets = {r.endpoint for r in app.url_map.iter_rules() if "GET" in (r.methods or set())}
    assert marked <= gets, "@audited is for pages that are opened by GET"
