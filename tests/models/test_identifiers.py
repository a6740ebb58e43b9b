"""DOI, ISBN and ISSN: read in every form they are written in, kept in one, checked by their last digit."""

import pytest

from relations.models.identifiers import (
    doi_fault,
    isbn_fault,
    issn_fault,
    normalize_doi,
    normalize_isbn,
    normalize_issn,
)


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/182",
        " https://doi.org/10.1000/182 ",
        "http://dx.doi.org/10.1000/182",
        "HTTPS://www.DOI.org/10.1000/182",
        "doi.org/10.1000/182",
        "doi:10.1000/182",
        "DOI: 10.1000/182",
    ],
)
def test_a_doi_is_kept_without_what_it_is_written_behind(typed: str) -> None:
    assert normalize_doi(typed) == "10.1000/182"
    assert not doi_fault(normalize_doi(typed))


def test_a_doi_taken_from_an_address_is_no_longer_encoded() -> None:
    doi = "10.1002/(SICI)1099-1476<1603::AID-MMA58>3.0.CO;2-S"
    encoded = doi.replace("<", "%3C").replace(">", "%3E")
    assert normalize_doi(f"https://doi.org/{encoded}") == doi
    assert normalize_doi(doi) == doi
    assert normalize_doi("doi:10.1000/50%25") == "10.1000/50%25"


@pytest.mark.parametrize(
    "doi", ["182", "10.1000", "10.1000/", "10.1000/1 82", "10.1/x", "https://example.org/10.1000/1"]
)
def test_what_is_no_doi_says_what_one_looks_like(doi: str) -> None:
    assert "10.1000/182" in str(doi_fault(normalize_doi(doi)))


def test_a_doi_may_have_any_characters_behind_its_slash() -> None:
    for doi in ("10.1002/(SICI)1099-1476(199912)22:18<1603::AID-MMA58>3.0.CO;2-S", "10.1000.10/1:2;3é"):
        assert not doi_fault(doi)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("978-0-306-40615-7", "978-0-306-40615-7"),
        ("978 0 306 40615 7", "978-0-306-40615-7"),
        ("978–0–306–40615–7", "978-0-306-40615-7"),
        ("ISBN-13: 9780306406157", "9780306406157"),
        ("ISBN 0-8044-2957-x", "0-8044-2957-X"),
    ],
)
def test_an_isbn_is_kept_with_plain_hyphens(typed: str, kept: str) -> None:
    assert normalize_isbn(typed) == kept
    assert not isbn_fault(kept)


@pytest.mark.parametrize(
    ("isbn", "words"),
    [
        ("978-0-306-40615-8", "Look for a mistyped one"),
        ("0-8044-2957-1", "Look for a mistyped one"),
        ("977-0-306-40615-7", "begins with 978 or 979"),
        ("97803064061", "13 digits"),
        ("X-8044-2957-1", "13 digits"),
    ],
)
def test_a_wrong_isbn_says_what_to_look_for(isbn: str, words: str) -> None:
    assert words in str(isbn_fault(isbn))


@pytest.mark.parametrize("typed", ["0378-5955", "03785955", "0378–5955", "ISSN 0378-5955", "issn: 0378 5955"])
def test_an_issn_is_kept_as_it_is_printed(typed: str) -> None:
    assert normalize_issn(typed) == "0378-5955"
    assert not issn_fault("0378-5955")


def test_the_last_place_of_an_issn_may_be_an_x() -> None:
    assert normalize_issn("2434-561x") == "2434-561X"
    assert not issn_fault("2434-561X")


@pytest.mark.parametrize(
    ("issn", "words"),
    [("0378-5954", "Look for a mistyped one"), ("0378-595", "two groups"), ("x", "two groups")],
)
def test_a_wrong_issn_says_what_to_look_for(issn: str, words: str) -> None:
    assert words in str(issn_fault(normalize_issn(issn)))
