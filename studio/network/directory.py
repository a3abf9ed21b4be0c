"""What of an organization may be listed in the directory: only what it asked for, and never its legal status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.records.kinds import Medium, ParticipantStatus, Sector
from studio.records.network import OrganizationBase, Place

LISTED = (ParticipantStatus.TRAINED, ParticipantStatus.PARTICIPANT)
"""Who stands in the directory at all: neither those still being asked nor those who paused or left."""


@dataclass(frozen=True, slots=True)
class Listing:
    """An organization as the public may see it. What is not here is not public: members, dates, status, contacts."""

    code: str
    name_km: str
    name_en: str
    description_km: str
    description_en: str
    province_km: str
    province_en: str
    district_km: str
    district_en: str
    sectors: tuple[Sector, ...]


def directory(
    organizations: Iterable[OrganizationBase], places: Mapping[str, Place], medium: Medium
) -> tuple[Listing, ...]:
    """The listings of a medium (online or print), by code; on air there is no directory."""
    listed = [one for one in organizations if wants(one, medium) and one.participant_status in LISTED]
    return tuple(listing(one, places) for one in sorted(listed, key=lambda one: one.code))


def wants(organization: OrganizationBase, medium: Medium) -> bool:
    """Whether an organization asked to be listed there."""
    match medium:
        case Medium.ONLINE:
            return organization.directory_online
        case Medium.PRINT:
            return organization.directory_print
        case Medium.AIR:
            return False


def listing(organization: OrganizationBase, places: Mapping[str, Place]) -> Listing:
    """What may be shown of one organization."""
    place = places[organization.place_code]
    province = places[place.parent_code] if place.parent_code else place
    district = place if place.parent_code else None
    return Listing(
        code=organization.code,
        name_km=organization.name_km,
        name_en=organization.name_en,
        description_km=organization.description_km,
        description_en=organization.description_en,
        province_km=province.name_km,
        province_en=province.name_en,
        district_km=district.name_km if district else "",
        district_en=district.name_en if district else "",
        sectors=tuple(Sector(sector) for sector in organization.sectors),
    )
