"""A licence as an editor types it, and as programs name it."""

import pytest

from relations.catalogue.licences import find_licence

BY = ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
BY_SA = ("CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/")
BY_NC_ND = ("CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/")
ZERO = ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
ODBL = ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("CC BY 4.0", BY),
        ("CC-BY-4.0", BY),
        ("cc by 4.0 ", BY),
        ("Creative Commons Attribution 4.0 International", BY),
        ("Creative Commons Attribution 4.0 International License", BY),
        ("CC BY-SA 3.0", BY_SA),
        ("Creative Commons Attribution-ShareAlike 3.0 Unported", BY_SA),
        ("CC BY-NC-ND 4.0", BY_NC_ND),
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International", BY_NC_ND),
        ("CC0", ZERO),
        ("CC0 1.0", ZERO),
        ("CC0-1.0", ZERO),
        ("ODbL 1.0", ODBL),
        ("ODbL-1.0", ODBL),
    ],
)
def test_a_known_licence_has_its_identifier_and_its_address(text: str, known: tuple[str, str]) -> None:
    found = find_licence(text)
    assert found is not None
    assert (found.identifier, found.url) == known


@pytest.mark.parametrize(
    "text",
    ["", "CC BY", "CC BY 9.0", "CC BY 4.5", "CC BY 2", "All rights reserved", "CC NC 4.0", "by 4.0", "©"],
)
def test_what_is_not_known_or_has_no_version_stays_a_text(text: str) -> None:
    assert find_licence(text) is None
