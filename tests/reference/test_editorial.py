"""The editorial rules of the shipped reference that a program can hold."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from relations.documents.files.folder import read_folder
from relations.documents.schema import Document
from tests.reference.ledger import FOLDER

Documents = dict[str, Document]

MOST_WORDS = 25
# What a text says of its own time is true of no other.
OF_THE_MOMENT = re.compile(
    r"\b(now|nowadays|today|currently|recent|recently|lately|latest|soon|upcoming|ongoing|so far|at present"
    r"|to date|these days|(last|this|next) (week|month|year))\b",
    re.IGNORECASE,
)
# How a text names the actors that are said to be a cause or a constraint.
NAMED = {
    "china": "China",
    "pakistan": "Pakistan",
    "the-west": "West",
    "united-states": "United States|American",
}
NOT_AGREED = {"project", "proposal"}


@pytest.fixture(scope="module")
def documents() -> Documents:
    return {file.document["key"]: file.document for file in read_folder(FOLDER).parsed_files.values()}


@pytest.fixture(scope="module")
def entries(documents: Documents) -> Documents:
    return {key: document for key, document in documents.items() if "claims" in document}


@pytest.fixture(scope="module")
def issues(entries: Documents) -> Documents:
    return {key: entry for key, entry in entries.items() if entry["kind"] == "issue"}


def prose(document: Document) -> Iterator[str]:
    """Every text of a record that is made of sentences."""
    for name in ("summary", "date_note", "description", "introduction"):
        yield document.get(name, "")
    for item in (*document.get("claims", ()), *document.get("milestones", ())):
        yield item.get("text", "")
        yield item["note"]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])[”)]?\s+|\n+", text)


def on_whose_word(issue: Document, documents: Documents) -> str:
    """``both`` if each side of one of its relationships has a position, ``one`` if only one side has any.

    Else ``commentators`` if it has nothing but assessments and recommendations, and ``none`` if it has.
    """
    speaking = {claim["side"] for claim in issue["claims"] if claim["kind"] == "position"}
    most = max(len(speaking & set(documents[key]["sides"])) for key in issue["relationships"])
    if most:
        return "both" if most == 2 else "one"
    kinds = {claim["kind"] for claim in issue["claims"]}
    return "commentators" if kinds <= {"assessment", "recommendation"} else "none"


def test_an_office_holder_who_is_quoted_is_an_actor_of_the_entry(entries: Documents) -> None:
    for key, entry in entries.items():
        speakers = {claim["speaker"] for claim in entry["claims"] if claim["kind"] == "position"}
        assert speakers <= {tie["actor"] for tie in entry["actors"]}, key


def test_besides_being_a_side_an_actor_has_one_role_in_an_entry(entries: Documents) -> None:
    for key, entry in entries.items():
        roles = Counter(tie["actor"] for tie in entry["actors"] if tie["role"] != "side")
        assert [actor for actor, count in roles.items() if count > 1] == [], key


def test_a_cause_or_constraint_is_named_by_someone_who_holds_it(entries: Documents) -> None:
    for key, entry in entries.items():
        held = " ".join(claim["text"] for claim in entry["claims"] if claim["speaker"])
        for tie in entry["actors"]:
            if tie["role"] in ("cause", "constraint"):
                assert re.search(NAMED[tie["actor"]], held), (key, tie["actor"])


def test_no_link_asserts_a_cause_for_it_would_have_no_owner(entries: Documents) -> None:
    assert [
        key for key, entry in entries.items() for link in entry["links"] if link["kind"] == "caused-by"
    ] == []


def test_every_entry_is_linked_with_another(entries: Documents) -> None:
    named = {link["entry"] for entry in entries.values() for link in entry["links"]}
    assert named <= entries.keys()
    assert [key for key, entry in entries.items() if not entry["links"] and key not in named] == []


def test_only_what_the_texts_call_agreed_has_the_form_of_an_agreement(entries: Documents) -> None:
    forms = Counter(entry["form"] for entry in entries.values() if entry["kind"] == "agreement")
    assert sum(count for form, count in forms.items() if form not in NOT_AGREED) == 7
    assert forms["contract"] == 0  # neither text speaks of one


def test_the_summary_of_what_is_not_agreed_says_what_it_is(entries: Documents) -> None:
    for key, entry in entries.items():
        if entry.get("form") in NOT_AGREED:
            assert re.match(r"(An? )?(\w+ )?(project|proposal|plan|product|delivery)\b", entry["summary"]), (
                key
            )


def test_a_milestone_that_only_commentators_tell_of_names_its_owner(entries: Documents) -> None:
    for key, entry in entries.items():
        facts = {
            (citation["source"], citation["locator"])
            for claim in entry["claims"]
            if claim["kind"] == "reported-fact"
            for citation in claim["citations"]
        }
        for milestone in entry.get("milestones", ()):
            cited = {(citation["source"], citation["locator"]) for citation in milestone["citations"]}
            if not cited & facts:
                assert re.search("panellist|author|briefing", milestone["note"]), key


def test_on_whose_word_the_issues_rest(documents: Documents, issues: Documents) -> None:
    words = Counter(on_whose_word(issue, documents) for issue in issues.values())
    assert words == {"both": 2, "one": 8, "commentators": 15, "none": 15}


def test_a_summary_says_on_whose_word_an_issue_rests(documents: Documents, issues: Documents) -> None:
    said = {
        "both": r"\bBoth\b",
        "one": r"\b[Nn]o (Indian|Russian) office-holder is quoted",
        "commentators": r"\b[Oo]nly\b|\b[Nn]o office-holder is quoted",
        "none": r"\b[Oo]nly\b|\b[Nn]o office-holder is quoted",
    }
    for key, issue in issues.items():
        assert re.search(said[on_whose_word(issue, documents)], issue["summary"]), key


def test_the_side_that_a_summary_calls_silent_is_silent(issues: Documents) -> None:
    for key, issue in issues.items():
        speaking = {claim["side"] for claim in issue["claims"] if claim["kind"] == "position"}
        for adjective, side in (("Indian", "india"), ("Russian", "russia")):
            if re.search(f"[Nn]o {adjective} office-holder", issue["summary"]):
                assert side not in speaking, key
        if re.search(
            "[Nn]o office-holder|Only (the author|a panellist|panellists|commentators)", issue["summary"]
        ):
            assert not speaking, key


def test_the_title_of_a_potential_convergence_says_that_it_is_none_yet(issues: Documents) -> None:
    for key, issue in issues.items():
        if issue["state"] == "potential":
            assert re.search(r"\b(proposed|proposal|possible|likely)\b", issue["title"], re.IGNORECASE), key


def test_only_a_commentators_state_is_said_to_be_the_editors(issues: Documents) -> None:
    for key, issue in issues.items():
        for claim in issue["claims"]:
            if match := re.search("The state “([a-z]+)” is the editors’", claim["note"]):
                assert match[1] == issue["state"], key


def test_a_fact_that_a_commentator_reports_is_not_dated_as_if_it_were_said_then(entries: Documents) -> None:
    for key, entry in entries.items():
        for claim in entry["claims"]:
            if claim["kind"] == "reported-fact" and claim["speaker"]:
                assert claim["said_on"] == "", (key, claim["id"])


def test_an_inferred_date_is_explained_once_in_an_entry(entries: Documents) -> None:
    for key, entry in entries.items():
        assert sum("nferred" in text for text in prose(entry)) <= 1, key


def test_an_inferred_day_is_explained_on_every_page_that_has_it(entries: Documents) -> None:
    for key, entry in entries.items():
        inferred = {claim["said_on"] for claim in entry["claims"]} & {"2021-04-28", "2021-04-07"}
        if inferred:
            assert any("nferred" in text for text in prose(entry)), key


def test_no_note_stands_twice_in_an_entry(entries: Documents) -> None:
    for key, entry in entries.items():
        notes = Counter(
            filter(None, [entry.get("date_note", ""), *(claim["note"] for claim in entry["claims"])])
        )
        assert max(notes.values(), default=1) == 1, key


def test_sentences_are_short(documents: Documents) -> None:
    tagline = read_folder(FOLDER).reference["tagline"]
    long = [
        (key, len(sentence.split()), sentence)
        for key, texts in [("reference", [tagline]), *((key, prose(one)) for key, one in documents.items())]
        for text in texts
        for sentence in sentences(text)
        if len(sentence.split()) > MOST_WORDS
    ]
    assert long == []


def test_nothing_is_said_of_the_moment_of_writing(documents: Documents) -> None:
    for key, document in documents.items():
        for text in (document.get("title", ""), *prose(document)):
            assert not (found := OF_THE_MOMENT.search(re.sub("“[^”]*”", "", text))), (key, found)


def test_words_of_a_text_are_quoted_as_short_phrases_only(documents: Documents) -> None:
    for key, document in documents.items():
        for text in prose(document):
            assert all(len(phrase.split()) <= 6 for phrase in re.findall("“([^”]*)”", text)), key


def test_it_is_said_that_the_sources_are_anonymous(documents: Documents) -> None:
    assert "anonymous" in read_folder(FOLDER).reference["tagline"]
    for document in documents.values():
        if document["kind"] in ("relationship", "source"):
            assert "anonymous" in document["description"], document["key"]


def test_no_two_entries_have_one_title(entries: Documents) -> None:
    titles = Counter(entry["title"].casefold() for entry in entries.values())
    assert [title for title, count in titles.items() if count > 1] == []
