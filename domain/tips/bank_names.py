"""What people call banks when they tell a story, by code of the list of banks."""

import re

from domain.text import fold

_SPOKEN = {
    "ABB": "abbank|an binh",
    "ACB": "acb|a chau",
    "AGRIBANK": "agribank|agri|nong nghiep|vbard",
    "BAB": "bac ?a bank|bac a",
    "BAOVIETBANK": "bao ?viet ?bank",
    "BID": "bidv|dau tu va phat trien|(?<=ngan hang )dau tu",
    "BVB": "bv ?bank|ban viet|viet ?capital",
    "CAKE": "cake",
    "CIMB": "cimb",
    "COOPBANK": "co-?op ?bank",
    "CTG": "vietin ?bank|vietin|vtb|cong thuong",
    "EIB": "exim ?bank",
    "GPBANK": "gp ?bank",
    "HDB": "hd ?bank|hdb",
    "HSBC": "hsbc",
    "IVB": "indovina(?: bank)?",
    "KLB": "kien ?long ?bank|klb|kien long",
    "LIOBANK": "lio ?bank",
    "LPB": "lp ?bank|lpb|(?:buu dien )?lien ?viet(?: ?post ?bank)?|loc phat",
    "MBB": "mb ?bank|mb|quan doi",
    "MBV": "mbv",
    "MSB": "msb|maritime|hang hai",
    "NAB": "nam ?a ?bank|nam a",
    "NVB": "ncb|quoc dan",
    "OCB": "ocb|phuong dong",
    "PBVN": "public ?bank",
    "PGB": "pg ?bank",
    "PVCOMBANK": "pv ?com ?bank",
    "SC": "standard ?chartered",
    "SCB": "scb",
    "SGB": "sai ?gon ?bank",
    "SHB": "shb|sai gon ha noi",
    "SSB": "sea ?bank",
    "STB": "sacom ?bank|sacom|stb|sai gon thuong tin",
    "SVB": "shinhan(?: ?bank)?",
    "TCB": "techcom ?bank|techcom|tcb|ky thuong",
    "TIMO": "timo",
    "TPB": "tp ?bank|tpb|tien phong",
    "UBANK": "ubank",
    "UOB": "uob",
    "VAB": "viet ?a ?bank|viet a",
    "VBB": "viet ?bank",
    "VCB": "vietcom ?bank|vietcom|vcb|ngoai thuong",
    "VIB": "vib|quoc te",
    "VIKKI": "vikki(?: ?bank)?|dong ?a ?bank|(?<=ngan hang )dong a",
    "VPB": "vp ?bank|vpb|viet nam thinh vuong",
    "WRB": "woori(?: ?bank)?",
}
"""Folded, as regular expressions; what is also an everyday word needs more letters."""
_ANY = "|".join(rf"(?P<{code}>{said})" for code, said in _SPOKEN.items())
NAMED = re.compile(rf"\b(?=[a-z])(?:{_ANY})\b")
"""Finds a bank's name in folded text; `lastgroup` is its code."""


def code_of(value: str) -> str:
    """The code, in small letters, of a bank that was chosen from the list or typed in whatever
    name; else the name as it was typed, folded."""
    told = fold(value).strip()
    if told.upper() in _SPOKEN:
        return told
    found = NAMED.search(told)
    return (found.lastgroup or told).lower() if found else told
