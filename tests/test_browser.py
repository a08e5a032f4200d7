"""Journeys in a real browser: search, read, land on the marked paragraph; and pages that fit the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def search_for(page: Page, keyword: str) -> None:
    page.get_by_label("检索词").fill(keyword)
    page.get_by_role("button", name="检索").click()


def test_from_the_search_box_to_the_marked_title(page: Page) -> None:
    page.goto("/")
    search_for(page, "争先进位")
    expect(page.get_by_role("status")).to_contain_text("共 1 篇报告")
    expect(page.locator("h2 mark")).to_have_text("争先进位")
    page.locator("h2 a").first.click()
    expect(page.locator("h1 mark")).to_have_text("争先进位")
    page.get_by_role("link", name="返回检索结果").click()
    expect(page.get_by_label("检索词")).to_have_value("争先进位")


@pytest.mark.parametrize("keyword", ["下达到企业", "30亿元", "5.18"])
def test_from_the_search_box_to_the_marked_paragraph(page: Page, keyword: str) -> None:
    page.goto("/")
    page.get_by_label("检索词").fill(keyword)
    page.keyboard.press("Enter")
    passage = page.get_by_role("link", name=re.compile(r"^第 \d+ 段，共 \d+ 段$")).last
    number = re.findall(r"\d+", passage.inner_text())[0]
    passage.click()
    expect(page).to_have_url(re.compile(rf"/reports/.+#p{number}$"))
    paragraph = page.locator(":target")
    expect(paragraph).to_be_in_viewport()
    expect(paragraph).to_have_id(f"p{number}")
    expect(paragraph.locator("mark").first).to_have_text(re.compile(r"\s*".join(map(re.escape, keyword))))


def test_the_keyboard_reaches_the_results(page: Page) -> None:
    page.goto("/?q=项目")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["/", "/?q=项目 企业", "/?q=产业 量子纠缠", "/?q=" + "W" * 200, "/?q=项目&limit=-1", "/reports/none"],
)
def test_a_small_phone_needs_no_sideways_scrolling(
    chromium: Browser, address: str, path: str, scheme: str
) -> None:
    dark = scheme == "dark"
    with chromium.new_context(
        base_url=address, viewport={"width": 320, "height": 640}, color_scheme="dark" if dark else "light"
    ) as context:
        page = context.new_page()
        page.goto(path)
        assert page.evaluate(OVERFLOW) <= 0
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (max(map(int, re.findall(r"\d+", background)[:3])) < 64) == dark


def test_a_report_fits_a_small_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/?q=项目")
    page.locator("h2 a").first.click()
    expect(page.locator("article mark").first).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0


CONTRAST = """
() => {
  const channels = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = c => channels(c).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
  };
  return [...document.querySelectorAll('body *')]
    .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
    .map(node => {
      const [a, b] = [getComputedStyle(node).color, behind(node)].map(light).sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), node.outerHTML.slice(0, 120)];
    })
    .filter(([ratio]) => ratio < 4.5);
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?q=项目 企业", "/?q=产业经济建设", "/?q=产业 量子纠缠", "/?q="])
def test_every_text_has_enough_contrast(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(path)
    assert page.evaluate(CONTRAST) == []
