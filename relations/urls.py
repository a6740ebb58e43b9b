"""The public addresses. Once given they do not change: add, never rename."""

from django.urls import URLPattern, path, register_converter

from relations.views import addresses, changes, converters, editions, health, machines, records

register_converter(converters.SectionConverter, "section")
register_converter(converters.CodeConverter, "code")
register_converter(converters.NumberConverter, "number")
register_converter(converters.SuffixConverter, "suffix")

# Editions, permanent addresses, changes, and what machines read.
infrastructure: list[URLPattern] = [
    path("<section:section>/<slug:slug>/editions/", editions.history, name="editions"),
    path("<section:section>/<slug:slug>/editions/<number:number>/", editions.fixed, name="edition"),
    path("<section:section>/<slug:slug>.json", records.record_json, name="record_json"),
    path("e/<code:code>/", addresses.entry_code, name="entry_code"),
    path("e/<code:code>/<number:number>/", addresses.entry_code, name="edition_code"),
    path("claims/<code:code>/", addresses.claim, name="claim"),
    path("changes/", changes.changes_page, name="changes"),
    path("changes.atom", changes.changes_feed, name="changes_feed"),
    path("sitemap.xml", machines.sitemap_page, name="sitemap"),
    path("robots.txt", machines.robots_page, name="robots"),
    path("health/", health.health, name="health"),
]

urlpatterns: list[URLPattern] = [*infrastructure]
