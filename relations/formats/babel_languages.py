"""The names that LaTeX's babel, and with it biblatex (``langid``), has for languages."""

from functools import lru_cache

# By code (BCP 47): of a language, and of a variety that has a name of its own.
_NAMES = {
    "ar": "arabic",
    "az": "azerbaijani",
    "be": "belarusian",
    "bg": "bulgarian",
    "bn": "bengali",
    "cs": "czech",
    "da": "danish",
    "de": "ngerman",
    "el": "greek",
    "en": "english",
    "en-au": "australian",
    "en-ca": "canadian",
    "en-gb": "british",
    "en-nz": "newzealand",
    "en-us": "american",
    "es": "spanish",
    "et": "estonian",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "hr": "croatian",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "ja": "japanese",
    "ka": "georgian",
    "ko": "korean",
    "la": "latin",
    "lt": "lithuanian",
    "lv": "latvian",
    "mk": "macedonian",
    "ml": "malayalam",
    "mn": "mongolian",
    "mr": "marathi",
    "ms": "malay",
    "nb": "norsk",
    "nl": "dutch",
    "nn": "nynorsk",
    "no": "norsk",
    "pl": "polish",
    "pt": "portuguese",
    "pt-br": "brazilian",
    "ro": "romanian",
    "ru": "russian",
    "sa": "sanskrit",
    "sk": "slovak",
    "sl": "slovene",
    "sq": "albanian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "te": "telugu",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "ur": "urdu",
    "vi": "vietnamese",
    "zh": "chinese",
}


@lru_cache(maxsize=256)
def babel_name(code: str) -> str:
    """The name of a language by its code; of a variety without one that of the language.

    "" for one that babel may not know: LaTeX stops at an unknown name. The lookup is
    that of RFC 4647, section 3.4: parts of the code are dropped from its end.
    """
    parts = code.lower().replace("_", "-").split("-")
    codes = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_NAMES[each] for each in codes if each in _NAMES), "")
