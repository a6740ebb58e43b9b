"""The picture of a record beside links to it: what it says, at every version, as SVG and as PNG."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from relations.formats.pictures import as_png
from relations.models import Record
from tests.support.factories import publish_document, withdraw_record
from tests.support.world import a_document
from tests.views.pages import an_issue, publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

PATH = "/issues/fishing/picture"
HOSTILE = '"Make in India" & <S-400>'


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    publish_world(an_issue())


def svg_texts(reader: Client, path: str) -> list[str]:
    """The lines of text on a picture, read by a parser of XML."""
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 (our own)
    return [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]


def test_it_has_the_title_the_sides_the_stance_and_the_edition(reader: Client) -> None:
    site, kind, title, foot, *sides = svg_texts(reader, f"{PATH}.svg")
    assert (site, kind, title) == ("Relations", "Divergence · active", "Fishing in the strait")
    assert foot.startswith("Edition 1, ")
    assert sides == ["Arland", "Borland"]


@pytest.mark.parametrize(
    ("path", "kind", "title"),
    [
        ("/picture", "", "Relations"),
        ("/topics/defence/picture", "Theme", "Defence"),
        ("/topics/missiles/picture", "Topic", "Missiles"),
        ("/actors/arland/picture", "State", "Arland"),
        ("/relationships/arland-borland/picture", "Relationship", "Arland–Borland"),
        ("/sources/joint-statement/picture", "Statement", "Joint statement"),
    ],
)
def test_every_record_has_one_and_so_has_the_reference(
    reader: Client, path: str, kind: str, title: str
) -> None:
    assert svg_texts(reader, f"{path}.svg")[1:3] == [kind, title]
    answer = reader.get(f"{path}.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    image = Image.open(BytesIO(answer.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))


def test_what_editors_wrote_is_text_on_it(reader: Client) -> None:
    for title in (HOSTILE, "</svg>\u2028<script>x()</script>"):
        publish_document(an_issue(title=title))
        assert " ".join(svg_texts(reader, f"{PATH}.svg")[2:-3]) == " ".join(title.split())
        assert reader.get(f"{PATH}.png").status_code == 200


def test_that_of_an_earlier_version_shows_what_was_then(reader: Client) -> None:
    publish_document(an_issue(title="Fishing rights", stance="convergence"))
    assert "Fishing rights" in svg_texts(reader, f"{PATH}.svg")
    assert svg_texts(reader, f"{PATH}/@v2.svg")[1:3] == ["Divergence · active", "Fishing in the strait"]
    assert reader.get(f"{PATH}/@v2.png").content != reader.get(f"{PATH}.png").content


def test_it_is_drawn_once_for_whatever_address_and_query(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, draw = [], as_png.render
    monkeypatch.setattr(as_png, "render", lambda layout: drawn.append(layout) or draw(layout))
    publish_document(an_issue(title="Drawn here alone"))
    publish_document(a_document("event"))  # which leaves the issue as it is
    for end in (".png", ".png?x=1", ".png?x=2", "/@v3.png", "/@v4.png"):
        assert reader.get(f"{PATH}{end}").status_code == 200
    assert len(drawn) == 1


def test_it_moves_and_goes_with_its_record(reader: Client) -> None:
    publish_document(an_issue(slug="fishery"))
    assert reader.get(f"{PATH}.png").headers["Location"] == "/issues/fishery/picture.png"
    withdraw_record(Record.objects.get(key="sssss2"))
    assert reader.get("/issues/fishery/picture.png").status_code == 410
    assert reader.get("/issues/nowhere/picture.png").status_code == 404
    assert reader.get("/issues/fishery/picture.gif").status_code == 404
