"""The closed lists of the field: terms of reports, consent, scripts and airtime."""

from __future__ import annotations

from enum import StrEnum


class Sector(StrEnum):
    """What a community works on."""

    LAND = "land"
    LABOUR = "labour"
    FISHERIES = "fisheries"


class ParticipantStatus(StrEnum):
    """Where an organization stands on its way into the Network."""

    IDENTIFIED = "identified"
    ASSESSED = "assessed"
    SELECTED = "selected"
    TRAINED = "trained"
    PARTICIPANT = "participant"
    PAUSED = "paused"
    LEFT = "left"


class Channel(StrEnum):
    """How a report reached the Network."""

    FIELD = "field"
    PHONE = "phone"
    HOTLINE = "hotline"
    WEB = "web"
    PAPER = "paper"


class Scope(StrEnum):
    """Whether one organization acted alone or several together."""

    INDIVIDUAL = "individual"
    JOINT = "joint"


class ReviewState(StrEnum):
    """Where a report stands with its editor. Source: ODK Central's review states."""

    RECEIVED = "received"
    HAS_ISSUES = "hasIssues"
    EDITED = "edited"
    APPROVED = "approved"
    REJECTED = "rejected"


class Confidentiality(StrEnum):
    """Who may read a report at all."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"


class Sensitivity(StrEnum):
    """How much harm the report could do."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Sex(StrEnum):
    """As the person says it; used for equity of airtime only."""

    F = "f"
    M = "m"
    UNSTATED = "unstated"


class AnonymousFrom(StrEnum):
    """Towards whom a person must stay unknown."""

    NONE = "none"
    PUBLIC = "public"
    ACQUAINTANCES = "acquaintances"


class Purpose(StrEnum):
    """What of a person is used."""

    WORDS = "words"
    VOICE = "voice"
    NAME = "name"
    PLACE = "place"
    PICTURE = "picture"


class Medium(StrEnum):
    """Where it is used."""

    AIR = "air"
    ONLINE = "online"
    PRINT = "print"


class ConsentMethod(StrEnum):
    """How consent was given."""

    ORAL_RECORDED = "oral_recorded"
    WRITTEN = "written"
    THUMBPRINT = "thumbprint"
    WITNESSED = "witnessed"


class ConsentStatus(StrEnum):
    """Whether a consent holds."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class ScriptKind(StrEnum):
    """What a script is for."""

    OPENING = "opening"
    HEADLINES = "headlines"
    STORY = "story"
    JOINT_STORY = "joint_story"
    PROFILE = "profile"
    HOTLINE = "hotline"
    CLOSING = "closing"


class AiringOutcome(StrEnum):
    """What became of a delivery to a station. Source: HURIDOCS, interventions."""

    AIRED = "aired"
    PARTIAL = "partial"
    LATE = "late"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class ExceptionKind(StrEnum):
    """Why an airtime is not as its rule has it. off: none was bought; pre-empted: the station took it back."""

    OFF = "off"
    PRE_EMPTED = "pre_empted"
    MOVED = "moved"


class Role(StrEnum):
    """What somebody does in Studio, and so what they may see and change."""

    REPORTER = "reporter"
    PRODUCER = "producer"
    EDITOR = "editor"
    CUSTODIAN = "custodian"
    ADMIN = "admin"
