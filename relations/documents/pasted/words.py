"""A citation in words, as footnotes and lists of literature have it: what can be told for sure is read."""

import re
from collections.abc import Iterator

from relations.documents.pasted import patterns
from relations.documents.pasted.citation import (
    PastedCitation,
    contributor,
    institution,
    is_institution,
    person,
)
from relations.documents.schema import Document
from relations.models import Source, Span


def read_words(text: str) -> PastedCitation:
    """Never fails: what is not told for sure is left to be typed, and the rest is the title."""
    rest = " ".join(text.split())
    values: dict[str, str] = {}
    locator = ""
    if match := patterns.READ_ON.search(rest):
        values["accessed_on"], rest = match[1].replace(" of ", " "), _without(rest, match)
    for match in patterns.URL.finditer(rest):
        address = _trimmed(match[1])
        if "doi.org/10." in address:
            values["doi"] = address
        else:
            values.setdefault("url", address)
    rest = patterns.URL.sub(" ", rest)
    if match := patterns.DOI.search(rest):
        values["doi"], rest = _trimmed(match[1]), _without(rest, match)
    rest = re.sub(
        r"\bdoi:?\s*$|\bAvailable (?:at|from):?\s*$|\bURL:?\s*$", "", rest.strip(), flags=re.IGNORECASE
    )
    title, before, behind = _around_title(rest)
    if match := patterns.PLACE.search(behind):
        locator, behind = match[1], _without(behind, match)
    who, when = before, ""
    if (match := re.search(r"\(([^()]+)\)[.,]?\s*$", before)) and _span(match[1]):
        who, when = before[: match.start()], match[1]
    values |= _published_in(behind)
    values["date"] = (
        when or _most_exact(patterns.DATE.findall(behind)) or _most_exact(patterns.DATE.findall(who))
    )
    if not when and not patterns.DATE.search(behind):
        who = patterns.DATE.sub("", who)
    values["title"] = title
    values["type"] = _type_of(title, values)
    return PastedCitation.of(values, _authors(who), locator=locator)


def _around_title(text: str) -> tuple[str, str, str]:
    """The title, what stands before it and what behind: by quotation marks, or as the sciences write."""
    if match := patterns.QUOTED.search(text):
        title = next(filter(None, match.groups()))
        return _clean(title), text[: match.start()], text[match.end() :]
    if (match := patterns.SCIENCE.match(text)) and _span(match["when"]):
        title, _dot, behind = match["rest"].partition(". ")
        return _clean(title), f"{match['who']} ({match['when']})", behind
    # The first sentence or so, up to where a date or a place begins.
    begins = [match.start() for one in (patterns.DATE, patterns.PUBLISHED) if (match := one.search(text))]
    stop = min(begins, default=len(text))
    title = text[:stop].rstrip(" (,.;:")
    return (_clean(title), "", text[stop:]) if title else (_clean(text), "", "")


def _published_in(text: str) -> dict[str, str]:
    values = {}
    if match := patterns.PAGES.search(text):
        values["pages"] = re.sub(r"\s*[–-]\s*", "–", match[1] or match[2])
        text = _without(text, match)
    if match := patterns.PUBLISHED.search(text):
        values |= {"place": match["place"], "publisher": match["publisher"], "date": match["year"] or ""}
        text = _without(text, match)
    if match := patterns.VOLUME.search(text):
        values["volume"] = match["volume"] or match["only"]
        values["issue"] = match["issue"] or match["number"] or ""
        text = text[: match.start()]
    text = re.split(r"\(|\d{4}|" + patterns.DATE_TEXT, text)[0]
    container = re.sub(r"^(?:in|in:)\s+", "", text.strip(" ,.;:"), flags=re.IGNORECASE).strip(" ,.;:")
    if "publisher" not in values or values.get("volume"):
        values["container"] = container
    return values


def _authors(text: str) -> list[Document]:
    if found := patterns.INITIALS.findall(text):
        return [person(family, given.strip(), particle.strip()) for particle, family, given in found]
    return list(_names(text.strip(" ,.;:()")))


def _names(text: str) -> Iterator[Document]:
    """People are told by a comma or by two to four names, institutions by their words.

    What names an institution is never split: "Institute for Studies and Analyses" is one.
    """
    parts = [text] if is_institution(text) else re.split(r"\s*;\s*|,? (?:and|&) (?=[A-Z])", text)
    for part in parts:
        words = part.split()
        if part.count(",") == 1 and not is_institution(part):
            yield contributor(part)
        elif 2 <= len(words) <= 4 and not is_institution(part) and "," not in part:
            yield person(words[-1], " ".join(words[:-1]))
        elif part:
            yield institution(part)


def _most_exact(texts: list[str]) -> str:
    """The most exact of several dates; of equals the first."""
    spans = [(text, span) for text in texts if (span := _span(text))]
    order = {"day": 0, "month": 1, "year": 2}
    return min(spans, key=lambda one: order.get(one[1].precision, 3), default=("", None))[0]


def _span(text: str) -> Span | None:
    try:
        return Span.parse(text)
    except ValueError:
        return None


def _type_of(title: str, values: dict[str, str]) -> str:
    if re.search(r"\b(?:joint statement|statement|communiqu[eé]|declaration)\b", title, re.IGNORECASE):
        return Source.Type.STATEMENT
    if re.search(r"\b(?:treaty|convention|protocol)\b", title, re.IGNORECASE):
        return Source.Type.TREATY
    if values.get("volume") or values.get("issn"):
        return Source.Type.ARTICLE
    if values.get("publisher"):
        return Source.Type.BOOK
    return Source.Type.WEB_PAGE if values.get("url") else ""


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _trimmed(address: str) -> str:
    """An address in a sentence, without the stop behind it and without a bracket that it did not open."""
    address = address.rstrip(".,;:!?'’”")
    for opening, closing in ("()", "[]"):
        if address.endswith(closing) and address.count(closing) > address.count(opening):
            address = address[:-1].rstrip(".,;:")
    return address


def _clean(title: str) -> str:
    return title.strip(" ,.;:")
