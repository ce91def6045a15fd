#!/usr/bin/env python3
"""Holds the served OpenAPI document against the daemon, with Schemathesis.

It founds a small invented county in a temporary folder, starts the daemon, plays the endpoints, and lets Schemathesis
call every route but `followEvents`, as administrator and as operator of one township. What must hold of each answer
stands in `hooks.py` and in Schemathesis's own checks. The exit code is 1 when document and daemon disagree somewhere,
2 when the run itself failed.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install -r requirements.txt
    /tmp/venv/bin/python contract.py --daemon .build/debug/arrived --ctl .build/debug/arrivectl
    /tmp/venv/bin/python contract.py … --role operator --operation openRequest --cases 500

A failure names the route, the check, what is invalid about the call if it was meant to be (`Invalid component`), the
answer, and a `curl` line. Mend the side that is wrong: the document where it does not say what the daemon takes for a
good reason, the daemon where its users would expect what the document says. `--keep` leaves the county's folder, with
the daemon's log and the report of each role.
"""

import argparse
import concurrent.futures
import http.server
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
# What it writes beside its modules would lie among the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "Harness"))
from daemon import Broken, Daemon, die_with_us  # noqa: E402

ROLES = ("administrator", "operator")
# Calls of each route that are generated unless told otherwise.
CASES = 8
LINKS_KEPT = 40
# It never ends.
LEFT_OUT = ["followEvents"]
# What takes no token is called as administrator only, and so are the examples of the document.
OPEN_TO_ALL = ["callbacks", "pages", "supervision"]
PHASES = {"administrator": "examples,coverage,fuzzing", "operator": "coverage,fuzzing"}
MEMBERS, HOUSEHOLDS = 60, 40
SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
COUNTY = "130533"
TOWNSHIPS = {"130533901": "试验镇", "130533902": "样板乡"}


class Receiver:
    """Plays the endpoints of members, groups and desks, and tells by GET which links it was sent."""

    def __init__(self):
        # Of each kind of link the token, with request and type of the notice that brought it.
        self.links = {kind: [] for kind in ("callbacks", "o", "g", "w")}
        self.lock = threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                receiver.hear(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
                self.answer(b'{"errcode":0,"errmsg":"ok"}')

            def do_GET(self):
                with receiver.lock:
                    self.answer(json.dumps(receiver.links[self.path.strip("/")]).encode())

            def answer(self, body):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # The daemon may be ended before it has read all.
        self.server.handle_error = lambda *_: None
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def hear(self, text):
        notice = json.loads(text)
        request = notice.get("data", {}).get("request", {}).get("id")
        with self.lock:
            for kind, token in re.findall(r"/(callbacks|[ogw])/([A-Za-z0-9_-]{16,})", text):
                self.links[kind].append({"token": token, "request": request, "type": notice.get("type")})
                del self.links[kind][:-LINKS_KEPT]


class County(Daemon):
    def __init__(self, folder, daemon, ctl):
        self.receiver = Receiver()
        super().__init__(folder, daemon, ctl, COUNTY)
        try:
            self.people()
        except Broken:
            self.close()
            raise

    def people(self):
        """Brings in the lists: nobody in them is real."""
        self.villages = [
            (f"{township}{number:03d}", f"试{'甲乙丙'[number]}庄", township, name, 36.9 + 0.02 * number, 115.2 + 0.1 * east)
            for east, (township, name) in enumerate(TOWNSHIPS.items())
            for number in range(3)
        ]
        members, self.group, self.answering = [], [], []
        for number in range(MEMBERS):
            code, _, _, _, latitude, longitude = self.villages[number % len(self.villages)]
            # Some read a group, the machines of some must sign. The last cannot be reached, so nobody asks them and they can
            # be erased.
            group = number % 10 == 7
            endpoint = "" if number % 10 == 8 or number >= MEMBERS - 15 else f"{self.receiver.base}/{'group' if group else f'member-{number}'}"
            channel = "" if not endpoint else "wecom" if group else "generic"
            signed = channel == "generic" and number % 10 in (5, 6)
            self.group += [f"m-{number}"] if group else []
            self.answering += [f"m-{number}"] if channel == "generic" and not signed else []
            members.append(
                (f"m-{number}", f"试员{number}", f"139{number:08d}", code, "试验支部")
                + (f"{latitude + 0.0007 * (number // 6):.6f}", f"{longitude:.6f}", "WGS-84")
                + ("vehicle;lifting" if number % 3 else "first-aid", "car" if number % 2 else "walk")
                + (channel, endpoint, SECRET if signed else "", "signed" if number % 10 == 6 and signed else "")
            )
        households = [
            (f"h-{number}", f"试户{number}", f"0319-5550{number % 36:03d}", self.villages[number % 6][0])
            + (f"试验巷 {number}", "", "", "", f"m-{number}", "")
            for number in range(HOUSEHOLDS)
        ]
        desks = [
            (f"d-{code}", level, code, f"试验值班台{code}", "0319-5559001", "generic", f"{self.receiver.base}/desk-{code}", "")
            for level, code in [("branch", self.villages[0][0]), *(("township", t) for t in TOWNSHIPS), ("county", COUNTY)]
        ]
        self.lists = {}
        for kind, header, rows in [
            (
                "villages",
                "code,name,township_code,township,latitude,longitude,crs",
                [(*village, "WGS-84") for village in self.villages],
            ),
            (
                "members",
                "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret,answers",
                members,
            ),
            ("households", "id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes", households),
            ("desks", "id,level,code,name,phone,channel,endpoint,secret", desks),
        ]:
            text = "\n".join([header] + [",".join(map(str, row)) for row in rows]) + "\n"
            self.lists[kind] = text
            file = self.folder / f"{kind}.csv"
            file.write_text(text)
            self.control("import", kind, file)

    def token(self, role):
        """A token of a role, and its id."""
        scope = ["--township", next(iter(TOWNSHIPS))] if role == "operator" else []
        made = json.loads(self.control("token", "create", f"contract {role}", "--role", role, *scope, "--json"))
        return made["token"], made["id"]


def run(folder, role, options):
    """Lets Schemathesis run as a role, in a county of its own.

    :returns: The exit code, and what to tell.
    """
    county = County(folder, options.daemon.resolve(), options.ctl.resolve())
    try:
        token, token_id = county.token(role)
        known = json.loads(county.control("token", "list", "--json"))["tokens"]
        world = {
            "base": county.base,
            "receiver": county.receiver.base,
            "administrator": county.token_file.read_text(),
            # The run lives on them, and is not to revoke them.
            "spared": [token_id] + [made["id"] for made in known],
            "seed": options.seed,
            "township": next(iter(TOWNSHIPS)) if role == "operator" else None,
            "villages": county.villages,
            "members": [f"m-{number}" for number in range(MEMBERS)],
            "answering": county.answering,
            "group": county.group,
            "households": [(f"h-{number}", f"0319-5550{number % 36:03d}") for number in range(HOUSEHOLDS)],
            "lists": county.lists,
            "tally": str(folder / "tally.json"),
        }
        (folder / "world.json").write_text(json.dumps(world))
        return judge(folder, role, options, *schemathesis(county, role, token, options))
    finally:
        ended = county.daemon.poll() is not None
        county.close()
        if ended:
            raise Broken(f"the daemon ended: {(folder / 'log').read_text()[-4000:]}")


def schemathesis(county, role, token, options):
    """One run of Schemathesis.

    :returns: Its result, and how many seconds it took.
    """
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", HERE / "schemathesis.toml", "run"]
    command += [f"{county.base}/openapi.yaml", "-H", f"Authorization: Bearer {token}", "--seed", str(options.seed)]
    command += ["--no-color", "--max-examples", str(options.cases)]
    command += ["--phases", options.phases or PHASES[role]]
    for operation in LEFT_OUT:
        command += ["--exclude-operation-id", operation]
    for tag in OPEN_TO_ALL if role != "administrator" else []:
        command += ["--exclude-tag", tag]
    for operation in options.operation:
        command += ["--include-operation-id", operation]
    if options.seconds:
        command += ["--max-time", str(options.seconds)]
    environment = os.environ | {
        "CONTRACT_WORLD": str(county.folder / "world.json"),
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "COLUMNS": "120",
    }
    began = time.monotonic()
    result = subprocess.run(
        command, env=environment, cwd=county.folder, capture_output=True, text=True, preexec_fn=die_with_us
    )
    (county.folder / "report.txt").write_text(result.stdout + result.stderr)
    return result, time.monotonic() - began


def judge(folder, role, options, result, seconds):
    """What a run has shown.

    :returns: The exit code, and what to tell.
    """
    counted = re.search(r"^\s+(\d+) generated.*$", result.stdout, re.M)
    if not counted:
        return 2, f"FAULT {role}: no call was made\n{result.stdout}{result.stderr}"
    told = f"{role}: {counted.group().strip()}, {seconds:.0f} s"
    if result.returncode != 0:
        failures = result.stdout[max(0, result.stdout.find("= FAILURES")) :]
        return result.returncode, f"FAULT {told}\n{failures}{result.stderr}"
    # A harness that only ever meets refusals would show nothing.
    tally = json.loads((folder / "tally.json").read_text())
    met = {entry.split()[0] for entry in tally}
    # One that is told to wait for another of its kind has been understood: on a busy machine a look goes on for long.
    taken = {entry.split()[0] for entry in tally if re.match(r"\w+ positive ([23]|409 \S+-running$)", entry)}
    missed = sorted(met - taken) if role == "administrator" and options.cases >= CASES else []
    if missed:
        return 1, f"FAULT {told}\nnothing valid was taken by {', '.join(missed)}"
    return 0, f"ok    {told}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--daemon", required=True, type=pathlib.Path)
    parser.add_argument("--ctl", required=True, type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=CASES, help="generated calls of each route, beside the coverage")
    parser.add_argument("--seconds", type=int, help="go on for so long")
    parser.add_argument("--phases", help="such as fuzzing,stateful")
    parser.add_argument("--role", choices=ROLES, action="append", default=[])
    parser.add_argument("--operation", action="append", default=[], metavar="ID")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="arrived-contract-"))

    def stop(*_):
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(2)

    signal.signal(signal.SIGTERM, stop)
    worst = 0
    try:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            runs = {}
            for role in options.role or ROLES:
                (folder / role).mkdir()
                runs[role] = pool.submit(run, folder / role, role, options)
            for role, future in runs.items():
                try:
                    code, told = future.result()
                except Broken as broken:
                    code, told = 2, f"FAULT {role}: {broken}"
                print(told, flush=True)
                worst = max(worst, code)
    finally:
        if options.keep:
            shutil.copytree(folder, options.keep, dirs_exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
