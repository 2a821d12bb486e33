"""Scripts as they are published: joined by folders, under short names, light enough for a phone."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from tests.house_rules.test_old_browsers import NEWER_JS
from tests.support.node import node_folder
from web.assets import Assets, publish
from web.scripts import joined, minified, published_modules
from web.staff_files import of_staff

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"

# Everything that an officer's phone may ever run, packed: htmx, ours, the worker with its lists.
STAFF_LIMIT = 45 * 1024


_ADDRESS = re.compile(r"""(?:from|import\(?|new URL\()\s*"([^"$`]+\.js)\"""")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Assets]:
    """The folder of published files, and what is known of them."""
    target = tmp_path_factory.mktemp("published")
    return target, publish(STATIC, target)


@pytest.fixture
def build(published: tuple[Path, Assets]) -> Path:
    """The published files of a build."""
    target, assets = published
    return target / assets.build


def test_all_scripts_of_officers_together_are_light_enough_for_a_weak_line(
    published: tuple[Path, Assets],
) -> None:
    target, assets = published
    addresses = of_staff(assets, STATIC)
    paths = [target / path.removeprefix("/static/") for path in addresses if path.endswith(".js")]
    texts = {path.name: path.read_bytes() for path in paths}
    assert {"htmx.min.js", "pages.js", "behaviours.js"} <= set(texts)
    texts["sw.js"] = (json.dumps(addresses) + assets.worker).encode()
    weights = {name: len(brotli.compress(text, quality=11)) for name, text in texts.items()}
    assert sum(weights.values()) <= STAFF_LIMIT, weights


def test_every_module_that_a_published_one_names_is_published(build: Path) -> None:
    named = list(_named(build))
    assert len(named) > 5
    assert [f"{module.name}: {other}" for module, other in named if not other.exists()] == []


def _named(build: Path) -> Iterator[tuple[Path, Path]]:
    for module in build.rglob("*.js"):
        for address in _ADDRESS.findall(module.read_text()):
            start = build.parent if address.startswith("/static/") else module.parent
            yield module, (start / address.removeprefix("/static/")).resolve()


def test_parts_are_published_within_others_alone() -> None:
    names = {path.relative_to(STATIC / "js").as_posix() for path in published_modules(STATIC)}
    assert {"photo_worker.js", "behaviours.js", "pages.js", "kept_tip.js"} <= names
    assert not [
        name for name in names if name.startswith(("outbox/", "offline/", "pages/", "kept_tip/"))
    ]


def test_a_joined_folder_does_what_its_modules_do(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name, text in {
        "aside.js": "export const far = 1;\n",
        "pages/a.js": 'import { far } from "../aside.js";\n\nconst own = far;\n'
        "export const one = own + 1;\nexport function two() {\n  return 2;\n}\n",
        "pages/b.js": 'import { far } from "../aside.js";\nimport {\n  one,\n  two as second,\n'
        '} from "./a.js";\n\nconst own = second();\n'
        "export class Three {\n  all = [far, one, own];\n}\n",
        "door.js": '/** Words. */\n\nimport * as a from "./pages/a.js";\n'
        'import { Three } from "./pages/b.js";\nexport { two as given } from "./pages/a.js";\n\n'
        "export const all = [...new Three().all, a.two()];\n",
    }.items():
        (tmp_path / name).write_text(text)
    text = joined(tmp_path / "door.js")
    assert text == (
        'import * as o0 from "./aside.js";\n'
        "const m0 = (() => {\nconst { far } = o0;\n\nconst own = far;\nconst one = own + 1;\n"
        "function two() {\n  return 2;\n}\nreturn [one, two];\n})();\n"
        "const m1 = (() => {\nconst { far } = o0;\nconst [one, second] = m0;\n\n"
        "const own = second();\nclass Three {\n  all = [far, one, own];\n}\nreturn [Three];\n"
        "})();\n"
        "const m2 = (() => {\n/** Words. */\n\nconst a = { one: m0[0], two: m0[1] };\n"
        "const [Three] = m1;\n\nconst all = [...new Three().all, a.two()];\n"
        "return [all, m0[1]];\n})();\n"
        "export const [all, given] = m2;\n"
    )
    assert joined(tmp_path / "aside.js") == "export const far = 1;\n"


def test_scripts_lose_their_comments_and_long_names_and_keep_what_they_say() -> None:
    script = "/** Words. */\nexport const say = (sentence) => `${sentence} // ` + 'a  b';\n"
    said = minified({"a.js": script, "b.min.js": script})
    assert "Words" not in said["a.js"] and "sentence" not in said["a.js"]
    assert "export const say=" in said["a.js"]
    assert "// `" in said["a.js"] and '"a  b"' in said["a.js"]
    assert said["b.min.js"] == script, "what was small when it was reviewed goes out as it is"


def test_modules_under_short_names_pass_the_tests_of_their_sources(tmp_path: Path) -> None:
    """A minifier's own mistakes are found here: it once used a constant before its own line."""
    modules = {path.relative_to(ROOT).as_posix(): path.read_text() for path in STATIC.rglob("*.js")}
    for name, text in minified(modules).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    shutil.copytree(ROOT / "tests" / "js", tmp_path / "tests" / "js")
    tests = sorted(map(str, (tmp_path / "tests" / "js").glob("*.test.js")))
    path = f"{node_folder()}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["node", "--test", "--test-reporter=dot", *tests],
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_minifier_puts_nothing_newer_into_scripts_of_citizens(build: Path) -> None:
    modules = sorted((build / "js" / "public").rglob("*.js"))
    assert modules
    for module in modules:
        for pattern, version in NEWER_JS.items():
            assert re.search(pattern, module.read_text()) is None, (module.name, pattern, version)
