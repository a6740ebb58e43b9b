"""What stands where: the readers' pages, and the editors' forms with their pickers."""

from playwright.sync_api import Locator, Page, expect

# The readers' pages


def claim_texts(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".claim-text").all_inner_texts()]


def expect_chips(page: Page, *choices: str) -> None:
    """The choices that can be removed one by one are these, at the latest when the page has loaded."""
    links = page.get_by_role("list", name="Chosen").get_by_role("link")
    expect(links).to_have_text([f"Remove {choice} ×" for choice in choices], use_inner_text=True)


def facet(page: Page, name: str) -> Locator:
    """A facet of the finder, by the words of its heading."""
    return page.locator(".facets > details").filter(has=page.locator("summary", has_text=name))


# The editors' pages


def open_form(page: Page, kind: str, name: str) -> None:
    """From the first page of the admin through the list of a kind (its plural) to one record's form."""
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name=kind, exact=True).click()
    page.locator("#searchbar").fill(name)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name).first).to_be_visible()


def claim(page: Page, number: int) -> Locator:
    """A claim in an entry's form, as the editor counts, from 1; opened, if it was folded."""
    card = page.locator("#claims-group .inline-related:not(.empty-form)").nth(number - 1)
    card.wait_for(state="attached")
    page.wait_for_load_state()  # its script has folded it by then
    folded = card.locator(".fold[aria-expanded=false]")
    if folded.count():
        folded.click()
    return card


def picker(within: Page | Locator, field: str) -> Locator:
    """The picker that stands in for a select whose name ends in ``field``."""
    return within.locator(f'select[name$="{field}"] + .select2-container')


def pick(within: Page | Locator, field: str, typed: str, choice: str) -> None:
    """Type a few letters into a picker and click one of what it offers."""
    page = within if isinstance(within, Page) else within.page
    picker(within, field).click()
    page.locator(".select2-container--open .select2-search__field").fill(typed)
    page.get_by_role("option", name=choice).first.click()
    expect(picker(within, field)).to_contain_text(choice)


def picked(within: Page | Locator, field: str) -> list[str]:
    """What a picker holds."""
    options = within.locator(f'select[name$="{field}"] option:checked')
    return [text.strip() for text in options.all_inner_texts()]


def expect_picked(within: Page | Locator, field: str, *choices: str) -> None:
    """A picker holds these, at the latest when its page has taken in what was chosen."""
    expect(within.locator(f'select[name$="{field}"] option:checked')).to_have_text([*choices])


def drop(within: Page | Locator, field: str) -> None:
    """Take out of a picker everything that it holds."""
    marks = picker(within, field).locator(".select2-selection__choice__remove")
    for left in range(marks.count(), 0, -1):
        expect(marks).to_have_count(left)
        marks.first.click()
    page = within if isinstance(within, Page) else within.page
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)


def saved(page: Page) -> None:
    """Press "Save", and wait until the page says that it was saved."""
    press(page, "Save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
