"""Which kind of thing a work is: BibLaTeX's types and what CSL calls them."""

from __future__ import annotations

from kirovbook.model.source import Work

_TYPES = {
    "article": "article-journal", "artwork": "graphic", "audio": "song", "archive": "manuscript", "bibnote": "document",
    "book": "book", "bookinbook": "chapter", "booklet": "pamphlet", "collection": "book", "commentary": "book",
    "conference": "paper-conference", "dataset": "dataset", "electronic": "webpage", "image": "graphic",
    "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia", "interview": "interview", "jurisdiction": "legal_case", "legal": "treaty",
    "legislation": "legislation", "letter": "personal_communication", "manual": "book", "manuscript": "manuscript",
    "map": "map", "mastersthesis": "thesis", "misc": "document", "movie": "motion_picture", "music": "musical_score",
    "mvbook": "book", "mvcollection": "book", "mvproceedings": "book", "mvreference": "book", "online": "webpage",
    "patent": "patent", "performance": "performance", "periodical": "periodical", "phdthesis": "thesis",
    "proceedings": "book", "reference": "book", "report": "report", "review": "review", "software": "software",
    "speech": "speech", "standard": "standard", "suppbook": "chapter", "suppcollection": "chapter",
    "suppperiodical": "review", "techreport": "report", "thesis": "thesis", "unpublished": "manuscript",
    "video": "motion_picture", "www": "webpage",
}  # fmt: skip
_SUBTYPES = {
    "newspaper": "article-newspaper", "magazine": "article-magazine", "dictionary": "entry-dictionary",
    "lexicon": "entry-dictionary", "encyclopedia": "entry-encyclopedia", "letter": "personal_communication",
    "speech": "speech", "interview": "interview", "pamphlet": "pamphlet",
}  # fmt: skip
_TOLD_BY_TYPE_FIELD = {
    "speech": "speech", "lecture": "speech", "address": "speech", "letter": "personal_communication",
    "interview": "interview", "map": "map", "pamphlet": "pamphlet",
}  # fmt: skip
_GENRES = {
    "mathesis": "Master’s thesis", "phdthesis": "PhD diss.", "candthesis": "Candidate’s thesis",
    "bathesis": "Bachelor’s thesis", "techreport": "Technical report", "resreport": "Research report",
    "software": "", "datacd": "", "audiocd": "Audio CD",
}  # fmt: skip
_ARCHIVAL = frozenset({"archive", "letter", "unpublished", "manuscript", "misc", "interview", "speech"})
_IN_JOURNALS = frozenset({"article", "suppperiodical", "review", "periodical"})


def csl_type(work: Work) -> str:
    """Give CSL's type for a work; a type that nobody knows is a ``document``."""
    subtype = work.get("entrysubtype").lower()
    if subtype in _SUBTYPES:
        return _SUBTYPES[subtype]
    if work.type in _ARCHIVAL:
        told = _TOLD_BY_TYPE_FIELD.get(work.get("type").lower())
        if told:
            return told
        if work.get("eventtitle"):
            return "speech"
    return _TYPES.get(work.type, "document")


def genre(work: Work) -> str:
    """Give what the work is called in print: 'resolution', 'PhD diss.'; empty where its type says it."""
    written = work.get("type")
    if not written:
        return {"phdthesis": _GENRES["phdthesis"], "mastersthesis": _GENRES["mathesis"]}.get(work.type, "")
    return _GENRES.get(written.lower(), written)


def is_archival(work: Work) -> bool:
    """Answer whether the work may lie in an archive, so that its number is a shelf-mark."""
    return work.type in _ARCHIVAL


def is_in_journal(work: Work) -> bool:
    """Answer whether what holds the work is a journal, a magazine or a newspaper."""
    return work.type in _IN_JOURNALS
