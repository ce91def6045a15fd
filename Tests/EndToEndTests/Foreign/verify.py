"""Checks captured webhook requests with packages that others wrote.

    python verify.py < captured.json

The input is a JSON array of requests as they went over the wire:

    {"channel": "generic" | "wecom" | "dingtalk" | "feishu",
     "url": full URL with its query,
     "headers": {lower-case name: value},
     "body": base64 of the raw body,
     "secret": the secret the sender was given, or null,
     "mentions": [phones the message should call]}        (optional)

Generic endpoints speak Standard Webhooks, so the reference library verifies them. For a group robot a third-party
client is asked to send the same text to the same people at the same moment; what it would have put on the wire must be
what was captured. Nothing leaves this machine: the HTTP layer of the clients is replaced.

Without "mentions" the phones are taken from the message itself. Then a phone that DingTalk's text and list disagree
about is noticed, but one that WeCom's message lacks altogether is not: nothing else in it says whom it should call.

Prints a line per check, `ok` or `FAULT`. Exits 0 only if all passed and every channel was there, signed where a
platform can ask for that; 1 otherwise.
"""

import base64
import json
import logging
import os
import re
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from unittest import mock
from urllib.parse import urlsplit

import requests
from dingtalkchatbot.chatbot import DingtalkChatbot
from pylgb.bot.post import PostBot
from PyFeishuGroupBot import parse_markdown_to_feishu_post
from pywgb.bot import TextBot
from standardwebhooks import Webhook

# DingTalk and Feishu refuse a timestamp that is further from their clock. The clients sign whatever they are told.
ROBOT_TOLERANCE_SECONDS = 3_600

# Robots whose owner can ask for a signature: without one signed request of each nothing would be proven about it.
# WeCom's robots have no signatures.
SIGNED_CHANNELS = ("generic", "dingtalk", "feishu")

# Tolerated: fields that say nothing at these values. One side may write them and the other leave them out.
# DingtalkChatbot leaves out all three; with nobody to call it sends `"at": {}`.
DINGTALK_DEFAULTS = {"atMobiles": [], "atUserIds": [], "isAtAll": False}
# pywgb always writes both lists.
WECOM_DEFAULTS = {"mentioned_list": [], "mentioned_mobile_list": []}


class Fault(Exception):
    """Something in the input that no sender should have produced."""


@dataclass
class Captured:
    """One request of the input."""

    channel: str
    url: str
    headers: dict
    body: bytes
    secret: str | None
    mentions: list | None

    @classmethod
    def read(cls, entry):
        if not isinstance(entry, dict):
            raise Fault("not a JSON object")
        missing = {"channel", "url", "headers", "body", "secret"} - entry.keys()
        if missing:
            raise Fault(f"no {', '.join(sorted(missing))}")
        if not isinstance(entry["channel"], str) or entry["channel"] not in CHECKS:
            raise Fault(f"channel is none of {', '.join(CHECKS)}")
        if not isinstance(entry["url"], str):
            raise Fault("url is not a string")
        if not strings_only(entry["headers"], dict):
            raise Fault("headers are not an object of strings")
        if not isinstance(entry["body"], str):
            raise Fault("body is not a string")
        if not isinstance(entry["secret"], str | None):
            raise Fault("secret is neither a string nor null")
        if not (entry.get("mentions") is None or strings_only(entry["mentions"], list)):
            raise Fault("mentions are not an array of strings")
        return cls(
            channel=entry["channel"],
            url=entry["url"],
            headers={name.lower(): value for name, value in entry["headers"].items()},
            body=base64.b64decode(entry["body"], validate=True),
            secret=entry["secret"],
            mentions=entry.get("mentions"),
        )

    def json(self):
        value = json.loads(self.body.decode("utf-8"))
        if not isinstance(value, dict):
            raise Fault("the body is not a JSON object")
        return value


# Checks: one generator per channel, which yields whether a check passed and what was checked.


def check_generic(request):
    """Each secret must verify by itself: while one is being replaced, the receiver knows only the old or the new."""
    secrets = (request.secret or "").replace(",", " ").split()
    if not secrets:
        yield False, "no secret, so nothing to verify the signature with"
    for number, secret in enumerate(secrets, 1):
        which = f"{named('standardwebhooks')}, secret {number} of {len(secrets)}"
        try:
            # Reads the body as JSON too, and takes no timestamp that is over five minutes off.
            Webhook(secret).verify(request.body, request.headers)
            yield True, f"{which}: verified"
        except Exception as error:
            yield False, f"{which}: {said(error)}"
    # This library reads fractions of a second as well; the standard has whole seconds, and others insist.
    timestamp = request.headers.get("webhook-timestamp", "")
    whole = re.fullmatch("[0-9]+", timestamp) is not None
    yield whole, f"webhook-timestamp is {'' if whole else 'not '}in whole seconds"


def check_wecom(request):
    """Nothing is signed, so the URL is not compared: it is the platform's for the client, whatever was captured."""
    ours = request.json()
    text = ours["text"]
    mobiles = text.get("mentioned_mobile_list", []) if request.mentions is None else request.mentions
    # The client also refuses a text that is longer than the platform takes.
    bot = TextBot("00000000-0000-0000-0000-000000000000")
    theirs = posted_by(lambda: bot.send(text["content"], mentioned_mobile_list=mobiles))
    yield same_content_type(request, theirs, "pywgb")
    yield same_body(ours, theirs, "text", WECOM_DEFAULTS, "pywgb")


def check_dingtalk(request):
    ours = request.json()
    signed = re.fullmatch(r"([^#]*)[?&]timestamp=([0-9]{1,16})&sign=([^&#]+)", request.url)
    if request.secret and not signed:
        yield False, "unsigned: the URL does not end in timestamp and sign"
        return
    base = signed[1] if signed else request.url
    # Tolerated: the client takes it that the URL has a query, as the platform's have; without, it writes no `?`.
    base += "" if "?" in base else "?"
    moment = int(signed[2]) / 1_000 if request.secret else time.time()
    if request.secret:
        yield is_recent(moment)

    # A robot calls nobody whose phone is not in the text as well; the client writes them there by itself, below it.
    content = ours["text"]["content"]
    text, calls = re.fullmatch(r"(.*?)((?:\n@[0-9]+(?: @[0-9]+)*)?)", content, re.DOTALL).groups()
    mobiles = re.findall("[0-9]+", calls) if request.mentions is None else request.mentions
    # Tolerated: the client writes no space between one call and the next.
    ours["text"]["content"] = text + calls.replace(" ", "")

    def send():
        bot = DingtalkChatbot(base, secret=request.secret or None)
        if request.secret and not request.secret.startswith("SEC"):
            # All of the platform's begin so, and with another the constructor does not sign.
            bot.update_webhook()
        bot.send_text(text, at_mobiles=mobiles)

    with mock.patch("time.time", return_value=moment):
        theirs = posted_by(send)
    # As text, because the percent-encoding of the signature counts.
    difference = differences(urlsplit(request.url).query, urlsplit(theirs.url).query.lstrip("&"), "query")
    what = "timestamp and sign are those of" if request.secret else "unsigned like the query of"
    yield not difference, "; ".join(difference) or f"{what} {named('DingtalkChatbot')}"
    yield same_content_type(request, theirs, "DingtalkChatbot")
    yield same_body(ours, theirs, "at", DINGTALK_DEFAULTS, "DingtalkChatbot")


def check_feishu(request):
    """Signature and frame of the message are compared with pylgb, the nodes in it with PyFeishuGroupBot.

    pylgb is given the nodes ready-made. PyFeishuGroupBot makes them, but cannot sign, and puts all of them into a
    single paragraph; that ours are a paragraph each is compared with nobody.
    """
    ours = request.json()
    post = ours["content"]["post"]["zh_cn"]
    moment = time.time()
    if request.secret:
        if not {"timestamp", "sign"} <= ours.keys():
            yield False, "unsigned: no timestamp and sign in the body"
            return
        if not (isinstance(ours["timestamp"], str) and re.fullmatch("[0-9]{1,16}", ours["timestamp"])):
            raise Fault("timestamp is not a string of digits")
        moment = int(ours["timestamp"])
        yield is_recent(moment)
    # pylgb takes what it is given, so strings are looked for here.
    if not isinstance(post["title"], str):
        raise Fault("the title is not a string")
    nodes = [[node_by_client(node) for node in paragraph] for paragraph in post["content"]]
    yield same_content(post["content"], nodes, "nodes", "PyFeishuGroupBot")

    with mock.patch("pylgb.bot._abstract.time", return_value=moment):
        # An empty secret is none; None would be looked for in the environment.
        bot = PostBot("https://open.feishu.cn/open-apis/bot/v2/hook/0", sign_secret=request.secret or "")
        theirs = posted_by(lambda: bot.send(post["title"], nodes))
    sent = json.loads(theirs.body)
    if request.secret:
        yield same_content(ours["sign"], sent["sign"], "sign", "pylgb")
    yield same_content_type(request, theirs, "pylgb")
    yield same_content(ours, sent, "body", "pylgb")


CHECKS = {"generic": check_generic, "wecom": check_wecom, "dingtalk": check_dingtalk, "feishu": check_feishu}


# What the checks are made of.


def node_by_client(node):
    """The node as PyFeishuGroupBot makes it of Markdown, with our texts in it.

    It would take signs in our texts for markup, so it is given the names of the fields and they are filled in after.
    """
    markdown = {"text": "text", "a": "[text](href)"}.get(node["tag"])
    if markdown is None:
        raise Fault(f"a node of tag {node['tag']!r}")
    if not strings_only(node, dict):
        raise Fault("a node is not of strings")
    (made,) = parse_markdown_to_feishu_post(markdown)
    return {key: value if key == "tag" else node[value] for key, value in made.items()}


def posted_by(call):
    """The HTTP request which the client makes during the call; it is answered as if all went well."""
    caught = []

    def send(adapter, request, **options):
        caught.append(request)
        answer = requests.Response()
        answer.status_code = 200
        answer.url = request.url
        answer._content = b'{"errcode":0,"code":0}'
        return answer

    with mock.patch("requests.adapters.HTTPAdapter.send", send):
        call()
    (request,) = caught
    return request


def same_content_type(request, theirs, package):
    """Tolerated: the charset, which not every client names; JSON is UTF-8 anyway."""
    types = [
        headers.get("content-type", "").partition(";")[0].strip().lower()
        for headers in (request.headers, theirs.headers)
    ]
    return same_content(*types, "content-type", package)


def same_body(ours, theirs, field, defaults, package):
    """Compares the bodies, with the defaults left out of one field of each."""
    bodies = [
        {**body, field: without_defaults(body[field], defaults)}
        for body in (ours, json.loads(theirs.body))
    ]
    return same_content(*bodies, "body", package)


def same_content(ours, theirs, what, package):
    found = differences(ours, theirs, what)
    return not found, "; ".join(found[:5]) or f"{what} as {named(package)} would send"


def differences(ours, theirs, path):
    """Where two JSON values differ, in words; the order of fields does not count, their types do."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return [
            found
            for key in sorted(ours.keys() | theirs.keys())
            for found in (
                [f"{path}.{key} is only in ours"] if key not in theirs
                else [f"{path}.{key} is only in theirs"] if key not in ours
                else differences(ours[key], theirs[key], f"{path}.{key}")
            )
        ]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [
            found
            for index, pair in enumerate(zip(ours, theirs))
            for found in differences(*pair, f"{path}[{index}]")
        ]
    # In Python 1 equals True.
    if type(ours) is type(theirs) and ours == theirs:
        return []
    same = 0
    if isinstance(ours, str) and isinstance(theirs, str):
        # Only from where they part: what comes before may be long, or a URL's token.
        same = len(os.path.commonprefix([ours, theirs]))
        ours, theirs = ours[same:], theirs[same:]
    after = f" after {same} signs" if same else ""
    return [f"{path}{after} is {shortened(ours)}, theirs {shortened(theirs)}"]


def without_defaults(fields, defaults):
    return {
        key: value
        for key, value in fields.items()
        if key not in defaults or differences(value, defaults[key], key)
    }


def is_recent(moment):
    recent = abs(time.time() - moment) <= ROBOT_TOLERANCE_SECONDS
    return recent, f"timestamp is {'within an hour of' if recent else 'over an hour from'} now"


def strings_only(value, kind):
    return isinstance(value, kind) and all(
        isinstance(item, str) for item in (value.values() if kind is dict else value)
    )


def named(package):
    return f"{package} {version(package)}"


def said(error):
    return f"{type(error).__name__}: {error}"


def shortened(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"


# The run.


def results(text):
    """All results for an input, as pairs of passed and line."""
    try:
        entries = json.loads(text)
        if not isinstance(entries, list):
            raise Fault("not a JSON array")
    except Exception as error:
        yield False, f"input: {said(error)}"
        return
    seen = set()
    signed = set()
    for number, entry in enumerate(entries):
        place = f"request {number}"
        try:
            request = Captured.read(entry)
            place += f" {request.channel}"
            seen.add(request.channel)
            if request.secret:
                signed.add(request.channel)
            for passed, line in CHECKS[request.channel](request):
                yield passed, f"{place}: {line}"
        # Whatever a bad request makes a client do: it is the request's fault.
        except Exception as error:
            yield False, f"{place}: {said(error)}"
    for channel in CHECKS:
        yield channel in seen, f"input: {'a' if channel in seen else 'no'} request of {channel}"
    for channel in SIGNED_CHANNELS:
        yield channel in signed, f"input: {'a' if channel in signed else 'no'} request of {channel} with a secret"


def main():
    # The clients log what they refuse; it is told here.
    logging.disable(logging.CRITICAL)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sound = True
    for passed, line in results(sys.stdin.buffer.read()):
        print("ok   " if passed else "FAULT", " ".join(line.split()))
        sound = sound and passed
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
