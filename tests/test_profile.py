"""A contract profile fills the blanks of its instrument, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.corpus import load_profile
from macros.errors import DataError
from macros.model import Corpus
from macros.render.pages import Site


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile that sets one parameter."""
    file = tmp_path / "profile.yml"
    file.write_text('instrument: joho-security\nparameters:\n  incident-contact: "03-0000-0000"\n', "utf-8")
    return file


def test_it_fills_its_blanks(profile: Path, corpus: Corpus) -> None:
    """The parameter set has its value, every other stays blank; without a profile all are blank."""
    for given, expected in ((load_profile(profile, corpus), "03-0000-0000"), (None, None)):
        book = Site(corpus, "ja", given).book("joho-security")
        values = {blank.id: blank.value for blank in book.blanks()}
        assert values.pop("incident-contact") == expected
        assert set(values.values()) == {None}
        assert len(values) > 3


def test_it_fills_no_other_instrument(profile: Path, corpus: Corpus) -> None:
    """The same name in another instrument stays blank."""
    book = Site(corpus, "ja", load_profile(profile, corpus)).book("joho-security")
    assert book.profile is not None
    stranger = type(book.profile)(file="", path="", instrument="other", parameters=book.profile.parameters)
    assert {blank.value for blank in Site(corpus, "ja", stranger).book("joho-security").blanks()} == {None}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "joho-security",
            "joho-securty",
            "profile.yml:1:13: instrument: a profile is for an instrument there is"
            " (got joho-securty; did you mean joho-security?)",
        ),
        (
            "incident-contact",
            "incident-contakt",
            "profile.yml:3:21: parameters.incident-contakt: a profile sets the parameters of its instrument"
            " (got incident-contakt; did you mean incident-contact?)",
        ),
        ('"03-0000-0000"', "no", "profile.yml:3:21: parameters.incident-contact: a value that YAML"),
        ('"03-0000-0000"', '""', "profile.yml:3:21: parameters.incident-contact: text must not be empty"),
        ("instrument:", "instrument", "profile.yml:2:11: .: the file must be YAML"),
        ("parameters:\n  incident-contact", "parameters", "parameters: a mapping is wanted here"),
    ],
    ids=["instrument", "parameter", "converted", "empty", "syntax", "shape"],
)
def test_faults_are_told(profile: Path, corpus: Corpus, old: str, new: str, told: str) -> None:
    """What does not fit is told with its place, like any other fault."""
    profile.write_text(profile.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        load_profile(profile, corpus)
    assert told in str(caught.value)
