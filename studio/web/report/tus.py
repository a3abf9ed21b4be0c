"""Resumable uploads: creation, expiration and termination. Source: tus.io, protocol 1.0.0."""

from __future__ import annotations

from email.utils import format_datetime

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from studio.errors import Conflict, IntakeRefused, NotFound
from studio.pipeline.opening import Studio, awake
from studio.pipeline.uploads import adding, begin_upload, drop_upload, largest, upload_of
from studio.web.desk.visit import Desk

router = APIRouter()
VERSION = "1.0.0"
BELOW = "/report/uploads"
MOST_DIGITS = 15


def studio_of(request: Request) -> Studio:
    """The workspace, by the clock on the wall."""
    desk: Desk = request.app.state.desk
    return awake(desk.studio)


def answer(status: int, **headers: str) -> Response:
    """An answer as the protocol wants it; headers with _ for -."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(status_code=status, headers={"tus-resumable": VERSION, **named})


def number(text: str | None) -> int:
    """A length or offset; -1 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


@router.options(BELOW)
async def offered(request: Request) -> Response:
    """What can be done here."""
    most = str(largest(studio_of(request)))
    return answer(204, tus_version=VERSION, tus_extension="creation,expiration,termination", tus_max_size=most)


@router.post(BELOW)
async def create(request: Request) -> Response:
    """Make room for a file."""
    studio = studio_of(request)
    desk: Desk = request.app.state.desk
    length = number(request.headers.get("upload-length"))
    if request.headers.get("tus-resumable") != VERSION:
        return answer(412, tus_version=VERSION)
    if length <= 0:
        return answer(400)
    if length > largest(studio):
        return answer(413)
    if not desk.tries.allowed("upload", ""):
        return answer(429, retry_after="60")
    try:
        token = await run_in_threadpool(begin_upload, studio, length)
        found = await run_in_threadpool(upload_of, studio, token)
    except IntakeRefused:
        return answer(429, retry_after="300")
    until = format_datetime(found.until, usegmt=True)
    return answer(201, location=f"{BELOW}/{token}", upload_expires=until)


@router.head(BELOW + "/{token}")
async def offset(request: Request, token: str) -> Response:
    """How much of a file arrived."""
    try:
        found = await run_in_threadpool(upload_of, studio_of(request), token)
    except NotFound:
        return answer(404)
    until = format_datetime(found.until, usegmt=True)
    return answer(200, upload_offset=str(found.offset), upload_length=str(found.length), upload_expires=until)


@router.patch(BELOW + "/{token}")
async def grow(request: Request, token: str) -> Response:
    """Add to a file; what came before the network was cut stays."""
    studio = studio_of(request)
    if request.headers.get("tus-resumable") != VERSION:
        return answer(412, tus_version=VERSION)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        return answer(415)
    start = number(request.headers.get("upload-offset"))
    if start < 0:
        return answer(400)
    try:
        found = await run_in_threadpool(upload_of, studio, token)
        if start + number(request.headers.get("content-length", "0")) > found.length:
            return answer(413)
        reached = await added(request, studio, token, start, found.length)
    except NotFound:
        return answer(404)
    except Conflict:
        return answer(409)
    return answer(204, upload_offset=str(reached)) if reached >= 0 else answer(413)


@router.delete(BELOW + "/{token}")
async def end(request: Request, token: str) -> Response:
    """Remove a file that is no longer wanted."""
    studio = studio_of(request)
    try:
        await run_in_threadpool(upload_of, studio, token)
    except NotFound:
        return answer(404)
    await run_in_threadpool(drop_upload, studio, token)
    return answer(204)


async def added(request: Request, studio: Studio, token: str, start: int, length: int) -> int:
    """Write what comes as it comes; the new offset, or -1 where more came than the file may have."""
    opened = adding(studio, token, start)
    grown = await run_in_threadpool(opened.__enter__)
    reached = start
    try:
        async for block in request.stream():
            if reached + len(block) > length:
                return -1
            await run_in_threadpool(grown.write, block)
            reached += len(block)
    except ClientDisconnect:
        return reached
    finally:
        await run_in_threadpool(opened.__exit__, None, None, None)
    return reached
