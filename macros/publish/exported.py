"""The course for learning platforms as files: on the site, and from the command line."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator, Mapping

from macros.render.course import exported
from macros.render.course_exports import as_gift, package
from macros.render.pages import Site

EARLIEST = 315_532_800
"""1980-01-01, before which no entry of a ZIP file is dated. SOURCE_DATE_EPOCH gives another date."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file that is the same, to the byte, whenever it is made of the same files."""
    when = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", EARLIEST)), EARLIEST))[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items(), key=lambda item: (item[0] != "imsmanifest.xml", item[0])):
            entry = zipfile.ZipInfo(name, when)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def course_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Path inside the site → file: the questions as GIFT, the package without a pass mark. None without a
    course."""
    if site.lessons is None:
        return
    yield exported("gift", site.language), as_gift(site).encode()
    yield exported("scorm", site.language), zipped(package(site))
