"""The site's menu, on every page."""

from django.utils.translation import gettext_lazy as _

MENU = (
    ("/entries/", _("Entries")),
    ("/topics/", _("Topics")),
    ("/timeline/", _("Timeline")),
    ("/relationships/", _("Relationships")),
    ("/actors/", _("Actors")),
    ("/sources/", _("Sources")),
    ("/about/", _("About this reference")),
)


def menu_item(path: str) -> str:
    """The address in the menu under which the page at ``path`` stands, "/" for the first page, or ""."""
    return "/" if path == "/" else next((item for item, _label in MENU if path.startswith(item)), "")
