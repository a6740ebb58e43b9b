"""The pages and the sources of the shipped reference in six styles."""

import pytest

from relations import catalogue
from relations.formats.citation_styles import cite_in_styles
from relations.models import Edition, Record
from relations.presenters.cited_work import cited_edition
from tests.support import shipped

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_style_can_say_every_page_and_every_source() -> None:
    shipped.lay_out()
    snapshot = catalogue.current_snapshot()
    editions = Edition.objects.exclude(record__kind=Record.Kind.REFERENCE).select_related("record")
    works = [cited_edition(edition, snapshot) for edition in editions]
    assert len(works) > 150
    left_out = [
        (work.id, each.style.label) for work in works for each in cite_in_styles(work) if not each.runs
    ]
    assert left_out == []
