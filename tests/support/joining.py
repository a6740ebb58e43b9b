"""Two editors of one record: a form opened before a newer save, and the page that joins both."""

from typing import Any

from bs4 import Tag
from django.test import Client

from relations.models import Record
from tests.support.admin import Fields, change_url, fill_form, main_content, page_form, text_of


def opened(client: Client, record: Record, /, **values: Any) -> Fields:
    """What a form holds that was opened now and will be sent later."""
    return fill_form(client.get(change_url(record)), **values) | {"_continue": ["1"]}


def questions(page: Any) -> dict[str, Tag]:
    """What the page asks, by the place that it is about."""
    return {text_of(each.find("legend")): each for each in page_form(page).select("fieldset.question")}


def versions(question: Tag) -> dict[str, str]:
    """What each version has there, by the word beside its choice."""
    parts = question.select(".version")
    return {text_of(part.find("label")): text_of(part).partition(" ")[2] for part in parts}


def joined_places(page: Any) -> list[str]:
    return [text_of(item) for item in main_content(page).select(".joined-places li")]


def decide(page: Any, /, written: dict[str, str] | None = None, **choices: str) -> Fields:
    """The page's form with answers: ``decide(page, {"Title": "Both"}, Summary="mine")``."""
    fields = fill_form(page) | {"_join": ["1"]}
    for label, question in questions(page).items():
        name = question.select_one("input[type=radio]")["name"]
        if label in (written or {}):
            fields[name] = ["written"]
            fields[name.replace("choice", "written")] = [written[label]]
        elif label in choices:
            fields[name] = [choices[label]]
    return fields
