"""The hands of a person at a form: each fact is found by the words beside it and filled in as they ask."""

import re
from collections.abc import Mapping
from typing import Any

# Facts of the form itself, not the parts of a party nor the options of a choice.
_LABELS = (
    ".mj-fields:not(.mj-group) > .mj-field > label, .mj-fields:not(.mj-group) > fieldset > legend, "
    ".mj-fields:not(.mj-group) > .form-check > label"
)
# Of a label: how many there are, which is the first, and what stands beside it. One question, one answer.
_FIND = """([labels, label]) => {
  const same = e => e.innerText.trim().split(/\\s+/)[0] === label || e.innerText.trim() === label
  const drafted = [...document.querySelectorAll('.mj-knownrow dt')].filter(same)
  if (drafted.length) return {count: 1, at: 0, kind: 'known'}
  const all = [...document.querySelectorAll(labels)], found = all.filter(same)
  if (!found.length) return {count: 0, at: -1, kind: ''}
  const place = found[0].parentElement, has = what => place.querySelector(what) !== null
  const kind = has('.mj-group') ? 'party' : has('.mj-point') ? 'points' : has('.mj-people') ? 'people'
    : has('.mj-choices') ? 'choice' : has('input[type=checkbox]') ? 'box' : has('select') ? 'select'
    : has('input[type=datetime-local]') ? 'moment' : 'line'
  return {count: found.length, at: all.indexOf(found[0]), kind}
}"""
_YES = (True, "是")


class NotOnForm(AssertionError):
    """The form has no place for what should be filled in."""


def kind(page: Any, label: str) -> str:
    """How the form asks for the fact under this label: "" not at all, `known` where the draft says it."""
    return str(page.evaluate(_FIND, [_LABELS, label])["kind"]) if label else ""


def fill(page: Any, label: str, value: Any) -> None:
    """Fill in one fact as its control asks. Raises `NotOnForm`."""
    found = page.evaluate(_FIND, [_LABELS, label])
    if found["count"] != 1:
        raise NotOnForm(f"{page.inner_text('h1')}：表单上有 {found['count']} 处“{label}”")
    place = page.locator(_LABELS).nth(found["at"]).locator("xpath=..")
    match found["kind"]:
        case "known":
            return
        case "party":
            _party(place, value)
        case "points":
            _points(place, value)
        case "people":
            tick(place, value)
        case "choice":
            for option in value if isinstance(value, list) else [value]:
                choose(place, option)
        case "box":
            place.locator("input[type=checkbox]").set_checked(value in _YES)
        case "select":
            _select(place.locator("select"), str(value))
        case "moment":
            place.locator("input").fill(str(value).replace(" ", "T"))
        case _:
            place.locator("input, textarea").fill(str(value))


def choose(place: Any, option: Any) -> None:
    """One option of a choice by its words."""
    words = place.locator("label.form-check", has_text=re.compile(rf"^\s*{re.escape(str(option))}\s*$"))
    if words.count() != 1:
        raise NotOnForm(f"没有“{option}”这一选项")
    words.locator("input").check()


def tick(place: Any, names: Any) -> None:
    """People of a list by name."""
    for name in names if isinstance(names, list) else [names]:
        row = place.locator("label.mj-person", has=place.page.locator("b", has_text=re.compile(f"^{name}$")))
        if row.count() != 1:
            raise NotOnForm(f"名册中没有“{name}”")
        row.locator("input").check()


def _select(control: Any, value: str) -> None:
    """An option by its words; a person's are followed by the certificate."""
    options = control.locator("option").all_inner_texts()
    found = [each for each in options if re.fullmatch(rf"{re.escape(value)}(（.*）)?", each.strip())]
    if len(found) != 1:
        raise NotOnForm(f"没有“{value}”这一选项")
    control.select_option(label=found[0])


def _party(place: Any, party: Mapping[str, str]) -> None:
    for key, value in party.items():
        if key == "校验":
            continue
        if key == "类别":
            choose(place, value)
        else:
            words = place.locator(".mj-field > label", has_text=re.compile(rf"^\s*{key}(\s|$)"))
            words.locator("xpath=..").locator("input").fill(value)


def _points(place: Any, answer: Any) -> None:
    for point in place.locator(".mj-point").all():
        name = point.locator("h3").inner_text().strip()
        result, note = answer_to(name, answer)
        point.locator(".mj-seg label", has_text=re.compile(rf"^\s*{result}\s*$")).click()
        point.locator("textarea").fill(note)


def answer_to(point: str, answer: Any) -> tuple[str, str]:
    """(结论, 说明) of a point in the words of a scenario: one sentence for all, or one per point."""
    said = answer.get(point, "") if isinstance(answer, Mapping) else answer
    if isinstance(said, Mapping):
        return str(said.get("结论", "符合")), str(said.get("说明", ""))
    return "符合", str(said)
