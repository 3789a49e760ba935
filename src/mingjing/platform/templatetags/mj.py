"""Template tags `mj`: assets, icons, and the components that say dates, money, clauses and lacks."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mingjing.platform import clock
from mingjing.platform.icons import ICONS

register = template.Library()
_WEEKDAYS = "一二三四五六日"


class AssetsMissing(RuntimeError):
    """The bundled styles and scripts are not there."""


@cache
def _manifest() -> dict[str, str]:
    path = Path(settings.STATIC_ROOT) / "built" / "manifest.json"
    try:
        return dict(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise AssetsMissing("界面资源还没有生成：运行 make assets") from error


@register.simple_tag
def mj_asset(name: str) -> str:
    """The address of a bundled file: `{% mj_asset "mingjing.css" %}`. Raises KeyError for an unknown name."""
    return f"{settings.STATIC_URL}built/{_manifest()[name]}"


@register.simple_tag
def mj_icon(name: str) -> SafeString:
    """The drawing `name`; hidden from readers of the screen, so words must stand beside it."""
    return mark_safe(f'<svg class="mj-i" aria-hidden="true" viewBox="0 0 16 16">{ICONS[name]}</svg>')


def _day(value: date | datetime) -> date:
    return value.astimezone(clock.SHANGHAI).date() if isinstance(value, datetime) else value


def _day_text(day: date) -> str:
    text = f"{day.month}月{day.day}日"
    return text if day.year == clock.now().year else f"{day.year}年{text}"


@register.filter
def mj_date(value: date | datetime | None) -> str:
    """11月18日; with the year when it is not this one; nothing for None."""
    return "" if value is None else _day_text(_day(value))


@register.filter
def mj_weekday(value: date | datetime) -> str:
    """周三"""
    return f"周{_WEEKDAYS[_day(value).weekday()]}"


@register.filter
def mj_clock(value: datetime) -> str:
    """10:21, Shanghai time."""
    return f"{value.astimezone(clock.SHANGHAI):%H:%M}"


@register.simple_tag
def mj_time(value: date | datetime | None, weekday: bool = False, hour: bool = False) -> SafeString | str:
    """A `<time>` element for a day, with its weekday or its hour when asked; nothing for None."""
    if value is None:
        return ""
    day = _day(value)
    iso = day.isoformat()
    text = _day_text(day)
    if hour and isinstance(value, datetime):
        local = value.astimezone(clock.SHANGHAI)
        iso, text = local.isoformat(timespec="minutes"), f"{text} {local:%H:%M}"
    if weekday:
        return format_html('<time datetime="{}">{}<span>{}</span></time>', iso, text, mj_weekday(day))
    return format_html('<time datetime="{}">{}</time>', iso, text)


@register.filter
def mj_money(value: Decimal | int | str | None) -> str:
    """113,600.00 元. Unit: yuan; nothing for None. A float is refused: money is never a float here."""
    if value is None:
        return ""
    if isinstance(value, float):
        raise TypeError("金额不得用浮点数")
    return f"{Decimal(value):,.2f} 元"


@register.filter
def mj_docno(value: str) -> SafeString:
    """A document or case number that never breaks across lines."""
    return format_html('<span class="mj-no">{}</span>', value)


def _part(thing: Any, name: str, default: Any = "") -> Any:
    value = thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)
    return default if value is None else value


@register.inclusion_tag("mj/clause.html")
def mj_clause(clause: Any, url: str = "", checked: bool = True) -> dict[str, Any]:
    """条款: a text, or anything with `text` and perhaps `url` and `checked` (校核)."""
    if isinstance(clause, str):
        return {"text": clause, "url": url, "checked": checked}
    return {
        "text": _part(clause, "text") or str(clause),
        "url": url or _part(clause, "url"),
        "checked": _part(clause, "checked", checked),
    }


@register.inclusion_tag("mj/lacks.html")
def mj_lacks(title: str, lacks: Any, soon: bool = False, focus: bool = False) -> dict[str, Any]:
    """缺项: every lack at once. Each has `text`, and perhaps `clause`, `url`, `action`.

    `focus` asks for the focus once the page is there, as a refused form must.
    """
    rows = [
        {"text": lack, "clause": "", "url": "", "action": ""}
        if isinstance(lack, str)
        else {part: _part(lack, part) for part in ("text", "clause", "url")}
        | {"action": _part(lack, "action", "去办")}
        for lack in lacks
    ]
    return {"title": title, "rows": rows, "soon": soon, "focus": focus}


@register.inclusion_tag("mj/duty.html")
def mj_duty(duty: Any) -> dict[str, Any]:
    """期限行: `due`, `left`, `what`, and perhaps `state` (over, soon), `provisional`, `url`, `meta`,
    `clause`, `action`, `action_url`, `filled`.
    """
    parts = ("due", "left", "what", "state", "url", "meta", "clause", "action", "action_url")
    return {part: _part(duty, part) for part in parts} | {
        "provisional": _part(duty, "provisional", False),
        "filled": _part(duty, "filled", False),
        # A date with its year leaves no room for the weekday.
        "weekday": _day(_part(duty, "due")).year == clock.now().year,
    }


@register.inclusion_tag("mj/track.html")
def mj_track(percent: int) -> dict[str, int]:
    """The bar of a limit, filled to `percent` (kept within 0 and 100)."""
    return {"percent": max(0, min(100, int(percent)))}


@register.inclusion_tag("mj/tag.html")
def mj_tag(text: str, kind: str = "") -> dict[str, str]:
    """标签: one word of state; `kind` is empty, qing, zhe or zhu."""
    if kind not in ("", "qing", "zhe", "zhu"):
        raise ValueError(f"没有这种标签：{kind}")
    return {"text": text, "kind": kind}
