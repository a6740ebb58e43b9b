"""Claims in the form of an entry: their order, their citations, and what counts as a claim at all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Actor, Claim, Passage, Record
from tests.support.admin import change_url, fill_form, form_errors, page_form, parse_html, save_form, text_of
from tests.support.world import a_claim, a_document, a_draft, a_published, save

SignIn = Callable[[User], Client]
THREE = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)]


def texts(record: Record) -> list[str]:
    return list(record.entry.claims.values_list("text", flat=True))


def test_a_claim_moves_up_to_the_number_typed(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=THREE)
    save_form(signed_in(ada), record, **{"claims-2-position": 1})
    assert texts(record) == ["Claim 4.", "Claim 2.", "Claim 3."]


def test_a_claim_moves_down_to_the_number_typed(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=THREE)
    save_form(signed_in(ada), record, **{"claims-0-position": 2})
    assert texts(record) == ["Claim 3.", "Claim 2.", "Claim 4."]
    assert list(record.entry.claims.values_list("position", flat=True)) == [1, 2, 3]


def test_a_new_claim_without_a_number_comes_last(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=THREE)
    save_form(signed_in(ada), record, **{"claims-3-kind": "reported-fact", "claims-3-text": "New."})
    assert texts(record)[-1] == "New."


def test_the_empty_claim_begins_with_the_citation_of_the_one_above(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    page = signed_in(ada).get(change_url(record))
    chosen = parse_html(page).select("#id_claims-1-passages option[selected]")
    assert [text_of(option) for option in chosen] == ["Joint statement: Paragraph 1"]


def test_a_citation_carried_on_is_not_yet_a_claim(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    assert save_form(signed_in(ada), record).status_code == 302
    assert Claim.objects.count() == 1


def test_a_citation_that_was_chosen_asks_for_the_text(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    page = client.get(change_url(record))
    carried = page_form(page).find(id="id_claims-1-carried")["value"]
    assert carried == str(Passage.objects.get(locator="Paragraph 1").pk)
    chosen = str(Passage.objects.get(locator="Paragraph 2").pk)
    refused = save_form(client, record, **{"claims-1-passages": [carried, chosen]})
    assert refused.status_code == 200
    assert "The text of this claim is missing: write it, or remove the claim." in form_errors(refused)
    assert [
        option["value"] for option in page_form(refused).select("#id_claims-1-passages option[selected]")
    ] == [
        carried,
        chosen,
    ]
    assert page_form(refused).find(id="id_claims-1-carried")["value"] == carried
    assert Claim.objects.count() == 1


def test_to_take_away_what_was_carried_on_is_no_claim_either(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    assert save_form(signed_in(ada), record, **{"claims-1-passages": None}).status_code == 302
    assert Claim.objects.count() == 1


def test_what_was_carried_on_is_cited_by_a_claim_with_text(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    save_form(signed_in(ada), record, **{"claims-1-kind": "prospect", "claims-1-text": "New."})
    new = record.entry.claims.get(text="New.")
    assert [passage.locator for passage in new.passages.all()] == ["Paragraph 1"]


def test_a_saved_claim_is_not_changed_by_what_it_began_with(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    before = record.revisions.count()
    save_form(signed_in(ada), record, **{"claims-0-carried": "x,\0,99"})
    assert record.revisions.count() == before


def an_envoy(**values: Any) -> Actor:
    """Somebody who acts for Arland."""
    document = a_document("actor", name="Envoy", slug="envoy", type="person", acts_for="arland", **values)
    return Actor.objects.get(record=save(document))


def test_the_side_of_a_position_comes_from_its_speaker(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    envoy = an_envoy()
    save_form(signed_in(ada), record, **{"claims-0-kind": "position", "claims-0-speaker": envoy.pk})
    assert str(record.entry.claims.get().side) == "Arland"


def test_a_side_that_was_chosen_stays(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    other = Actor.objects.get(name="Borland")
    values = {"kind": "position", "speaker": an_envoy().pk, "side": other.pk}
    save_form(signed_in(ada), record, **{f"claims-0-{name}": value for name, value in values.items()})
    assert record.entry.claims.get().side == other


def test_no_side_is_filled_in_for_a_speaker_of_before_or_of_another_kind(
    ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    record = a_draft("event")
    envoy = an_envoy()
    save_form(client, record, **{"claims-0-kind": "assessment", "claims-0-speaker": envoy.pk})
    assert record.entry.claims.get().side is None
    save_form(client, record, **{"claims-0-kind": "position", "claims-0-text": "Other words."})
    claim = record.entry.claims.get()
    assert (claim.kind, claim.speaker, claim.side) == ("position", envoy, None)


def test_a_claim_keeps_its_id_when_it_is_changed(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    save_form(signed_in(ada), record, **{"claims-0-text": "Other words."})
    assert list(record.entry.claims.values_list("code", "text")) == [("cccccccc22", "Other words.")]


def test_a_claim_cites_a_passage_that_was_added_beside_it(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    source = Passage.objects.first().source
    add = client.get("/admin/relations/passage/add/?_popup=1")
    sent = client.post(
        "/admin/relations/passage/add/?_popup=1",
        {"source": source.pk, "locator": "Page 9", "excerpt": "", "_popup": "1", "_save": "1"},
    )
    assert add.status_code == sent.status_code == 200
    passage = Passage.objects.get(locator="Page 9")
    save_form(client, record, **{"claims-0-passages": [str(passage.pk)]})
    assert [p.locator for p in record.entry.claims.get().passages.all()] == ["Page 9"]


def test_a_fault_stands_at_its_claim_in_the_form(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=[*THREE[:1], a_claim(id="dddddddd22", kind="position")])
    page = signed_in(ada).get(change_url(record) + "?check=1")
    at_claim = parse_html(page).find(id="claim-dddddddd22").find_parent(class_="inline-related")
    assert "no speaker" in text_of(at_claim.select_one(".fault"))
    other = parse_html(page).find(id="claim-ccccccccc2").find_parent(class_="inline-related")
    assert other.select(".fault") == []


def test_what_is_missing_is_listed_above_the_form_with_links_into_it(ada: User, signed_in: SignIn) -> None:
    claims = [*THREE[:1], a_claim(id="dddddddd22", kind="position", text="They will sell.")]
    record = a_draft("event", claims=claims, summary="")
    links = page_form(signed_in(ada).get(change_url(record) + "?check=1")).select(".notice .faults a")
    assert {(text_of(link), link["href"]) for link in links} == {
        ("Summary", "#id_summary"),
        ("Claim 2", "#claim-dddddddd22"),
    }


def test_a_form_that_is_refused_is_not_said_to_lack_what_was_typed_into_it(
    ada: User, signed_in: SignIn
) -> None:
    record = a_draft("event", summary="")
    client, checked = signed_in(ada), change_url(record) + "?check=1"
    sent = fill_form(client.get(checked), summary="What happened.", title="")
    refused = client.post(checked, sent)
    assert form_errors(refused)
    assert "this can be published" not in text_of(page_form(refused))


@pytest.mark.long
def test_words_for_a_date_are_accepted_and_unclear_ones_refused(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    refused = save_form(client, record, **{"claims-0-said_on": "last week", "claims-0-text": "Kept."})
    assert any("not a date this form can read" in error for error in form_errors(refused))
    assert "Kept." in text_of(page_form(refused).find(id="id_claims-0-text"))
    save_form(client, record, **{"claims-0-said_on": "about 2014"})
    claim = record.entry.claims.get()
    assert claim.said_on.code == "2014~"
    page = client.get(change_url(record))
    assert parse_html(page).find(id="id_claims-0-said_on")["value"] == "about 2014"


def test_a_day_is_read_as_any_date_is(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    refused = save_form(client, record, **{"claims-0-review_by": "12/05/2020"})
    assert any("Write “12 May 2020” or “5 December 2020”" in error for error in form_errors(refused))
    save_form(client, record, **{"claims-0-review_by": "Sept. 4th, 2030"})
    assert record.entry.claims.get().review_by == date(2030, 9, 4)
