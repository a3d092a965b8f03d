"""A page of `kg view` → the picture of the README:

kg view page.html --focus "Corea del Norte" --depth 2 && python docs/screenshot.py page.html docs/graph.png
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def shoot(page: Path, picture: Path) -> None:
    """Open a page of the seeds' graph in the system's Chromium, click the edge on arms for Russia, take a picture."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    browser_path = next(path for path in map(shutil.which, names) if path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 1280, "height": 760})
        tab.goto(page.resolve().as_uri())
        tab.wait_for_function("window.kgView !== undefined")
        tab.evaluate("kgView.select({kind: 'edge', id: 'PRK|suppliesArmsTo|RUS'})")
        tab.wait_for_timeout(1500)
        tab.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), Path(sys.argv[2]))
