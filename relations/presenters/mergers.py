"""What a page says of the records that were merged into its own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.catalogue.sections import record_url
from relations.documents import document_name
from relations.models import Edition
from relations.presenters.wording import format_day


@dataclass(frozen=True, slots=True)
class Merger:
    """When and why a record was merged; its editions stay where they were."""

    sentence: str
    note: str
    editions_url: str


def read_mergers(snapshot: Snapshot, survivor: NamedRecord) -> list[Merger]:
    """The newest first. One query where something was merged into it by then, none where nothing was."""
    vocabulary = snapshot.vocabulary(survivor.kind)
    keys = [key for key in vocabulary.merged if vocabulary.resolve(key) == survivor.key]
    if not keys:
        return []
    editions = Edition.objects.filter(
        record__kind=survivor.kind,
        record__key__in=keys,
        action=Edition.Action.MERGED,
        born__lte=snapshot.version,
    )
    return [_merger(edition, snapshot) for edition in editions.order_by("-born", "-pk")]


def _merger(edition: Edition, snapshot: Snapshot) -> Merger:
    document = edition.read_document()
    words = {"name": document_name(document, snapshot.name_of), "day": format_day(edition.published_at)}
    return Merger(
        _("“%(name)s” was merged into this page on %(day)s.") % words,
        edition.change_note,
        f"{record_url(document['kind'], document['slug'])}editions/",
    )
