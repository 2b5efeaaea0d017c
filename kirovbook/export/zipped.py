"""Write a zip file whose bytes follow from what is in it, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_LEVEL = 9


class FixedZip:
    """A zip file in which every entry bears the same date and the same mode.

    It answers to the two methods of ``zipfile.ZipFile`` that a writer of containers uses. ``modified`` is
    kept within the years that the format can express.
    """

    def __init__(self, target: Path, modified: datetime) -> None:
        date = min(max(modified.astimezone(UTC), _EARLIEST), _LATEST)
        self._date = (date.year, date.month, date.day, date.hour, date.minute, date.second)
        self._zip = ZipFile(target, "w")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def writestr(self, name: str, data: bytes | str, compress_type: int = ZIP_DEFLATED) -> None:
        """Add an entry; ``compress_type`` is one of ``zipfile``'s."""
        info = ZipInfo(name, self._date)
        info.create_system = _UNIX
        info.external_attr = _PLAIN_FILE
        self._zip.writestr(info, data, compress_type, _LEVEL)

    def close(self) -> None:
        """Write the directory of the zip file."""
        self._zip.close()
