#!/usr/bin/env python3
"""A county under load, seen from outside: a request every 20 ms, members who accept and go, and a book of what was promised.

It keeps on while the daemon is restarted, killed and upgraded beside it, and then holds the API to its book:
no connection refused, no request lost or doubled, no notice lost, nobody holding two seats, nobody waiting for long.
"""
import asyncio
import collections
import http.client
import json
import random
import sys
import time
import urllib.request

API = ("127.0.0.1", 7878)
STREET_PORT = 9000
INTERVAL_SECONDS = 0.02
# Longest that one submission is repeated under its key.
SUBMIT_SECONDS = 20
# Longest that the county may take to come to rest: the silent are passed over after 30 s, one after the other.
SETTLE_SECONDS = 90
TOKEN = open("/etc/arrived/token").read().strip()


class Book:
    def __init__(self):
        self.requests = {}  # by idempotency key, the id of a 201
        self.waits = []  # seconds from the first try to the 201
        self.refused = 0
        self.broken = 0
        self.busy = 0
        self.notices = collections.Counter()  # by notice id
        self.heard = collections.defaultdict(set)  # by offer id, the types heard
        self.accepted = set()  # offers whose accept was answered 200
        self.surprises = []


async def exchange(host, port, method, path, body=b"", headers=()):
    """One HTTP exchange over a connection of its own; returns status and body."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        head = [f"{method} {path} HTTP/1.1", f"Host: {host}:{port}", "Connection: close"]
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
        writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        answer = await reader.read()
    finally:
        writer.close()
    head, _, rest = answer.partition(b"\r\n\r\n")
    if not head:
        raise ConnectionResetError("no answer")
    return int(head.split(b" ", 2)[1]), rest


async def insist(book, method, path, body, headers=(), done=(200, 201)):
    """Repeats an exchange until it is answered, as a good client does; None when it never was."""
    end = time.monotonic() + SUBMIT_SECONDS
    while time.monotonic() < end:
        try:
            status, answer = await asyncio.wait_for(exchange(*API, method, path, body, headers), SUBMIT_SECONDS)
        except ConnectionRefusedError:
            book.refused += 1
        except (OSError, asyncio.TimeoutError):
            book.broken += 1
        else:
            if status in done:
                return status, answer
            if status != 503:
                return status, answer
            book.busy += 1
        await asyncio.sleep(0.02)
    return None


class Street:
    """The members' endpoints: all of them, on one port."""

    def __init__(self, book, rng):
        self.book, self.rng, self.tasks = book, rng, set()

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                fields = dict(
                    (name.strip().lower(), value.strip())
                    for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])
                )
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                self.hear(fields["webhook-id"], json.loads(body))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            pass
        finally:
            writer.close()

    def hear(self, notice_id, notice):
        self.book.notices[notice_id] += 1
        offer, kind = notice["data"]["offer"]["id"], notice["type"]
        is_first = kind not in self.book.heard[offer]
        self.book.heard[offer].add(kind)
        path = notice["data"]["links"]["callback"].split("/", 3)[3]
        if is_first and kind == "offer.created":
            chance = self.rng.random()
            if chance < 0.7:
                self.spawn(self.accept(offer, "/" + path))
            elif chance < 0.95:
                self.spawn(self.act("/" + path, "decline"))
        if is_first and kind == "assignment.created":
            self.spawn(self.go("/" + path))

    def spawn(self, work):
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def act(self, path, action):
        answer = await insist(self.book, "POST", path, json.dumps({"action": action}).encode())
        if answer is None:
            self.book.surprises.append(f"{action} was never answered")
        elif answer[0] not in (200, 404, 409, 410):
            self.book.surprises.append(f"{action}: {answer}")
        return answer and answer[0]

    async def accept(self, offer, path):
        await asyncio.sleep(self.rng.random() * 0.3)
        if await self.act(path, "accept") == 200:
            self.book.accepted.add(offer)

    async def go(self, path):
        for step in ("en-route", "on-scene", "cleared"):
            await asyncio.sleep(0.1)
            await self.act(path, step)


async def submit(book, number, villages):
    key = f"load-{number}"
    call = {
        "category": "other",
        "urgency": "routine",
        "place": {"village": villages[number % len(villages)]},
        "callerPhone": "0319-5550000",
        "summary": f"试 {number}",
    }
    began = time.monotonic()
    headers = (f"Authorization: Bearer {TOKEN}", f"Idempotency-Key: {key}")
    answer = await insist(book, "POST", "/v1/requests", json.dumps(call).encode(), headers)
    if answer is None or answer[0] != 201:
        book.surprises.append(f"request {number}: {answer}")
        return
    book.waits.append(time.monotonic() - began)
    book.requests[key] = json.loads(answer[1])["id"]


def get(path):
    request = urllib.request.Request(f"http://{API[0]}:{API[1]}{path}", headers={"Authorization": f"Bearer {TOKEN}"})
    for attempt in range(20):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except (http.client.HTTPException, OSError):
            # Cut off by a restart; reading may be repeated.
            if attempt == 19:
                raise
            time.sleep(0.2)


def deliveries(state):
    found, after = [], None
    while True:
        page = get(f"/v1/deliveries?state={state}&limit=200" + (f"&after={after}" if after else ""))
        found += page["deliveries"]
        after = page.get("next")
        if after is None:
            return found


async def settle(book):
    """Waits until nothing is due and every request has had somebody there, or has nobody left to ask."""
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end:
        due = await asyncio.to_thread(get, "/v1/deliveries?state=due&limit=1")
        views = [await asyncio.to_thread(get, f"/v1/requests/{id}") for id in sorted(book.requests.values())[-50:]]
        if not due["deliveries"] and all(view["state"] in ("cleared", "unanswered") for view in views):
            return
        await asyncio.sleep(0.5)
    book.surprises.append(f"not settled within {SETTLE_SECONDS} s")


def audit(book):
    """What the book and the API do not agree on."""
    # Members go on answering meanwhile; only what was promised before the first look can be found by it.
    accepted = set(book.accepted)
    faults = list(book.surprises)
    if len(set(book.requests.values())) != len(book.requests):
        faults.append("two keys have one request")
    assigned = set()
    busy = collections.Counter()
    for id in book.requests.values():
        view = get(f"/v1/requests/{id}")
        offers = {offer["id"]: offer for offer in view["offers"]}
        ended = ("released", "no-show", "stood-down")
        live = [a for a in view["assignments"] if a["primary"] and a["state"] not in ended]
        if len(live) > len(view["seats"]):
            faults.append(f"request {id} has {len(live)} primaries for {len(view['seats'])} seats")
        went = {assignment["memberId"] for assignment in view["assignments"]}
        assigned |= {offer["id"] for offer in offers.values() if offer["memberId"] in went}
        for assignment in view["assignments"]:
            if assignment["state"] in ("accepted", "en-route", "on-scene"):
                busy[assignment["memberId"]] += 1
        for offer in offers.values():
            if offer["state"] in ("accepted", "declined", "expired", "pending") and "offer.created" not in book.heard[offer["id"]]:
                faults.append(f"offer {offer['id']} ({offer['state']}) was never heard of")
    faults += [f"{member} holds {count} seats" for member, count in busy.items() if count > 1]
    faults += [f"the accept of {offer} is lost" for offer in accepted - assigned]
    for delivery in deliveries("sent"):
        if delivery["noticeId"] not in book.notices:
            faults.append(f"notice {delivery['noticeId']} counts as sent and was never heard")
    faults += [f"notice {d['noticeId']} was given up" for d in deliveries("given-up")]
    return faults


async def main():
    seconds, seed = float(sys.argv[1]), int(sys.argv[2])
    print(f"seed {seed}", flush=True)
    book, rng = Book(), random.Random(seed)
    street = Street(book, rng)
    server = await asyncio.start_server(street.serve, "127.0.0.1", STREET_PORT, backlog=1024)
    villages = [village["name"] for village in get("/v1/villages")["villages"]]
    begin = time.monotonic()
    submissions = []
    number = 0
    while time.monotonic() - begin < seconds:
        submissions.append(asyncio.create_task(submit(book, number, villages)))
        number += 1
        await asyncio.sleep(max(0, begin + number * INTERVAL_SECONDS - time.monotonic()))
    await asyncio.gather(*submissions)
    await settle(book)
    while street.tasks:
        await asyncio.gather(*list(street.tasks))
    faults = await asyncio.to_thread(audit, book)
    server.close()
    waits = sorted(book.waits)
    print(
        f"{len(waits)} requests, wait p50 {waits[len(waits) // 2] * 1000:.0f} ms, p99 {waits[int(len(waits) * 0.99)] * 1000:.0f} ms, "
        f"longest {waits[-1] * 1000:.0f} ms; {book.refused} refused connections, {book.broken} broken, {book.busy} answers 503; "
        f"{len(book.notices)} notices, {sum(book.notices.values()) - len(book.notices)} repeats, {len(book.accepted)} accepts"
    )
    if book.refused:
        faults.append(f"{book.refused} connections were refused")
    if waits[-1] >= 2:
        faults.append(f"somebody waited {waits[-1]:.2f} s")
    for fault in faults[:20]:
        print("fault:", fault)
    sys.exit(1 if faults else 0)


asyncio.run(main())
