"""Files of any size: what stands in an object stream, and what no longer fits in."""

from __future__ import annotations

import io

import pikepdf
import pytest

from macros.pdf import objects


@pytest.mark.parametrize("count", [10, objects.MOST - 3, objects.MOST - 2, objects.MOST + 5_000])
def test_a_file_has_as_many_objects_as_it_needs(count: int) -> None:
    """The first 65,536 share a stream; every one is found, whichever way it stands."""
    held = {key: b"<</Number %d>>" % key for key in range(4, 4 + count)}
    last = b"%d 0 R" % max(held)
    given = {
        1: b"<</Type/Catalog/Pages 2 0 R/Last %b>>" % last,
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        **held,
    }
    own = max(held) + 1
    head, rows = objects.begun(given, own, own + 2)
    tail = objects.closed(rows, "/Root 1 0 R", objects.digest(head), len(head), small=True)
    with pikepdf.open(io.BytesIO(head + tail)) as document:
        assert document.check_pdf_syntax() == []
        assert int(document.Root.Last.Number) == max(held)
        assert all(int(document.get_object(key, 0).Number) == key for key in (*list(held)[::997], max(held)))
    assert head.count(b" 0 obj\n") == 1 + max(0, len(given) - objects.MOST)
