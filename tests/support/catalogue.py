"""The sentences of the code, taken into the catalogues: `make catalogue` runs this.

Catalogues hold no dates, places in the code or tool versions, so that a change shows what changed.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "web" / "translations"
FOLDERS = {"blueprints": "python", "domain": "python", "templates": "jinja2", "web": "python"}
"""Where sentences stand, and what reads them there."""
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "Sentence": None, "BadInput": (2,), "NotAllowed": None}
AS_THE_APP = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def extracted() -> Catalog:
    """Every sentence of the code, with where it stands."""
    found = Catalog()
    for folder, method in FOLDERS.items():
        for path, line, message, comments, context in extract_from_dir(
            ROOT / folder,
            method_map=[("**.html" if method == "jinja2" else "**.py", method)],
            options_map={"**.html": AS_THE_APP},
            keywords=KEYWORDS,
        ):
            place = [(f"{folder}/{path}", line)]
            found.add(message, None, place, auto_comments=comments, context=context)
    return found


def catalogues() -> dict[str, Path]:
    """The catalogue of every language that is not the code's own."""
    return {path.parts[-3]: path for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))}


def read(path: Path, language: str) -> Catalog:
    """A catalogue as it is kept."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(path: Path, language: str, today: Catalog) -> str:
    """The text of a catalogue with the sentences of today: new ones empty, old ones gone."""
    catalogue = read(path, language)
    catalogue.update(today, no_fuzzy_matching=True, update_creation_date=False)
    body = BytesIO()
    write_po(
        body,
        catalogue,
        width=0,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    return HEADER.format(language=language) + body.getvalue().decode()


if __name__ == "__main__":
    sentences = extracted()
    for language, path in catalogues().items():
        path.write_text(updated(path, language, sentences), encoding="utf-8")
        empty = [m.id for m in read(path, language) if m.id and not all(m.string or [""])]
        print(f"{path.relative_to(ROOT)}: {len(empty)} to translate")
