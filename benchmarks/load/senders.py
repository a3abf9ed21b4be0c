"""People who send reports by the form: each at a pace, again where no answer came, as the form itself does."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

RECEIPT = re.compile(rb"data-receipt>(\d{3} \d{3} \d{4})<")
AGAIN_S = 0.2
"""How long a sender waits before the same form is sent again."""
MOST_TRIES = 300


@dataclass
class Sent:
    """What came of the forms. seconds: of each that was answered at once. receipts: by the number of the report."""

    seconds: list[float] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    again: int = 0
    lost: int = 0


def form(number: str, draw: random.Random) -> bytes:
    """A whole report, of a length as people write them."""
    said = "យើងដើរល្បាតពីរដងក្នុងមួយសប្ដាហ៍ ហើយឥឡូវត្រីត្រឡប់មកវិញ។ "
    return urlencode(
        [
            ("root_uuid", number),
            ("organizations", "BTB-01"),
            ("event_title", f"ត្រីត្រឡប់មកវិញ {number[:8]}"),
            ("event_description", said * draw.randint(4, 20)),
            ("province", "02"),
            ("initial_date", "2012-03-08"),
            ("reached_women", str(draw.randint(1, 60))),
            ("reached_men", str(draw.randint(1, 60))),
            ("sectors", "fisheries"),
            ("source1_quote", said * 2),
            ("source1_role", "អ្នកនេសាទ"),
            ("source1_sex", "f"),
            ("source1_consent", "words:air"),
            ("source1_consent", "words:online"),
            ("source1_consent_method", "oral_recorded"),
            ("source1_consent_on", "2012-03-08"),
            ("confidentiality", "public"),
            ("whole", "1"),
        ]
    ).encode()


def post(port: int, body: bytes) -> tuple[int, bytes]:
    """Send one form. Raises OSError and HTTPException where no whole answer came."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        kind = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        asked.request("POST", "/report", body, kind)
        reply = asked.getresponse()
        return reply.status, reply.read()
    finally:
        asked.close()


def sender(port: int, draw: random.Random, every: float, over: Callable[[], bool], sent: Sent) -> None:
    """Send a report every so many seconds until it is over; one that was begun is brought to its end."""
    time.sleep(draw.random() * every)
    while not over():
        begun = time.monotonic()
        number = str(uuid.UUID(int=draw.getrandbits(128), version=4))
        body = form(number, draw)
        for tried in range(MOST_TRIES):
            moment = time.monotonic()
            try:
                status, page = post(port, body)
            except (OSError, http.client.HTTPException):
                sent.again += 1
                time.sleep(AGAIN_S)
                continue
            found = RECEIPT.search(page)
            if status == 200 and found:
                sent.receipts[number] = found[1].decode()
                if not tried:
                    sent.seconds.append(time.monotonic() - moment)
            else:
                sent.refused.append(f"{status}")
            break
        else:
            sent.lost += 1
        time.sleep(max(0.0, every - (time.monotonic() - begun)))


def crowd(port: int, people: int, every: float, over: Callable[[], bool], seed: int) -> Sent:
    """That many senders at once; what came of all their forms."""
    each = [Sent() for _ in range(people)]
    threads = [
        threading.Thread(target=sender, args=(port, random.Random(seed * 1_000 + rank), every, over, sent))
        for rank, sent in enumerate(each)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    whole = Sent(again=sum(sent.again for sent in each), lost=sum(sent.lost for sent in each))
    for sent in each:
        whole.seconds += sent.seconds
        whole.receipts |= sent.receipts
        whole.refused += sent.refused
    return whole


def over_after(seconds: float) -> Callable[[], bool]:
    """Whether that many seconds went by since now."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def percentile(seconds: list[float], share: float) -> float:
    """The value that this share of them stays under, 0 to 1."""
    return sorted(seconds)[min(int(len(seconds) * share), len(seconds) - 1)]
