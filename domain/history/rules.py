"""What makes two contents of a record the same, and what lies between two that are not.

Contents are compared as plain fields: names to values that are ready for JSON.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]


def fingerprint(fields: Fields) -> str:
    """SHA-256 over the fields as canonical JSON: the same content gives the same 64 letters."""
    body = json.dumps(dict(fields), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def changes(before: Fields, after: Fields) -> dict[str, Any]:
    """{"field": [before, after]} for every field that differs; a field left out counts as None."""
    names = [*before, *(name for name in after if name not in before)]
    return {
        name: [before.get(name), after.get(name)]
        for name in names
        if before.get(name) != after.get(name)
    }
