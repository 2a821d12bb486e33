"""What identifiers look like as they stand in a text, and what only looks like one."""

import re

from domain.tips import phones, web_names

EMAIL = re.compile(
    r"(?<![\w.+-])(?P<it>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}(?:@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}"
    r"| ?@ ?(?:gmail|yahoo|outlook|hotmail|icloud)\.com(?:\.vn)?))(?![\w@])"
)
_STOP = r"\s<>\"“”«»|\\^`{}"
LINK = re.compile(
    rf"(?<![\w@.])(?P<it>(?:https?|hxxps?|ftp)://[^{_STOP}]{{3,500}}"
    r"|(?:[^\W_](?:[^\W_]|-){0,62}(?:\.| ?[\[(](?:\.|dot|chấm)[\])] ?)){1,5}[A-Za-z]{2,24}(?![\w@])"
    rf"(?::\d{{2,5}})?(?:[/?#][^{_STOP}]{{0,500}})?)",
    re.IGNORECASE,
)
CRYPTO = re.compile(
    r"(?<![\w/])(?P<it>0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71}"
    r"|[13T][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)"
)
HANDLE = re.compile(r"(?<![\w@./])(?P<it>@[A-Za-z0-9_][A-Za-z0-9_.]{3,31})(?![\w@])")
SPOKEN_HANDLE = re.compile(
    r"\b(?i:telegram|tele|tg|tiktok|facebook|fb|insta(?:gram)?|ig|zalo|whatsapp)\b(?i:\s+(?:id|nick|acc))?"
    r"(?:\s?[:\-]?\s?|\s(?:là|la)\s)(?P<it>[A-Za-z][A-Za-z0-9_.]{4,31})(?![\w@])"
)
CODE = re.compile(
    r"(?<![\w@/.+-])(?<!\d,)(?P<it>(?=[A-Z0-9.]{0,24}[0-9])(?=[0-9.]{0,24}[A-Z])[A-Z0-9]+(?:\.[A-Z0-9]+){0,4})"
    r"(?![\w@])"
)
PHONE = re.compile(
    r"(?<![\w@])(?:(?<!\d[.,:\-])|(?<=\d{10}[,\-]))"
    r"(?P<it>0[35789]\d\d(?:(?:[/_]\d{3}){2}|(?:,\d{3}){2})"
    r"|(?:\(?(?:\+|00)84\)?[ .\-]?(?:\(0\)|0)?|84[ .\-]?|\(?0 ?)"
    r"(?:[35789](?:(?:\) ?| [.\-] |[ .\-\n])?\d){8}|2(?:[ .\-)]{0,2}\d){9})"
    r"|[0oO][35789](?:[ .\-]?\d|[oO]){8})(?![\w@])(?![.,]\d|-\d{1,9}(?!\d))"
)
GLUED_PHONE = re.compile(
    r"(?<![\w@./+\-])(?P<word>(?i:số|so|sđt|sdt|đt|dt|zalo|gọi|goi|alo|máy|may|là|la))?"
    r"(?P<it>0[35789]\d{8})(?(word)(?=[a-zà-ỹ]{0,7}(?![\w@]))|(?=[a-zà-ỹ]{1,7}(?![\w@])))"
)
"""A number that no blank parts from the word before or behind it."""
NUMBER = re.compile(
    r"(?<![\w@/+])(?<!\d[.,:\-])(?<!\*\*)"
    r"(?P<it>(?:\+|00)\(?\d[\d .\-()]{5,18}\d|\d(?: \d){7,18}"
    r"|\d{3,4}(?: \d{3,4}){1,3}\n\d{2,4} \d{2,4}(?! \d)"
    r"|\d{1,6}(?:[ .\-]\d{2,6}){1,6}(?:[.\-]\d)?|\d{6,19})(?![\w@]|/\d|\*[*\d])"
)
GLUED_ACCOUNT = re.compile(
    r"(?<![\w@/.+\-])(?P<word>[A-Za-z]{2,12})?(?P<it>\d{8,19})"
    r"(?(word)(?![\w@])|(?=[A-Za-z]{2,12}(?![\w@])))"
)
"""Of these only what a bank's name or the word for an account is glued to."""
PAGE_NUMBER = re.compile(r"1000\d{11}|61[5-9]\d{11}")
"""How Facebook numbers whoever chose no name."""
NAMED_ACCOUNT = re.compile(
    r"(?:[Ss]tk|STK|[Ss]ố tk|tài khoản|tai khoan)(?: (?:số|so|là|la))?\s?:?\s"
    r"(?P<it>[A-Z][A-Z0-9]{7,18})(?![\w@])"
)
PARCEL = re.compile(
    r"SPXVN\d{8,14}[A-Z]?|GHTK\w{6,20}|[A-Z]{2}\d{9}[A-Z]{2}|VTP\w{0,4}\d{8,12}|NVVN\w{6,16}"
    r"|LEXVN?\w{6,16}|JT\d{9,14}|BEST\d{8,14}"
)
VIRTUAL = re.compile(r"99(?:ZP|MM)[A-Z0-9]{8,15}|VQRQ[A-Z0-9]{6,12}")
"""Accounts that ZaloPay, MoMo and their like make for one payment."""
TRANSFER = re.compile(r"FT\d{10,16}(?:\.?\w{1,6})?")

_DATE = re.compile(
    r"(?:[0-3]?\d[-./ ][01]?\d[-./ ](?:19|20)?\d\d|(?:19|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d"
    r"|[01]?\d[-./](?:19|20)\d\d|(?!1900)(?:19|20)\d\d(?:[- ]+(?:19|20)\d\d)*"
    r"|(?!1900)(?:19|20)\d\d[01]\d[0-3]\d)"
)
_DATE_FIRST = re.compile(r"[0-3]\d([-./ ])[01]\d\1(?:19|20)\d\d(?!\d)")
"""Of a day and the hour after it; nobody cuts a phone number two, two, four."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})* 000")
_IN_THREES = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
_ROUND = re.compile(r"[1-9]\d{0,3}0{5,}")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")
_SERVICE = re.compile(r"1[89]00\d{4}(?:\d\d)?")
_ALSO_SYLLABLES = re.compile(
    r"la|no|me|do|bo|ca|to|so|vi|mo|lo|ta|ba|ai|am|an|hu|ma|mu|na|ne|ni|re|sa|se|si|tu"
    r"|va|co|tr|id|my|mn|ga|ge|gi|cu|cat|de|in|is|it|kh|ki|li|mc|pa|pe|ph|sh|th"
    r"|ho|day|gay|bi|cam|bar|den|hot|phone|tien|dong|ong|nhan"
)
"""Ends of addresses that are Vietnamese syllables too: "chuyen tien.no noi" is no address."""
_FILES = frozenset({"zip", "mov", "sh", "py", "md", "ps", "rs", "apk", "doc", "pdf", "jpg"})


def is_link(text: str) -> bool:
    """Whether an address is meant, rather than a full stop without a space behind it."""
    plain = web_names.written_out(text)
    if "://" in plain[:10]:
        return "." in plain[8:]
    host = re.split(r"[/?#:]", plain, maxsplit=1)[0].lower()
    labels = host.split(".")
    if labels[-1] in _FILES or not web_names.has_public_suffix(host):
        return False
    if not host.isascii():
        # In Vietnamese a full stop without a space behind it looks the same.
        is_word = (
            not re.search(r"[\d-]", host) and max(map(len, labels)) <= web_names.LONGEST_SYLLABLE
        )
        return not is_word and not _ALSO_SYLLABLES.fullmatch(labels[-1])
    if len(host) < len(plain) and "/" in plain:
        return True
    if not any(char.isalpha() for char in "".join(labels[:-1])):
        return False
    told = plain != text or labels[0] == "www" or bool(re.search(r"[\d-]", host))
    return told or (not _ALSO_SYLLABLES.fullmatch(labels[-1]) and not _is_sentence_end(plain))


def _is_sentence_end(plain: str) -> bool:
    """ "tiền.Com" and the like: a capital right after the stop, where the word before has none."""
    before, _, after = plain.rpartition(".")
    return after[:1].isupper() and not after.isupper() and not before[:1].isupper()


def is_crypto(text: str) -> bool:
    """Whether a word is an address of one of the three shapes, and not any long word."""
    if text.startswith(("0x", "bc1", "BC1")):
        return True
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(any(kind(char) for char in text) for kind in kinds)


def is_phone(text: str) -> bool:
    """Whether digits are a number that can be called from today, here or abroad."""
    if text.count("(") != text.count(")"):
        return False
    told = phones.normal(text)
    if _MOBILE.fullmatch(told) or _LANDLINE.fullmatch(told) or _SERVICE.fullmatch(told):
        return True
    return text.lstrip(" (").startswith(("+", "00")) and phones.is_foreign(text)


def is_date_or_amount(text: str, *, is_account: bool) -> bool:
    """Whether digits are a day, years, or money as it is written. `is_account`: the words before
    say that an account's number follows, which many write in threes as well."""
    plain = text.strip()
    return bool(
        _DATE.fullmatch(plain)
        or _DATE_FIRST.match(plain)
        or _ROUND.fullmatch(plain)
        or (_THOUSANDS.fullmatch(plain) and not is_phone(plain))
        or (_IN_THREES.fullmatch(plain) and not (is_account or is_phone(plain)))
    )
