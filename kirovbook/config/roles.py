"""Know what a person may have done for a book: the codes of the MARC Code List for Relators.

Source: Library of Congress, MARC Code List for Relators, in its state of May 2024.
"""

from __future__ import annotations

import difflib

BOOK_ROLES = {
    "abr": "abridger", "adp": "adapter", "aft": "author of afterword", "ann": "annotator", "ant": "original author",
    "aqt": "author in quotations", "art": "artist", "aui": "author of introduction or foreword", "aut": "author",
    "bjd": "jacket designer", "bka": "book artist", "bkd": "book designer", "bkp": "book producer",
    "blw": "blurb writer", "cll": "calligrapher", "cmt": "compositor", "col": "collector", "com": "compiler",
    "cov": "cover designer", "cph": "copyright holder", "cre": "creator", "crr": "corrector", "csl": "consultant",
    "ctb": "contributor", "ctg": "cartographer", "cur": "curator", "cwt": "commentator", "drm": "draftsman",
    "dsr": "designer", "edc": "editor of compilation", "edd": "editorial director", "edt": "editor",
    "egr": "engraver", "fnd": "funder", "ill": "illustrator", "ive": "interviewee", "ivr": "interviewer",
    "lso": "licensor", "mrk": "markup editor", "nrt": "narrator", "oth": "other", "pbd": "publishing director",
    "pbl": "publisher", "pfr": "proofreader", "pht": "photographer", "prt": "printer", "red": "redactor",
    "res": "researcher", "rev": "reviewer", "sad": "scientific advisor", "ths": "thesis advisor", "trc": "transcriber",
    "trl": "translator", "tyd": "type designer", "tyg": "typographer", "wac": "writer of commentary",
    "wam": "writer of accompanying material", "wat": "writer of added text", "wdc": "woodcutter",
    "win": "writer of introduction", "wpr": "writer of preface", "wst": "writer of supplementary text",
}  # fmt: skip
"""The codes that a book has use for, and what each is called."""

_OTHERS = (
    "acp act adi anc anl anm ape apl app arc ard arr asg asn ato att auc aud aue aup aus bdd bnd bpd brd brl bsl cad "
    "cas ccp chr cli clr clt cmm cmp cnd cng cns coe con cop cor cos cot cou cpc cpe cpl cpt crp crt csp cst cte ctr "
    "cts ctt dbd dbp dfd dfe dft dgc dgg dgs dis djo dln dnc dnr dpc dpt drt dst dtc dte dtm dto dub edm elg elt eng "
    "enj etr evp exp fac fds fld flm fmd fmk fmo fmp fon fpy frg gdv gis his hnr hst ilu ins inv isb itr jud jug lbr "
    "lbt ldr led lee lel len let lgd lie lil lit lsa lse ltg lyr mcp mdc med mfp mfr mka mod mon mrb msd mte mtk mup "
    "mus mxe nan onp opn org orm osp own pad pan pat pdr plt pma pmn pop ppm ppt pra prc prd pre prf prg prm prn pro "
    "prp prs prv pta pte ptf pth ptt pup rap rbr rcd rce rcp rdd ren rpc rps rpt rpy rse rsg rsp rsr rst rth rtm rxa "
    "sce scl scr sde sds sec sfx sgd sgn sht sll sng spk spn spy srv std stg stl stm stn str swd tau tcd tch tld tlg "
    "tlh tlp uvp vac vdg vfx wal wde wit"
)
_OTHER_ROLES = frozenset(_OTHERS.split())
_LONGEST_WORD = 40


def is_role(code: str) -> bool:
    """Answer whether the list has the code."""
    return code in BOOK_ROLES or code in _OTHER_ROLES


def nearest_role(written: str) -> str | None:
    """Give the code that was meant, by its name ("editor") or by a slip in the code ("etd"); none is far off."""
    word = " ".join(written.lower().split())[:_LONGEST_WORD]
    codes = {name: code for code, name in BOOK_ROLES.items()}
    if close := difflib.get_close_matches(word, codes, n=1, cutoff=0.75):
        return codes[close[0]]
    slips = [code for code in BOOK_ROLES if sorted(code) == sorted(word)]
    return next(iter(slips or difflib.get_close_matches(word, BOOK_ROLES, n=1)), None)
