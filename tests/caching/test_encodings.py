"""Which content coding a client is answered with (RFC 9110, 12.5.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.caching.encodings import choose_encoding

SMALLEST_FIRST = ("br", "gzip")


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0.001", "br"),
        ("gzip ; q=0.5 , identity ; q=0.5", "gzip"),
        ("gzip;q=0.5, identity", ""),
        ("gzip;q=0", ""),
        ("gzip; q=0.000, br; Q=0", ""),
        ("gzip;q=0, *", ""),
        ("br;q=0, gzip", "gzip"),
        ("*", ""),
        ("*;q=0.5, identity;q=0.1", "br"),
        ("identity;q=0, *", "br"),
        ("identity;q=0, *, br;q=0", "gzip"),
        ("*;q=0, gzip", "gzip"),
        ("gzip;level=9", "gzip"),
        ("gzip;q=high", "gzip"),
        ("gzip;q=nan", "gzip"),
        ("gzip;q=7", "gzip"),
        (", ,gzip,;q=1", "gzip"),
        ("gzippo, brotli", ""),
        ("identity", ""),
        ("", ""),
        # Nothing is left to answer with: it is answered all the same.
        ("identity;q=0", ""),
        ("*;q=0", ""),
        ("identity;q=0, gzip;q=0, br;q=0, compress", ""),
    ],
)
def test_the_best_coding_that_the_client_accepts(header: str, coding: str) -> None:
    assert choose_encoding(header, SMALLEST_FIRST) == coding


def test_without_other_codings_there_is_none() -> None:
    assert choose_encoding("gzip, identity;q=0", ()) == ""


weights = st.sampled_from(["", ";q=0", ";q=0.3", ";q=0.5", ";q=1"])


@given(st.dictionaries(st.sampled_from(["br", "gzip", "identity", "*", "zstd"]), weights))
def test_what_is_refused_by_name_is_never_chosen(named: dict[str, str]) -> None:
    chosen = choose_encoding(",".join(map("".join, named.items())), SMALLEST_FIRST)
    assert named.get(chosen or "none", "") != ";q=0"
    assert chosen == "" or chosen in named or "*" in named
