"""The browser of the tests sees what a page must not do."""

BAD = """<!DOCTYPE html><html lang="fr"><head><title>x</title></head><body>
<img src="http://example.test/x.png">
<script>console.error("boom")</script></body></html>"""


def test_a_request_and_an_error_are_seen(browser, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(BAD, encoding="utf-8")
    opened = browser.open(page)
    assert opened.requests == ["http://example.test/x.png"]
    assert any("boom" in line for line in opened.console)


def test_a_fault_of_accessibility_is_seen(browser, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(BAD, encoding="utf-8")
    assert any(v.startswith("image-alt") for v in browser.violations(page))


def test_a_table_that_is_cut_off_in_print_is_seen(browser, tmp_path):
    page = tmp_path / "wide.html"
    style = "@media print { p { width: 900px } }"
    page.write_text(f"<style>{style}</style><body><p>x</p></body>", encoding="utf-8")
    assert browser.printed_width(page, 680) >= 900


def test_a_silent_page_is_silent(browser, tmp_path):
    page = tmp_path / "good.html"
    page.write_text("<!DOCTYPE html><title>x</title><p>x</p>", encoding="utf-8")
    opened = browser.open(page)
    assert (opened.console, opened.requests) == ([], [])
    assert browser.pdf(page).startswith(b"%PDF")
