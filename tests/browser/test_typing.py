"""Typing in a real browser: suggestions, the input method, keys, recent searches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, Request, Route, expect

from tests.support.axe import faults

LONGER_THAN_THE_DELAY = 250
"""Milliseconds in which a suggestion that is asked for would have been asked for."""


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The addresses that the page has asked the server for, in order; what it is made of aside."""
    urls: list[str] = []

    def note(request: Request) -> None:
        if "/static/" not in request.url:
            urls.append(request.url)

    page.on("request", note)
    return urls


@pytest.fixture
def input_method(page: Page) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def compose(input_method: CDPSession, text: str) -> None:
    """What an input method shows while Latin letters become Chinese characters."""
    parts = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
    input_method.send("Input.imeSetComposition", parts)


def commit(input_method: CDPSession, text: str) -> None:
    input_method.send("Input.insertText", {"text": text})


PRESS = """
(box, init) => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  return box.dispatchEvent(event);
}
"""
"""Sends a key to the box as some browser would; true where its own effect remains."""


def test_nothing_is_sent_and_nothing_submitted_while_an_input_method_composes(
    page: Page, asked: list[str], input_method: CDPSession
) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="检索词")
    expect(box).to_be_focused()
    asked.clear()
    compose(input_method, "xiang")
    compose(input_method, "xiang'mu")
    page.keyboard.press("Enter")  # a real key, and the browser says of it that it is composing
    assert not box.evaluate(PRESS, {"key": "Enter", "keyCode": 229})
    assert not box.evaluate(PRESS, {"key": "Enter", "keyCode": 13, "isComposing": True})
    page.get_by_role("search").evaluate("form => form.requestSubmit()")
    page.wait_for_timeout(LONGER_THAN_THE_DELAY)
    assert asked == []
    assert page.url.endswith("/")
    expect(page.get_by_role("listbox")).to_be_hidden()
    commit(input_method, "项目")
    expect(box).to_have_value("项目")
    # Safari ends the composition first; that the input method took the key is all that it says.
    assert not box.evaluate(PRESS, {"key": "Enter", "keyCode": 229})
    assert page.url.endswith("/")
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/\?q=%E9%A1%B9%E7%9B%AE$"))


def test_what_was_composed_is_completed_once_it_stands(
    page: Page, asked: list[str], input_method: CDPSession
) -> None:
    page.goto("/")
    asked.clear()
    compose(input_method, "zhen'jiang")
    commit(input_method, "镇江")
    expect(page.get_by_role("option").first).to_contain_text("镇江")
    assert [urlsplit(url).path for url in asked] == ["/api/v1/suggest"]
    # The arrows are the input method's as long as it composes.
    box = page.get_by_role("combobox")
    assert box.evaluate(PRESS, {"key": "ArrowDown", "keyCode": 229, "isComposing": True})
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    compose(input_method, "jing")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_suggestions_are_chosen_by_keys(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("镇江")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form [aria-live]")).to_have_text(re.compile(r"^\d 条提示"))
    assert faults(page) == []
    page.keyboard.press("ArrowUp")  # from the text to the last of them
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")  # and back to the text
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(box).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    page.keyboard.press("Home")  # stays the text's: what is typed now stands in front
    assert box.evaluate("box => box.selectionStart") == 0
    text = chosen.locator("span").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_value(re.compile(re.escape(text)))


def test_suggestions_are_chosen_by_mouse_and_closed_by_escape(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("zhenjiang")
    option = page.get_by_role("option").filter(has_text="拼音").first
    expect(option).to_have_text(re.compile(r"镇江.* 拼音 \d+ 篇"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("zhenjiang")
    page.keyboard.press("ArrowDown")
    option.click()
    expect(page.get_by_role("combobox")).to_have_value("镇江")
    expect(page.locator("article").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="检报")).to_be_visible()


def test_a_title_opens_its_report(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("镇江经")
    option = page.get_by_role("option").filter(has_text="标题").first
    title = option.locator("span").inner_text()
    option.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page).to_have_url(re.compile("/reports/"))


def test_an_answer_that_comes_late_is_dropped(page: Page) -> None:
    page.goto("/")
    held: list[Route] = []
    page.route("**/suggest?q=%E9%95%87%E6%B1%9F", lambda route: held.append(route))
    box = page.get_by_role("combobox")
    with page.expect_request("**/suggest?*"):
        box.press_sequentially("镇江")
    box.press_sequentially("经")
    expect(page.get_by_role("option").first).to_contain_text("镇江经")
    late = page.get_by_role("option").all_inner_texts()
    assert held
    answer = {"text": "迟", "kind": "word", "reports": 1, "query": "迟"}
    held[0].fulfill(json={"q": "镇江", "suggestions": [answer]})
    page.wait_for_timeout(LONGER_THAN_THE_DELAY)
    assert page.get_by_role("option").all_inner_texts() == late


def test_one_can_search_where_suggestions_fail(page: Page) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.route("**/api/v1/suggest*", lambda route: route.fulfill(status=503, body="busy"))
    page.goto("/")
    with page.expect_response("**/suggest?*"):
        page.get_by_role("combobox").press_sequentially("项目")
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_be_visible()
    assert wrong == []


def test_keys_lead_to_the_box_but_write_where_one_writes(page: Page) -> None:
    page.goto("/?q=项目&limit=2")
    box = page.get_by_role("combobox")
    for key in ("/", "Control+k", "Meta+k"):
        page.get_by_role("heading", level=2).first.click()
        page.evaluate("document.activeElement.blur()")
        expect(box).not_to_be_focused()
        page.keyboard.press(key)
        expect(box).to_be_focused()
        expect(box).to_have_value("项目")
    page.keyboard.type("a/b?")  # all of it was chosen, so what is typed replaces it
    expect(box).to_have_value("a/b?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    date = page.get_by_label("从")
    date.focus()
    page.keyboard.type("/?")
    expect(date).to_have_value("/?")


def test_the_keys_are_listed_and_single_ones_can_be_switched_off(page: Page) -> None:
    page.goto("/help")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).not_to_be_focused()
    dialog.get_by_label("启用单键快捷键").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.locator("footer").get_by_role("link", name="快捷键").click()
    dialog.get_by_label("启用单键快捷键").check()
    dialog.get_by_role("button", name="关闭").click()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_recent_searches_stay_in_the_browser(page: Page, asked: list[str]) -> None:
    page.goto("/")
    for q in ("项目", "企业", "项目 企业"):
        page.get_by_role("combobox").fill(q)
        page.get_by_role("button", name="检索", exact=True).click()
        expect(page.locator("p.total")).to_be_visible()
    page.goto("/")
    recent = page.get_by_role("list", name="最近的检索").get_by_role("link")
    expect(recent).to_have_text(["项目 企业", "企业", "项目"])
    assert faults(page) == []
    asked.clear()
    page.get_by_role("button", name="删除 企业").click()
    expect(recent).to_have_text(["项目 企业", "项目"])
    page.get_by_role("combobox").focus()
    page.keyboard.press("ArrowDown")
    expect(recent.first).to_be_focused()
    page.keyboard.press("Delete")
    expect(recent).to_have_text(["项目"])
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("x")
    expect(recent).to_have_count(0)
    page.keyboard.press("Backspace")
    expect(recent).to_have_count(1)
    page.keyboard.press("Escape")
    expect(recent).to_have_count(0)
    page.get_by_role("combobox").click()
    page.get_by_role("button", name="全部清除").click()
    expect(recent).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0
    assert all("suggest?q=x" in url for url in asked)


def test_a_recent_search_is_opened_again_and_at_most_twenty_are_kept(page: Page) -> None:
    page.goto("/")
    page.evaluate("localStorage.setItem('jianbao.recent', JSON.stringify([...Array(30).keys()].map(String)))")
    page.get_by_role("combobox").fill("项目")
    page.keyboard.press("Enter")
    expect(page.locator("p.total")).to_be_visible()
    assert page.evaluate("JSON.parse(localStorage.getItem('jianbao.recent')).length") == 20
    page.get_by_role("combobox").fill("")
    page.get_by_role("list", name="最近的检索").get_by_role("link", name="项目").click()
    expect(page.locator("p.total")).to_contain_text("共 2 篇报告")
    page.evaluate("localStorage.setItem('jianbao.recent', '{')")  # what others may have left there
    page.goto("/")
    page.get_by_role("combobox").click()
    expect(page.get_by_role("list", name="最近的检索")).to_be_hidden()
