"""What axe finds to be hard to use about a page, for browser tests to share."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

from playwright.sync_api import Page

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RUN = """
async () => {
  const rules = { "target-size": { enabled: true } };  // of WCAG 2.2; axe leaves it out unless asked
  const { violations } = await axe.run({ resultTypes: ["violations"], rules });
  const told = (id, { html, failureSummary }) => `${id}: ${html} ${failureSummary}`;
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => told(id, node)));
}
"""
_THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def faults(page: Page) -> list[str]:
    """All that axe objects to as the page stands now, in light and in dark; [] is what a test wants."""
    page.evaluate(_AXE)
    found = []
    for theme in _THEMES:
        page.emulate_media(color_scheme=theme)
        found += [f"{theme}: {one}" for one in page.evaluate(_RUN)]
    return found
