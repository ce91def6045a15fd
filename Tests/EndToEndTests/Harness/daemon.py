"""A daemon with a store of its own, for the scripts that hold something against the real programs."""

import ctypes
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

# For anything that is waited for, in seconds; a busy machine is slow.
DEADLINE = 40


class Broken(Exception):
    """It cannot go on."""


def die_with_us():
    """Has the kernel end a child when whoever started it is killed (prctl, PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def wait_for(what, find, deadline=DEADLINE):
    """What `find` finds, once it finds something."""
    end = time.monotonic() + deadline
    while not (found := find()):
        if time.monotonic() > end:
            raise Broken(f"waited in vain for {what}")
        time.sleep(0.02)
    return found


class Daemon:
    """Founded in a folder, started on a free port of this machine, and ready."""

    def __init__(self, folder, daemon, ctl, county_code, *arguments):
        self.folder, self.ctl = folder, ctl
        self.store, self.token_file = folder / "store.db", folder / "token"
        made = subprocess.run(
            [ctl, "init", "--store", self.store, "--county-code", county_code], capture_output=True, text=True
        )
        if made.returncode != 0:
            raise Broken(f"init: {made.stderr}")
        self.token_file.write_text(made.stdout.strip())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.log = open(folder / "log", "w+")
        self.daemon = subprocess.Popen(
            [daemon, *arguments, "--store", self.store]
            + ["--listen", f"127.0.0.1:{port}", "--allow-network", "127.0.0.0/8"],
            stdout=self.log,
            stderr=self.log,
            preexec_fn=die_with_us,
        )
        try:
            wait_for("the daemon", self.is_ready)
        except Broken:
            self.close()
            raise

    def is_ready(self):
        if self.daemon.poll() is not None:
            raise Broken(f"the daemon ended: {(self.folder / 'log').read_text()}")
        try:
            with urllib.request.urlopen(self.base + "/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def close(self):
        self.daemon.terminate()
        try:
            self.daemon.wait(10)
        except subprocess.TimeoutExpired:
            self.daemon.kill()

    def control(self, *arguments):
        result = subprocess.run(
            [self.ctl, *arguments, "--server", self.base, "--token-file", self.token_file],
            capture_output=True,
            text=True,
        )
        if result.returncode != 0:
            raise Broken(f"arrivectl {' '.join(map(str, arguments))}: {result.stderr}{result.stdout}")
        return result.stdout
