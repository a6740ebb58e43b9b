"""Characters that stand in for others in what people type and paste, and those that nobody sees."""

# Typed or set for a hyphen: what Unicode calls a dash (its property Dash, of version 16, without the
# hyphen-minus itself), the minus sign among them; and the hyphen bullet, which looks like one.
DASHES = (
    "\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2053\u207b\u208b\u2212"
    "\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010d6e\U00010ead"
)

# Take no room, and are no part of what is read: soft hyphens, zero-width characters, marks of direction,
# fillers, variation selectors, tags (Unicode's property Default_Ignorable_Code_Point, of version 16), and
# marks of annotation. As they stand in a class of a regular expression.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)


# Turn the direction of what stands beside them (Unicode's property Bidi_Control): no part of a name.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"

# Shows nothing and takes room, though to Unicode it is no blank: the braille pattern without dots.
BLANK_PATTERN = "\u2800"


def is_storable(text: str) -> bool:
    """Whether every database holds it: half a character (a lone surrogate) has no UTF-8, and no column of
    PostgreSQL holds a zero byte.
    """
    return "\0" not in text and (text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text))
