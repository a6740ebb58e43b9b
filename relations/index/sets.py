"""Sets of editions by ordinal: compressed bitmaps that never change.

``&``, ``|`` and ``-`` make another one, ``len`` counts it
(https://roaringbitmap.org, through pyroaring).
"""

from array import array
from typing import Any

import numpy as np
from pyroaring import FrozenBitMap

EntrySet = FrozenBitMap
Array = np.ndarray[Any, Any]
EMPTY = EntrySet()


def entry_set(ordinals: Array) -> EntrySet:
    """The set of an array of ordinals."""
    return EntrySet(array("I", ordinals.astype(np.uint32).tobytes()))


def to_array(entries: EntrySet) -> Array:
    """The ordinals of a set, smallest first."""
    return np.asarray(entries.to_array())
