#!/usr/bin/env python3
"""Looks at the phone pages of `arrived` in a real browser, without JavaScript, at the size of an old phone.

It founds a small invented county in a temporary folder, starts the daemon, plays members, a group and a desk, taps
through their pages in headless Chromium, saves a picture of each state, and says line by line what is `ok` and what is
a `FAULT`. The exit code is 1 when there was a fault, 2 when it could not look at all.

    pages.py --daemon .build/debug/arrived --ctl .build/debug/arrivectl --pictures /tmp/pictures

It needs Python 3.11 or newer, and the Debian packages `chromium-headless-shell` (or `chromium`) and
`fonts-wqy-microhei`. Chromium is spoken to over a pipe (https://chromedevtools.github.io/devtools-protocol/), so that
no port is open and no Python package is needed.
"""

import argparse
import base64
import collections
import datetime
import fcntl
import functools
import hashlib
import http.server
import json
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

# What it writes beside its modules would lie among the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Harness"))
from daemon import DEADLINE, Broken, Daemon, wait_for  # noqa: E402

# The phone: CSS pixels, and how many of the screen's make one.
WIDTH, HEIGHT, SCALE = 360, 640, 2
NARROW_WIDTH = 320
# What is left of such a screen in a chat program, under its title and over its bar: only noted.
CHAT_HEIGHT = 512
# What stays visible above an open keyboard on such a screen.
ABOVE_KEYBOARD = 300
MAXIMUM_BYTES = 20_000
MINIMUM_FONT = 18
MINIMUM_SMALL_FONT = 16
MINIMUM_BUTTON_HEIGHT = 48
MINIMUM_TARGET_HEIGHT = 44
MINIMUM_CONTRAST = 4.5
# How much larger some have set the type of their chat program: only noted.
LARGE_TYPE = 1.3
# The county's clocks, hours before Greenwich's.
HOURS_EAST = 8
# Life of the offer that is left to expire.
SHORT_LIFE = 20
WRONG_TRIES = 5
NOT_ABLE = 409
LONGEST_LIST = 200
MAP_HOSTS = {"uri.amap.com"}
OLD_PHONE = (
    "Mozilla/5.0 (Linux; Android 8.1.0; Invented Phone) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/66.0.3359.126 Mobile Safari/537.36"
)


# ---------------------------------------------------------------- What was found


class Report:
    def __init__(self):
        self.faults = []
        self.checks = 0

    def check(self, page, what, good, detail=""):
        self.checks += 1
        line = f"{page}: {what}" + (f" ({detail})" if detail and not good else "")
        print(f"{'ok   ' if good else 'FAULT'} {line}", flush=True)
        if not good:
            self.faults.append(line)
        return good

    def note(self, page, text):
        print(f"note  {page}: {text}", flush=True)


# ---------------------------------------------------------------- The county


class Receiver:
    """Plays the endpoints of members, groups and desks, and a page that is not ours."""

    def __init__(self):
        self.heard = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                receiver.heard.append((self.path, json.loads(body)))
                self.answer(b'{"errcode":0,"errmsg":"ok"}', "application/json")

            def do_GET(self):
                self.answer(b"<!doctype html><title>elsewhere</title><p>elsewhere", "text/html")

            def answer(self, body, kind):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # The browser may leave before it has read all.
        self.server.handle_error = lambda *_: None
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def page_link(self, who, kind):
        """The link of the newest notice of this kind to one endpoint."""

        def find():
            links = [
                body["data"]["links"]["page"]
                for path, body in list(self.heard)
                if path.endswith("/" + who) and body.get("type") == kind
            ]
            return links[-1] if links else None

        return wait_for(f"{kind} to {who}", find)

    def group_link(self, group):
        def find():
            for path, body in list(self.heard):
                text = body.get("text", {}).get("content", "") if path.endswith("/" + group) else ""
                link = re.search(r"http://127\.0\.0\.1:\d+/g/[A-Za-z0-9_-]+", text)
                if link:
                    return link.group()
            return None

        return wait_for(f"a message to {group}", find)


# One village to a story, each too far from the others to be asked for them.
VILLAGES = {
    "transport": "试甲庄",
    "release": "试乙庄",
    "expiry": "试丙庄",
    "cancel": "试丁庄",
    "group": "试戊庄",
    "duty": "试己庄",
    "desk": "试庚庄",
    "scheduled": "试辛庄",
    "large": "试壬庄",
    "larger": "试癸庄",
}
TOWNSHIP = "试验镇"
# Of each story's household.
NAME, ADDRESS, NOTES, SUMMARY = "试户老人", "试验巷九号", "门口有台阶", "老人起不来，腿疼得厉害"
LONG_SUMMARY = "试验用的长话：" + "老人在院子里摔了一跤，自己起不来，说腿疼得厉害，家里没有别人。" * 6


class County(Daemon):
    def __init__(self, folder, daemon, ctl):
        self.receiver = Receiver()
        settings = folder / "arrived.yaml"
        settings.write_text(f"offers:\n  routineLifeSeconds: {SHORT_LIFE}\n")
        super().__init__(folder, daemon, ctl, "130533", "--config", settings)

    def bring_in(self, kind, header, rows):
        file = self.folder / f"{kind}.csv"
        file.write_text("\n".join([header] + [",".join(map(str, row)) for row in rows]) + "\n")
        self.control("import", kind, file)

    def people(self):
        """Brings in the lists: nobody in them is real."""
        code = {story: f"13053390{number}001" for number, story in enumerate(VILLAGES)}
        at = {story: (36.60 + number * 0.09, 115.36) for number, story in enumerate(VILLAGES)}
        self.code = code
        self.bring_in(
            "villages",
            "code,name,township_code,township,latitude,longitude,crs",
            [(code[s], name, code[s][:9], TOWNSHIP, *at[s], "WGS-84") for s, name in VILLAGES.items()],
        )
        members = []

        def member(story, who, name, number, means="car", group=None, ability="vehicle;lifting", east=0.0):
            endpoint = f"{self.receiver.base}/{group or who}"
            latitude, longitude = at[story]
            place = (f"{latitude + 0.002 + number % 50 * 0.0003:.6f}", f"{longitude + east:.6f}", "WGS-84")
            phone = f"139{len(members):08d}"
            members.append(
                (who, name, phone, code[story], "试验支部", *place, ability, means)
                + ("wecom" if group else "generic", endpoint, "")
            )
            return phone[-4:]

        for number, who in enumerate(["driver", "second", "third", "decliner"]):
            member("transport", who, "试驾" + "甲乙丙丁"[number], number)
        member("release", "releaser", "试步戊", 0, "walk")
        member("expiry", "sleeper", "试眠己", 0)
        member("cancel", "waiter", "试等庚", 0, east=0.055)
        member("duty", "dutiful", "试勤辛", 0)
        member("desk", "neighbour", "试邻壬", 0)
        member("desk", "farther", "试邻癸", 9, "ebike")
        member("scheduled", "planner", "试约子", 0)
        self.digits = {}
        for number in range(8):
            able = number < 7
            self.digits[f"group-{number}"] = member(
                "group",
                f"group-{number}",
                f"试组员{'甲乙丙丁戊己庚辛'[number]}",
                number,
                "car" if able else "walk",
                "group",
                "vehicle" if able else "lifting",
            )
        for story, count in ("large", LONGEST_LIST), ("larger", LONGEST_LIST + 1):
            for number in range(count):
                member(story, f"{story}-{number}", f"试大组员{number}", number, "car", story)
        self.bring_in(
            "members",
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret",
            members,
        )
        self.phone = {story: f"0319-55501{number:02d}" for number, story in enumerate(VILLAGES)}
        self.bring_in(
            "households",
            "id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes",
            [
                (f"household-{s}", NAME, self.phone[s], code[s], ADDRESS, at[s][0], at[s][1], "", "", NOTES)
                for s in VILLAGES
            ],
        )
        self.bring_in(
            "desks",
            "id,level,code,name,phone,channel,endpoint,secret",
            [
                (
                    "branch-desk",
                    "branch",
                    code["desk"],
                    "试验支部值班台",
                    "0319-5550301",
                    "generic",
                    f"{self.receiver.base}/branch-desk",
                    "",
                )
            ],
        )

    @property
    def secrets(self):
        """What nobody may read who has not said yes."""
        phones = [form for phone in self.phone.values() for form in (phone, phone.replace("-", ""))]
        return [NAME, ADDRESS, NOTES, SUMMARY, "起不来", *phones]

    def call(self, story, category, urgency="immediate", words=SUMMARY):
        """Submits a request.

        :returns: Its id.
        """
        text = self.control("call", self.phone[story], category, words, "--urgency", urgency, "--json")
        return self.request_id(text)

    @staticmethod
    def request_id(text):
        answer = json.loads(text)
        return (answer.get("request") or answer)["id"]

    def post(self, link, **fields):
        """Sends a form past the browser.

        :returns: The status.
        """
        request = urllib.request.Request(link, urllib.parse.urlencode(fields).encode())
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code


# ---------------------------------------------------------------- The browser

# What a page looks like, measured in it. Evaluated from outside: the page itself may run nothing.
MEASURE = r"""
(() => {
  const box = e => { const r = e.getBoundingClientRect();
    return {left: r.left, top: r.top, right: r.right, bottom: r.bottom, width: r.width, height: r.height} };
  const visible = e => e.checkVisibility() && e.getBoundingClientRect().width > 0;
  const all = s => [...document.querySelectorAll(s)].filter(visible);
  const colour = text => { const n = text.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n };
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b };
  const ground = e => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor);
    if (c[3] > 0) return c } return [255, 255, 255, 1] };
  const contrast = e => { const ink = light(colour(getComputedStyle(e).color)), paper = light(ground(e));
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) };
  const hit = e => { const r = e.getBoundingClientRect();
    const at = document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2);
    return !!at && (e.contains(at) || at.contains(e) && at !== document.body && at !== document.documentElement) };
  const words = e => (e.innerText || e.value || '').trim().replace(/\s+/g, ' ').slice(0, 60);
  const main = document.querySelector('main');
  const pad = main ? getComputedStyle(main) : null;
  const limit = document.documentElement.clientWidth;
  const range = document.createRange();
  const wide = n => { range.selectNodeContents(n);
    return [...range.getClientRects()].some(r => r.right > limit + 0.5 || r.left < -0.5) };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const e = n.parentElement;
    if (!n.data.trim() || !visible(e) || e.closest('select,style')) continue;
    const span = range.getBoundingClientRect();
    texts.push({text: n.data.trim().slice(0, 30), over: wide(n), top: span.top, bottom: span.bottom,
      button: !!e.closest('button'), size: parseFloat(getComputedStyle(e).fontSize), contrast: contrast(e)});
  }
  return {
    title: document.title, lang: document.documentElement.lang, text: document.body.innerText,
    width: limit, wide: document.documentElement.scrollWidth, high: document.documentElement.scrollHeight,
    scrolled: scrollY,
    over: all('body *').filter(e => box(e).right > limit + 0.5 || box(e).left < -0.5).map(words)
      .concat(texts.filter(t => t.over).map(t => t.text)),
    column: main ? main.clientWidth - parseFloat(pad.paddingLeft) - parseFloat(pad.paddingRight) : 0,
    base: parseFloat(getComputedStyle(document.body).fontSize),
    texts,
    buttons: all('button').map(e => ({text: words(e), action: e.value, big: e.classList.contains('big'),
      box: box(e), hit: hit(e), contrast: contrast(e)})),
    fields: all('input,select').map(e => ({name: e.name, box: box(e), size: parseFloat(getComputedStyle(e).fontSize)})),
    targets: all('a,summary').map(e => ({text: words(e), href: e.getAttribute('href'), box: box(e), hit: hit(e),
      footer: !!e.closest('footer')})),
  };
})()
"""


# An old Android draws Latin letters and digits with Droid Sans; WenQuanYi Micro Hei holds them too.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <test name="family"><string>sans-serif</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>WenQuanYi Micro Hei</string></edit>
  </match>
</fontconfig>
"""


class Browser:
    """Headless Chromium with one tab that looks like a phone."""

    def __init__(self, path, folder):
        def lifted(end):
            # Out of the way of 3 and 4, where Chromium reads and writes.
            high = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
            os.close(end)
            return high

        theirs_in, self.out = map(lifted, os.pipe())
        self.incoming, theirs_out = map(lifted, os.pipe())
        fonts = folder / "fonts.conf"
        fonts.write_text(FONTS)
        errors = lifted(os.open(folder / "browser.log", os.O_WRONLY | os.O_CREAT, 0o600))
        arguments = [path, "--headless", "--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}"]
        arguments += [
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        arguments += ["--disable-default-apps", "--disable-extensions", "--disable-gpu", "--disable-dev-shm-usage"]
        # An old phone has no memory for pages that were left: it asks for them once more.
        arguments += ["--disable-features=BackForwardCache,Translate,OptimizationHints,MediaRouter"]
        arguments += ["--hide-scrollbars", "--lang=zh-CN"]
        # Nothing leaves this machine, whatever a page or the browser itself wants.
        arguments += ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        if os.geteuid() == 0:
            arguments += ["--no-sandbox"]
        self.process = os.posix_spawn(
            path,
            arguments + ["about:blank"],
            dict(os.environ, HOME=str(folder), FONTCONFIG_FILE=str(fonts)),
            file_actions=[
                (os.POSIX_SPAWN_DUP2, theirs_in, 3),
                (os.POSIX_SPAWN_DUP2, theirs_out, 4),
                (os.POSIX_SPAWN_DUP2, errors, 1),
                (os.POSIX_SPAWN_DUP2, errors, 2),
            ],
            setsid=True,
        )
        for end in theirs_in, theirs_out, errors:
            os.close(end)
        self.messages = queue.Queue()
        self.events = []
        self.last_id = 0
        self.session = None
        threading.Thread(target=self.read, daemon=True).start()
        self.version = self.send("Browser.getVersion")["product"]
        tab = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in "Page", "Network", "Log", "Runtime", "Audits", "DOM", "CSS":
            self.send(domain + ".enable")
        self.send("Emulation.setScriptExecutionDisabled", value=True)
        self.send("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=1)
        self.send(
            "Emulation.setUserAgentOverride", userAgent=OLD_PHONE, acceptLanguage="zh-CN", platform="Linux armv8l"
        )
        self.resize(WIDTH, HEIGHT)

    def read(self):
        rest = b""
        while True:
            chunk = os.read(self.incoming, 1 << 16)
            if not chunk:
                return self.messages.put(None)
            *messages, rest = (rest + chunk).split(b"\0")
            for message in messages:
                self.messages.put(json.loads(message))

    def take(self, deadline):
        """Reads one message; keeps it if it is an event."""
        try:
            message = self.messages.get(timeout=max(0.001, deadline - time.monotonic()))
        except queue.Empty:
            return {}
        if message is None:
            raise Broken("the browser ended")
        if "method" in message:
            self.events.append((message["method"], message.get("params", {})))
        return message

    def send(self, method, **parameters):
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data) :]
        deadline = time.monotonic() + DEADLINE
        while True:
            answer = self.take(deadline)
            if answer.get("id") == self.last_id:
                if "error" in answer:
                    raise Broken(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if time.monotonic() > deadline:
                raise Broken(f"no answer to {method}")

    def of(self, method):
        return [parameters for name, parameters in self.events if name == method]

    def wait(self, what, find):
        deadline = time.monotonic() + DEADLINE
        while True:
            found = find()
            if found:
                return found
            if time.monotonic() > deadline:
                raise Broken(f"the browser: waited in vain for {what}")
            self.take(deadline)

    def close(self):
        self.session = None
        try:
            self.send("Browser.close")
            end = time.monotonic() + 10
            while os.waitpid(self.process, os.WNOHANG) == (0, 0):
                if time.monotonic() > end:
                    raise Broken("the browser does not end")
                time.sleep(0.02)
        except (Broken, OSError):
            os.killpg(self.process, signal.SIGKILL)

    def resize(self, width, height):
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=SCALE,
            mobile=True,
            screenWidth=width,
            screenHeight=height,
        )

    def evaluate(self, expression):
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise Broken(f"{result['exceptionDetails']}")
        return result["result"].get("value")

    # What a person does.

    def loaded(self):
        """Waits until a page has come, after what makes it come."""
        self.wait("a page", lambda: self.of("Page.loadEventFired"))

    def open(self, address):
        self.events.clear()
        self.send("Page.navigate", url=address)
        self.loaded()

    def back(self):
        history = self.send("Page.getNavigationHistory")
        self.events.clear()
        self.send("Page.navigateToHistoryEntry", entryId=history["entries"][history["currentIndex"] - 1]["id"])
        self.loaded()

    def touch(self, selector):
        spot = self.evaluate(
            f"""(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;
            e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect();
            return {{x: (r.left + r.right) / 2, y: (r.top + r.bottom) / 2}} }})()"""
        )
        if not spot:
            raise Broken(f"nothing to touch at {selector} in {self.evaluate('document.body.innerText')}")
        self.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[spot])
        self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def tap(self, selector):
        """Taps what leads to another page."""
        self.events.clear()
        self.touch(selector)
        self.loaded()

    def press(self, action):
        self.tap(f'button[value="{action}"]')

    def unfold(self, number):
        """Taps a summary, which opens without a script."""
        self.touch(f"details:nth-of-type({number})>summary")
        self.wait(
            "what was folded", lambda: self.evaluate(f"document.querySelector('details:nth-of-type({number})').open")
        )

    def type(self, selector, text):
        root = self.send("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.focus", nodeId=node)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).select()")
        self.send("Input.insertText", text=text)

    def choose(self, selector, value):
        """Chooses in a list; the phone's own wheel for it is not ours to look at."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).value = {json.dumps(value)}")

    # What came of it.

    def document(self):
        """Status, headers, HTML of the page shown, and all addresses asked for since it was asked for."""
        responses = [r for r in self.of("Network.responseReceived") if r["type"] == "Document"]
        asked = [(r["type"], r["request"]["method"], r["request"]["url"]) for r in self.of("Network.requestWillBeSent")]
        redirects = [
            (r["redirectResponse"]["status"], r["request"]["url"])
            for r in self.of("Network.requestWillBeSent")
            if "redirectResponse" in r
        ]
        if not responses:
            return None
        last = responses[-1]
        self.wait(
            "the end of the page",
            lambda: any(f["requestId"] == last["requestId"] for f in self.of("Network.loadingFinished")),
        )
        body = self.send("Network.getResponseBody", requestId=last["requestId"])
        html = base64.b64decode(body["body"]) if body["base64Encoded"] else body["body"].encode()
        headers = {name.lower(): value for name, value in last["response"]["headers"].items()}
        return collections.namedtuple("Document", "status headers html asked redirects url")(
            last["response"]["status"], headers, html, asked, redirects, last["response"]["url"]
        )

    def complaints(self):
        """What the console says, security above all."""
        entries = [e["entry"] for e in self.of("Log.entryAdded")]
        said = [e["text"] for e in entries if e["source"] == "security" or "Content Security Policy" in e["text"]]
        issues = [i["issue"]["code"] for i in self.of("Audits.issueAdded")]
        return said + [code for code in issues if "ContentSecurityPolicy" in code]

    def picture(self, file, height=HEIGHT):
        """What the screen shows, or a screen of this height."""
        if height != HEIGHT:
            self.resize(WIDTH, height)
        data = self.send("Page.captureScreenshot", format="png")["data"]
        if height != HEIGHT:
            self.resize(WIDTH, HEIGHT)
        file.write_bytes(base64.b64decode(data))

    def fonts(self):
        root = self.send("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector="h1")["nodeId"]
        return [font["familyName"] for font in self.send("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]]


# ---------------------------------------------------------------- Looking at a page


class Look:
    """Everything that is asked of a page, state by state."""

    def __init__(self, browser, county, report, pictures):
        self.browser, self.county, self.report, self.pictures = browser, county, report, pictures
        self.number = 0

    def at(self, name, status=200, kind="message", has=(), language="zh", redirect=None, taken=None):
        """Looks at the page that has just come.

        :param status: What it must have come with.
        :param kind: `offer`, `case`, `group`, `member`, `desk`, `hand` (a desk that has reported in) or `message`.
        :param has: Words it must show.
        :param redirect: How the address must begin that it was sent on to.
        :param taken: The step of the case that was just taken, which the first screen must confirm.
        """
        check = functools.partial(self.report.check, name)
        document = self.browser.document()
        if not check("a page came", document is not None):
            return
        self.number += 1
        file = self.pictures / f"{self.number:02d}-{name}.png"
        self.browser.evaluate("scrollTo(0, 0)")
        self.browser.picture(file)
        seen = self.browser.evaluate(MEASURE)
        if seen["high"] > HEIGHT:
            self.browser.picture(file.with_name(file.stem + "-whole.png"), height=seen["high"])

        self.wire(check, document, status, redirect)
        self.page(check, seen, has, {"zh": "zh-CN", "en": "en"}[language])
        self.privacy(check, kind, document.html.decode(), seen)
        getattr(self, "see_" + kind, lambda *_: None)(name, check, seen)
        if taken:
            self.confirmation(check, seen, taken)
        self.other_screens(name, check)

    def wire(self, check, document, status, redirect):
        """What came over the wire."""
        check(f"status {status}", document.status == status, f"is {document.status}")
        faults = self.header_faults(document)
        check("headers: content security policy, no referrer, not indexed, not stored", not faults, "; ".join(faults))
        size = len(document.html)
        check(f"under {MAXIMUM_BYTES} bytes", size < MAXIMUM_BYTES, f"{size}")
        if redirect:
            way = [(code, urllib.parse.urlsplit(to).path) for code, to in document.redirects]
            good = len(way) == 1 and way[0][0] == 303 and way[0][1].startswith(redirect)
            check(f"303 to {redirect}…, followed", good, f"{way}")
        others = [a for a in document.asked if a[0] != "Document" or not a[2].startswith(self.county.base + "/")]
        is_alone = not others and len(document.asked) == 1 + len(document.redirects)
        check("nothing asked for but the page, of no other host", is_alone, f"{document.asked}")
        complaints = self.browser.complaints()
        check("no word of the console about security", not complaints, "; ".join(complaints))
        active = re.findall(rb"<script|<img|<link|<iframe|javascript:|\son[a-z]+=|src=", document.html)
        check("no script, picture or frame in it", not active, f"{active}")

    @staticmethod
    def page(check, seen, has, tag):
        """What every page must look like."""
        check(f"language {tag}", seen["lang"] == tag, seen["lang"])
        if has:
            missing = [word for word in has if word not in seen["text"]]
            check("says what it should", not missing, f"not {missing} in “{seen['text'][:80]}”")
        is_narrow = seen["wide"] <= WIDTH and not seen["over"]
        check(f"no wider than {WIDTH}", is_narrow, f"{seen['wide']} {seen['over'][:3]}")
        check(f"base font at least {MINIMUM_FONT}", seen["base"] >= MINIMUM_FONT, f"{seen['base']}")
        small = sorted({(t["size"], t["text"]) for t in seen["texts"] if t["size"] < MINIMUM_SMALL_FONT})
        check(f"no text under {MINIMUM_SMALL_FONT}", not small, f"{small[:3]}")
        written = seen["texts"] + seen["buttons"]
        pale = [(t["text"], round(t["contrast"], 1)) for t in written if t["contrast"] < MINIMUM_CONTRAST]
        check(f"contrast of all text at least {MINIMUM_CONTRAST}", not pale, f"{pale[:3]}")
        if seen["buttons"]:
            sizes = [(b["text"], b["box"]["width"], b["box"]["height"]) for b in seen["buttons"]]
            flat = [(text, height) for text, _, height in sizes if height < MINIMUM_BUTTON_HEIGHT]
            check(f"buttons at least {MINIMUM_BUTTON_HEIGHT} high", not flat, f"{flat}")
            slim = [(text, width) for text, width, _ in sizes if width < seen["column"] - 1]
            check("buttons as wide as the page", not slim, f"{slim} of {seen['column']}")
        links = [(t["text"], round(t["box"]["height"])) for t in seen["targets"] if not t["footer"]]
        flat = [(text, height) for text, height in links if height < MINIMUM_TARGET_HEIGHT]
        check(f"links at least {MINIMUM_TARGET_HEIGHT} high", not flat, f"{flat}")

    @staticmethod
    def confirmation(check, seen, taken):
        """Whether the first screen says what was just done."""
        edge = min([b["box"]["top"] for b in seen["buttons"] if b["big"]] + [HEIGHT])
        said = [t for t in seen["texts"] if taken in t["text"] and not t["button"]]
        good = any(t["top"] >= 0 and t["bottom"] <= edge + 2 for t in said)
        where = ", ".join(f"{t['bottom']:.0f}" for t in said) or "nowhere"
        check(f"the first screen confirms “{taken}”", good, f"ends at {where}, the button begins at {edge:.0f}")

    def other_screens(self, name, check):
        """A narrower phone; and large type, which is as a smaller screen."""
        self.browser.resize(NARROW_WIDTH, HEIGHT)
        narrow = self.browser.evaluate(MEASURE)
        width, height = int(WIDTH / LARGE_TYPE), int(HEIGHT / LARGE_TYPE)
        self.browser.resize(width, height)
        large = self.browser.evaluate(MEASURE)
        self.browser.resize(WIDTH, HEIGHT)
        good = narrow["wide"] <= NARROW_WIDTH and not narrow["over"]
        check(f"no wider than {NARROW_WIDTH}", good, f"{narrow['wide']} {narrow['over'][:3]}")
        low = [b["text"] for b in large["buttons"] if b["big"] and b["box"]["bottom"] > height]
        for what, found in ("too wide", large["over"]), ("below the first screen", low):
            if found:
                self.report.note(name, f"with type {LARGE_TYPE} times as large {what}: {found[:3]}")

    @staticmethod
    def header_faults(document):
        headers, faults = document.headers, []
        directives = {}
        for part in headers.get("content-security-policy", "").split(";"):
            words = part.split()
            if words:
                directives[words[0]] = words[1:]
        style = re.search(rb"<style>(.*?)</style>", document.html, re.S)
        digest = base64.b64encode(hashlib.sha256(style.group(1) if style else b"").digest()).decode()
        wanted = {
            "default-src": ["'none'"],
            "style-src": [f"'sha256-{digest}'"],
            "form-action": ["'self'"],
            "base-uri": ["'none'"],
            "frame-ancestors": ["'none'"],
        }
        for name, sources in wanted.items():
            if directives.get(name) != sources:
                faults.append(f"{name} {directives.get(name)}")
        if set(directives) - set(wanted):
            faults.append(f"also {sorted(set(directives) - set(wanted))}")
        if headers.get("referrer-policy") != "no-referrer":
            faults.append(f"referrer-policy {headers.get('referrer-policy')}")
        if "noindex" not in headers.get("x-robots-tag", ""):
            faults.append("x-robots-tag")
        if "no-store" not in headers.get("cache-control", ""):
            faults.append("cache-control")
        if headers.get("x-content-type-options") != "nosniff":
            faults.append("x-content-type-options")
        if headers.get("content-type") != "text/html; charset=utf-8":
            faults.append(f"content-type {headers.get('content-type')}")
        if "set-cookie" in headers:
            faults.append("set-cookie")
        return faults

    def privacy(self, check, kind, html, seen):
        links = [t["href"] or "" for t in seen["targets"]]
        calls = [link for link in links if link.startswith("tel:") and link != "tel:120"]
        maps = [link for link in links if urllib.parse.urlsplit(link).hostname in MAP_HOSTS or link.startswith("geo:")]
        strange = [
            link
            for link in re.findall(r'(?:href|action)="([^"]*)"', html)
            if not re.match(r"\?|/[ogmw]/|tel:|geo:|$", link) and urllib.parse.urlsplit(link).hostname not in MAP_HOSTS
        ]
        check("leads nowhere but to phone, map and our pages", not strange, f"{strange}")
        if kind in ("case", "hand"):
            check("phone as a link to call", bool(calls), f"{links}")
            check("map links, Amap and another", len(maps) == 2, f"{links}")
        else:
            check("no phone and no map to tap", not calls and not maps, f"{calls + maps}")
            told = [secret for secret in self.county.secrets if secret in html]
            check("nothing of the household in it", not told, f"{told}")

    def button(self, seen, action):
        return next((b for b in seen["buttons"] if b["action"] == action), None)

    def on_first_screen(self, name, check, seen, action, what):
        button = self.button(seen, action)
        if not check(f"{what} is there", button is not None, f"{[b['action'] for b in seen['buttons']]}"):
            return
        box = button["box"]
        good = box["top"] >= 0 and box["bottom"] <= HEIGHT and button["hit"]
        where = f"{box['top']:.0f} to {box['bottom']:.0f}{'' if button['hit'] else ', covered'}"
        check(f"{what} is whole on the first screen", good, where)
        return box

    def see_offer(self, name, check, seen):
        box = self.on_first_screen(name, check, seen, "accept", "“I’ll go”")
        if box:
            is_high = "" if box["bottom"] <= CHAT_HEIGHT else f", under the edge of a chat program ({CHAT_HEIGHT})"
            self.report.note(name, f"“I’ll go” ends at {box['bottom']:.0f} of {HEIGHT}{is_high}")
        if self.button(seen, "decline"):
            self.on_first_screen(name, check, seen, "decline", "“I can’t”")

    def see_case(self, name, check, seen):
        big = [b for b in seen["buttons"] if b["big"]]
        if not check("one big button", len(big) == 1, f"{[b['text'] for b in big]}"):
            return
        next_box = self.on_first_screen(name, check, seen, big[0]["action"], f"“{big[0]['text']}”")
        for what, start in ("the phone", "tel:"), ("the map", "https://uri.amap.com"):
            links = [t for t in seen["targets"] if (t["href"] or "").startswith(start) and t["href"] != "tel:120"]
            if links and next_box:
                end, edge = links[0]["box"]["bottom"], next_box["top"]
                good = end <= edge and links[0]["hit"]
                check(f"{what} is on the first screen, not under the button", good, f"{end:.0f} of {edge:.0f}")
        last = max((t["box"]["bottom"] for t in seen["targets"] if not t["footer"]), default=0)
        self.report.note(
            name, f"page is {seen['high']} high, screen {HEIGHT}; “I can’t go after all” ends at {last:.0f}"
        )

    def see_group(self, name, check, seen):
        button, field = self.button(seen, "accept"), next((f for f in seen["fields"] if f["name"] == "digits"), None)
        if check("a field for the digits and “I’ll go”", bool(button and field)):
            reach = button["box"]["bottom"] - field["box"]["top"]
            check("both fit above an open keyboard", reach <= ABOVE_KEYBOARD, f"{reach:.0f} of {ABOVE_KEYBOARD}")
            fields = [(f["name"], f["box"]["height"]) for f in seen["fields"]]
            flat = [(field, height) for field, height in fields if height < MINIMUM_BUTTON_HEIGHT]
            check(f"fields at least {MINIMUM_BUTTON_HEIGHT} high", not flat, f"{flat}")
            edge = "on" if button["box"]["bottom"] <= HEIGHT else "below"
            self.report.note(name, f"“I’ll go” ends at {button['box']['bottom']:.0f}, {edge} the first screen")

    def see_desk(self, name, check, seen):
        self.on_first_screen(name, check, seen, "report-in", "“Report in”")

    def see_member(self, name, check, seen):
        last = max((b["box"]["bottom"] for b in seen["buttons"]), default=0)
        check("all buttons on the first screen", 0 < last <= HEIGHT, f"{last:.0f} of {HEIGHT}")

    def survives(self, name, word):
        """The member looks at the map, which comes in the place of the page, and goes back; or opens the page anew."""
        browser = self.browser
        browser.open(self.county.receiver.base + "/elsewhere")
        browser.back()
        text = browser.evaluate("document.body.innerText") or ""
        failed = [f["errorText"] for f in browser.of("Network.loadingFailed")]
        detail = " ".join(failed) or text.strip()[:60]
        good = self.report.check(name, "is there again after a look at the map and Back", word in text, detail)
        if not good:
            self.number += 1
            browser.picture(self.pictures / f"{self.number:02d}-{name}-after-back.png")


# ---------------------------------------------------------------- The stories


def local_day(milliseconds=None):
    """The day in the county, now or at a time."""
    seconds = time.time() if milliseconds is None else milliseconds / 1000
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone(datetime.timedelta(hours=HOURS_EAST))).date()


def with_language(link, language):
    return f"{link}?language={language}"


def transport(look, browser, county):
    """The case from the offer to the end; another goes too and is thanked; another is late; another cannot."""
    hear = county.receiver
    county.call("transport", "medical-transport")
    offer = {who: hear.page_link(who, "offer.created") for who in ("driver", "second", "third", "decliner")}
    mine = offer["driver"]
    browser.open(with_language(mine, "en"))
    look.at("offer-en", kind="offer", language="en", has=["I'll go", "I can't"])
    browser.open(mine)
    look.at("offer", kind="offer", has=["我去", "去不了", VILLAGES["transport"]])
    look.report.note("offer", "drawn with " + ", ".join(browser.fonts()))
    browser.open(county.control("members", "link", "third").split()[-1])
    look.at("member-asked", kind="member-asked", has=["等您答复"])

    browser.open(offer["decliner"])
    browser.press("decline")
    look.at("declined", has=["没关系"])
    browser.open(offer["decliner"])
    look.at("declined-opened-again", kind="offer", has=["改主意"])

    browser.open(mine)
    browser.press("accept")
    look.at(
        "accepted",
        kind="case",
        redirect="/o/",
        taken="答应了",
        has=[NAME, ADDRESS, county.phone["transport"], NOTES, SUMMARY, "我出发了", "我去不了了"],
    )
    look.survives("accepted", NAME)
    browser.open(with_language(mine, "en"))
    look.at("accepted-en", kind="case", language="en", has=[NAME, ADDRESS])
    browser.open(mine)
    browser.unfold(1)
    # What is unfolded is looked at without asking for the page once more.
    look.at("accepted-later-steps", kind="case", has=["到医院了"])
    browser.open(county.control("members", "link", "driver").split()[-1])
    look.at("member-with-case", kind="member-asked", has=["您手上的事"])

    county.post(offer["second"], action="accept")
    browser.open(offer["third"])
    browser.open(mine)
    browser.press("en-route")
    look.at("en-route", kind="case", has=["我到了"], taken="我出发了")
    # The third has had the page open all the time.
    browser.open(offer["third"])
    county.post(mine, action="on-scene", confirmed="yes")
    browser.press("accept")
    look.at("accepted-too-late", 409, has=["已经有人去了"])
    browser.open(offer["third"])
    look.at("covered", has=["已经有人去了"])
    browser.open(offer["second"])
    look.at("stood-down", has=["不用去了"])

    browser.open(mine)
    look.at("on-scene", kind="case", has=["正在送医院"], taken="我到了")
    steps = ["transporting", "at-facility", "admitted", "discharged"]
    words = ["正在送医院", "到医院了", "住上院了", "出院了", "事情办完了"]
    for step, taken, following in zip(steps, words, words[1:], strict=False):
        # So soon after the step before it is asked about, as it may be the second tap on a slow line.
        browser.press(step)
        look.at(f"{step}-really", has=["是真的吗", "不是，点错了"])
        browser.press(step)
        look.at(step, kind="case", redirect="/o/", has=[following], taken=taken)
    browser.press("cleared")
    look.at("cleared-really", has=["是真的吗", "不再显示"])
    browser.press("cleared")
    look.at("cleared", has=["办完了"])
    browser.open(mine)
    look.at("cleared-opened-again", has=["办完了"])


def release(look, browser, county):
    """Somebody accepts, cannot go on, says so, is asked whether it is meant, and is thanked. The caller said a lot."""
    county.call("release", "fall", words=LONG_SUMMARY)
    mine = county.receiver.page_link("releaser", "offer.created")
    browser.open(mine)
    browser.press("accept")
    look.at("long-words", kind="case", has=[NAME, "我去不了了"])
    folded = browser.evaluate("document.querySelectorAll('details').length")
    browser.unfold(folded)
    browser.evaluate("document.querySelector('details:last-of-type').scrollIntoView({block: 'center'})")
    asked = look.pictures / f"{look.number + 1:02d}-release-asked-scrolled.png"
    browser.picture(asked)
    box = browser.evaluate(MEASURE)
    confirm = look.button(box, "release")
    good = bool(confirm) and confirm["hit"] and confirm["box"]["bottom"] <= HEIGHT
    look.report.check("release-asked", "the confirmation can be seen and touched, scrolled to", good, f"{confirm}")
    look.at("release-asked", kind="case", has=["确定，换别人去", "不要紧"])
    browser.press("release")
    look.at("released", has=["另找别人"])
    browser.open(mine)
    look.at("released-opened-again", kind="offer", has=["我去"])


def cancel(look, browser, county):
    number = county.call("cancel", "fall")
    mine = county.receiver.page_link("waiter", "offer.created")
    browser.open(with_language(mine, "en"))
    look.at("offer-far-en", kind="offer", language="en")
    browser.open(mine)
    look.at("offer-far", kind="offer", has=["公里"])
    county.control("request", "cancel", number)
    browser.press("accept")
    look.at("cancelled-before-accept", 409, has=["取消"])
    browser.open(mine)
    look.at("cancelled", has=["取消"])
    browser.open(with_language(mine, "en"))
    look.at("cancelled-en", has=["cancelled"], language="en")


def scheduled(look, browser, county):
    time_then = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=40)
    county.control(
        "request",
        "new",
        "--household",
        "household-scheduled",
        "--caller",
        county.phone["scheduled"],
        "--category",
        "errand",
        "--urgency",
        "scheduled",
        "--scheduled-for",
        time_then.isoformat(timespec="seconds"),
    )
    browser.open(county.receiver.page_link("planner", "offer.created"))
    look.at("offer-scheduled", kind="offer", has=["约好时间"])


def group(look, browser, county):
    county.call("group", "medical-transport")
    page = county.receiver.group_link("group")
    browser.open(page)
    look.at("group", kind="group", has=["您是哪位", "我去", "去不了"])
    browser.events.clear()
    browser.touch('button[value="accept"]')
    time.sleep(0.3)
    browser.evaluate("0")
    sent = browser.of("Network.requestWillBeSent")
    look.report.check("group", "nothing is sent while no name is chosen", not sent, f"{sent}")
    browser.open(with_language(page, "en"))
    look.at("group-en", kind="group", language="en", has=["I'll go"])

    browser.open(page)
    browser.choose("#who", "group-0")
    browser.type("#digits", "9999")
    look.number += 1
    browser.picture(look.pictures / f"{look.number:02d}-group-filled-in.png")
    browser.press("accept")
    look.at("group-wrong-digits", 403, kind="group", has=["对不上"])
    kept = browser.evaluate("document.querySelector('#who').value")
    look.report.check("group-wrong-digits", "the name stays chosen", kept == "group-0", kept)
    for _ in range(WRONG_TRIES - 1):
        county.post(page, member="group-0", digits="9999", action="accept")
    browser.type("#digits", county.digits["group-0"])
    browser.press("accept")
    look.at("group-locked", 429, kind="group", has=["试错太多次"])

    browser.open(page)
    browser.choose("#who", "group-7")
    browser.type("#digits", county.digits["group-7"])
    browser.press("open")
    look.at("group-nothing-open", kind="group", has=["您还没有答应"])
    browser.type("#digits", county.digits["group-7"])
    browser.press("accept")
    look.at("group-not-able", NOT_ABLE, has=["谢谢您"])

    browser.open(page)
    browser.choose("#who", "group-1")
    browser.type("#digits", county.digits["group-1"])
    browser.press("accept")
    look.at("group-accepted", kind="case", redirect="/o/", has=[NAME, ADDRESS, "我出发了"])
    look.survives("group-accepted", NAME)
    browser.open(page)
    browser.choose("#who", "group-2")
    browser.type("#digits", county.digits["group-2"])
    browser.press("decline")
    look.at("group-declined", has=["没关系"])

    for story in "large", "larger":
        county.call(story, "medical-transport")
        browser.open(county.receiver.group_link(story))
        look.at(f"group-{story}", kind="group", has=["您是哪位"])
        size = len(browser.document().html)
        look.report.note(f"group-{story}", f"{size} bytes")


def duty(look, browser, county):
    page = county.control("members", "link", "dutiful").split()[-1]
    browser.open(page)
    look.at("member", kind="member", has=["值班中", "我不值班了"])
    choices = browser.evaluate(
        "[...document.querySelectorAll('button[value=away]')].map(b => [b.innerText, b.form.elements.until.value])"
    )
    look.report.check("member", "three choices to be away until", len(choices) == 3, f"{choices}")
    ends = [int(until) for _, until in choices]
    look.report.check("member", "the soonest choice first", ends == sorted(ends), f"{choices}")
    for label, until in choices:
        days = (local_day(int(until)) - local_day()).days
        if "明天" in label or "今" in label:
            look.report.check("member", f"“{label}” is that day", days == ("明天" in label), f"in {days} days")
    browser.open(with_language(page, "en"))
    look.at("member-en", kind="member", language="en", has=["On duty"])
    browser.open(page)
    browser.press("away")
    look.at("member-away", kind="member", redirect="/m/", has=["暂时不在", "我回来了"])
    look.survives("member-away", "暂时不在")
    browser.open(page)
    browser.press("duty-on")
    look.at("member-back", kind="member", has=["值班中"])
    browser.press("duty-off")
    look.at("member-off", kind="member", has=["没有值班", "我来值班"])


def desk(look, browser, county):
    number = county.call("desk", "medical-transport")
    county.control("request", "escalate", number)
    page = county.receiver.page_link("branch-desk", "desk.whistled")
    browser.open(page)
    look.at("desk", kind="desk", has=["报到"])
    browser.open(with_language(page, "en"))
    look.at("desk-en", kind="desk", language="en", has=["Report in"])
    browser.open(page)
    browser.press("report-in")
    look.at("desk-in-hand", kind="hand", redirect="/w/", has=["已报到", NAME, ADDRESS, "试邻壬"])
    look.survives("desk-in-hand", NAME)
    county.control("request", "assign", number, "neighbour")
    browser.open(page)
    look.at("desk-covered", has=["已经有人去了"])


def wrong_links(look, browser, county):
    for kind in "ogmw":
        browser.open(f"{county.base}/{kind}/invented-token")
        look.at(f"wrong-link-{kind}", 404, has=["链接无效"])


def expiry(look, browser, county, mine):
    def is_gone():
        with urllib.request.urlopen(mine, timeout=DEADLINE) as answer:
            return b'name="action"' not in answer.read()

    wait_for("the offer to expire", is_gone, deadline=SHORT_LIFE + DEADLINE)
    browser.open(mine)
    look.at("expired", has=["时间过了"])


def stories(look, browser, county):
    report = look.report
    browser.open("data:text/html,<title>still</title><script>document.title = 'ran'</script>")
    report.check("browser", "runs no script of a page", browser.evaluate("document.title") == "still")
    county.call("expiry", "errand", "routine")
    sleeper = county.receiver.page_link("sleeper", "offer.created")
    for story in transport, release, cancel, scheduled, group, duty, desk, wrong_links:
        story(look, browser, county)
    expiry(look, browser, county, sleeper)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--daemon", required=True, help="arrived")
    parser.add_argument("--ctl", required=True, help="arrivectl")
    parser.add_argument("--pictures", required=True, type=pathlib.Path, help="folder for the pictures")
    parser.add_argument(
        "--browser",
        default=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
        help="Chromium (default: the one on the path)",
    )
    options = parser.parse_args()
    if not options.browser:
        print("no Chromium: apt-get install chromium-headless-shell fonts-wqy-microhei", file=sys.stderr)
        return 2
    if shutil.which("fc-list") and not subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True).stdout:
        print("no Chinese font: apt-get install fonts-wqy-microhei", file=sys.stderr)
        return 2
    options.pictures.mkdir(parents=True, exist_ok=True)
    for old in options.pictures.glob("[0-9][0-9]-*.png"):
        old.unlink()
    begun = time.monotonic()
    report = Report()
    county = browser = None
    with tempfile.TemporaryDirectory(prefix="pages-", ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        try:
            county = County(folder, os.path.abspath(options.daemon), os.path.abspath(options.ctl))
            county.people()
            browser = Browser(os.path.abspath(options.browser), folder)
            look = Look(browser, county, report, options.pictures)
            stories(look, browser, county)
        except Broken as broken:
            print(f"BROKEN {broken}", file=sys.stderr)
            if county:
                print((folder / "log").read_text()[-4000:], file=sys.stderr)
            return 2
        finally:
            if browser:
                browser.close()
            if county:
                county.close()
    seconds = time.monotonic() - begun
    print(
        f"{browser.version}: {report.checks} checks, {len(report.faults)} faults, {look.number} states, {seconds:.0f} s"
    )
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
