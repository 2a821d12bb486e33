"""Links and names on networks in one form: the site a link leads to, or the account on a platform.

Whoever runs a false site makes a new address for every victim, so the registered domain is what
stays the same. On a platform everybody shares the domain: there the account or the path is it.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from domain.text import fold
from domain.tips.shared_sites import SHARED

if TYPE_CHECKING:
    from tldextract import TLDExtract

_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_HANDLE = re.compile(r"[a-z0-9][a-z0-9_.\-]{2,63}")
_NUMBER = re.compile(r"\+?\d{9,14}")
_NETWORKS = {
    "facebook.com": "facebook.com",
    "fb.com": "facebook.com",
    "fb.me": "facebook.com",
    "m.me": "facebook.com",
    "messenger.com": "facebook.com",
    "zalo.me": "zalo.me",
    "zaloapp.com": "zalo.me",
    "t.me": "t.me",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "tiktok.com": "tiktok.com",
    "instagram.com": "instagram.com",
    "youtube.com": "youtube.com",
    "twitter.com": "x.com",
    "x.com": "x.com",
    "wa.me": "wa.me",
    "whatsapp.com": "wa.me",
    "line.me": "line.me",
    "threads.net": "threads.net",
}
"""Where people have accounts, under all their domains."""
_SPOKEN = {
    "telegram": "t.me",
    "tele": "t.me",
    "tg": "t.me",
    "zalo": "zalo.me",
    "facebook": "facebook.com",
    "fb": "facebook.com",
    "messenger": "facebook.com",
    "tiktok": "tiktok.com",
    "instagram": "instagram.com",
    "whatsapp": "wa.me",
}
_WITH_CASE = frozenset({"share", "p", "l", "reel", "groups", "joinchat", "g", "video", "watch"})
"""What a path begins with when what follows tells capitals apart, or is no account."""
_ASKED = re.compile(r"[?&](id|story_fbid|v|fbid)=([\w-]+)")


def normal_link(text: str) -> str:
    """The registered domain; on a platform the domain and what leads to the account or page."""
    host, path, query = _parts(text)
    site = registered(host)
    if network := _NETWORKS.get(site):
        return f"{network}/{_account(path, query)}".rstrip("/")
    if site in SHARED or site.endswith(".gov.vn"):
        return f"{host}/{path}".rstrip("/")
    return site


def normal_account(text: str) -> str:
    """An account as "t.me/name" where the network is told, else the name alone."""
    told = text.strip()
    if "/" in told:
        return normal_link(told)
    folded = fold(told)
    for spoken, network in _SPOKEN.items():
        if folded == spoken or not re.match(rf"{spoken}\b", folded):
            continue
        name = folded.removeprefix(spoken).lstrip(" :-–.").lstrip("@")
        glued = re.sub(r"[\s.\-]", "", name)
        if _NUMBER.fullmatch(glued):
            name = f"0{glued.removeprefix('+')[2:]}" if glued.startswith("+84") else glued
        return f"{network}/{name}" if name and " " not in name else folded
    return folded.lstrip("@").strip()


def is_on_network(normal: str) -> bool:
    """Whether a normal form names an account on a network, wherever it was typed."""
    site, slash, account = normal.partition("/")
    return bool(slash and account) and site in set(_NETWORKS.values())


def is_one_of_its_kind(normal: str) -> bool:
    """Whether two who name it mean the same: not a whole platform, nor a name that many bear."""
    if normal in SHARED or normal in _NETWORKS or normal.endswith(".gov.vn"):
        return False
    if "/" in normal or "." in normal:
        return " " not in normal
    return len(normal) >= 5 and bool(_HANDLE.fullmatch(normal)) and not normal.isalpha()


@lru_cache(maxsize=512)
def registered(host: str) -> str:
    """ "vi-du.com.vn" of "a.b.vi-du.com.vn"; the host itself where no public suffix is known."""
    return _suffixes()(host).top_domain_under_public_suffix or host


def has_public_suffix(host: str) -> bool:
    """Whether the host ends in something that domains are registered under."""
    return bool(_suffixes()(host).top_domain_under_public_suffix)


@cache
def _suffixes() -> "TLDExtract":
    # It brings an HTTP client along, which a page that shows no link does not wait for. The list
    # is the one in the package: nothing is ever fetched.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _parts(text: str) -> tuple[str, str, str]:
    """Host in lower case, path without slashes at its ends, query."""
    bare = _SCHEME.sub("", text.strip().replace("[.]", "."))
    host, _, rest = bare.partition("/")
    host, _, asked = host.partition("?")
    path, _, query = rest.partition("#")[0].partition("?")
    host = host.lower().rpartition("@")[2].partition(":")[0].strip(".")
    for prefix in ("www.", "m.", "web.", "mobile."):
        if host.count(".") > 1:
            host = host.removeprefix(prefix)
    return host, path.strip("/"), f"?{query or asked}"


def _account(path: str, query: str) -> str:
    """What of an address names the account; the rest only tells how somebody came there."""
    parts = [part for part in path.split("/") if part]
    asked = dict(_ASKED.findall(query))
    if not parts or parts[0].lower() in {"profile.php", "story.php", "permalink.php", "watch"}:
        return asked.get("id") or asked.get("fbid") or asked.get("v") or "/".join(parts)
    if parts[0] in _WITH_CASE or parts[0].startswith("+"):
        return "/".join(parts)
    skipped = parts[0] in {"s", "people", "pc", "pages", "profile"} and len(parts) > 1
    name = parts[-1] if skipped else parts[0]
    return name.lower().lstrip("@")
