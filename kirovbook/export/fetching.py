"""Keep an edition from reading anything but the book's own folder and the house style.

WeasyPrint asks this fetcher for whatever a page, a style sheet or an SVG picture refers to. Only files
within the allowed folders are given; the rest is refused and remembered, so that the build can say so.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from kirovbook.export.engine import URLFetcher, URLFetcherResponse

BOOK_SCHEME = "book"


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Give files of the book (``book:images/map.png``) and of the allowed folders; refuse all else.

    ``refused`` holds each address that was asked for in vain, with the reason, in order; ``read`` the path of each file
    of the book that was given, with the SHA-256 of what stood in it.
    """

    def __init__(self, root: Path, allowed: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self._root = root.resolve()
        self._folders = (self._root, *(folder.resolve() for folder in allowed))
        self.refused: dict[str, str] = {}
        self.read: dict[str, str] = {}

    def forget(self) -> None:
        """Begin again: nothing was refused or read."""
        self.refused, self.read = {}, {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Give what stands at ``url``; raise ValueError where it may not be read (WeasyPrint catches it)."""
        scheme = urlsplit(url).scheme.lower()
        if scheme == "data":
            return super().fetch(url, headers)
        if scheme not in {BOOK_SCHEME, "file"}:
            raise self._refuse(url, "it is not a file of the book")
        path = self._path_of(url, scheme)
        try:
            resolved = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            raise self._refuse(url, "there is no such file") from None
        if not any(resolved.is_relative_to(folder) for folder in self._folders):
            raise self._refuse(url, "it lies outside the book's folder")
        if not resolved.is_file():
            raise self._refuse(url, "it is not a file")
        body = resolved.read_bytes()
        if resolved.is_relative_to(self._root):
            self.read[str(resolved.relative_to(self._root))] = sha256(body).hexdigest()
        return URLFetcherResponse(url, body=body)

    def _path_of(self, url: str, scheme: str) -> Path:
        parts = urlsplit(url)
        if scheme == BOOK_SCHEME:
            return self._root / unquote(parts.path)
        return Path(url2pathname(parts.path))

    def _refuse(self, url: str, reason: str) -> ValueError:
        self.refused[url] = reason
        return ValueError(f"{url} is refused: {reason}")
