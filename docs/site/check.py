"""Looks at the documentation site with a browser: check.py SITE SCREENSHOTS

Every page must load from file:// without console errors and without files from elsewhere, its links must lead somewhere, and it
must fit the width of a phone. Under a path prefix of a server, the search must find `retry_after` and the copy button must copy.
"""

import functools
import http.server
import re
import sys
import threading
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PHONE, DESKTOP = (400, 860), (1300, 900)
SHOWN = ["index", "getting-started", "retries", "reference/ClientOptions", "architecture"]


def start_browser():
    options = webdriver.ChromeOptions()
    # The sandbox needs privileges that a container does not give.
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    browser.set_page_load_timeout(60)
    return browser


class Checker:
    def __init__(self, site: Path, screenshots: Path):
        self.site, self.screenshots = site, screenshots
        self.faults, self.ids = [], {}
        self.browser = start_browser()

    def fault(self, page, text):
        self.faults.append(f"{page}: {text}")

    def resize(self, size):
        # A window has a frame, and a minimal width.
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE})

    def load(self, page, url):
        self.browser.get(url)
        for entry in self.browser.get_log("browser"):
            self.fault(page, f"console: {entry['message']}")
        names = self.browser.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
        for name in names:
            if urlsplit(name).scheme not in ("file", "data") and urlsplit(name).hostname != "127.0.0.1":
                self.fault(page, f"loads {name}")

    def ids_of(self, file: Path):
        if file not in self.ids:
            self.ids[file] = set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8")))
        return self.ids[file]

    def check_links(self, file: Path):
        page = file.relative_to(self.site)
        for link in re.findall(r'<a [^>]*href="([^"]*)"', file.read_text(encoding="utf-8")):
            if urlsplit(link).scheme:
                continue
            path, fragment = urldefrag(link)
            target = (file.parent / unquote(path)).resolve() if path else file
            if not target.is_file():
                self.fault(page, f"link to {link}, which does not exist")
            elif fragment and target.suffix == ".html" and unquote(fragment) not in self.ids_of(target):
                self.fault(page, f"link to {link}, which has no such place")

    def check_page(self, file: Path):
        page = file.relative_to(self.site)
        self.resize(PHONE)
        self.load(page, file.as_uri())
        excess = self.browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        if excess > 0:
            self.fault(page, f"{excess} pixels wider than a phone")
        if "detail::" in self.browser.find_element(By.TAG_NAME, "body").text:
            self.fault(page, "shows a name of the namespace detail")
        self.check_links(file)

    def take_screenshots(self):
        self.screenshots.mkdir(parents=True, exist_ok=True)
        for page in SHOWN:
            for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
                self.resize(size)
                for theme in ("light", "dark"):
                    self.browser.get((self.site / f"{page}.html").as_uri())
                    self.browser.execute_script("document.body.dataset.theme = arguments[0]", theme)
                    self.browser.save_screenshot(str(self.screenshots / f"{page.replace('/', '-')}-{name}-{theme}.png"))

    def check_search(self, root):
        self.load("search", f"{root}search.html?q=retry_after")
        WebDriverWait(self.browser, 30).until(lambda browser: browser.find_elements(By.CSS_SELECTOR, "#search-results li a"))
        found = [link.get_attribute("href") for link in self.browser.find_elements(By.CSS_SELECTOR, "#search-results li a")]
        if not any("reference/ClerkError" in link for link in found):
            self.fault("search", f"retry_after is not found in ClerkError, but in {found}")

    def check_copy_button(self, root):
        self.browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        self.resize(DESKTOP)
        self.load("copy button", f"{root}index.html")
        code = self.browser.find_element(By.CSS_SELECTOR, "div.highlight pre").text
        self.browser.find_element(By.CSS_SELECTOR, "button.copybtn").click()
        copied = self.browser.execute_async_script("navigator.clipboard.readText().then(arguments[0], arguments[0])")
        if copied.strip() != code.strip():
            self.fault("copy button", f"copies {copied!r}")


def serve(site: Path):
    """Serves the folder that contains the site, so that the site has a path prefix. Returns its URL."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/{site.name}/"


def main():
    site, screenshots = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    checker = Checker(site, screenshots)
    try:
        pages = sorted(file for file in site.rglob("*.html") if "_static" not in file.parts)
        for file in pages:
            checker.check_page(file)
        root = serve(site)
        checker.check_search(root)
        checker.check_copy_button(root)
        checker.take_screenshots()
    finally:
        checker.browser.quit()
    print("\n".join(checker.faults))
    print(f"{len(pages)} pages, {len(checker.faults)} faults")
    sys.exit(1 if checker.faults else 0)


if __name__ == "__main__":
    main()
