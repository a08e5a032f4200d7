"""Reading a report in a real browser: from mark to mark, citing, saving, printing; with no script as well."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from indexer import line_breaks
from tests.support.axe import faults

if TYPE_CHECKING:
    from tests.conftest import Indexed, Run

SCRIPT = "<script>document.title='!'</script><img src=x onerror=document.title='!'>"
PARTS = ["一、去年的工作", "二、今年的目标", "三、保障措施"]
FILLING = "全面推进高质量发展，各项工作都有新的进展，群众满意度继续提高。" * 20
HEADLINE = "新疆新能源装机容量突破三千万千瓦，国网公司不断加大网架建设和优化力度"
LONG = "# 政府工作报告\n\n" + "\n\n".join(
    f"## {part}\n\n{FILLING}\n\n经开区新能源产业增长。{FILLING}经开区项目开工。" for part in PARTS
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def server(indexed: Indexed, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server over a long report, and one whose text is HTML."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "long.md").write_text(LONG, "utf-8")
    text = {"title": f"{SCRIPT}标题", "paragraphs": [f"正文{SCRIPT}"]}
    records = [
        {"id": f"'\"><b>{SCRIPT}", **text, "source": SCRIPT},
        {"id": "headline", "title": HEADLINE, "paragraphs": [f"# {HEADLINE}", HEADLINE]},
    ]
    lines = (json.dumps(one, ensure_ascii=False) for one in records)
    (folder / "evil.jsonl").write_text("\n".join(lines), "utf-8")
    with run(indexed(tmp_path_factory.mktemp("shelf") / "index", folder)) as running:
        yield running.address


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    """A Chinese reader's window, on the results of a search."""
    size: ViewportSize = {"width": 1200, "height": 800}
    with chromium.new_context(base_url=server, viewport=size, locale="zh-CN") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context.new_page()


def open_report(page: Page, q: str = "经开区") -> None:
    page.goto(f"/?q={quote(q)}")
    page.locator("h2 a").first.click()
    expect(page.locator("article.report")).to_be_visible()
    page.wait_for_load_state()  # the text stands before its scripts have run


def at(page: Page) -> str:
    return page.locator(".walk [role=status] .at").inner_text()


def test_keys_lead_from_mark_to_mark_and_back_to_the_results(page: Page) -> None:
    open_report(page)
    assert at(page) == "标出 6 处"
    page.keyboard.press("n")
    expect(page.locator("mark:target")).to_have_id("m1")
    page.keyboard.press("n")
    expect(page.locator(".walk [role=status]")).to_contain_text("第 2 处，共 6 处")
    expect(page.locator(".walk [role=status]")).to_contain_text("第 3 段")
    expect(page.locator("mark:target")).to_be_in_viewport()
    colours = "node => getComputedStyle(node).backgroundColor"
    assert page.locator("#m2").evaluate(colours) != page.locator("#m1").evaluate(colours)
    for key, number in (("Shift+N", 1), ("p", 6), ("n", 1)):  # past either end it goes round
        page.keyboard.press(key)
        expect(page.locator("mark:target")).to_have_id(f"m{number}")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("检索结果")


def test_keys_that_are_typed_or_part_of_a_shortcut_do_nothing(page: Page) -> None:
    open_report(page)
    page.get_by_label("检索词").press("n")
    page.evaluate("document.activeElement.blur()")
    page.locator("body").press("Control+n")
    page.locator("body").press("Alt+p")
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', "
                  "{key: 'n', isComposing: true, bubbles: true}))")  # fmt: skip
    page.keyboard.press("?")
    page.keyboard.press("n")
    assert page.evaluate("location.hash") == ""
    page.locator("#single-keys").uncheck()
    page.keyboard.press("Escape")
    page.locator("body").press("n")
    assert page.evaluate("location.hash") == ""


def test_buttons_keep_the_focus_and_go_on_from_what_is_in_sight(page: Page) -> None:
    open_report(page)
    following = page.get_by_role("link", name="下一处")
    for number in (1, 2):
        following.click()
        expect(page.locator("mark:target")).to_have_id(f"m{number}")
        expect(following).to_be_focused()
    page.locator("#p9").evaluate("node => node.scrollIntoView({block: 'center'})")
    following.click()
    expect(page.locator("mark:target")).to_have_id(re.compile("m[56]"))
    page.get_by_role("link", name="上一处").click()
    expect(page.locator("mark:target")).to_have_id(re.compile("m[45]"))


def test_the_list_the_strip_and_the_outline_lead_to_their_places(page: Page) -> None:
    open_report(page)
    entries = page.get_by_role("navigation", name="命中位置").get_by_role("link")
    expect(entries).to_have_count(6)
    expect(entries.nth(3)).to_contain_text("第 6 段")
    entries.nth(3).click()
    expect(entries.nth(3)).to_have_attribute("aria-current", "true")
    assert at(page) == "第 4 处，共 6 处"
    tick = page.locator(".strip a").last
    tick.click(force=True)
    expect(page.locator("mark:target")).to_have_id("m6")
    expect(tick).to_have_class("current")
    page.get_by_role("navigation", name="目录").get_by_role("link", name=PARTS[1]).click()
    expect(page.locator("h2:target")).to_have_text(PARTS[1])
    expect(page.locator("h2:target")).to_be_in_viewport()


def test_citations_are_copied(page: Page) -> None:
    open_report(page)
    page.get_by_text("引用", exact=True).first.click()
    box = page.locator(".citations .citation").nth(1)
    box.get_by_role("button", name="复制").click()
    expect(box.get_by_role("button")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == box.locator("pre").inner_text()
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(); }"
    )  # as where there is none
    page.locator(".citations button").first.click()
    expect(page.locator(".citations button").first).to_contain_text("Ctrl+C")
    assert page.evaluate("getSelection().toString()").strip() == "政府工作报告[R]."


def test_a_paragraph_is_cited_in_its_place_without_leaving_it(page: Page) -> None:
    open_report(page)
    page.evaluate("window.still = true")
    page.locator("#p5").hover()
    page.get_by_role("link", name="引用第 5 段").click()
    box = page.get_by_role("region", name="引用第 5 段")
    expect(box).to_be_focused()
    expect(box.locator("pre").last).to_contain_text("> 全面推进高质量发展")
    expect(page).to_have_url(re.compile(r"cite=5#p5$"))
    box.get_by_role("button", name="复制").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == "政府工作报告[R]. 第5段."
    box.get_by_role("link", name="收起").click()
    expect(box).to_have_count(0)
    assert page.evaluate("window.still")
    expect(page).to_have_url(re.compile(r"\?q=[^&]+&at=1#p5$"))


def test_the_original_is_saved_under_its_name(page: Page) -> None:
    open_report(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="下载原文件").click()
    assert saving.value.suggested_filename == "long.md"
    assert Path(saving.value.path()).read_text("utf-8") == LONG


def test_without_a_script_the_links_do(chromium: Browser, server: str) -> None:
    with chromium.new_context(base_url=server, java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        open_report(page)
        page.get_by_role("link", name="下一处").click()
        expect(page.locator("mark:target")).to_have_id("m1")
        page.locator(".occurrences a").nth(4).click()
        expect(page.locator("mark:target")).to_be_in_viewport()
        expect(page.get_by_role("button", name="复制")).to_have_count(0)
        page.locator("#p5").hover()
        page.get_by_role("link", name="引用第 5 段").click()
        expect(page.locator("#cited")).to_contain_text("第5段")
        expect(page.locator("#p5")).to_be_in_viewport()


def test_text_that_is_html_is_shown_and_runs_nothing(page: Page) -> None:
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_report(page, "正文")
    page.keyboard.press("n")
    page.locator("#p1").hover()
    page.get_by_role("link", name="引用第 1 段").click()
    expect(page.locator("#cited")).to_contain_text("onerror")
    expect(page.locator("h1")).to_have_text(f"{SCRIPT}标题")
    expect(page.locator("#p1")).to_have_text(f"正文{SCRIPT}")
    assert page.title() == f"{SCRIPT}标题 - 检报"
    assert page.locator("main img, main script, main b:not(.occurrences b)").count() == 0
    assert wrong == []


@pytest.mark.parametrize(("width", "asked"), [(1200, "?q=经开区&cite=2#m1"), (320, "")])
def test_axe_finds_nothing_and_nothing_sticks_out(page: Page, width: int, asked: str) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    open_report(page)
    assert page.evaluate(OVERFLOW) <= 0
    page.goto(page.url.partition("?")[0] + asked)
    page.get_by_text("引用", exact=True).first.click()
    assert page.evaluate(OVERFLOW) <= 0
    assert faults(page) == []


def test_print_shows_the_report_alone(page: Page) -> None:
    open_report(page)
    page.keyboard.press("n")
    page.emulate_media(media="print")
    for chrome in "header.top .walk .strip .beside .tools #p2~.margin .files #similar".split():
        expect(page.locator(chrome)).to_be_hidden()
    expect(page.locator("#p2")).to_be_visible()
    expect(page.locator(".printed")).to_have_text("政府工作报告[R].")
    line = "node => getComputedStyle(node).textDecorationLine"
    assert {page.locator(f"#m{number}").evaluate(line) for number in (1, 2)} == {"underline"}


_LINES = """(headline) => {
  const range = document.createRange(), lines = [];
  const walker = document.createTreeWalker(headline, NodeFilter.SHOW_TEXT);
  for (let node, bottom = 0; (node = walker.nextNode()); )
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at), range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.top >= bottom) lines.push(""), (bottom = box.bottom);
      lines[lines.length - 1] += node.data[at];
    }
  return lines;
}"""


@pytest.mark.parametrize("width", [320, 420])
def test_a_headline_is_broken_between_words_and_never_within_a_mark(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    for path, place in (("/?q=新能源", "h2 a"), ("/reports/headline?q=“国网公司不断加大”", "h1")):
        page.goto(path)
        lines = page.locator(place).filter(has_text="新疆").first.evaluate(_LINES)
        assert "".join(lines) == HEADLINE
        assert len(lines) > 1
        begins = {sum(map(len, lines[:number])) for number in range(1, len(lines))}
        mark = range(HEADLINE.index("国网公司") + 1, HEADLINE.index("网架")) if "reports" in path else ()
        assert begins <= {*line_breaks(HEADLINE), HEADLINE.index("国")} - {*mark}


def test_a_mark_that_is_longer_than_a_line_is_broken_all_the_same(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in (f"/?q=“{HEADLINE}”", f"/reports/headline?q=“{HEADLINE}”"):
        page.goto(path)
        assert page.evaluate(OVERFLOW) <= 0
