"""Our own sentences hold on any day and name no part of the program: read as gettext gets them."""

import re

from tests.support.messages import messages, of_python, of_template

# True on the day of writing only. "Now" of an editor's own act would be, too.
TIED_TO_TODAY = re.compile(r"\b(now|currently|recent|recently|upcoming|today|nowadays)\b", re.IGNORECASE)
# Names that the program has for its parts, which readers and editors never meet.
OF_THE_PROGRAM = re.compile(r"\b(desk|press|reading room)\b", re.IGNORECASE)

# Words of ours that readers do not know, where they have one: the slash of an address.
UNKNOWN_TO_READERS = re.compile(r"\bstrokes?\b", re.IGNORECASE)


def test_no_sentence_is_tied_to_the_day_it_was_written() -> None:
    assert [found for found in messages() if TIED_TO_TODAY.search(found[1])] == []


def test_no_sentence_names_a_part_of_the_program() -> None:
    assert [found for found in messages() if OF_THE_PROGRAM.search(found[1])] == []


def test_no_sentence_has_a_word_of_ours_where_readers_have_one() -> None:
    assert [found for found in messages() if UNKNOWN_TO_READERS.search(found[1])] == []


def test_every_way_of_writing_a_message_is_read() -> None:
    code = 'x = _("One"), gettext_lazy("Two %(a)s") % {"a": "no"}, ngettext("three", "four", 4), other("no")'
    assert sorted(of_python(code)) == ["One", "Two %(a)s", "four", "three"]
    jinja = """{{ _("One") }} {{ _('Two', a="no") }} {{ ngettext("three", "four", n) }} <p class="no">"""
    assert sorted(of_template(jinja)) == ["One", "Two", "four", "three"]
    django = (
        """{% translate "One" %}{% blocktranslate with a=b %}Two{% plural %}Three{% endblocktranslate %}"""
    )
    assert " ".join(of_template(django)) == "One Two{% plural %}Three"


def test_the_messages_of_all_pages_are_read() -> None:
    files = {file for file, _message in messages()}
    assert {"templates/base.html", "relations/views/http.py", "relations/admin/reference.py"} <= files
    assert any(file.startswith("templates/admin/") for file in files)
