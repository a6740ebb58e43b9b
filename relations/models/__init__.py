"""What is true: one noun per file."""

from relations.models.actor import Actor
from relations.models.address import Address, ClaimAddress
from relations.models.agreement import Agreement, Milestone
from relations.models.assignment import Assignment
from relations.models.autosave import Autosave
from relations.models.calendar_units import Precision
from relations.models.claim import Claim
from relations.models.comment import Comment
from relations.models.deleted_draft import DeletedDraft
from relations.models.edition import Edition
from relations.models.entry import Entry, Involvement, Link
from relations.models.error_report import ErrorReport
from relations.models.event import Event
from relations.models.fields import SpanField, SpanFormField
from relations.models.invitation import Invitation
from relations.models.issue import Issue
from relations.models.letter import Letter
from relations.models.name import NamedWorkingCopy, RecordName
from relations.models.notice import Notice, NoticePreference
from relations.models.open_form import OpenForm
from relations.models.preview_link import PreviewLink
from relations.models.publication import CounterRow, Publication, PublicState, VersionCounter
from relations.models.record import Record, WorkingCopy
from relations.models.reference import Reference
from relations.models.relationship import Relationship
from relations.models.report_counter import ExceededLimit, ReportCounter, ReportSender
from relations.models.review import Review, UnreviewedPublication, reviewers
from relations.models.revision import Revision
from relations.models.scheduled_publication import ScheduledPublication, ScheduledRecord
from relations.models.second_factor import SecondFactorRequirement
from relations.models.sign_out import SignOut
from relations.models.source import Contributor, Passage, Source
from relations.models.span import Span, chronological_key
from relations.models.stored_dump import DumpPart, StoredDump
from relations.models.topic import TaggedEntry, Topic

__all__ = [
    "Actor",
    "Address",
    "Agreement",
    "Assignment",
    "Autosave",
    "Claim",
    "ClaimAddress",
    "Comment",
    "Contributor",
    "CounterRow",
    "DeletedDraft",
    "DumpPart",
    "Edition",
    "Entry",
    "ErrorReport",
    "Event",
    "ExceededLimit",
    "Invitation",
    "Involvement",
    "Issue",
    "Letter",
    "Link",
    "Milestone",
    "NamedWorkingCopy",
    "Notice",
    "NoticePreference",
    "OpenForm",
    "Passage",
    "Precision",
    "PreviewLink",
    "PublicState",
    "Publication",
    "Record",
    "RecordName",
    "Reference",
    "Relationship",
    "ReportCounter",
    "ReportSender",
    "Review",
    "Revision",
    "ScheduledPublication",
    "ScheduledRecord",
    "SecondFactorRequirement",
    "SignOut",
    "Source",
    "Span",
    "SpanField",
    "SpanFormField",
    "StoredDump",
    "TaggedEntry",
    "Topic",
    "UnreviewedPublication",
    "VersionCounter",
    "WorkingCopy",
    "chronological_key",
    "reviewers",
]
