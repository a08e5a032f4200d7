"""Results in a real browser: brushing over dates, folded reprints, the sheet of filters; without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import faults


@pytest.fixture
def page(chromium: Browser, archive: str) -> Iterator[Page]:
    with chromium.new_context(base_url=archive, locale="zh-CN") as context:
        yield context.new_page()


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def across(page: Page, first: int, last: int) -> None:
    """Press on one bar, move to another, let go."""
    bars = page.locator(".histogram a .reach")
    boxes = [bars.nth(one).bounding_box() for one in (first, last)]
    begin, end = ((box["x"] + box["width"] / 2, box["y"] + 10) for box in boxes if box)
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def test_dragging_over_bars_takes_their_span_and_back_undoes_it(page: Page) -> None:
    page.goto("/?q=港口&sort=oldest&offset=10")
    across(page, 7, 3)
    expect(page.locator(".chips")).to_contain_text("日期：2023年4月 – 2023年8月")
    assert asked(page) == {"q": ["港口"], "sort": ["oldest"], "from": ["2023-04"], "to": ["2023-08"]}
    expect(page.locator(".histogram svg a")).to_have_count(5)
    page.locator(".histogram svg a").nth(1).click()
    expect(page.locator(".chips")).to_contain_text("日期：2023年5月")
    page.go_back()
    expect(page.locator(".chips")).to_contain_text("日期：2023年4月 – 2023年8月")
    page.go_back()
    expect(page.locator(".chips")).to_have_count(0)


def test_the_keyboard_brushes_too(page: Page) -> None:
    page.goto("/?q=港口")
    bars = page.locator(".histogram svg a")
    expect(bars.first).to_have_attribute("tabindex", "0")
    page.get_by_role("link", name="跳过日期图").focus()
    page.keyboard.press("Tab")
    expect(bars.first).to_be_focused()
    page.keyboard.press("End")
    expect(bars.last).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".histogram output")).to_have_text(re.compile("2023年9月 – 2023年11月：[0-9]+ 篇"))
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_contain_text("日期：2023年9月 – 2023年11月")
    page.locator(".histogram svg a").first.focus()
    page.keyboard.press("Enter")  # a single bar is a link like any other
    expect(page.locator(".chips")).to_contain_text("日期：2023年9月")


def test_reprints_stand_folded_under_the_first_of_them(page: Page) -> None:
    page.goto("/?q=转载一字不差")
    expect(page.locator("p.total")).to_contain_text("共 3 篇报告")
    links = page.locator(".under a")
    expect(links.first).to_be_hidden()
    page.get_by_text("这一页里还有 2 篇转载").click()
    expect(links).to_have_count(2)
    expect(links.first).to_be_visible()
    assert faults(page) == []
    links.first.click()
    expect(page.locator("h1").last).to_contain_text("修堤旧事")


def test_a_full_page_hinders_nobody(page: Page) -> None:
    page.goto("/?q=港口&source=甲报&match=literal&limit=2")
    page.locator(".curl summary").click()
    assert faults(page) == []
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl ")
    assert "/api/v1/search?q=" in copied


def test_dates_are_typed_as_people_write_them(page: Page) -> None:
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto("/?q=港口&source=甲报")
    page.get_by_label("从", exact=True).fill("2023年3月")
    page.get_by_label("到", exact=True).fill("2023.12")
    page.get_by_role("button", name="筛选", exact=True).click()
    expect(page.locator(".chips")).to_contain_text("日期：2023年3月 – 2023年12月")
    address = page.get_by_role("link", name="RIS").get_attribute("href")
    text = page.request.get(str(address)).text()
    assert f"共 {text.count('ER  - ')} 篇报告" in page.locator("p.total").inner_text()


def test_an_example_of_the_home_page_finds_something(page: Page) -> None:
    page.goto("/")
    examples = page.locator(".how a")
    for number in range(examples.count()):
        examples.nth(number).click()
        expect(page.locator(".hits > li").first).to_be_visible()
        page.go_back()
    assert examples.count() >= 2


def test_on_a_phone_the_filters_are_a_sheet(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/?q=港口&limit=1")
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="筛选与导出").click()
    expect(sheet).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="筛选与导出").click()
    sheet.get_by_role("link", name=re.compile("^甲报")).click()
    expect(page.locator(".chips")).to_contain_text("来源：甲报")
    page.get_by_role("button", name="筛选与导出").click()
    sheet.get_by_role("link", name="排除 乙报").click()
    expect(page.locator(".chips")).to_contain_text("来源：不含 乙报")
    page.get_by_role("button", name="筛选与导出").click()
    assert faults(page) == []


def test_j_and_k_walk_from_result_to_result(page: Page) -> None:
    page.goto("/?q=港口&limit=3")
    titles = page.locator(".hits > li > article > h2 a")
    for key, number in ("j", 0), ("j", 1), ("k", 0), ("k", 0):
        page.keyboard.press(key)
        expect(titles.nth(number)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    page.locator("#q").focus()
    page.keyboard.press("j")
    expect(page.locator("#q")).to_be_focused()


def test_all_of_it_works_without_scripts(chromium: Browser, archive: str) -> None:
    with chromium.new_context(base_url=archive, locale="zh-CN", java_script_enabled=False) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 360, "height": 640})
        page.goto("/")
        page.get_by_label("检索词").fill("港口")
        page.keyboard.press("Enter")
        expect(page.locator("p.total")).to_contain_text("共 36 篇报告")
        page.get_by_role("link", name="第 3 页").click()
        expect(page.locator("p.total")).to_contain_text("第 21–30 篇")
        page.get_by_role("link", name="下一页").click()
        expect(page.locator(".pages [aria-current]")).to_have_text("4")
        page.locator(".histogram svg a").first.click(force=True)
        expect(page.locator(".chips")).to_contain_text("日期：2023年1月")
        page.get_by_role("link", name="去掉条件：2023年1月").click()
        page.get_by_role("button", name="筛选与导出").click()
        page.get_by_label("从").fill("2023-06")
        page.get_by_role("button", name="筛选", exact=True).click()
        expect(page.locator(".chips")).to_contain_text("日期：2023年6月起")
