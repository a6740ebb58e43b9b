"""What is hidden stays hidden: every public surface × every hidden state × every role."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.catalogue.pinned_paths import with_pin
from relations.formats import FORMATS
from relations.models import ErrorReport, Passage, Publication, Record, UnreviewedPublication
from relations.urls import urlpatterns
from tests.support.world import a_claim, a_document, a_draft, a_published, change, save

pytestmark = pytest.mark.django_db

# Each stands in one hidden place and nowhere else.
SECRETS = {
    "draft": "xylophone",
    "changed since": "quicksilver",
    "withdrawn": "marmalade",
    "excerpt": "rhododendron",
    "account": "hippocampus",
    "comment": "sassafras",
    "word of a reviewer": "thingamabob",
    "word of a reader": "whatchamacallit",
    "why without review": "gobbledygook",
}
ROLES = ("anonymous", "member of no group", "contributor", "editor", "administrator")
# When a form was opened.
STAMP = re.compile(b'name="stamp" value="[^"]*"')
ENDS = ("/", ".json", "/editions/", "/editions/1/")

# Every public address by the name of its route: {slug} and {code} stand for each record of the world.
SURFACES = {
    "home": ["/"],
    "about": ["/about/"],
    "compare": ["/compare/", "/compare/?topic=defence&topic=xylophone-topic"],
    "glossary": ["/glossary/"],
    "entries": ["/entries/", "/entries/?page_size=100&sort=oldest", "/entries/?print=worksheet"],
    "events": ["/events/"],
    "agreements": ["/agreements/"],
    "issues": ["/issues/", "/issues/?type=divergence"],
    "timeline": ["/timeline/"],
    "facet": [
        "/entries/facets/topic/",
        "/events/facets/source/?order=name",
        "/agreements/facets/actor/",
        "/issues/facets/relationship/",
        "/timeline/facets/speaker/",
    ],
    "record_facet": [
        f"/{section}/{{slug}}/facets/actor/" for section in ("topics", "actors", "relationships")
    ],
    "selection": ["/entries.json?page_size=100", *(f"/entries.{suffix}" for suffix in FORMATS)],
    "record_feed": [f"/{section}/{{slug}}.atom" for section in ("topics", "actors", "relationships")],
    "record_calendar": [f"/{section}/{{slug}}.ics" for section in ("topics", "actors", "relationships")],
    "bibliography": ["/sources.bib", "/sources.ris", "/sources.csl.json"],
    "sources_json": ["/sources.json"],
    "data": ["/data/"],
    "description": ["/api/openapi.json"],
    "archive": ["/dumps/relations-2026-01-01-v1.zip"],
    "changes": ["/changes/"],
    "changes_feed": ["/changes.atom"],
    "corrections": ["/corrections/"],
    "error_report": ["/claims/{claim}/report/"],
    "error_report_sent": ["/claims/{claim}/report/sent/"],
    "corrections_feed": ["/corrections.atom"],
    "search_description": ["/opensearch.xml"],
    "sitemap": ["/sitemap.xml"],
    "sitemap_part": ["/sitemap-1.xml"],
    "robots": ["/robots.txt"],
    "health": ["/health/"],
    "topics": ["/topics/"],
    "actors": ["/actors/"],
    "relationships": ["/relationships/"],
    "sources": ["/sources/"],
    "topic": ["/topics/{slug}/", "/topics/{slug}/?print=brief", "/topics/{slug}/?print=worksheet-kinds"],
    "actor": ["/actors/{slug}/"],
    "relationship": ["/relationships/{slug}/"],
    "source": ["/sources/{slug}/"],
    "entry": [
        "/events/{slug}/",
        "/events/{slug}/?print=worksheet-kinds",
        "/agreements/{slug}/",
        "/issues/{slug}/",
    ],
    "editions": ["/{section}/{slug}/editions/"],
    "edition": ["/{section}/{slug}/editions/1/", "/{section}/{slug}/editions/2/"],
    "record_changes": ["/{section}/{slug}/changes/", "/{section}/{slug}/changes/?since=v1"],
    "record_json": ["/{section}/{slug}.json"],
    "record_literature": ["/{section}/{slug}.bib", "/{section}/{slug}.ris", "/{section}/{slug}.csl.json"],
    "edition_json": ["/{section}/{slug}/editions/1.json", "/{section}/{slug}/editions/2.json"],
    "edition_literature": ["/{section}/{slug}/editions/1.bib", "/{section}/{slug}/editions/2.csl.json"],
    "entry_code": ["/e/{code}/"],
    "edition_code": ["/e/{code}/1/"],
    "claim": ["/claims/{claim}/"],
    "claim_history": ["/claims/{claim}/history/"],
    "cite": ["/cite/"],
    "cite_file": ["/cite.bib"],
    "record_cite": ["/{section}/{slug}/cite/"],
    "record_cite_file": ["/{section}/{slug}/cite.ris"],
    "edition_cite": ["/{section}/{slug}/editions/1/cite/", "/{section}/{slug}/editions/2/cite/"],
    "edition_cite_file": ["/{section}/{slug}/editions/1/cite.csl.json"],
    "claim_cite": ["/claims/{claim}/cite/"],
    "claim_cite_file": ["/claims/{claim}/cite.bib"],
    "selection_cite": ["/entries/cite/", "/timeline/cite/?topic=xylophone-topic"],
    "selection_cite_file": ["/entries/cite.bib", "/timeline/cite.ris"],
    "reference_picture": ["/picture.svg"],
    "record_picture": ["/{section}/{slug}/picture.svg"],
    "qr_code": ["/qr.svg", "/{section}/{slug}/qr.svg"],
    "oembed": [f"/oembed/?url={settings.SITE_URL.rstrip('/')}/{{section}}/{{slug}}/"],
    "preview": ["/preview/1/", "/preview/1.json"],
}


@pytest.fixture
def world(person: Callable[[str, str], User]) -> None:
    """One public event, one issue changed since, one agreement withdrawn, a draft of every kind."""
    secret = person(SECRETS["account"], "editor")
    a_published()
    publishing.publish(
        [a_draft("issue"), a_draft("agreement", title=f"Pact of {SECRETS['withdrawn']}")], user=secret
    )
    Passage.objects.update(excerpt=SECRETS["excerpt"])
    for kind, key in (
        ("issue", "sssss2"),
        ("topic", "defence"),
        ("actor", "arland"),
        ("source", "joint-statement"),
    ):
        field = "name" if kind in ("topic", "actor") else "title"
        change(Record.objects.get(kind=kind, key=key), **{field: f"Of {SECRETS['changed since']}"})
    publishing.withdraw([Record.objects.get(key="ggggg2")], user=secret, reason="Never signed.")
    _under_review(Record.objects.get(key="sssss2"), secret, person("reviewer", "editor"))
    _drafts(SECRETS["draft"])


def _under_review(record: Record, asking: User, reviewer: User) -> None:
    (review,) = publishing.send_for_review([record], user=asking)
    word = SECRETS["comment"]
    remark = publishing.NewComment(f"claims/{record.entry.claims.get().code}", f"The {word}?")
    publishing.comment(review.revision, user=reviewer, new=[remark])
    publishing.send_back(review, user=reviewer, note=SECRETS["word of a reviewer"])
    ErrorReport.objects.create(
        record=record,
        edition=record.current_edition,
        claim=record.entry.claims.get().code,
        text=SECRETS["word of a reader"],
    )
    UnreviewedPublication.objects.create(
        publication=Publication.objects.last(), reason=SECRETS["why without review"]
    )


def _drafts(secret: str) -> None:
    save(a_document("topic", slug=f"{secret}-topic", name=f"Topic {secret}", parent="defence"))
    save(a_document("actor", slug=f"{secret}-actor", name=f"Actor {secret}"))
    save(a_document("relationship", slug=f"{secret}-pair", sides=["arland", f"{secret}-actor"]))
    save(a_document("source", slug=f"{secret}-source", title=f"Source {secret}", passages=[secret]))
    for number, kind in enumerate(("event", "agreement", "issue")):
        save(
            a_document(
                kind,
                key=f"ddddd{number + 2}",
                slug=f"{secret}-{kind}",
                title=f"A {kind} with a {secret}",
                topics=["defence", f"{secret}-topic"],
                relationships=["arland-borland", f"{secret}-pair"],
                actors=[{"actor": "arland", "role": "side"}],
                links=[{"kind": "concerns", "entry": "vvvvv2"}],
                claims=[a_claim(id=f"ddddddddd{number + 2}", text=f"The {secret} was loud.")],
            )
        )


@pytest.fixture
def visitors(person: Callable[[str, str], User], signed_in: Callable[[User], Client]) -> dict[str, Client]:
    """A client for every role."""
    nobody = User.objects.create_user("nobody", is_staff=True)
    groups = {role: signed_in(person(f"visitor-{role}", role)) for role in ROLES[2:]}
    return {"anonymous": Client(), "member of no group": signed_in(nobody), **groups}


def addresses() -> list[str]:
    """Every surface with every record of the world in it."""
    found = []
    records = list(Record.objects.all())
    for template in (template for templates in SURFACES.values() for template in templates):
        for record in records if "{" in template else [None]:
            if record is None:
                found.append(template)
                continue
            section = f"{record.kind}s"
            claims = record.entry.claims.values_list("code", flat=True) if record.is_entry else []
            if template.startswith(("/{section}", "/oembed/", "/e/", "/claims", f"/{section}/")):
                found += [
                    template.format(
                        section=section, slug=record.working_copy.slug, code=record.key, claim=claim
                    )
                    for claim in (claims if "{claim}" in template else [""])
                ]
    return found


def test_every_public_route_is_a_surface_here() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(SURFACES)


@pytest.mark.parametrize(
    "role", [ROLES[0], *(pytest.param(role, marks=pytest.mark.slow) for role in ROLES[1:])]
)
def test_nothing_hidden_is_on_any_surface_for_any_role(
    world: None, visitors: dict[str, Client], role: str
) -> None:
    seen = 0
    for address in addresses():
        response = visitors[role].get(address)
        body = response.getvalue().decode() + str(response.headers)
        own = [word for word in SECRETS.values() if word in address]
        found = [word for word in SECRETS.values() if word in body and word not in own]
        assert found == [], address
        seen += response.status_code == 200
    assert seen > 40


@pytest.mark.slow
def test_nothing_hidden_is_on_any_surface_at_any_version(world: None) -> None:
    reader, seen = Client(), 0
    versions = Publication.objects.values_list("version", flat=True)
    pinned = [with_pin(address, f"v{version}") for version in versions for address in addresses()]
    for address in pinned:
        response = reader.get(address)
        body = response.getvalue().decode() + str(response.headers)
        own = [word for word in SECRETS.values() if word in address]
        assert [word for word in SECRETS.values() if word in body and word not in own] == [], address
        seen += response.status_code == 200
    assert seen > 100


@pytest.mark.long
def test_a_draft_has_no_address(world: None, visitors: dict[str, Client]) -> None:
    for record in Record.objects.filter(status="never-published"):
        paths = [f"/{record.kind}s/{record.working_copy.slug}{end}" for end in ENDS]
        if record.is_entry:
            paths += [f"/e/{record.key}/", f"/claims/{record.entry.claims.get().code}/"]
        for path in paths:
            statuses = {role: visitor.get(path).status_code for role, visitor in visitors.items()}
            assert statuses == dict.fromkeys(ROLES, 404), path


@pytest.mark.long
def test_a_withdrawn_record_is_gone_at_every_address(world: None, visitors: dict[str, Client]) -> None:
    for visitor in visitors.values():
        for end in ENDS:
            assert visitor.get(f"/agreements/pact{end}").status_code == 410, end
        for address in ("/e/ggggg2/", "/e/ggggg2/1/", "/claims/gggggggg22/"):
            response = visitor.get(address, follow=True)
            assert response.status_code == 410, address
            assert len(response.redirect_chain) <= 1


@pytest.mark.long
def test_a_search_finds_nothing_hidden(world: None, visitors: dict[str, Client]) -> None:
    for visitor in visitors.values():
        for word in SECRETS.values():
            assert visitor.get("/entries.json", {"q": word}).json()["count"] == 0, word


@pytest.mark.slow
def test_every_role_is_given_the_same_bytes(world: None, visitors: dict[str, Client]) -> None:
    for address in addresses():
        answers = [visitor.get(address) for visitor in visitors.values()]
        given = {(answer.status_code, STAMP.sub(b"", answer.getvalue())) for answer in answers}
        assert len(given) == 1, address
        assert not any(answer.cookies for answer in answers)
        assert not any("Cookie" in answer.headers.get("Vary", "") for answer in answers)


def test_hidden_values_are_no_choices(world: None) -> None:
    facets = Client().get("/entries.json").json()["facets"]
    values = {value["value"] + value["label"] for facet in facets.values() for value in facet}
    assert not [value for value in values if any(word in value for word in SECRETS.values())]
