"""The cards of one page: what their editions say, with the words searched marked and the claims asked for."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from relations.catalogue import Snapshot, claim_url
from relations.catalogue.withdrawals import Withdrawal, read_withdrawals
from relations.finder.card import Card, ClaimHit, NameHit
from relations.finder.card_contents import CardContent, ClaimText, read_card_contents
from relations.finder.params import Params
from relations.search.highlight import Highlighter

MAX_CLAIMS = 3
MAX_NAMES = 3


def claim_choices(params: Params) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds and the speakers asked for: the claims that are shown on a card."""
    kinds, speakers = (frozenset(params.chosen(name) + params.fixed(name)) for name in ("says", "speaker"))
    return kinds, speakers


def read_cards(edition_ids: Sequence[int], params: Params, snapshot: Snapshot) -> tuple[Card, ...]:
    """The cards of these editions, in the order given.

    One query, none where all were shown before; at an earlier version one more.
    """
    writer = _CardWriter(params, snapshot)
    withdrawals = read_withdrawals(edition_ids, snapshot)
    return tuple(
        _withdrawn_card(content.card, withdrawals[content.card.edition_id])
        if content.card.edition_id in withdrawals
        else writer.card(content)
        for content in read_card_contents(edition_ids, snapshot)
    )


def _withdrawn_card(card: Card, withdrawn: Withdrawal) -> Card:
    return card._replace(
        title="",
        summary="",
        url="",
        date_note="",
        topics=(),
        actors=(),
        state="",
        status="",
        title_html=Markup(),
        summary_html=Markup(),
        change_note="",
        first_published_at=None,
        word="",
        form="",
        withdrawn=withdrawn,
    )


class _CardWriter:
    """Writes the cards of what ``params`` ask for."""

    def __init__(self, params: Params, snapshot: Snapshot) -> None:
        self._actors = snapshot.actors
        self._highlighter = Highlighter(params.terms)
        self._searched = bool(params.terms)
        self._kinds, self._speakers = claim_choices(params)
        # Of each term that stands in names of records: what finds it in texts, and those records.
        vocabularies = (("topic", snapshot.topics), ("actor", snapshot.actors))
        self._named = [
            (Highlighter([term]), found)
            for term in params.terms
            if (found := {(kind, r.key) for kind, names in vocabularies for r in names.matching_term(term)})
        ]

    def card(self, content: CardContent) -> Card:
        card, mark = content.card, self._highlighter.mark
        if self._searched:
            card = card._replace(
                title_html=mark(card.title),
                summary_html=mark(card.summary),
                found_by=tuple(self._name_hits(content)) if self._named else (),
            )
        if self._searched or self._is_narrowed:
            card = card._replace(claims=tuple(self._claim_hits(content)))
        return card

    @property
    def _is_narrowed(self) -> bool:
        return bool(self._kinds or self._speakers)

    def _name_hits(self, content: CardContent) -> Iterator[NameHit]:
        """The names that a searched word stands in, where it stands in no text of the entry.

        Not those that a card shows: the present names of the entry's own topics.
        """
        shown, told = {topic.key for topic in content.card.topics}, set[str]()
        for highlighter, found in self._named:
            hits = [record for kind, record in content.named if (kind, record.key) in found]
            if not hits or any(map(highlighter.count, content.texts)):
                continue
            for record in hits:
                name = next((n for n in record.all_names if highlighter.count(escape(n))), "")
                is_other = name != record.label
                if (
                    name
                    and name not in told
                    and (is_other or record.key not in shown)
                    and len(told) < MAX_NAMES
                ):
                    told.add(name)
                    yield NameHit(highlighter.mark(name), record, is_other)

    def _claim_hits(self, content: CardContent) -> Iterator[ClaimHit]:
        """The claims of the kind and by the speaker asked for; of these those that hold most searched words.

        A search that stands in none of them (but in the title, say) leaves them
        all when a kind or a speaker was asked for, and none otherwise.
        """
        claims = [claim for claim in content.claims if self._is_asked_for(claim)]
        if self._searched:
            found = [(self._highlighter.count(claim.html), claim) for claim in claims]
            best = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
            claims = [claim for _terms, claim in best] if best or not self._is_narrowed else claims
        for claim in claims[:MAX_CLAIMS]:
            url = claim_url(content.card.url, claim.id)
            yield ClaimHit(claim.id, claim.kind, self._highlighter.mark_html(claim.html), url)

    def _is_asked_for(self, claim: ClaimText) -> bool:
        if self._kinds and claim.kind not in self._kinds:
            return False
        if not self._speakers:
            return True
        speaker = self._actors.get(claim.speaker)
        return speaker is not None and speaker.slug in self._speakers
