"""Ticked reports in a real browser: kept from page to page and taken away; without scripts, too."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Browser, Page, expect

from tests.support.axe import faults


def ticks(page: Page) -> list[str]:
    """The ids that are ticked on a page."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.pick input:checked')].map((one) => one.value)"
    )
    return found


def test_what_is_ticked_on_any_page_is_taken_away_together(chromium: Browser, archive: str) -> None:
    with chromium.new_context(base_url=archive, locale="zh-CN", accept_downloads=True) as context:
        page = context.new_page()
        page.goto("/?q=港口&sort=oldest")
        told = page.locator("#basket output")
        for number in (0, 2):
            page.locator(".pick input").nth(number).check()
        expect(told).to_have_text("选集里有 2 篇")
        assert faults(page) == []
        first = ticks(page)
        page.goto("/?q=港口&sort=oldest&offset=10")
        expect(told).to_have_text("选集里有 2 篇")
        page.locator(".hits h2 a").first.click()
        page.locator(".pick input").check()
        expect(told).to_have_text("选集里有 3 篇")
        page.goto("/?q=港口&sort=oldest")
        expect(page.locator(".pick input").first).to_be_checked()
        page.get_by_role("button", name="查看选集").click()
        expect(page.locator(".picked li")).to_have_count(3)
        assert ticks(page)[:2] == first
        assert faults(page) == []
        page.locator(".pick input").first.uncheck()
        with page.expect_download() as download:
            page.get_by_role("button", name="压缩包").click()
        held = ZipFile(BytesIO(Path(download.value.path()).read_bytes()))
        assert download.value.suggested_filename == "检报 选集.zip"
        assert sum(name.endswith(".docx") for name in held.namelist()) == 2
        page.get_by_role("button", name="只保留勾选的").click()
        expect(page.locator(".picked li")).to_have_count(2)
        page.goto("/basket")
        expect(page.locator(".picked li")).to_have_count(2)
        page.get_by_role("link", name="清空").click()
        expect(page.locator("main")).to_contain_text("在检索结果中勾选报告")
        expect(page).to_have_url(re.compile("/basket$"))


def test_lines_of_contexts_are_ticked_by_their_report(chromium: Browser, archive: str) -> None:
    with chromium.new_context(
        base_url=archive, locale="zh-CN", viewport={"width": 320, "height": 640}
    ) as context:
        page = context.new_page()
        page.goto("/contexts?q=港口")
        boxes = page.locator(".lines input")
        first = boxes.first.input_value()
        boxes.first.check()
        assert set(
            page.evaluate("[...document.querySelectorAll('.lines :checked')].map((one) => one.value)")
        ) == {first}
        assert page.locator(f".lines input[value={first}]").count() > 1
        assert page.locator(f".lines input[value={first}]:not(:checked)").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert faults(page) == []
        expect(page.locator("#basket output")).to_have_text("选集里有 1 篇")
        page.get_by_role("button", name="查看选集").click()
        expect(page.locator(".picked li")).to_have_count(1)
        page.go_back()
        expect(boxes.first).to_be_checked()


def test_without_scripts_a_page_gives_what_is_ticked_on_it(chromium: Browser, archive: str) -> None:
    with chromium.new_context(
        base_url=archive, java_script_enabled=False, locale="zh-CN", viewport={"width": 320, "height": 640}
    ) as context:
        page = context.new_page()
        page.goto("/?q=港口")
        for number in (1, 3):
            page.locator(".pick input").nth(number).check()
        page.get_by_role("button", name="查看选集").click()
        expect(page.locator(".picked li")).to_have_count(2)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        with page.expect_download() as download:
            page.get_by_role("button", name="RIS").click()
        assert Path(download.value.path()).read_text(encoding="utf-8").count("ER  - ") == 2
