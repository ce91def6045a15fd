"""What Schemathesis does not know of `arrived`: ids that exist, and which refusals are an answer.

Generated ids name nothing, and every call would end at 404. So before a call is sent, what is meant to be valid of it is
replaced by what the county has: requests that are open, members, villages, links out of notices. What is meant to be
invalid stays as it was generated. Chance comes from the call itself and the seed, so that a call is changed in the same
way each time.
"""

import atexit
import collections
import json
import os
import pathlib
import random
import re
import time
import urllib.request

import schemathesis
from schemathesis.core.parameters import ParameterLocation

WORLD = json.loads(pathlib.Path(os.environ["CONTRACT_WORLD"]).read_text())
# How often what is valid is replaced by what exists; the rest is to name nothing.
EXISTS = 0.85
# Calls to one request before another one is opened for those that follow.
CALLS_PER_REQUEST = 6
# Requests that stay open, and seats of one: each costs the daemon some work every few seconds, for as long as it is open.
OPEN_REQUESTS, OPEN_SEATS = 4, 12
# How long a notice may take.
LINK_SECONDS = 5
# Calls for which a list of ids is good.
CALLS_PER_LIST = 10
CATEGORIES = ["medical-transport", "fall", "elder-check", "errand", "repair", "disaster", "other"]
# Of those whom a run may erase, the last of the lists; all others are still there at its end.
DISPOSABLE = 15

# Refusals of a body that fits the document: what it names does not exist, or cannot be at this moment.
NAMES_NOTHING = {
    "unknown-village",
    "ambiguous-village",
    "unknown-household",
    "unknown-member",
    "unknown-caller",
    "ambiguous-caller",
    "off-the-map",
    "unknown-category",
    "unknown-seat",
    "import-refused",
}
# What a schema cannot say of a value, by field: the words of the refusal.
CANNOT_BE_SAID = [
    (r"scheduledFor|awayUntil|expiresAt", r"must lie in the future"),
    # An hour before the first day, or after the last, that four digits can name.
    (r"scheduledFor|awayUntil|expiresAt", r"names a day that does not exist"),
    (r"scope\.(county|township)", r""),
]
TAKEN = range(200, 400)
# Where and for whom: documented at each route, and no matter of the call's form.
ALLOWED = {403, 404, 409, 410, 429, 503, 507}


class World:
    """The county as it is now."""

    def __init__(self):
        self.requests = []
        self.open_ids = []
        self.lists = {}
        self.fresh = None
        # Of the call at hand: the request in its path, and what can be answered for sure to the link there.
        self.named = None
        self.answer = None

    def call(self, method, path, body=None):
        """Calls the daemon as the administrator, past Schemathesis."""
        request = urllib.request.Request(
            WORLD["base"] + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {WORLD['administrator']}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def attempt(self, method, path, body=None):
        """The same, where it does not matter whether it is refused."""
        try:
            return self.call(method, path, body)
        except urllib.error.HTTPError:
            return None

    def villages(self, mine=True):
        """Villages, where the caller may see; of the township's own, unless told otherwise."""
        own = [village for village in WORLD["villages"] if WORLD["township"] in (None, village[2])]
        return own if mine else WORLD["villages"]

    def open(self, chance):
        village = chance.choice(self.villages(mine=chance.random() < 0.9))
        opened = self.call(
            "POST",
            "/v1/requests",
            {"category": chance.choice(CATEGORIES), "urgency": "immediate", "place": {"villageCode": village[0]}},
        )
        self.requests.append(opened["id"])
        del self.requests[:-50]
        self.keep(opened)
        return opened

    def keep(self, request):
        """Takes notice of a request that is open, and ends what is too much."""
        if request["id"] not in self.open_ids:
            self.open_ids.append(request["id"])
        if len(request["seats"]) > OPEN_SEATS:
            self.end(request["id"])
        while len(self.open_ids) > OPEN_REQUESTS:
            self.end(self.open_ids[0])

    def end(self, request):
        self.open_ids.remove(request)
        self.attempt("POST", f"/v1/requests/{request}/cancel")
        if self.fresh and self.fresh[1]["id"] == request:
            self.fresh = None

    def request(self, chance, path=""):
        """A request that can be steered; for some routes one that has come so far."""
        step = path.rsplit("/", 1)[1]
        if step in ("close", "reopen", "report-in") and chance.random() < 0.5:
            opened = self.open(chance)
            if step == "close":
                self.clear(opened, chance)
            elif step == "reopen":
                self.call("POST", f"/v1/requests/{opened['id']}/cancel")
            else:
                self.attempt("POST", f"/v1/requests/{opened['id']}/escalate")
            return self.call("GET", f"/v1/requests/{opened['id']}")
        if self.fresh is None or self.fresh[0] >= CALLS_PER_REQUEST:
            self.fresh = [0, self.open(chance)]
        self.fresh[0] += 1
        # An older one has gone through more.
        if chance.random() < 0.3:
            return self.call("GET", f"/v1/requests/{chance.choice(self.requests)}")
        return self.fresh[1]

    def clear(self, request, chance):
        """Has each seat held by a member who then says that the work is done."""
        for seat in request["seats"]:
            member = chance.choice(WORLD["answering"])
            self.attempt("POST", f"/v1/requests/{request['id']}/assign", {"memberId": member, "seat": seat["id"]})
        taken = set()
        end = time.monotonic() + LINK_SECONDS
        while len(taken) < len(request["seats"]) and time.monotonic() < end:
            for link in self.wait_for_links("callbacks", request["id"]):
                if link["type"] == "assignment.created" and link["token"] not in taken:
                    taken.add(link["token"])
                    self.attempt("POST", f"/v1/callbacks/{link['token']}", {"action": "cleared"})

    def links(self, kind):
        """Links that were sent in notices, the newest last."""
        with urllib.request.urlopen(f"{WORLD['receiver']}/{kind}", timeout=30) as answer:
            return json.loads(answer.read())

    def link(self, kind, chance):
        """The token of such a link, of a request that was opened for it or of an earlier one; nil when there is none."""
        links = self.links(kind)
        if not links or kind != "g" and chance.random() < 0.5:
            opened = self.open(chance)
            if kind == "w":
                self.attempt("POST", f"/v1/requests/{opened['id']}/escalate")
            new = self.wait_for_links(kind, None if kind == "g" else opened["id"])
            if new:
                self.answer = "report-in" if kind == "w" else "accept"
                return chance.choice(new)["token"]
        open_ones = [link for link in links if link["request"] in self.open_ids]
        return chance.choice(open_ones or links)["token"] if links else None

    def wait_for_links(self, kind, request):
        """Links of a request, or any for nil; what comes too late is done without."""
        end = time.monotonic() + LINK_SECONDS
        while True:
            found = [link for link in self.links(kind) if request in (None, link["request"])]
            if found or time.monotonic() > end:
                return found
            time.sleep(0.01)

    def ids(self, path, name):
        """Ids out of a list, as it was some calls ago at most."""
        uses, found = self.lists.get(path, (CALLS_PER_LIST, []))
        if uses >= CALLS_PER_LIST or not found:
            uses, found = 0, [found["id"] for found in self.call("GET", path)[name]]
        self.lists[path] = (uses + 1, found)
        return found

    def name(self, label, parameter, chance):
        """What a parameter of a path may name; nil where there is nothing."""
        path = label.split(" ")[1]
        if path.startswith("/v1/requests/"):
            self.named = self.request(chance, path)
            return str(self.named["number"]) if chance.random() < 0.2 else self.named["id"]
        if path.startswith("/v1/members/"):
            members = WORLD["members"]
            return chance.choice(members[-DISPOSABLE:] if path.endswith("/forget") else members[:-DISPOSABLE])
        if path.startswith("/v1/households/"):
            return chance.choice(WORLD["households"][-DISPOSABLE:])[0]
        if path.startswith("/v1/endpoints/"):
            endpoint = chance.choice(self.ids("/v1/endpoints", "endpoints"))
            if path.endswith("/finish-rotation"):
                self.attempt("POST", f"/v1/endpoints/{endpoint}/rotate")
            return endpoint
        if path.startswith("/v1/deliveries/"):
            return chance.choice(self.ids("/v1/deliveries", "deliveries") or [None])
        if path.startswith("/v1/tokens/"):
            tokens = [found for found in self.ids("/v1/tokens", "tokens") if found not in WORLD["spared"]]
            return chance.choice(tokens[-20:] or [None])
        if path.startswith("/v1/imports/"):
            return None
        if path.startswith("/m/"):
            member = chance.choice(WORLD["members"][:-DISPOSABLE])
            # A generated call may have taken them off the list.
            made = self.attempt("POST", f"/v1/members/{member}/link")
            return made["url"].rsplit("/", 1)[1] if made else None
        if path.startswith("/v1/callbacks/"):
            # A whistle's token is as good as an offer's.
            return self.link(chance.choice(["callbacks", "w"]), chance)
        return self.link(path.split("/")[1], chance)

    def fill(self, value, name, request, chance):
        """A valid body with what exists in place of what was made up."""
        if isinstance(value, dict):
            if "village" in value and "township" in value and value["village"]:
                village = chance.choice(self.villages())
                return value | {"village": village[1], "township": village[3]}
            if name == "seats":
                return value
            return {key: self.fill(inner, key, request, chance) for key, inner in value.items()}
        if value is None or chance.random() > EXISTS:
            return value
        if isinstance(value, list):
            if name == "seats" and all(isinstance(seat, str) for seat in value) and request:
                known = [seat["id"] for seat in request["seats"]]
                return [chance.choice(known) for _ in value]
            return value
        if isinstance(value, str):
            found = self.word(value, name, request, chance)
            return value if found is None else found
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            village = chance.choice(self.villages())
            return {"latitude": village[4], "longitude": village[5]}.get(name, value)
        return value

    def word(self, value, name, request, chance):
        match name:
            case "villageCode":
                return chance.choice(self.villages())[0]
            case "village":
                return chance.choice(self.villages())[1]
            case "householdId":
                return chance.choice(WORLD["households"][:-DISPOSABLE])[0]
            case "callerPhone":
                return chance.choice(WORLD["households"][:-DISPOSABLE])[1]
            case "category":
                return chance.choice(CATEGORIES)
            case "memberId":
                return chance.choice(WORLD["members"][:-DISPOSABLE])
            case "seat" if request:
                return chance.choice([seat[part] for seat in request["seats"] for part in ("id", "role")])
            case "desk" if request:
                called = [whistle["deskId"] for whistle in request["whistles"] if "deskId" in whistle]
                return chance.choice(called) if called else None
            case "township":
                return WORLD["villages"][0][2]
            case "county":
                return WORLD["villages"][0][0][:6]
            case "scheduledFor" | "awayUntil" | "expiresAt":
                # The same moment of another year, so that odd forms stay; a leap year, for the sake of its day.
                return re.sub(r"^\d{4}", "2096", value)
            case "until":
                return str(int(time.time() * 1000) + 3_600_000)
            case _:
                return None

    def claim(self, form, chance):
        """A form in which one of the group says who they are."""
        number = int(chance.choice(WORLD["group"]).removeprefix("m-"))
        return form | {"member": f"m-{number}", "digits": f"{number:04d}"}


world = World()


def is_negative(case, location):
    return case.meta is not None and case.meta.is_negative_at(location)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts what exists in the place of what is valid."""
    chance = random.Random(f"{WORLD['seed']} {case.operation.label} {case.path_parameters} {case.query} {case.body!r}")
    world.named = world.answer = None
    if case.path_parameters and not is_negative(case, ParameterLocation.PATH):
        for name in list(case.path_parameters):
            if chance.random() < EXISTS:
                found = world.name(case.operation.label, name, chance)
                if found is not None:
                    case.path_parameters[name] = str(found)
    if case.operation.label == "DELETE /v1/tokens/{id}" and case.path_parameters.get("id") in WORLD["spared"]:
        case.path_parameters["id"] = "not-this-one"
    if case.query and not is_negative(case, ParameterLocation.QUERY):
        for name in list(case.query):
            if name in ("latitude", "longitude", "villageCode") and chance.random() < EXISTS:
                village = world.villages()[0]
                case.query[name] = {"latitude": village[4], "longitude": village[5], "villageCode": village[0]}[name]
    if case.headers and "Idempotency-Key" in case.headers and not is_negative(case, ParameterLocation.HEADER):
        # The same key each time would refuse every body but the first.
        if chance.random() < EXISTS:
            case.headers["Idempotency-Key"] = f"{chance.getrandbits(64):x}"
    if is_negative(case, ParameterLocation.BODY):
        return
    if case.operation.label == "POST /v1/imports/{kind}":
        if chance.random() < EXISTS:
            case.body = WORLD["lists"].get((case.path_parameters or {}).get("kind"), case.body)
    elif case.operation.label == "POST /g/{token}":
        if isinstance(case.body, dict) and chance.random() < EXISTS:
            case.body = world.claim(case.body, chance)
    elif isinstance(case.body, dict):
        case.body = world.fill(case.body, "", world.named, chance)
        if world.answer and "action" in case.body and chance.random() < 0.5:
            case.body = case.body | {"action": world.answer}


def documented(case, response):
    """The answer of the document, with its reference followed; nil when it has none for the status."""
    root = case.operation.schema.raw_schema
    item = root["paths"][case.operation.path]
    found = item.get(case.operation.method.lower(), {}).get("responses", {}).get(str(response.status_code))
    while found and "$ref" in found:
        node = root
        for part in found["$ref"].removeprefix("#/").split("/"):
            node = node[part]
        found = node
    return found


def problem(response):
    if "problem+json" not in (response.headers.get("content-type") or [""])[0]:
        return None
    return response.json()


tally = collections.Counter()


@schemathesis.hook
def after_call(context, case, response):
    """Counts what was answered to whom, for `contract.py` to see how deep the calls went."""
    mode = case.meta.generation.mode.value if case.meta else "none"
    code = (problem(response) or {}).get("code", "") if response.status_code >= 400 else ""
    tally[f"{case.operation.definition.raw['operationId']} {mode} {response.status_code} {code}".strip()] += 1
    if case.operation.path.startswith("/v1/requests") and case.method == "POST" and response.status_code in (200, 201):
        world.keep(response.json())


@atexit.register
def tell():
    pathlib.Path(WORLD["tally"]).write_text(json.dumps(tally, indent=1, sort_keys=True))


@schemathesis.check
def code_is_documented(ctx, response, case):
    """A refusal has one of the codes that the document names for it, and is the same through and through."""
    if response.status_code < 400 or response.request.method == "HEAD":
        return
    told = problem(response)
    if told is None:
        assert "text/html" in (response.headers.get("content-type") or [""])[0], "a refusal that is no problem"
        return
    assert told["status"] == response.status_code, "the problem tells another status"
    assert told["type"] == f"urn:arrived:problem:{told['code']}", "the type is not that of the code"
    if response.status_code == 401:
        assert response.headers.get("www-authenticate"), "401 without WWW-Authenticate"
    if response.status_code == 405:
        allow = ", ".join(response.headers.get("allow") or [])
        item = case.operation.schema.raw_schema["paths"][case.operation.path]
        methods = {name.upper() for name in item if name in ("get", "post", "patch", "put", "delete")}
        methods |= {"HEAD"} if "GET" in methods else set()
        assert {name.strip() for name in allow.split(",")} == methods, f"Allow is “{allow}”, not {sorted(methods)}"
        return
    if response.status_code in (503, 507):
        assert response.headers.get("retry-after"), "no Retry-After"
    answer = documented(case, response)
    if answer is not None:
        assert told["code"] in answer.get("x-problem-codes", []), f"{told['code']} is not documented here"


@schemathesis.check
def valid_is_taken(ctx, response, case):
    """What fits the document is taken, or refused for what it names and not for its form."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code in TAKEN:
        return
    # Calls of a wrong method or media type count as positive.
    if response.status_code in ALLOWED or response.status_code == 405:
        return
    told = problem(response) or {}
    code, field, detail = told.get("code"), told.get("field", ""), told.get("detail", "")
    if response.status_code == 401:
        assert code is None or code.startswith("signature-"), "the token of the run was refused"
        return
    if code in NAMES_NOTHING:
        return
    if code == "invalid-value" and any(re.fullmatch(f, field) and re.search(d, detail) for f, d in CANNOT_BE_SAID):
        return
    raise AssertionError(f"Valid data should have been accepted: {response.status_code} {code} {field} {detail}")
