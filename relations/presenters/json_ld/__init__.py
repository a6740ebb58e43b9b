"""What a page is and what it is about, for programs: JSON-LD 1.1 in the vocabulary of schema.org.

A presenter says in its context what is particular to its page: ``page_type`` (a type of
WebPage), ``main_entity`` (what the page describes), ``about``, ``breadcrumb``. ``page_graph``
puts that together with what every page has.
"""

from relations.presenters.json_ld.entries import article
from relations.presenters.json_ld.lists import entry_list, listed_names, listed_topics
from relations.presenters.json_ld.pages import page_graph
from relations.presenters.json_ld.records import named_node, record_node
from relations.presenters.json_ld.site import Distribution, dataset, website
from relations.presenters.json_ld.works import work_node

__all__ = [
    "Distribution",
    "article",
    "dataset",
    "entry_list",
    "listed_names",
    "listed_topics",
    "named_node",
    "page_graph",
    "record_node",
    "website",
    "work_node",
]
