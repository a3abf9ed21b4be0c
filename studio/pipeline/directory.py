"""What of communities and provinces a publication may show: the online directory as it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import select

from studio.network.directory import Listing, directory
from studio.pipeline.opening import Studio
from studio.publishing.values import Both, Community, Province
from studio.records.cleared import ClearedMaterial
from studio.records.kinds import Medium
from studio.records.network import Organization, Place
from studio.store.engine import reading


@dataclass(frozen=True, slots=True)
class Directory:
    """listed: the communities that may have a page, by code. provinces: by the two digits of the gazetteer."""

    listed: Mapping[str, Community]
    provinces: Mapping[str, Province]


def directory_of(studio: Studio) -> Directory:
    """The directory, read once for a whole publication."""
    with reading(studio.engine) as session:
        places = {one.code: one for one in session.exec(select(Place))}
        organizations = session.exec(select(Organization)).all()
        listed = directory(organizations, places, Medium.ONLINE)
        seats = {one.code: one.place_code for one in organizations}
        provinces = {
            code: Province(code, Both(one.name_km, one.name_en)) for code, one in places.items() if len(code) == 2
        }
    found = {one.code: community_of(one, provinces[seats[one.code][:2]]) for one in listed}
    return Directory(found, provinces)


def community_of(listing: Listing, province: Province) -> Community:
    """A listed community as its page shows it."""
    described = bool(listing.description_km or listing.description_en)
    return Community(
        slug=slug_of(listing.code),
        name=Both(listing.name_km, listing.name_en),
        listed=True,
        about=Both(listing.description_km, listing.description_en) if described else None,
        province=province,
        sectors=tuple(sector.value for sector in listing.sectors),
    )


def slug_of(code: str) -> str:
    """What ends the address of a community's page."""
    return "-".join(part for part in "".join(one if one.isalnum() else "-" for one in code.lower()).split("-") if part)


def communities_of(directory: Directory, material: ClearedMaterial) -> tuple[Community, ...]:
    """Who speaks: with what the directory shows of those that are listed in it, by name alone for the others."""
    return tuple(
        directory.listed.get(one.code) or Community(slug_of(one.code), Both(one.name_km, one.name_en))
        for one in material.organizations
    )
