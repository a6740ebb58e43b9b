"""All that an engine can be asked, answered in codes and row ids: two engines are compared by it."""

from datetime import date
from typing import Any

from relations.finder.engine import SearchEngine
from relations.finder.facets import FACET_BY_NAME
from relations.models import Link
from relations.search.query import parse_query

FACETS = (*FACET_BY_NAME, "attribution")
SEARCHES = (
    "S400",
    "freetrade",
    "trade",
    "free trade",
    '"free trade"',
    "miss",
    "arland",
    "defence gas",
    "tr*",
    "S-400",
    "xyzzy",
)
DAYS = (date(1999, 1, 1), date(2014, 5, 17), date(2018, 1, 1), date(2021, 4, 30))


def answers(engine: SearchEngine) -> dict[str, Any]:
    every, half = engine.all(), engine.dated_to(date(2018, 1, 1))

    def codes(found: Any) -> list[str]:
        return list(engine.codes(found, "newest", 0, len(found)))

    counts = {name: engine.counts(FACETS, within) for name, within in (("all", every), ("half", half))}
    values = {name: sorted(dict(found.items()), key=str) for name, found in counts["all"].items()}
    return {
        "orders": [codes_by(engine, order) for order in ("newest", "oldest", "updated")],
        "pages": [
            list(engine.codes(every, order, first, 5))
            for order in ("newest", "oldest")
            for first in range(0, len(every) + 1, 5)
        ],
        "editions": list(engine.edition_ids(every, "newest", 0, len(every))),
        "counts": {(name, facet): dict(n.items()) for name in counts for facet, n in counts[name].items()},
        "with_any_value": {
            (name, key): codes(engine.with_any_value(name, [key])) for name in FACETS for key in values[name]
        },
        "days": [
            [codes(found(day)) for found in (engine.dated_from, engine.dated_to, engine.undated_by)]
            for day in DAYS
        ],
        "dates": [
            codes(found) for found in (engine.undated(), engine.dated_exactly(), engine.of_several_years())
        ],
        "years": [list(engine.year_ranges(within)) for within in (every, half)],
        "links": {
            code: [list(engine.incoming_links(code, engine.linking_to(code), limit)) for limit in (1, 50)]
            for code in [*codes(every), "nobody"]
        },
        "linking": {
            (code, kind): codes(engine.linking_to(code, kind))
            for code in [*codes(every), "nobody"]
            for kind in ("", *Link.Kind.values)
        },
        "searches": {q: matches(engine, q) for q in SEARCHES},
    }


def codes_by(engine: SearchEngine, order: str) -> list[str]:
    return list(engine.codes(engine.all(), order, 0, len(engine.all())))


def matches(engine: SearchEngine, q: str) -> Any:
    terms = parse_query(q)
    lookup = engine.look_up(terms)
    found = lookup.match(terms)
    groups = [list(engine.codes(group, "newest", 0, len(group))) for group in found.groups]
    return groups, [lookup.count(term) for term in terms], tuple(found.unmatched)
