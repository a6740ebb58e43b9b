"""The name of an author or editor as it is said."""

import pytest

from relations.models import Contributor


@pytest.mark.parametrize(
    ("particle", "family", "name"),
    [
        *(("van", "Gogh", "A. van Gogh"), ("", "Modi", "A. Modi"), ("de la", "Cruz", "A. de la Cruz")),
        *(("d'", "Alembert", "A. d'Alembert"), ("de l’", "Hospital", "A. de l’Hospital")),
        *(("al-", "Biruni", "A. al-Biruni"), ("al\u2010", "Biruni", "A. al\u2010Biruni")),
    ],
)
def test_a_particle_stands_apart_unless_a_mark_joins_it(particle: str, family: str, name: str) -> None:
    assert str(Contributor(given="A.", particle=particle, family=family)) == name
