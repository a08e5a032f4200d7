"""The trend and the contexts in a real browser: figures under the pointer, files to keep, 10,000 lines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import faults
from tests.support.harbour import HOSTILE, write_harbour

if TYPE_CHECKING:
    from tests.conftest import Indexed, Run, Running

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def harbour(run: Run, indexed: Indexed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("harbour")
    with run(indexed(folder / "index", write_harbour(folder))) as server:
        yield server


@pytest.fixture
def page(chromium: Browser, harbour: Running) -> Iterator[Page]:
    with chromium.new_context(
        base_url=harbour.address, locale="zh-CN", permissions=["clipboard-read", "clipboard-write"]
    ) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        yield page
        assert wrong == []


def saved(page: Page, name: str, role: str = "link") -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.locator(".save").get_by_role(role, name=name).click()  # type: ignore[arg-type]
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_trend_is_asked_for_looked_at_and_kept(page: Page) -> None:
    page.goto("/trend")
    expect(page.get_by_role("search")).to_have_count(1)
    expect(page.get_by_label("检索词", exact=True)).to_be_focused()
    page.keyboard.type("港口")
    page.get_by_label("检索词 2").fill("新能源船")
    page.get_by_role("button", name="生成图表").click()
    expect(page.locator("svg.chart:visible .line")).to_have_count(2)
    page.wait_for_load_state()  # the chart stands before its script has run
    assert faults(page) == []
    rows = page.locator(".figures tbody tr")
    expect(rows).to_have_count(48)
    expect(rows.nth(1)).to_have_text(re.compile(r"2021年2月\s*2\s*1\s*2"))
    expect(page.locator(".note").first).to_contain_text("“港口”另有 1 篇报告日期不明")

    page.locator("svg.chart:visible").hover()
    tip = page.locator(".tip")
    expect(tip).to_contain_text("港口")
    expect(tip).to_contain_text("收录")
    page.mouse.move(0, 0)
    expect(tip).to_have_count(0)
    page.get_by_role("group", name="趋势图").focus()
    for key in ("Home", "ArrowRight"):
        page.keyboard.press(key)
    expect(tip.locator("strong")).to_have_text("2021年2月")
    expect(page.locator(".picture [role=status]")).to_have_text("2021年2月 港口 2, 新能源船 1, 收录 2")
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)

    name, table = saved(page, "CSV")
    head, *periods = csv.reader(StringIO(table.decode("utf-8-sig"), newline=""))
    assert (name[-4:], head, periods[1]) == (
        ".csv",
        ["时段", "收录", "港口", "新能源船"],
        ["2021-02", "2", "2", "1"],
    )
    _, drawing = saved(page, "SVG")
    svg = ET.fromstring(drawing)
    assert [one.text for one in svg.iterfind(".//{*}g/{*}text")] == ["港口", "新能源船"]
    name, picture = saved(page, "PNG", "button")
    assert (name, picture[:8], picture[16:24]) == (
        "港口 新能源船.png",
        b"\x89PNG\r\n\x1a\n",
        (1920).to_bytes(4, "big") + (800).to_bytes(4, "big"),
    )

    rows.nth(1).get_by_role("link").nth(1).click()
    expect(page).to_have_url(re.compile("from=2021-02&to=2021-02"))
    expect(page.locator(".hits > li")).to_have_count(1)


def test_shares_and_a_span_are_kept_in_the_address(page: Page) -> None:
    page.goto("/trend?q=新能源船&by=year&share=1&from=2022")
    expect(page.locator("[name=value]")).to_have_value("share")
    expect(page.locator("svg.chart:visible")).to_contain_text("每千篇报告中的篇数")
    expect(page.locator(".figures tbody tr").first).to_have_text(re.compile(r"2022年\s*333.3\d*\s*30"))


def test_a_phone_shows_all_of_the_chart(chromium: Browser, harbour: Running) -> None:
    with chromium.new_context(
        base_url=harbour.address, viewport={"width": 360, "height": 740}, locale="zh-CN"
    ) as context:
        page = context.new_page()
        page.goto("/trend?q=港口&q=新能源船&value=per_million")
        chart = page.locator("svg.chart:visible")
        expect(chart).to_have_count(1)
        expect(chart).to_contain_text("港口、新能源船")
        assert page.evaluate("document.querySelector('.scroll').scrollWidth") <= 360
        box = chart.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator(".tip")).to_contain_text("收录")
        assert page.evaluate(OVERFLOW) <= 0
        assert faults(page) == []


def test_every_occurrence_is_on_a_line_and_only_lines_in_view_are_laid_out(page: Page) -> None:
    page.goto("/contexts?q=港口")
    lines = page.locator(".lines li")
    assert lines.count() == 100
    assert faults(page) == []
    lefts = page.evaluate(
        "[...document.querySelectorAll('.lines mark')].map((one) => one.getBoundingClientRect().left)"
    )
    assert max(lefts) - min(lefts) < 1
    page.keyboard.press("End")
    expect(lines).to_have_count(10_000, timeout=20_000)
    expect(page.get_by_role("status").first).to_contain_text("前 10,000 处")
    expect(page.locator(".pages [rel=next]")).to_have_count(0)
    starts = page.evaluate("[...document.querySelectorAll('.lines ol')].map((one) => one.start)")
    assert starts == [1, *range(101, 10_000, 20)]
    page.evaluate("scrollTo(0, 0)")
    laid_out = (
        "[...document.querySelectorAll('.lines li')]"
        ".filter((one) => one.checkVisibility({contentVisibilityAuto: true}))"
    )
    assert 0 < page.evaluate(f"{laid_out}.length") < 500  # so that scrolling costs what a short page costs
    page.mouse.wheel(0, 50_000)
    page.wait_for_function("scrollY > 30_000")
    assert 0 < page.evaluate(f"{laid_out}.length") < 500

    last = lines.last
    last.scroll_into_view_if_needed()
    last.get_by_role("link").click()
    expect(page.locator(":target mark").first).to_have_text("港口")


def test_lines_that_do_not_come_are_told_and_can_be_asked_for_again(
    chromium: Browser, harbour: Running
) -> None:
    refusals = [
        lambda route: route.fulfill(status=503, json={"detail": "服务器很忙，请稍后重试。"}),
        lambda route: route.abort(),
    ]
    with chromium.new_context(base_url=harbour.address, locale="zh-CN") as context:
        page = context.new_page()
        page.route(
            "**/api/v1/contexts?*", lambda route: refusals.pop(0)(route) if refusals else route.continue_()
        )
        page.goto("/contexts?q=港口&from=2021-02&to=2021-02")
        page.keyboard.press("End")
        note = page.get_by_role("alert")
        expect(note).to_contain_text("其余各行没有载入。服务器很忙，请稍后重试。")
        expect(page.get_by_role("status").first).not_to_contain_text("正在载入")
        note.get_by_role("button", name="再试一次").click()
        expect(note).to_have_text("其余各行没有载入。 再试一次")
        expect(page.get_by_role("link", name="下一页")).to_be_visible()
        assert faults(page) == []
        note.get_by_role("button").click()
        expect(page.locator(".lines li")).to_have_count(180)
        expect(note).to_have_count(0)


def test_lines_are_sorted_by_what_stands_beside_and_copied_as_text(page: Page) -> None:
    page.goto("/contexts?q=码头&from=2021-02&to=2021-02")
    page.get_by_label("检索词").fill("港口")  # the one box of the page, which asks for lines here
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/contexts.*from=2021-02&to=2021-02"))
    expect(page.get_by_role("status").first).to_contain_text("2 篇报告")
    page.get_by_role("navigation", name="排序").get_by_role("link", name="按右邻字").click()
    expect(page.get_by_role("link", name="按右邻字")).to_have_attribute("aria-current", "true")
    page.wait_for_load_state()  # the lines stand before the script that copies them has run
    rights = page.locator(".lines li > :nth-child(3)").all_inner_texts()
    assert len(rights) == 100
    assert len({text[:4] for text in rights[:10]}) == 1
    first = page.locator(".lines li").first
    first.get_by_role("link").hover()
    expect(first.get_by_role("link")).to_have_attribute("title", re.compile("号泊位$"))
    first.evaluate("(line) => getSelection().selectAllChildren(line)")
    page.keyboard.press("Control+c")
    parts = first.locator("span, mark").all_text_contents()
    assert page.evaluate("navigator.clipboard.readText()") == "".join(parts)
    _, table = saved(page, "CSV")
    rows = list(csv.DictReader(StringIO(table.decode("utf-8-sig"), newline="")))
    assert len(rows) == 180
    assert [row["右边"] for row in rows[:100]] == page.locator(
        ".lines li > :nth-child(3)"
    ).all_text_contents()


@pytest.mark.parametrize(
    "path",
    [
        *("/trend", "/trend?q=港口&q=码头", "/contexts", "/contexts?q=港口", "/contexts?q=码头"),
        *("/neighbours", "/neighbours?q=港口"),
    ],
)
def test_pages_fit_a_small_phone_and_need_no_script(chromium: Browser, harbour: Running, path: str) -> None:
    with chromium.new_context(
        base_url=harbour.address,
        viewport={"width": 320, "height": 640},
        java_script_enabled=False,
        locale="zh-CN",
    ) as context:
        page = context.new_page()
        page.goto(path)
        assert page.evaluate(OVERFLOW) <= 0
        if path == "/contexts?q=港口":
            page.get_by_role("link", name="下一页").click()
            expect(page.locator(".lines ol")).to_have_attribute("start", "101")
            expect(page.locator(".lines li")).to_have_count(100)
        if "港口&" in path:
            expect(page.locator("svg.chart:visible .line")).to_have_count(2)
            expect(page.get_by_role("button", name="PNG")).to_be_hidden()
        if "码头" in path:
            expect(page.locator("main")).to_contain_text("另有 1 篇" if "trend" in path else HOSTILE[:20])


def test_an_export_is_all_pages_of_the_search(harbour: Running) -> None:
    search = f"q={quote('新能源船')}&sort=oldest"
    lines = harbour.ask(f"/api/v1/export?{search}&format=jsonl").text.splitlines()
    pages = [harbour.ask(f"/api/v1/search?{search}&limit=15&offset={offset}").json for offset in (0, 15, 30)]
    assert [json.loads(line) for line in lines] == [hit for page in pages for hit in page["hits"]]
    assert len(lines) == pages[0]["total"] == 40


def test_a_list_of_questions_is_read_from_a_file_and_becomes_a_table(page: Page, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("港口\n新能源船\n", encoding="utf-8")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/survey")
    page.get_by_label("从文件读入").set_input_files(tmp_path / "list.txt")
    expect(page.get_by_label("每行一个检索式")).to_have_value("港口\n新能源船\n")
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="生成表格").click()
    rows = page.locator(".figures tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).locator("td").first).to_have_text("40")
    assert page.evaluate(OVERFLOW) <= 0
    assert faults(page) == []
    name, table = saved(page, "CSV")
    assert (name, len(table.decode("utf-8-sig").splitlines())) == ("检报 批量检索.csv", 3)
    rows.nth(1).get_by_role("link").click()
    expect(page.locator("p.total")).to_contain_text("共 40 篇报告")


def test_a_neighbour_leads_to_its_lines(page: Page) -> None:
    page.goto("/neighbours?q=港口&from=2021-02&to=2021-02")
    assert faults(page) == []
    page.get_by_label("左边").select_option("0")
    page.get_by_label("右边").select_option("1")
    page.get_by_role("button", name="统计").click()
    first = page.locator(".neighbours tbody tr").first
    word, count = first.get_by_role("link").inner_text(), first.locator("td").first.inner_text()
    page.get_by_role("link", name="处数").click()
    expect(page.locator("[aria-sort]")).to_have_text("处数")
    first.get_by_role("link", name=word).click()
    expect(page.get_by_role("status").first).to_contain_text(f"共 {count} 处")
    assert all(word in text for text in page.locator(".lines li > :nth-child(3)").all_inner_texts())
    page.get_by_role("link", name=f"去掉条件：{word}").click()
    expect(page.get_by_role("status").first).to_contain_text("共 180 处")


@pytest.mark.parametrize("path", ["/trend?q=港口&q=船", "/contexts?q=港口", "/neighbours?q=港口"])
def test_a_page_is_light(page: Page, path: str) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 100_000
