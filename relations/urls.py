"""The public addresses. Once given they do not change: add, never rename."""

from django.urls import URLPattern, path, register_converter

from relations.secret_addresses import PREVIEW
from relations.views import (
    actors,
    changes,
    cite,
    claims,
    compare,
    comparison,
    converters,
    corrections,
    crawlers,
    data,
    editions,
    entry,
    error_reports,
    facets,
    finder,
    glossary,
    health,
    home,
    oembed,
    permalinks,
    pictures,
    preview,
    qr_codes,
    record_feeds,
    record_files,
    relationships,
    sources,
    timeline,
    topics,
)

register_converter(converters.SectionConverter, "section")
register_converter(converters.FinderSectionConverter, "narrowed")
register_converter(converters.CodeConverter, "code")
register_converter(converters.NumberConverter, "number")
register_converter(converters.SuffixConverter, "suffix")
register_converter(converters.LiteratureConverter, "literature")
register_converter(converters.DumpConverter, "dump")
register_converter(converters.PictureConverter, "picture")

# Permanent addresses, changes, and what machines read.
infrastructure_urls: list[URLPattern] = [
    path("<section:section>/<slug:slug>.json", record_files.record_json, name="record_json"),
    path(
        "<section:section>/<slug:slug>.<literature:suffix>",
        record_files.record_literature,
        name="record_literature",
    ),
    path("<narrowed:section>/<slug:slug>.atom", record_feeds.record_feed, name="record_feed"),
    path("<narrowed:section>/<slug:slug>.ics", record_feeds.record_calendar, name="record_calendar"),
    path(
        "<section:section>/<slug:slug>/editions/<number:number>.json",
        record_files.edition_json,
        name="edition_json",
    ),
    path(
        "<section:section>/<slug:slug>/editions/<number:number>.<literature:suffix>",
        record_files.edition_literature,
        name="edition_literature",
    ),
    path("picture.<picture:suffix>", pictures.reference_picture_file, name="reference_picture"),
    path(
        "<section:section>/<slug:slug>/picture.<picture:suffix>",
        pictures.record_picture_file,
        name="record_picture",
    ),
    # What a page of citations has, as files.
    path("cite.<literature:suffix>", cite.reference_file, name="cite_file"),
    path("<section:section>/<slug:slug>/cite.<literature:suffix>", cite.record_file, name="record_cite_file"),
    path(
        "<section:section>/<slug:slug>/editions/<number:number>/cite.<literature:suffix>",
        cite.edition_file,
        name="edition_cite_file",
    ),
    path("claims/<code:code>/cite.<literature:suffix>", cite.claim_file, name="claim_cite_file"),
    path(
        "entries/cite.<literature:suffix>",
        cite.selection_file,
        {"path": "/entries/"},
        name="selection_cite_file",
    ),
    path(
        "timeline/cite.<literature:suffix>",
        cite.selection_file,
        {"path": "/timeline/"},
        name="selection_cite_file",
    ),
    path("oembed/", oembed.oembed, name="oembed"),
    path("e/<code:code>/", permalinks.entry_by_code, name="entry_code"),
    path("e/<code:code>/<number:number>/", permalinks.entry_by_code, name="edition_code"),
    path("claims/<code:code>/", claims.claim, name="claim"),
    path("claims/<code:code>/cite/", cite.claim_page, name="claim_cite"),
    path("claims/<code:code>/report/", error_reports.report, name="error_report"),
    path("claims/<code:code>/report/sent/", error_reports.report_sent, name="error_report_sent"),
    path("changes/", changes.change_list, name="changes"),
    path("changes.atom", changes.change_feed, name="changes_feed"),
    path("corrections/", corrections.correction_list, name="corrections"),
    path("corrections.atom", corrections.correction_feed, name="corrections_feed"),
    path("sources.json", sources.source_list_json, name="sources_json"),
    path("sources.<literature:suffix>", sources.source_list_literature, name="bibliography"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap"),
    path("sitemap-<number:number>.xml", crawlers.sitemap_part, name="sitemap_part"),
    path("api/openapi.json", data.openapi, name="description"),
    path("dumps/<dump:name>", data.download_dump, name="archive"),
    path("opensearch.xml", crawlers.search_description, name="search_description"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("health/", health.health, name="health"),
    path(f"{PREVIEW}/<path:rest>", preview.preview, name="preview"),
    # Behind the address of any page.
    path(qr_codes.NAME, qr_codes.page_qr_code, name="qr_code"),
    path(f"<path:page>/{qr_codes.NAME}", qr_codes.page_qr_code, name="qr_code"),
]

# The finder: one list, with its formats; every page of it takes the same parameters.
list_urls: list[URLPattern] = [
    path("entries/", finder.entry_list, name="entries"),
    path("events/", finder.entry_list, {"kind": "event"}, name="events"),
    path("agreements/", finder.entry_list, {"kind": "agreement"}, name="agreements"),
    path("issues/", finder.entry_list, {"kind": "issue"}, name="issues"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("entries.<suffix:suffix>", finder.entry_file, name="selection"),
    # Under each page with a finder: all values of one of its facets.
    path("entries/facets/<slug:name>/", facets.entry_list_facet, name="facet"),
    path("events/facets/<slug:name>/", facets.entry_list_facet, {"kind": "event"}, name="facet"),
    path("agreements/facets/<slug:name>/", facets.entry_list_facet, {"kind": "agreement"}, name="facet"),
    path("issues/facets/<slug:name>/", facets.entry_list_facet, {"kind": "issue"}, name="facet"),
    path("timeline/facets/<slug:name>/", facets.timeline_facet, name="facet"),
    path("<narrowed:section>/<slug:slug>/facets/<slug:name>/", facets.record_facet, name="record_facet"),
]

# The pages that are read: of records and their editions, of lists of names, and about the whole.
page_urls: list[URLPattern] = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("data/", data.data_page, name="data"),
    path("compare/", compare.compare, name="compare"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/<slug:slug>/", topics.topic_detail, name="topic"),
    path("actors/", actors.actor_list, name="actors"),
    path("actors/<slug:slug>/", actors.actor_detail, name="actor"),
    path("relationships/", relationships.relationship_list, name="relationships"),
    path("relationships/<slug:slug>/", relationships.relationship_detail, name="relationship"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/<slug:slug>/", sources.source_detail, name="source"),
    path("<section:section>/<slug:slug>/", entry.entry_detail, name="entry"),
    # Before the facets of lists: an event may be called "facets".
    path("<section:section>/<slug:slug>/editions/", editions.edition_list, name="editions"),
    path("<section:section>/<slug:slug>/editions/<number:number>/", editions.edition_detail, name="edition"),
    path("<section:section>/<slug:slug>/changes/", comparison.record_changes, name="record_changes"),
    path("claims/<code:code>/history/", claims.claim_history, name="claim_history"),
    # How each is cited. Lists of one type have none: an event may be called "cite".
    path("cite/", cite.reference_page, name="cite"),
    path("<section:section>/<slug:slug>/cite/", cite.record_page, name="record_cite"),
    path(
        "<section:section>/<slug:slug>/editions/<number:number>/cite/",
        cite.edition_page,
        name="edition_cite",
    ),
    path("entries/cite/", cite.selection_page, {"path": "/entries/"}, name="selection_cite"),
    path("timeline/cite/", cite.selection_page, {"path": "/timeline/"}, name="selection_cite"),
]

# Those asked for most first: an address is looked for in this order.
urlpatterns: list[URLPattern] = [*page_urls, *list_urls, *infrastructure_urls]
