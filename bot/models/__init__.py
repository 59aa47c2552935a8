"""Tables, one file a noun. Rules live elsewhere: a model knows its own columns and nothing of the services."""

from bot.models.account_menu import AccountMenu
from bot.models.area import Area, AreaLevel
from bot.models.audit_entry import AuditEntry, Deed
from bot.models.base import Base, EncryptedText
from bot.models.canned_reply import CannedReply
from bot.models.checklist import ChecklistPoint, ChecklistTemplate
from bot.models.community_list import ListItem, ListKind
from bot.models.consent import Consent, ConsentPurpose
from bot.models.conversation import Attention, Conversation, ConversationStatus
from bot.models.department import Department
from bot.models.draft import Draft
from bot.models.due_time import DueTime
from bot.models.faq import (
    AskedQuestion,
    FaqChange,
    FaqEntry,
    FaqState,
    GoldenQuestion,
    KnowledgeRevision,
    SentenceVector,
)
from bot.models.hotline import Hotline
from bot.models.label import Label, conversation_label, ticket_label
from bot.models.lesson import Lesson, LessonReason, LessonState
from bot.models.login_session import LoginSession
from bot.models.media import Conversion, Media, MediaState
from bot.models.mention import Mention
from bot.models.message import Author, Message, MessageKind, MessageState
from bot.models.outbox import Attempt, OutboxItem, OutboxState, QuotaGrant
from bot.models.priority import Priority
from bot.models.provider import Provider, ProviderRole
from bot.models.resident import Identity, Resident
from bot.models.saved_view import SavedView
from bot.models.source import ArticleReview, SourceEdition
from bot.models.staff import ADMINISTRATOR, RESIDENT_DESK, ROLES, SPECIALIST, SUPERVISOR, Role, Staff
from bot.models.stored_preference import StoredPreference
from bot.models.team import Shift, Team, team_member
from bot.models.ticket import Ticket, TicketEvent, TicketKind, TicketState
from bot.models.ticket_link import LinkKind, TicketLink
from bot.models.ticket_sequence import TicketSequence
from bot.models.weekly_report import WeeklyReport
from bot.models.word_index import MESSAGE_WORDS, TICKET_WORDS
from bot.models.work_change import WorkChange

__all__ = [
    "ADMINISTRATOR",
    "MESSAGE_WORDS",
    "RESIDENT_DESK",
    "ROLES",
    "SPECIALIST",
    "SUPERVISOR",
    "TICKET_WORDS",
    "AccountMenu",
    "Area",
    "AreaLevel",
    "ArticleReview",
    "AskedQuestion",
    "Attempt",
    "Attention",
    "AuditEntry",
    "Author",
    "Base",
    "CannedReply",
    "ChecklistPoint",
    "ChecklistTemplate",
    "Consent",
    "ConsentPurpose",
    "Conversation",
    "ConversationStatus",
    "Conversion",
    "Deed",
    "Department",
    "Draft",
    "DueTime",
    "EncryptedText",
    "FaqChange",
    "FaqEntry",
    "FaqState",
    "GoldenQuestion",
    "Hotline",
    "Identity",
    "KnowledgeRevision",
    "Label",
    "Lesson",
    "LessonReason",
    "LessonState",
    "LinkKind",
    "ListItem",
    "ListKind",
    "LoginSession",
    "Media",
    "MediaState",
    "Mention",
    "Message",
    "MessageKind",
    "MessageState",
    "OutboxItem",
    "OutboxState",
    "Priority",
    "Provider",
    "ProviderRole",
    "QuotaGrant",
    "Resident",
    "Role",
    "SavedView",
    "SentenceVector",
    "Shift",
    "SourceEdition",
    "Staff",
    "StoredPreference",
    "Team",
    "Ticket",
    "TicketEvent",
    "TicketKind",
    "TicketLink",
    "TicketSequence",
    "TicketState",
    "WeeklyReport",
    "WorkChange",
    "conversation_label",
    "team_member",
    "ticket_label",
]
