"""Where text comes from, in a real browser: folders, pages of PDFs, holdings; on a phone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer import build, open_store
from indexer.ingest.ledger import Ledger
from tests.support.axe import faults
from tests.support.printing import pages, written

if TYPE_CHECKING:
    from tests.conftest import Run

CONTENTS = {
    "2022": "Harbour works were begun on the northern quay before winter came.",
    "2023": "Nobody expected Harbour traffic to double within so few months.",
    "2024": "Costs of the third Harbour basin are told by the auditors in full.",
}


@pytest.fixture(scope="module")
def office(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("office")
    for year, text in CONTENTS.items():
        (home / "档案" / year).mkdir(parents=True)
        content = f"BT /F 16 Tf 72 700 Td ({text}) Tj ET"
        written(home / "档案" / year / f"年报{year}.pdf", *pages(1, content))
    (home / "档案" / "坏.txt").write_bytes(b"")
    with closing(open_store(home / "index")) as store, closing(Ledger(home / "index")) as ledger:
        build(store, [home / "档案"], ledger)
    with run(home / "index") as server:
        yield server.address


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request: pytest.FixtureRequest, chromium: Browser, office: str) -> Iterator[Page]:
    scripts = bool(request.param)
    with chromium.new_context(base_url=office, locale="zh-CN", java_script_enabled=scripts) as context:
        yield context.new_page()


def test_from_folder_to_report_to_its_page_and_back(page: Page) -> None:
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto("/?q=Harbour")
    page.locator(".facet a", has_text="2023").first.click()
    expect(page.locator("p.total")).to_contain_text("共 1 篇报告")
    expect(page.locator(".file").first).to_have_text("档案 › 2023 › 年报2023.pdf")
    page.locator(".facet a", has_text="2024").first.click()
    expect(page.locator("p.total")).to_contain_text("共 2 篇报告")
    page.locator(".hits h2 a").nth(1).click()
    picture = page.locator(".leaf img").first
    expect(picture).to_be_hidden()
    page.locator(".leaf summary").first.click()
    expect(picture).to_be_visible()
    source = re.sub(r"^.*/reports/([^?]+)\?.*", r"/picture/1/\1?q=Harbour", page.url)
    assert picture.get_attribute("src") == source
    page.get_by_role("link", name="上一篇结果").click()
    page.get_by_role("link", name="返回检索结果").click()
    expect(page).to_have_url(re.compile("#hit-1$"))
    expect(page.locator("p.total")).to_contain_text("共 2 篇报告")


def test_pages_are_usable_by_all_and_on_a_phone(chromium: Browser, office: str) -> None:
    with chromium.new_context(base_url=office, locale="zh-CN") as context:
        page = context.new_page()
        page.set_viewport_size({"width": 320, "height": 800})
        for address in "/holdings", "/?folder=档案/2023", "/?q=Harbour&folder=档案/2023&year=-2021":
            page.goto(address)
            assert faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator(".hits h2 a").first.click()
        page.locator(".leaf summary").first.click()
        expect(page.locator(".leaf img").first).to_have_js_property("naturalWidth", 1000, timeout=30_000)


def test_a_folder_is_looked_at_without_a_word_and_searched(page: Page) -> None:
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto("/holdings")
    page.get_by_role("link", name="2023", exact=True).click()
    expect(page.locator("p.total")).to_contain_text("共 1 篇报告")
    expect(page.locator(".chips")).to_contain_text("文件夹：档案/2023")
    page.get_by_label("检索词", exact=True).fill("Harbour")
    page.keyboard.press("Enter")
    expect(page.locator("p.total")).to_contain_text("共 1 篇报告")
    expect(page.locator(".chips")).to_contain_text("文件夹：档案/2023")


def test_holdings_are_filtered_without_scripts(page: Page) -> None:
    page.goto("/holdings")
    expect(page.locator(".lost tbody tr")).to_have_count(1)
    page.get_by_label("文件名或原因里有").fill("没有这个")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("没有这样的文件。")).to_be_visible()
