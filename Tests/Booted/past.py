#!/usr/bin/env python3
"""Multiplies the ended requests of a store that no daemon has open: past.py STORE COUNT

Every row that belongs to an ended request is copied with other ids and earlier times, in all tables alike, so that a start
meets what years leave behind.
"""
import re
import sqlite3
import sys

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DAY = 86_400_000
# Requests of one past day.
PER_DAY = 100

store, count = sys.argv[1], int(sys.argv[2])
database = sqlite3.connect(store, isolation_level=None)
for pragma in ("foreign_keys = OFF", "journal_mode = MEMORY", "synchronous = OFF", "cache_size = -1000000"):
    database.execute(f"PRAGMA {pragma}")
tables = [name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
columns = {t: [c[1] for c in database.execute(f"PRAGMA table_info({t})")] for t in tables}
counted = {
    t: keys[0][1]
    for t in tables
    if len(keys := [c for c in database.execute(f"PRAGMA table_info({t})") if c[5]]) == 1 and keys[0][2] == "INTEGER"
}
templates = [id for id, in database.execute("SELECT id FROM help_request WHERE closed_at IS NOT NULL ORDER BY id")]
tokens = [id for id, in database.execute("SELECT id FROM access_token")]
assert templates, "no request has ended"


def rows_of(request):
    """Rows by table, following ids from the request on until there are no more."""
    known, rows = {request}, {}
    while True:
        before = len(known)
        for table in tables:
            if table in ("county", "edition", "village", "member", "household", "endpoint", "access_token", "idempotency"):
                continue
            found = [
                row
                for row in database.execute(f"SELECT * FROM {table}")
                if any(isinstance(v, str) and v in known for v in row)
                or ("delivery_id" in columns[table] and row[columns[table].index("delivery_id")] in deliveries(rows))
            ]
            if table in ("request_details", "help_request", "seat", "offer", "assignment", "notice", "link", "whistle"):
                known |= {v for row in found for v in row if isinstance(v, str) and UUID.fullmatch(v)}
            rows[table] = found
        if len(known) == before:
            return {table: found for table, found in rows.items() if found}


def deliveries(rows):
    return {row[0] for row in rows.get("delivery", [])}


def pattern(text):
    """Text as it lies between ids, and the ids: what a copy needs, found once."""
    pieces = re.split(f"({UUID.pattern})", text)
    return pieces if len(pieces) > 1 else None


def another(id, number, earlier):
    """An id that only this copy has, of a time earlier by some milliseconds (RFC 9562, version 7)."""
    time = int(id[:8] + id[9:13], 16) - earlier
    tail = (int(id[24:], 16) + number * 0x9E3779B1) & 0xFFFFFFFFFFFF
    return f"{time >> 16:08x}-{time & 0xFFFF:04x}{id[13:24]}{tail:012x}"


sets = [rows_of(id) for id in templates]
database.execute("BEGIN")
next_id = {t: (database.execute(f"SELECT ifnull(max({key}), 0) FROM {t}").fetchone()[0] + 1) for t, key in counted.items()}
inserts = {t: f"INSERT INTO {t} VALUES ({','.join('?' * len(columns[t]))})" for t in tables}
patterns = {
    text: found
    for rows in sets
    for table in rows.values()
    for row in table
    for text in row
    if isinstance(text, str) and (found := pattern(text))
}
for number in range(count):
    days = 2 + number // PER_DAY
    moved, ids = {}, {token: token for token in tokens}
    for table, rows in sets[number % len(sets)].items():
        copies = []
        for row in rows:
            values = []
            for name, value in zip(columns[table], row):
                if name == counted.get(table):
                    moved[table, value] = next_id[table]
                    value = next_id[table]
                    next_id[table] += 1
                elif name == "delivery_id":
                    value = moved["delivery", value]
                elif table == "help_request" and name == "number":
                    value = number % PER_DAY + 1
                elif table == "help_request" and name == "day":
                    value -= days
                elif isinstance(value, int) and value > 10**12:
                    value -= days * DAY
                elif value in patterns:
                    pieces = list(patterns[value])
                    for place in range(1, len(pieces), 2):
                        old = pieces[place]
                        if old not in ids:
                            ids[old] = another(old, number + 1, days * DAY)
                        pieces[place] = ids[old]
                    value = "".join(pieces)
                values.append(value)
            copies.append(values)
        database.executemany(inserts[table], copies)
database.execute("UPDATE county SET journal_position = (SELECT max(position) FROM journal)")
database.execute("COMMIT")
database.execute("PRAGMA journal_mode = WAL")
for table in sorted(sets[0]):
    print(table, database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
