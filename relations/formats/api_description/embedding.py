"""The address that programs ask which show a link with its title and picture (oEmbed 1.0)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.documents.schema.json_schema import STRING, URI, JsonSchema, component_ref, enum_of
from relations.formats import oembed
from relations.formats.api_description.answers import content, other_answers
from relations.formats.api_description.examples import Examples
from relations.formats.api_description.members import MemberDescription, ObjectDescription
from relations.formats.api_description.parameters import describe_parameter

# The tag it is gathered under.
TAG = "Links"
_PIXELS: JsonSchema = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
LINK_PREVIEW = ObjectDescription(
    "LinkPreview",
    gettext_lazy("What is shown of a link to a page (oEmbed)"),
    (
        MemberDescription("version", STRING, gettext_lazy("Of oEmbed: 1.0.")),
        MemberDescription("type", STRING, gettext_lazy("“link”: nothing here is shown in a frame.")),
        MemberDescription("title", STRING, gettext_lazy("What the page is called.")),
        MemberDescription("description", STRING, gettext_lazy("What it is about, shortened.")),
        MemberDescription("provider_name", STRING, gettext_lazy("The title of the reference.")),
        MemberDescription("provider_url", URI, gettext_lazy("Its address.")),
        MemberDescription(
            "thumbnail_url", URI, gettext_lazy("The picture of the page, if there is room."), optional=True
        ),
        MemberDescription("thumbnail_width", _PIXELS, gettext_lazy("In pixels."), optional=True),
        MemberDescription("thumbnail_height", _PIXELS, gettext_lazy("In pixels."), optional=True),
    ),
)


def oembed_operation(examples: Examples) -> JsonSchema:
    example = next((record["url"] for record in examples.records.values()), None)
    return {
        "operationId": "describeLink",
        "tags": [TAG],
        "summary": _("What is shown of a link to a page (oEmbed 1.0)"),
        "description": _("For the address of any page of a record, at an earlier version too, or the start."),
        "parameters": [
            describe_parameter("url", "query", URI, _("The address of the page."), example, required=True),
            describe_parameter(
                "maxwidth", "query", _PIXELS, _("How wide a picture may be."), example and 1200
            ),
            describe_parameter(
                "maxheight", "query", _PIXELS, _("How high a picture may be."), example and 630
            ),
            describe_parameter(
                "format", "query", enum_of("json"), _("There is no other one."), example and "json"
            ),
        ],
        "responses": {
            "200": {
                "description": str(LINK_PREVIEW.title),
                **content(oembed.MEDIA_TYPE, component_ref(LINK_PREVIEW.name)),
            },
            **other_answers("404", "410", "501"),
        },
    }
