"""Say in the codes of ONIX what the book says in others: roles, languages, subjects, accessibility.

Source: EDItEUR, ONIX for Books Codelists, issue 75 (October 2026); the number of each list stands beside its table.
"""

from __future__ import annotations

from kirovbook.model.catalogue import SubjectCode, SubjectScheme

OTHER_ROLE = "Z99"
# List 17, by MARC relator. A role that is not here is another one (Z99).
ROLES = {
    "abr": "B04", "adp": "B05", "aft": "A19", "ann": "A20", "ant": "A38", "art": "A07", "aui": "A24", "aut": "A01",
    "bjd": "A36", "bkd": "A11", "cll": "A48", "cmp": "A06", "com": "C01", "cov": "A36", "cre": "A09", "ctb": "A32",
    "ctg": "A39", "cur": "C04", "cwt": "A21", "drm": "A35", "dsr": "A11", "edc": "B01", "edt": "B01", "ill": "A12",
    "ive": "A44", "ivr": "A43", "lbt": "A04", "lyr": "A05", "pht": "A13", "res": "A51", "ths": "B27", "trl": "B06",
    "wac": "A21", "wam": "A32", "wat": "A32", "win": "A24", "wpr": "A15", "wst": "A18",
}  # fmt: skip
# They had a part in the business or the making of the book, and not in what it says.
NO_CONTRIBUTORS = frozenset({"bkp", "bnd", "bsl", "cph", "fnd", "lso", "pbd", "pbl", "prt", "spn"})


def role_of(marc: str) -> str:
    """Give the contributor's role (list 17) of a MARC relator code."""
    return ROLES.get(marc, OTHER_ROLE)


# List 74 has the bibliographic codes of ISO 639-2, BCP 47 the two letters of ISO 639-1 where there are any.
_LANGUAGES = (
    "aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis "
    "bm:bam bn:ben bo:tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:cze cu:chu cv:chv cy:wel da:dan de:ger "
    "dv:div dz:dzo ee:ewe el:gre en:eng eo:epo es:spa et:est eu:baq fa:per ff:ful fi:fin fj:fij fo:fao fr:fre fy:fry "
    "ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:arm hz:her ia:ina "
    "id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:ice it:ita iu:iku ja:jpn jv:jav ka:geo kg:kon ki:kik kj:kua kk:kaz "
    "kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao "
    "lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mao mk:mac ml:mal mn:mon mr:mar ms:may mt:mlt my:bur na:nau nb:nob nd:nde "
    "ne:nep ng:ndo nl:dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol "
    "ps:pus pt:por qu:que rm:roh rn:run ro:rum ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slo sl:slv "
    "sm:smo sn:sna so:som sq:alb sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk "
    "tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln "
    "wo:wol xh:xho yi:yid yo:yor za:zha zh:chi zu:zul"
)
LANGUAGES = dict(pair.split(":") for pair in _LANGUAGES.split())
# Languages of three letters in both: those that a book of history is likely to be in or to quote.
_THREE_LETTERS = frozenset(
    {"ang", "arc", "chg", "cop", "dsb", "egy", "enm", "frm", "fro", "gmh", "goh", "got", "grc", "gsw", "hsb", "lad",
     "mul", "nds", "non", "ota", "peo", "rom", "sco", "sux", "syr", "udm", "und"}
)  # fmt: skip


def language_of(tag: str) -> str:
    """Give the language (list 74) of a BCP 47 tag, or nothing where the list has another name for it."""
    language = tag.split("-", maxsplit=1)[0].lower()
    return language if language in _THREE_LETTERS else LANGUAGES.get(language, "")


# List 27. Qualifiers of Thema are told apart by their first figure.
_BISAC, KEYWORDS, _THEMA = "10", "20", "93"
_QUALIFIERS = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}
MAIN_SCHEMES = frozenset({_BISAC, _THEMA})


def scheme_of(subject: SubjectCode) -> str:
    """Give the scheme (list 27) of a code."""
    return _BISAC if subject.scheme is SubjectScheme.BISAC else _QUALIFIERS.get(subject.code[0], _THEMA)


# List 196, by what the package says (schema:accessibilityFeature).
ACCESS = {
    "tableOfContents": "11", "index": "12", "readingOrder": "13", "alternativeText": "14", "printPageNumbers": "19",
    "pageBreakMarkers": "19", "structuralNavigation": "29", "displayTransformability": "36", "pageNavigation": "41",
}  # fmt: skip
# What each of our e-books has: languages are tagged, roles given, landmarks listed.
ACCESS_ALWAYS = ("22", "30", "32")
ACCESS_SUMMARY, ACCESS_BY_TEXT, CERTIFIED_BY = "00", "52", "90"
_EPUB_ACCESSIBILITY = "04"
_WCAG = {"2.0": "80", "2.1": "81", "2.2": "82"}
_LEVELS = {"A": "84", "AA": "85", "AAA": "86"}


def claims_of(standard: str) -> tuple[str, ...]:
    """Give the codes of "EPUB Accessibility 1.1 - WCAG 2.1 Level AA": the standard, the version of WCAG, the level."""
    words = standard.split()
    return (_EPUB_ACCESSIBILITY, _WCAG[words[-3]], _LEVELS[words[-1]])
