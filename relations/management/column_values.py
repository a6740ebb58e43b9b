"""The value of one column, to JSON and back: of the column's own kind, and no other."""

import base64
import json
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.backends.base.operations import BaseDatabaseOperations

from relations.documents.text import abbreviate
from relations.models.characters import is_storable

Column: TypeAlias = "models.Field[Any, Any]"

# Of a value that does not fit so much is quoted.
MAX_QUOTED = 60
# Between these a time can be shown in any time zone.
FIRST_YEAR, LAST_YEAR = 2, 9998
# Sets of entries hold numbers of 32 bits; and as many again are to come.
MAX_ROW_ID = 2**30


class ColumnValueError(Exception):
    """A value that its column cannot have; the message says which column, and why."""


def encode_value(value: Any) -> str:
    """What JSON has no form for. Times keep their microseconds."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def to_database_value(field: Column, value: Any) -> Any:
    """What is to be stored of a value as a backup has it, the same on either database.

    SQLite itself takes a value of any kind and a text of any length. Raises ColumnValueError.
    """
    if value is None:  # which the database refuses where there must be one
        return None
    try:
        return field.get_db_prep_save(_to_python(field, value), connection)
    except ValidationError as error:
        reason = f"{quote(value)}: {' '.join(error.messages)}"
    except (ValueError, TypeError, OverflowError, AttributeError) as error:
        reason = str(error)
    raise ColumnValueError(f"{field.column} {reason}")


def quote(value: Any) -> str:
    """The beginning of a value, as an error may quote it: in one line, and printable."""
    text = value if isinstance(value, str) else json.dumps(value)
    printable = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[:MAX_QUOTED])
    return f"“{abbreviate(printable + text[MAX_QUOTED:], MAX_QUOTED)}”"


def _to_python(field: Column, value: Any) -> Any:
    """Raises ValueError, which says what is wrong after the name of the column; or what its class raises."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    match field:
        case models.BinaryField():
            return base64.b64decode(_of_type(str, value), validate=True)
        case models.BooleanField():
            return _of_type(bool, value)
        case models.IntegerField():
            return _integer(field, _of_type(int, value))
        case models.DateTimeField():
            return _moment(_of_type(str, value))
        case models.DateField():
            return _parsed(date, _of_type(str, value))
    return field.to_python(_text(field, _of_type(str, value)))


def _of_type(expected: type, value: Any) -> Any:
    if type(value) is not expected:  # True is an int to isinstance
        names = {str: "a text", bool: "true or false", int: "a whole number"}
        raise ValueError(f"is {quote(value)}, and not {names[expected]}")
    return value


def _text(field: Column, value: str) -> str:
    if field.max_length and len(value) > field.max_length:
        raise ValueError(f"has {len(value)} characters, and room for {field.max_length}")
    if not is_storable(value):
        raise ValueError(f"is {quote(value)}, with a character that no text can have")
    return value


def _integer(field: Column, value: int) -> int:
    """Within the bounds that PostgreSQL has, and with as much room again for the numbers to come."""
    first, last = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
    last //= 2
    if isinstance(field, models.AutoField):  # of any size
        first, last = 1, min(last, MAX_ROW_ID)
    if not first <= value <= last:
        raise ValueError(f"is {quote(value)}, and not a number from {first} to {last}")
    return value


def _moment(value: str) -> datetime:
    moment: datetime = _parsed(datetime, value)
    if moment.tzinfo is None:
        raise ValueError(f"is {quote(value)}, without a time zone")
    return moment.astimezone(UTC)


def _parsed(form: type[date], value: str) -> Any:
    try:
        parsed = form.fromisoformat(value)
    except ValueError:
        raise ValueError(f"is {quote(value)}, and not a {'date' if form is date else 'time'}") from None
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise ValueError(f"is {quote(value)}, of a year that is none")
    return parsed
