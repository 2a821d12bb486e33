"""Links and names on networks in one form: the site a link leads to, or the account on a platform.

Whoever runs a false site makes a new address for every victim, so the registered domain is what
stays the same. On a platform everybody shares the domain: there the account or the path is it.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from domain.text import fold
from domain.tips.shared_sites import HOSTED, MAIL, OFFICIAL, SHARED

if TYPE_CHECKING:
    from tldextract import TLDExtract

_TELEGRAM = re.compile(r"^tg://resolve/?\?domain=", re.IGNORECASE)
_HIDDEN_STOP = re.compile(r" ?[\[(](?:\.|dot|chấm)[\])] ?", re.IGNORECASE)
_WRITES_TO_ALL = re.compile(r"(?:no-?_?reply|do-?not-?reply|mailer-daemon)")
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
LONGEST_SYLLABLE = 7
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
    "insta": "instagram.com",
    "ig": "instagram.com",
    "whatsapp": "wa.me",
}
_WITH_CASE = frozenset(
    {
        "share",
        "p",
        "l",
        "reel",
        "reels",
        "groups",
        "joinchat",
        "addlist",
        "video",
        "watch",
        "shorts",
        "t",
        "ti",
        "r",
        "qr",
        "events",
        "marketplace",
    }
)
"""What a path begins with when what follows tells capitals apart, or is no account."""
_NAMED_SECOND = frozenset({"g", "c", "channel", "stories", "user", "u"})
"""What a path begins with when the account is the next part, whatever else follows."""
_NOBODYS = frozenset(
    {
        "login",
        "login.php",
        "sharer",
        "hashtag",
        "search",
        "home",
        "pc",
        "help",
        "addstickers",
        "settings",
        "notifications",
        "friends",
        "feed",
        "explore",
        "foryou",
        "recover",
        "checkpoint",
        "proxy",
        "url",
        "imgres",
        "webhp",
        "maps",
    }
)
"""Doors of a platform that everybody goes through."""
_HALLS = frozenset(
    {
        "marketplace",
        "messages",
        "download",
        "messenger",
        "business",
        "bookmarks",
        "groups",
        "policies",
    }
)
"""What is a door where nothing follows."""
_ASKED = re.compile(r"[?&](id|story_fbid|v|fbid|phone|list)=\+?([\w.-]+)")
_TELLS_BY_QUERY = frozenset(
    {
        "profile.php",
        "story.php",
        "permalink.php",
        "photo.php",
        "video.php",
        "watch",
        "photo",
        "send",
        "playlist",
    }
)


def normal_link(text: str) -> str:
    """The registered domain; on a platform the domain and what leads to the account or page."""
    host, path, query = _parts(text)
    site = registered(host)
    if network := _NETWORKS.get(site):
        return f"{network}/{_account(path, query)}".rstrip("/")
    if site in SHARED:
        asked = _ASKED.search(query)
        return f"{host}/{path}".rstrip("/") + (f"?{asked[2]}" if asked else "")
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
        name = _number_or_name(folded.removeprefix(spoken).lstrip(" :-–.").lstrip("@"))
        return f"{network}/{name}" if name and " " not in name else folded
    return folded.lstrip("@").strip()


def is_on_network(normal: str) -> bool:
    """Whether a normal form names an account on a network, wherever it was typed."""
    site, slash, account = normal.partition("/")
    return bool(slash and account) and site in set(_NETWORKS.values())


def is_one_of_its_kind(normal: str) -> bool:
    """Whether two who name it mean the same: not a whole platform, nor a name that many bear."""
    host, _, path = normal.partition("/")
    if host in _NETWORKS:
        # "zalo Hùng" is many people's; no syllable is longer than "nghiêng".
        is_name = path.rpartition("/")[2].isalpha()
        return bool(path) and " " not in path and (len(path) > LONGEST_SYLLABLE or not is_name)
    if "." in host:
        return " " not in normal and _is_of_one(host, path)
    return len(normal) >= 5 and bool(_HANDLE.fullmatch(normal)) and not normal.isalpha()


def is_mailbox_of_one(normal: str) -> bool:
    """Whether a mail address is one person's, not a machine's that writes to everybody."""
    name, _, host = normal.partition("@")
    if not name or "." not in host or _WRITES_TO_ALL.match(name):
        return False
    return host in MAIL or not (registered(host) in OFFICIAL or host.endswith(".gov.vn"))


def _is_of_one(host: str, path: str) -> bool:
    """Whether a site is one person's, or what a path of a shared one leads to."""
    site = registered(host)
    if site in OFFICIAL or site.endswith(".gov.vn"):
        return False
    return site not in SHARED or (site in HOSTED and host != site) or _leads_on(path)


def _leads_on(path: str) -> bool:
    """Whether a path of a shared site is a page of somebody's, not a door that all go through."""
    return bool(path) and path.partition("/")[0].partition("?")[0].lower() not in _NOBODYS


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


def written_out(text: str) -> str:
    """An address with the stops that were put in brackets so that nobody opens it."""
    return _HIDDEN_STOP.sub(".", text)


def _parts(text: str) -> tuple[str, str, str]:
    """Host in lower case, path without slashes at its ends, query."""
    bare = _SCHEME.sub("", _TELEGRAM.sub("t.me/", written_out(text.strip())))
    host, _, rest = bare.partition("/")
    host, _, asked = host.partition("?")
    path, _, query = rest.partition("#")[0].partition("?")
    host = _in_ascii(host.lower().rpartition("@")[2].partition(":")[0].strip("."))
    for prefix in ("www.", "m.", "web.", "mobile."):
        if host.count(".") > 1:
            host = host.removeprefix(prefix)
    return host, path.strip("/"), f"?{query or asked}"


def _in_ascii(host: str) -> str:
    """ "viết.com" as "xn--vit-qj4b.com", which is how a browser copies it."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _account(path: str, query: str) -> str:
    """What of an address names the account; the rest only tells how somebody came there."""
    parts = [part for part in path.split("/") if part]
    asked = dict(_ASKED.findall(query))
    first = parts[0].lower() if parts else ""
    if not parts or first in _TELLS_BY_QUERY:
        told = (asked.get(key) for key in ("id", "fbid", "v", "phone", "list"))
        return _number_or_name(next(filter(None, told), "/".join(parts)))
    if first in _NOBODYS or parts[:2] == ["share", "url"] or (len(parts) == 1 and first in _HALLS):
        return ""
    if first in _WITH_CASE or first.startswith("+"):
        return "/".join(parts)
    if first in _NAMED_SECOND:
        return "/".join(parts[:2])
    skipped = first in {"s", "people", "pages", "profile", "messages"} and len(parts) > 1
    name = parts[-1] if skipped else parts[0]
    return _number_or_name(name.lower().lstrip("@"))


def _number_or_name(name: str) -> str:
    """The account's name; a Vietnamese phone number, which some networks use, from its 0."""
    glued = re.sub(r"[\s.\-]", "", name)
    if not _NUMBER.fullmatch(glued):
        return name
    digits = glued.removeprefix("+")
    return f"0{digits[2:]}" if re.fullmatch(r"84[235789]\d{8}", digits) else digits
