#!/usr/bin/env python3
"""Multiplies the ended requests of a store that no daemon has open: past.py STORE COUNT

Every row that belongs to an ended request is copied with other ids and earlier times, in all tables alike, so that a start
meets what years leave behind.
"""
import hashlib
import re
import sqlite3
import sys
import uuid

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DAY = 86_400_000
# Requests of one past day.
PER_DAY = 100

store, count = sys.argv[1], int(sys.argv[2])
database = sqlite3.connect(store, isolation_level=None)
database.execute("PRAGMA foreign_keys = OFF")
tables = [name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
columns = {t: [c[1] for c in database.execute(f"PRAGMA table_info({t})")] for t in tables}
counted = {
    t: keys[0][1]
    for t in tables
    if len(keys := [c for c in database.execute(f"PRAGMA table_info({t})") if c[5]]) == 1 and keys[0][2] == "INTEGER"
}
templates = [id for id, in database.execute("SELECT id FROM help_request WHERE closed_at IS NOT NULL ORDER BY id")]
assert templates, "no request has ended"


def rows_of(request):
    """Rows by table, following ids from the request on until there are no more."""
    known, rows = {request}, {}
    while True:
        before = len(known)
        for table in tables:
            if table in ("county", "edition", "village", "member", "household", "endpoint", "access_token"):
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


def copied(text, number):
    return UUID.sub(lambda m: str(uuid.UUID(bytes=hashlib.md5(f"{m[0]}{number}".encode()).digest())), text)


sets = [rows_of(id) for id in templates]
database.execute("BEGIN")
next_id = {t: (database.execute(f"SELECT ifnull(max({key}), 0) FROM {t}").fetchone()[0] + 1) for t, key in counted.items()}
for number in range(count):
    days = 2 + number // PER_DAY
    moved = {}
    for table, rows in sets[number % len(sets)].items():
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
                elif isinstance(value, str):
                    value = copied(value, number)
                values.append(value)
            database.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)
database.execute("UPDATE county SET journal_position = (SELECT max(position) FROM journal)")
database.execute("COMMIT")
database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
for table in sorted(sets[0]):
    print(table, database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
