"""Values that the law computes: used as defaults (默认: {算: …}) and checked where typed (等于 … 算)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mingjing.law.items import items, left
from mingjing.law.privacy import public_name
from mingjing.law.record import Record

# The daily rate of 行政处罚法 72.1(1); its cap is the fine itself.
DAILY_RATE = Decimal("0.03")


def surcharge(record: Record, values: Mapping[str, Any], due: date | None) -> str | None:
    """Yuan of 加处罚款 until the given day: 3 % of the unpaid fine a day, never more than the fine.

    Days from the day after the last day of payment up to and with 加处截止日期; days in reconsideration or
    litigation do not count (行政处罚法 72, 73). None while nothing is due.
    """
    until = values.get("加处截止日期")
    fine = Decimal(str(record.facts.get("罚款") or 0))
    if due is None or not until or not fine:
        return None
    last = date.fromisoformat(str(until))
    unpaid = max(fine - Decimal(str(record.facts.get("缴款金额") or 0)), Decimal(0))
    days = max((last - due).days - _stayed(record, due, last), 0)
    amount = min(unpaid * DAILY_RATE * days, fine)
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):.2f}"


# What 加处标准 may say, as a daily rate.
RATES: Mapping[str, Decimal] = {
    "每日百分之三": Decimal("0.03"),
    "每日千分之五": Decimal("0.005"),
    "每日千分之三": Decimal("0.003"),
    "每日千分之二": Decimal("0.002"),
    "每日千分之一": Decimal("0.001"),
    "每日万分之五": Decimal("0.0005"),
}


def late_charge(record: Record, values: Mapping[str, Any], due: date | None) -> str | None:
    """Yuan of 加处罚款 or 滞纳金 from 加处起算日期 up to and with 加处截止日期, never more than the debt.

    The rate is that of the special law; 行政强制法 45.2 caps the sum at the sum owed. What is paid lowers the
    daily amount from then on: counted on what is unpaid now. Days in reconsideration or litigation do not
    count for 加处罚款 (行政处罚法 73.3). None while something needed is not yet said.
    """
    rate = RATES.get(str(values.get("加处标准")))
    begun, until = values.get("加处起算日期"), values.get("加处截止日期")
    owed = Decimal(str(record.facts.get("给付数额") or 0))
    if rate is None or not begun or not until or not owed:
        return None
    eve, last = date.fromisoformat(str(begun)) - timedelta(days=1), date.fromisoformat(str(until))
    stayed = _stayed(record, eve, last) if values.get("加处种类") == "加处罚款" else 0
    days = max((last - eve).days - stayed, 0)
    unpaid = max(owed - Decimal(str(record.facts.get("缴款金额") or 0)), Decimal(0))
    amount = min(unpaid * rate * days, owed)
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):.2f}"


def _stayed(record: Record, due: date, last: date) -> int:
    """Days between `due` and `last` in which a reconsideration or a lawsuit was under way."""
    stayed: set[int] = set()
    begun: date | None = None
    for done in record.acts:
        if done.facts.get("受理日期"):
            begun = begun or date.fromisoformat(str(done.facts["受理日期"]))
        elif done.facts.get("救济结果") and begun:
            stayed.update(range(max(begun, due).toordinal() + 1, min(done.day, last).toordinal() + 1))
            begun = None
    if begun:
        stayed.update(range(max(begun, due).toordinal() + 1, last.toordinal() + 1))
    return len(stayed)


def owed(record: Record) -> Decimal:
    """Yuan of the fine, of 加处罚款 and of confiscated gains that are not paid."""
    total = sum(Decimal(str(record.facts.get(name) or 0)) for name in ("罚款", "加处罚款", "没收违法所得"))
    return max(total - Decimal(str(record.facts.get("缴款金额") or 0)), Decimal(0))


def penalty_text(record: Record, values: Mapping[str, Any], due: date | None) -> str | None:
    """The penalty in one sentence: 罚款50,000.00元；没收违法所得1,200.00元；警告。"""
    decided = record.last("作出处罚决定")
    facts = decided.facts if decided else record.facts
    parts = [
        f"{name}{Decimal(str(facts[name])):,.2f}元"
        for name in ("罚款", "没收违法所得")
        if Decimal(str(facts.get(name) or 0))
    ]
    parts += [kind for kind in facts.get("处罚种类") or () if kind not in ("罚款", "没收违法所得")]
    if facts.get("其他处罚内容"):
        parts.append(str(facts["其他处罚内容"]))
    return "；".join(parts) + "。" if parts else None


def public_party(record: Record, values: Mapping[str, Any], due: date | None) -> str | None:
    party = record.facts.get("当事人") or {}
    return public_name(str(party.get("名称", "")), str(party.get("类别", ""))) or None


def first_told(record: Record, values: Mapping[str, Any], due: date | None) -> str | None:
    """What the first notice of 补正 told to hand in (行政许可法 32.1(4)); None before there is one."""
    first = record.first("告知补正材料")
    return _listed(first.facts.get("补正内容")) if first else None


def still_seized(record: Record, values: Mapping[str, Any], due: date | None) -> str | None:
    """The items of 查封扣押清单 that no partial release has given back; None where nothing was seized."""
    imposed = record.last("实施强制措施")
    listed = imposed.facts.get("查封扣押清单") if imposed else None
    if not listed:
        return None
    rest = str(listed)
    for done in record.all("解除部分财物"):
        rest = "\n".join(left(rest, str(done.facts.get("解除财物") or "")))
    return _listed(rest)


def remaining(record: Record, values: Mapping[str, Any], due: date | None) -> str | None:
    """What a partial release has left to be disposed of; None where there was none."""
    return still_seized(record, values, due) if record.count("解除部分财物") else None


def _listed(text: Any) -> str:
    return "\n".join(items(str(text or "")))


def _households(record: Record, *acts: str) -> str:
    """The 被征收人 that these acts name, each once."""
    named = (done.facts.get("被征收人") for act in acts for done in record.all(act))
    return "\n".join(dict.fromkeys(each for name in named for each in items(str(name or ""))))


def appraised(record: Record, values: Mapping[str, Any], due: date | None) -> str:
    return _households(record, "评估房屋价值")


def settled(record: Record, values: Mapping[str, Any], due: date | None) -> str:
    return _households(record, "签订补偿协议", "作出补偿决定")


def compensated(record: Record, values: Mapping[str, Any], due: date | None) -> str:
    return _households(record, "支付房屋补偿")


def not_moved(record: Record, values: Mapping[str, Any], due: date | None) -> str:
    """The households that were appraised or have an agreement or a decision, and have not moved out."""
    known = _households(record, "评估房屋价值", "签订补偿协议", "作出补偿决定", "支付房屋补偿")
    return "\n".join(left(known, _households(record, "登记搬迁")))


Formula = Callable[[Record, Mapping[str, Any], date | None], str | None]
# Lists, an item a line: 逐项 and 无余 ask them.
LISTS: Mapping[str, Formula] = {
    "首次告知补正": first_told,
    "在查封扣押的财物": still_seized,
    "余下财物": remaining,
    "已评估的被征收人": appraised,
    "有协议或者决定的被征收人": settled,
    "已支付补偿的被征收人": compensated,
    "没有搬迁的被征收人": not_moved,
}
FORMULAS: Mapping[str, Formula] = {
    "加处罚款": surcharge,
    "滞纳金": late_charge,
    "处罚内容": penalty_text,
    "公示名称": public_party,
    **LISTS,
}
