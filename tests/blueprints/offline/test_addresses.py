"""Which addresses the worker answers, asked of its own module with every route of the product."""

import json
import re
import subprocess

from tests.support.node import node_folder
from tests.support.server import ROOT

CITIZENS = {"public", "auth", "media", "uploads", "offline", "health", "static"}
ASK = """
import { kindOf } from "./static/js/offline/addresses.js";
const { prefixes, asked } = JSON.parse(process.argv[1]);
const here = "https://lang-nghe.example";
const first = new Set(prefixes);
const ours = { referrer: `${here}/home` };
const kind = ({ path, ...how }) => kindOf({ ...ours, ...how, url: here + path }, here, first);
console.log(JSON.stringify(asked.map(kind)));
"""


def _kinds(prefixes, asked):
    said = json.dumps({"prefixes": prefixes, "asked": asked})
    node = [node_folder() / "node", "--input-type=module", "-e", ASK, said]
    answer = subprocess.run(node, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def test_of_all_routes_only_staff_pages_are_answered(app):
    script = app.test_client().get("/sw.js").text
    prefixes = json.loads(re.search(r"^const BUILD = (.*);$", script, re.MULTILINE)[1])["prefixes"]
    rules = sorted((rule.endpoint, rule.rule) for rule in app.url_map.iter_rules())
    asked = [
        {"method": method, "mode": mode, "path": path, "of": endpoint.split(".")[0]}
        for endpoint, rule in rules
        for path in {re.sub(r"<[^>]+>", "x", rule)}
        for method, mode in (("GET", "navigate"), ("GET", "cors"), ("POST", "navigate"))
    ]
    found = {"page": set(), "left": set(), "came": set(), "none": set(), "file": set()}
    for one, kind in zip(asked, _kinds(prefixes, asked), strict=True):
        found[kind].add((one["method"], one["mode"], one["path"]))
        if kind == "page":
            assert one["of"] not in CITIZENS, one
            assert (one["method"], one["mode"]) == ("GET", "navigate")
    assert found["left"] == {("POST", "navigate", "/logout")}
    assert {path for *_, path in found["came"]} == {"/login", "/first-sign-in"}
    assert not found["file"]
    assert {"/home", "/tips/new", "/outbox"} <= {path for *_, path in found["page"]}
