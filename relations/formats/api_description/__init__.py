"""What our data holds, field by field: read by the page that explains it and by the API's description."""

from relations.formats.api_description.members import ObjectDescription, describe_type
from relations.formats.api_description.openapi import build_openapi
from relations.formats.api_description.parameters import PARAMETERS
from relations.formats.api_description.record_schema import record_schema
from relations.formats.api_description.tables import OBJECT_DESCRIPTIONS

__all__ = [
    "OBJECT_DESCRIPTIONS",
    "PARAMETERS",
    "ObjectDescription",
    "build_openapi",
    "describe_type",
    "record_schema",
]
