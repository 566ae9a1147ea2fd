"""What all tests share: steady examples, the oracle, a browser where there is one."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import settings

# The same examples every time: a red run can be run again.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

ORACLE = Path(__file__).parent / "oracle" / "__init__.py"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=3000",
)
CONSOLE = re.compile(r":CONSOLE:?\(?\d*\)?\] (.*)")
POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
OF_THE_BROWSER = "not an origin"


@pytest.fixture(scope="session")
def oracle():
    """Return the oracle and its strategies, whatever pytest calls their package."""
    if "irdp_oracle" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "irdp_oracle", ORACLE, submodule_search_locations=[str(ORACLE.parent)]
        )
        sys.modules["irdp_oracle"] = package = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(package)
    names = ("strategies", "draw_policies", "operations")
    parts = {n: importlib.import_module(f"irdp_oracle.{n}") for n in names}
    return SimpleNamespace(package=sys.modules["irdp_oracle"], **parts)


class Opened(NamedTuple):
    """What a page did when it was opened."""

    dom: str
    console: list[str]
    requests: list[str]


class Browser:
    """Opens files in a headless Chromium, cut off from every network."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder

    def _run(self, path, *options):
        command = [self.program, *QUIET, f"--user-data-dir={self.folder / 'profile'}"]
        return subprocess.run(  # noqa: S603 - the browser found on this machine
            [*command, *options, Path(path).resolve().as_uri()],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )

    def open(self, path, *options):
        log = self.folder / "net.json"
        done = self._run(
            path,
            f"--log-net-log={log}",
            "--enable-logging=stderr",
            "--dump-dom",
            *options,
        )
        return Opened(done.stdout, CONSOLE.findall(done.stderr), requests_of(log))

    def pdf(self, path):
        target = self.folder / "page.pdf"
        self._run(path, f"--print-to-pdf={target}", "--no-pdf-header-footer")
        return target.read_bytes()

    def printed_width(self, path, width):
        """Return how wide a page is when printed on a sheet of a width, in pixels."""
        page = Path(path).read_text(encoding="utf-8")
        told = self.ask(
            page.replace("@media print", "@media all"),
            "tell(document.documentElement.scrollWidth);",
            f"--window-size={width},1000",
        )
        return int(told)

    def violations(self, path):
        """Return what axe-core finds in a page."""
        found = importlib.util.find_spec("axe_core_python")
        if found is None:
            pytest.skip("axe-core is not installed (package axe-core-python)")
        (file,) = Path(found.submodule_search_locations[0]).rglob("axe.min.js")
        source = file.read_text(encoding="utf-8").replace("</script", r"<\/script")
        script = (
            f"{source}</script><script>"
            "axe.run(document).then(function (r) { tell(JSON.stringify("
            "r.violations.map(function (v) { return v.id + ' ' + v.nodes[0].html; })"
            ")); });"
        )
        return json.loads(self.ask(Path(path).read_text(encoding="utf-8"), script))

    def ask(self, page, script, *options):
        """Return what a script tells of a copy of a page that may run scripts."""
        tell = "function tell(v) { document.body.setAttribute('data-told', v); }"
        probe = f"<script>{tell}</script><script>{script}</script></body>"
        copy = self.folder / "probed.html"
        page = POLICY.sub("", page).replace("</body>", probe)
        copy.write_text(page, encoding="utf-8")
        said = re.search(r'data-told="([^"]*)"', self.open(copy, *options).dom)
        assert said, "the page did not answer"
        return unescape(said[1])


def requests_of(log):
    """Return the addresses that pages asked for, not those of the browser itself."""
    kept = json.loads(log.read_text(encoding="utf-8"))
    asked = kept["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    events = [e.get("params", {}) for e in kept["events"] if e["type"] == asked]
    return [
        p["url"] for p in events if "url" in p and p.get("initiator") != OF_THE_BROWSER
    ]


@pytest.fixture
def browser(tmp_path_factory):
    """Give a headless Chromium; the test is skipped where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    return Browser(program, tmp_path_factory.mktemp("browser"))
