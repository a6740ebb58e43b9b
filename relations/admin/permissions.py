"""The permissions that the admin's own pages ask for."""

PUBLISH_PERMISSION = "relations.publish_record"
VIEW_ENTRIES_PERMISSION = "relations.view_entry"
