"""A page for programs that show a link to it with its title and picture (oEmbed 1.0, https://oembed.com)."""

from typing import TypedDict

from relations.formats.pictures import HEIGHT, WIDTH

MEDIA_TYPE = "application/json"
# By which a page's head names it: what it is an answer of, not its media type.
DISCOVERY_TYPE = "application/json+oembed"


class Link(TypedDict, total=False):
    """A response of the type "link": there is nothing here to be shown in a frame."""

    version: str
    type: str
    title: str
    description: str
    provider_name: str
    provider_url: str
    thumbnail_url: str
    thumbnail_width: int
    thumbnail_height: int


def link(
    title: str, description: str, provider: tuple[str, str], picture_url: str, room: tuple[int, int]
) -> Link:
    """``provider``: its name and address. ``room``: the width and height there is for the picture, which is
    left out where it has not enough: whoever asks may not get a larger one."""
    name, url = provider
    answer = Link(
        version="1.0",
        type="link",
        title=title,
        description=description,
        provider_name=name,
        provider_url=url,
    )
    if room[0] >= WIDTH and room[1] >= HEIGHT:
        answer |= Link(thumbnail_url=picture_url, thumbnail_width=WIDTH, thumbnail_height=HEIGHT)
    return answer
