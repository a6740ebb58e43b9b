"""Texts in YAML that other programs read: to each of them a text, whichever YAML it knows."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from relations.documents.files.folder import REFERENCE_FILE, write_folder
from relations.documents.files.parsed_file import ParsedFile
from relations.documents.files.writer import format_record_file
from relations.documents.files.yaml import FlowList, dump_yaml, read_yaml
from relations.documents.schema import REFERENCE
from tests.support.world import a_claim, a_document, an_other_name

# Of https://yaml.org/type/ (1.1), and the core schema of YAML 1.2.2, 10.3.2.
_NO_TEXTS = """
~ null Null NULL = <<
y Y n N yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF
0 -1 +12 007 0x10 0b101 0o17 1_000 12:30:00 190:20:30.15 1:2 2018 09
1.5 .5 -.5 1. 1e3 1E+3 .5e-3 6.8523015e+5 1_0.5 .inf -.Inf +.INF .nan .NaN
2018-10-05 2001-12-14t21:59:43.10-05:00
"""
NO_TEXTS = [*_NO_TEXTS.split(), "2001-12-14 21:59:43.10 -5"]
CORE_SCHEMA = re.compile(
    r"|null|Null|NULL|~|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
)
PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).map(str.strip)
NUMBER_LIKE = st.text("0123456789+-._:eExob~ynYN", min_size=1, max_size=8)
TEXTS = (st.sampled_from(NO_TEXTS) | NUMBER_LIKE | PRINTABLE).filter(bool)


def read_here(text: str) -> dict[str, Any]:
    parsed = ParsedFile({}, text.split("\n"))
    values = read_yaml(text.split("\n"), 0, "", parsed)
    assert parsed.faults == []
    return values


@given(TEXTS)
def test_a_text_is_a_text_to_every_reader_of_yaml(text: str) -> None:
    values = {"title": text, "names": [text], "topics": FlowList([text]), "actors": [{text: "host"}]}
    written = dump_yaml(values)
    assert read_here(written) == values
    assert yaml.safe_load(written) == values
    nodes = [node for node in scalars(yaml.compose(written, Loader=yaml.SafeLoader)) if node.value == text]
    assert len(nodes) == 4
    assert not [node for node in nodes if node.style is None and CORE_SCHEMA.fullmatch(node.value)]


def scalars(node: Any) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        return [node]
    inner = (each for pair in node.value for each in (pair if isinstance(pair, tuple) else (pair,)))
    return [scalar for each in inner for scalar in scalars(each)]


@pytest.mark.parametrize("text", NO_TEXTS)
def test_what_yaml_takes_for_something_else_stands_in_quotes(text: str) -> None:
    assert dump_yaml({"title": text}) == f"title: '{text}'\n"


@pytest.mark.parametrize(
    "text", ["They met", "Section 2", "No. 5", "S-400", "G20", "a~", "1st", "2010s", "–5"]
)
def test_other_texts_stand_without(text: str) -> None:
    assert dump_yaml({"title": text}) == f"title: {text}\n"


def test_dates_and_truth_values_of_a_record_stand_without(tmp_path: Path) -> None:
    claim = a_claim(said_on="2018", review_by="2021-11-30")
    event = a_document("event", title="2018", date="2018-10-05", claims=[claim])
    written = format_record_file(event)
    assert "\ntitle: '2018'\n" in written
    assert "\ndate: 2018-10-05\n" in written
    assert "\nsaid_on: 2018\nreview_by: 2021-11-30\n" in written
    topic = a_document("topic", other_names=[an_other_name("No", shared=True)])
    assert "- name: 'No'\n  shared: true\n" in format_record_file(topic)
    reference = REFERENCE.empty() | {"title": "2018", "sources_reach": "2021"}
    write_folder(tmp_path, [event], reference)
    assert (tmp_path / REFERENCE_FILE).read_text() == "title: '2018'\nsources_reach: 2021\n"
