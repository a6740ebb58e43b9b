"""How tests type in a form: what its page's script sends, from the page as the server made it."""

import json
from typing import Any

from django.test import Client

from relations.models import Autosave
from tests.support.admin import Fields, fill_form, page_form, parse_html, text_of

TICKET = "autosave_ticket"
ADDRESS = "/autosave/"


def ticket_of(response: Any) -> str:
    return str(page_form(response).find("input", attrs={"name": TICKET})["value"])


def first_sequence(response: Any) -> int:
    return int(page_form(response).find("input", attrs={"name": TICKET})["data-sequence"])


def submission(response: Any, number: int = 1, /, **values: Any) -> dict[str, Any]:
    """The ``number``-th sending of a page, with some fields typed in."""
    fields: Fields = fill_form(response, **values)
    return {
        "ticket": ticket_of(response),
        "sequence": first_sequence(response) + number,
        "since": None,
        "fields": fields,
    }


def send(body: Any, **headers: str) -> Any:
    """By a browser without any cookie of the site; ``body`` is sent as JSON unless it is bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body)
    return Client().post(ADDRESS, data, content_type="application/json", headers=headers)


def type_in(response: Any, number: int = 1, /, **values: Any) -> Autosave:
    """Type in a page, and have that stored."""
    answer = send(submission(response, number, **values))
    assert (answer.status_code, answer.json()["state"]) == (200, "stored"), answer.content
    return Autosave.objects.get(page=Autosave.objects.order_by("-typed_at").first().page)


def offers_on(response: Any) -> list[str]:
    """What the page offers to go on with, in words."""
    return [text_of(section) for section in parse_html(response).select("section.autosave-offer")]


def go_on(client: Client, response: Any) -> Any:
    """Follow the page's first "Go on"."""
    link = parse_html(response).select_one("section.autosave-offer form a.button")
    return client.get(link["href"])
