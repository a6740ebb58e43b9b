"""What CHANGELOG.md tells sites that publish the shipped reference to run."""

import re

import pytest
from django.conf import settings

from relations import documents, publishing
from relations.documents.files.folder import read_folder
from relations.models import Record, Reference
from tests.reference.ledger import FOLDER
from tests.support import shipped

pytestmark = pytest.mark.django_db


def publish_as_before(kind: str, key: str, like: str, **values: object) -> Record:
    """A record that the folder no longer holds, with what another one has."""
    other = documents.encode(Record.objects.get(kind=kind, key=like))
    record = documents.decode(other | {"key": key, "slug": key} | values)
    publishing.publish([record])
    return record


@pytest.mark.long
def test_the_commands_for_running_sites_do_what_they_say() -> None:
    shipped.lay_out()
    publishing.update_reference(tagline="As before.")
    claim = documents.encode(Record.objects.get(key="xk6jxg"))["claims"][0] | {"id": "mf7vhg2p85"}
    issue = publish_as_before("issue", "yhv2jz", "xk6jxg", title="An assurance", claims=[claim], links=[])
    topic = publish_as_before(
        "topic", "sanctions-and-caatsa", "sanctions", name="Sanctions and CAATSA", other_names=[]
    )

    text = (settings.BASE_DIR / "CHANGELOG.md").read_text("utf-8")
    (program,) = re.findall(r"manage\.py shell <<'END'\n(.*?)\nEND\n", text, re.DOTALL)
    exec(program, {})  # noqa: S102 (our own)

    issue.refresh_from_db()
    topic.refresh_from_db()
    assert (issue.status, issue.current_edition.replacement.key) == ("withdrawn", "thtp7p")
    assert topic.merged_into.key == "sanctions"
    assert Reference.objects.current().tagline == read_folder(FOLDER).reference["tagline"]


def test_no_file_has_a_key_that_was_withdrawn_or_merged() -> None:
    keys = {key for _kind, key in read_folder(FOLDER).documents}
    assert keys & {"yhv2jz", "sanctions-and-caatsa"} == set()
