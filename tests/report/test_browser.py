"""The pages in a headless Chromium: no network, no error in the console, accessible."""

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

import irdp
from irdp.report.fiche import fiche_html
from irdp.report.form import form_html

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
SECONDS = 40
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")


def axe():
    """Return the source of axe-core where a package holds it, else None."""
    found = importlib.util.find_spec("axe_core_python")
    for folder in found.submodule_search_locations if found else ():
        for path in Path(folder).rglob("axe.min.js"):
            return path.read_text(encoding="utf-8")
    return None


class Browser:
    """Chromium, spoken to through a pair of pipes."""

    def __init__(self, folder):
        ours_out, theirs_in = os.pipe()
        theirs_out, ours_in = os.pipe()
        # Chromium reads commands from descriptor 3 and writes answers to 4.
        command = (
            f'exec "$0" --headless --no-sandbox --disable-gpu --remote-debugging-pipe '
            f'--user-data-dir="$1" 3<&{theirs_out} 4>&{theirs_in}'
        )
        self.process = subprocess.Popen(  # noqa: S603 - our own browser
            ["/bin/bash", "-c", command, CHROMIUM, str(folder)],
            pass_fds=(theirs_in, theirs_out),
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        os.set_blocking(ours_out, False)
        self.read, self.write = ours_out, ours_in
        self.rest, self.last, self.session, self.events = b"", 0, None, []

    def close(self):
        with contextlib.suppress(OSError):
            self.send("Browser.close", session=False)
        self.process.kill()
        self.process.wait()
        os.close(self.read)
        os.close(self.write)

    def send(self, method, session=True, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        return self.last

    def call(self, method, session=True, **params):
        wanted = self.send(method, session, **params)
        return self.until(lambda m: m.get("id") == wanted).get("result", {})

    def until(self, fits):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            while b"\0" in self.rest:
                first, _, self.rest = self.rest.partition(b"\0")
                message = json.loads(first)
                self.events.append(message)
                if fits(message):
                    return message
            try:
                more = os.read(self.read, 1 << 16)
            except BlockingIOError:
                time.sleep(0.02)
                continue
            if not more:
                break
            self.rest += more
        pytest.skip("Chromium does not answer here")
        return {}

    def open(self, path):
        target = self.call("Target.createTarget", session=False, url="about:blank")
        attached = self.call(
            "Target.attachToTarget",
            session=False,
            targetId=target["targetId"],
            flatten=True,
        )
        self.session, self.events = attached["sessionId"], []
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")
        self.call("Page.setBypassCSP", enabled=False)
        self.call("Page.navigate", url=path.as_uri())
        self.until(lambda m: m.get("method") == "Page.loadEventFired")

    def evaluate(self, expression):
        told = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        return told["result"].get("value")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    found = Browser(tmp_path_factory.mktemp("chromium"))
    yield found
    found.close()


PAGES = {
    "fiche-fr": lambda: fiche_html(irdp.load("epices@1.0.0"), "fr"),
    "fiche-en": lambda: fiche_html(irdp.load("phq9@1.0.0"), "en"),
    "fiche-policy": lambda: fiche_html(irdp.load("pdp_droits@1.0.0"), "fr"),
    "form-pro": lambda: form_html(irdp.load("mi_carriere@0.1.0"), "professionnel"),
    "form-auto": lambda: form_html(irdp.load("phq9@1.0.0"), "auto", "en"),
}


@pytest.fixture(params=sorted(PAGES))
def opened(request, browser, tmp_path):
    """Open a page; return the browser and the page's address."""
    path = tmp_path / "page.html"
    path.write_text(PAGES[request.param](), encoding="utf-8")
    browser.open(path)
    return browser, path.as_uri()


def test_nothing_is_fetched_and_nothing_goes_wrong(opened):
    browser, address = opened
    assert browser.evaluate("document.title")
    asked = [
        e["params"]["request"]["url"]
        for e in browser.events
        if e.get("method") == "Network.requestWillBeSent"
    ]
    assert address in asked
    assert all(url == address or url.startswith("data:") for url in asked)
    wrong = [
        e
        for e in browser.events
        if e.get("method") in {"Log.entryAdded", "Runtime.exceptionThrown"}
    ]
    assert wrong == []


def test_it_prints(opened):
    browser, _ = opened
    printed = browser.call("Page.printToPDF", preferCSSPageSize=True)
    assert len(printed["data"]) > 5_000
    browser.call("Emulation.setEmulatedMedia", media="print")
    # A4 less its margins: no table may be cut off on the right.
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        width=680,
        height=1000,
        deviceScaleFactor=1,
        mobile=False,
    )
    wide = browser.evaluate("document.documentElement.scrollWidth")
    assert wide <= 680


def test_it_is_accessible(opened):
    source = axe()
    if source is None:
        pytest.skip("axe-core is not installed (package axe-core-python)")
    browser, _ = opened
    browser.evaluate(source + ";0")
    told = browser.evaluate(
        "axe.run().then(r => JSON.stringify(r.violations.map("
        "v => [v.id, v.nodes.map(n => n.html)])))"
    )
    assert json.loads(told) == []
