"""The public addresses. Once given they do not change: add, never rename."""

from django.urls import URLPattern, path, register_converter

from relations.views import (
    actors,
    addresses,
    changes,
    converters,
    data,
    editions,
    entry,
    facets,
    finder,
    health,
    home,
    machines,
    records,
    relationships,
    sources,
    timeline,
    topics,
)

register_converter(converters.SectionConverter, "section")
register_converter(converters.NarrowedConverter, "narrowed")
register_converter(converters.CodeConverter, "code")
register_converter(converters.NumberConverter, "number")
register_converter(converters.SuffixConverter, "suffix")
register_converter(converters.DumpConverter, "dump")

# Permanent addresses, changes, and what machines read.
infrastructure: list[URLPattern] = [
    path("<section:section>/<slug:slug>.json", records.record_json, name="record_json"),
    path("e/<code:code>/", addresses.entry_code, name="entry_code"),
    path("e/<code:code>/<number:number>/", addresses.entry_code, name="edition_code"),
    path("claims/<code:code>/", addresses.claim, name="claim"),
    path("changes/", changes.changes_page, name="changes"),
    path("changes.atom", changes.changes_feed, name="changes_feed"),
    path("sources.bib", sources.bibliography, name="bibliography"),
    path("sitemap.xml", machines.sitemap_page, name="sitemap"),
    path("sitemap-<number:number>.xml", machines.sitemap_part, name="sitemap_part"),
    path("api/openapi.json", data.description, name="description"),
    path("dumps/<dump:name>", data.archive, name="archive"),
    path("robots.txt", machines.robots_page, name="robots"),
    path("health/", health.health, name="health"),
]

# The finder: one list, with its formats; every page of it takes the same parameters.
lists: list[URLPattern] = [
    path("entries/", finder.entries, name="entries"),
    path("events/", finder.entries, {"kind": "event"}, name="events"),
    path("agreements/", finder.entries, {"kind": "agreement"}, name="agreements"),
    path("issues/", finder.entries, {"kind": "issue"}, name="issues"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("entries.<suffix:suffix>", finder.selection, name="selection"),
    # Under each page with a finder: all values of one of its facets.
    path("entries/facets/<slug:name>/", facets.of_list, name="facet"),
    path("events/facets/<slug:name>/", facets.of_list, {"kind": "event"}, name="facet"),
    path("agreements/facets/<slug:name>/", facets.of_list, {"kind": "agreement"}, name="facet"),
    path("issues/facets/<slug:name>/", facets.of_list, {"kind": "issue"}, name="facet"),
    path("timeline/facets/<slug:name>/", facets.of_timeline, name="facet"),
    path("<narrowed:section>/<slug:slug>/facets/<slug:name>/", facets.of_record, name="record_facet"),
]

# The pages that are read: of records and their editions, of lists of names, and about the whole.
reading: list[URLPattern] = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("data/", data.data, name="data"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("actors/", actors.actors, name="actors"),
    path("actors/<slug:slug>/", actors.actor, name="actor"),
    path("relationships/", relationships.relationships, name="relationships"),
    path("relationships/<slug:slug>/", relationships.relationship, name="relationship"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("<section:section>/<slug:slug>/", entry.entry, name="entry"),
    # Before the facets of lists: an event may be called "facets".
    path("<section:section>/<slug:slug>/editions/", editions.history, name="editions"),
    path("<section:section>/<slug:slug>/editions/<number:number>/", editions.fixed, name="edition"),
]

# Those asked for most first: an address is looked for in this order.
urlpatterns: list[URLPattern] = [*reading, *lists, *infrastructure]
