"""How browsers and other programs search here: a description document (OpenSearch 1.1, draft 6)."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext as _

from relations.catalogue.reference_description import ReferenceDescription
from relations.models.language import current_language
from relations.presenters.urls import absolute_url

MEDIA_TYPE = "application/opensearchdescription+xml"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
# The longest that the specification allows.
SHORT_NAME_LENGTH, LONG_NAME_LENGTH, DESCRIPTION_LENGTH = 16, 48, 1024
# Media type and address of what is found. Pages are numbered from 1: so they are where nothing else is said.
SEARCHES = (
    ("text/html", "/entries/", "q={searchTerms}&page={startPage?}"),
    ("application/atom+xml", "/entries.atom", "q={searchTerms}"),
    ("application/json", "/entries.json", "q={searchTerms}&page={startPage?}"),
)


def render(reference: ReferenceDescription, icon: str) -> str:
    """``icon``: the path of the site's picture, an SVG."""
    root = Element("OpenSearchDescription", xmlns=NAMESPACE)
    about = _("Search “%(reference)s”.") % {"reference": reference.title}
    for name, text in (
        ("ShortName", shorten(reference.title, SHORT_NAME_LENGTH)),
        ("LongName", shorten(reference.title, LONG_NAME_LENGTH)),
        ("Description", shorten(" ".join(filter(None, (about, reference.tagline))), DESCRIPTION_LENGTH)),
        ("Contact", reference.contact if "@" in reference.contact and " " not in reference.contact else ""),
        ("Language", current_language()),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        if text:
            SubElement(root, name).text = text
    for type_, path, query in SEARCHES:
        SubElement(root, "Url", type=type_, template=f"{absolute_url(path)}?{query}")
    itself = {"type": MEDIA_TYPE, "rel": "self", "template": absolute_url("/opensearch.xml")}
    SubElement(root, "Url", itself)
    SubElement(root, "Image", type="image/svg+xml").text = absolute_url(icon)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def shorten(text: str, length: int) -> str:
    """At most so many letters, cut behind a word; within one only if it is the first."""
    if len(text) <= length:
        return text
    ends = [word.end() for word in re.finditer(r"\w+", text[: length + 1]) if word.end() <= length]
    return text[: ends[-1]] if ends else text[:length]
