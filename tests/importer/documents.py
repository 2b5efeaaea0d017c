"""Documents in other formats, made for tests: by Pandoc, or part by part."""

from __future__ import annotations

import html
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pypandoc

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def by_pandoc(markdown: str, form: str, title: str) -> bytes:
    """Turn Markdown into another format."""
    program = Path(pypandoc.__file__).parent / "files" / "pandoc"
    command = [str(program if program.is_file() else pypandoc.get_pandoc_path()), "-f", "markdown-fancy_lists"]
    options = ["-t", form, "-o", "-", *(["--metadata", f"title={title}"] if form == "epub" else [])]
    return subprocess.run([*command, *options], input=markdown.encode(), capture_output=True, check=True).stdout


def docx_of(body: str, **parts: str) -> bytes:
    """Pack WordprocessingML into a .docx; ``parts`` are others by name, with '/' written '__'."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {_SPACE}><w:body>{body}</w:body></w:document>'
        )
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return packed.getvalue()


def words(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def line(*runs: str) -> str:
    """A paragraph of runs."""
    return f"<w:p>{''.join(runs)}</w:p>"


def zotero_citation(shown: str, locator: str, *items: dict[str, object]) -> str:
    """A citation as Zotero writes it into a Word document: a field with CSL-JSON in its instruction."""
    cites = [
        {"id": item["id"], "uris": [item["id"]], "itemData": item, "locator": locator, "label": "page"}
        for item in items
    ]
    code = json.dumps({"citationID": "c1", "properties": {"formattedCitation": shown}, "citationItems": cites})
    instruction = html.escape(f" ADDIN ZOTERO_ITEM CSL_CITATION {code} ")
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{words(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
