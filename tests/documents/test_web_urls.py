"""The address a DOI leads to."""

from urllib.parse import unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from relations.documents import doi_url


@given(suffix=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_the_path_behind_the_resolver_is_the_doi(suffix: str) -> None:
    address = urlsplit(doi_url(f"10.1000/{suffix}"))
    assert unquote(address.path) == f"/10.1000/{suffix}"
    assert address._replace(path="").geturl() == "https://doi.org"
    assert not set('<>"#?{}\\^`| +') & set(address.path)


def test_a_doi_as_publishers_form_them_stays_as_it_is() -> None:
    assert doi_url("10.1002/(SICI)1097-4571(199806)49:8;2-B") == (
        "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8;2-B"
    )
    assert doi_url("") == ""
