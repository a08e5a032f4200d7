"""Journeys in a real browser: search, read, land on the marked paragraph; pages that fit every screen, can be
read by everybody, and say of themselves what they hold."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import faults

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def search_for(page: Page, keyword: str) -> None:
    page.get_by_label("检索词").fill(keyword)
    page.get_by_role("button", name="检索").click()


def test_from_the_search_box_to_the_marked_title(page: Page) -> None:
    page.goto("/")
    search_for(page, "争先进位")
    expect(page.locator("p.total")).to_contain_text("共 1 篇报告")
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


STATES = {
    "home": "/",
    "found": "/?q=项目 企业&limit=2",
    "by words": "/?q=产业经济建设&limit=1",
    "relaxed": "/?q=产业经济建设量子&limit=2",
    "left out": "/?q=产业 量子纠缠",
    "nothing": "/?q=蚨蝤",
    "narrowed to nothing": "/?q=项目&source=甲报&from=2024&match=literal",
    "a long word": "/?q=" + "W" * 200,
    "asked wrongly": "/?q=项目&limit=-1",
    "not there": "/reports/none",
    "help": "/help",
}


@pytest.mark.parametrize("path", STATES.values(), ids=STATES)
def test_a_page_fits_a_small_phone_and_hinders_nobody(page: Page, path: str) -> None:
    """At 320 px, which is 1280 px at 400 %, and at 600 px, which is 1200 px at 200 %; in both themes."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate(OVERFLOW) <= 0
    assert faults(page) == []  # leaves the page dark
    assert page.evaluate(CONTRAST) == []
    assert max(map(int, background(page))) < 64
    page.emulate_media(color_scheme="light")
    assert page.evaluate(CONTRAST) == []
    assert min(map(int, background(page))) > 192
    page.set_viewport_size({"width": 600, "height": 400})
    assert page.evaluate(OVERFLOW) <= 0


def background(page: Page) -> list[str]:
    """The red, green and blue of the page, from 0 to 255."""
    return re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]


def test_a_report_fits_a_small_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/?q=项目")
    page.locator("h2 a").first.click()
    expect(page.locator("article mark").first).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0


PAINTED = """
() => new Promise((done) => {
  new PerformanceObserver(done).observe({ type: "paint", buffered: true });
})
"""
"""Waits for the first paint, which perhaps was."""


def test_the_first_result_waits_for_no_script(page: Page) -> None:
    """Scripts that never come change nothing about what is read."""
    page.route("**/*.js*", lambda route: None)
    page.goto("/?q=项目", wait_until="commit")
    expect(page.locator("article mark").first).to_be_visible()
    page.evaluate(PAINTED)


def test_a_page_speaks_the_language_of_the_browser_and_the_one_that_is_chosen(page: Page) -> None:
    page.goto("/?q=项目")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/?q=企业")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("article [lang=zh]").first).to_be_visible()  # the reports stay Chinese, and say so
    page.locator("footer [lang=zh-Hans]").click()
    expect(page).to_have_url(re.compile("q=.*lang=zh-Hans$"))
    expect(page.locator("p.total")).to_contain_text("共 2 篇报告")
