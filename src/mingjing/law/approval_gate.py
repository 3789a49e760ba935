"""What an approval that was asked for has against an act: signatures not given, another's to decide."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from mingjing.law.approval import (
    ADDED,
    APPROVER,
    COUNTERSIGN,
    HAND_ON,
    MATTER,
    REQUEST,
    RETURN,
    SIGNERS,
    STEPS,
    TAKER,
    URGE,
    askable,
    open_requests,
    role_of,
)
from mingjing.law.lack import Lack
from mingjing.law.person import Person
from mingjing.law.weigh import Matter


def lacks(m: Matter, by: tuple[str, ...] = (), people: Mapping[str, Person] | None = None) -> list[Lack]:
    """What the requests of the case have against the act. Without `by`: whoever does it."""
    asking = m.procedure.acts.get(REQUEST)
    if asking is None:
        return []
    known = people or {}
    if m.act.name == REQUEST:
        return _request(m, by, known) if by else []
    if m.act.name in STEPS:
        return _step(m, by, known)
    request = next((each for each in open_requests(m.record) if each.act == m.act.name), None)
    if request is None:
        return []

    def lack(said: str, code: str, mend: str = "") -> Lack:
        return Lack(said=said, code=f"审批:{code}", clause=asking.clause, mend=mend)

    found = []
    if request.waiting:
        who = _names(request.waiting, known) or f"{len(request.waiting)} 人"
        found.append(lack(f"还等会签：{who}", "待会签", COUNTERSIGN))
    if request.against:
        who = _names(request.against, known) or f"{len(request.against)} 人"
        found.append(lack(f"会签不同意：{who}；退回或者撤回以后再报", "不同意", RETURN))
    if by and not _stands(by, request.approver, role_of(m.procedure, request.act), known):
        words = "已经转给" if request.handed_on else "报的是"
        who = _names((request.approver,), known) or "别人"
        found.append(lack(f"{m.act.name}{words}{who}批，由其办理或者转办", "他人", HAND_ON))
    return found


def _request(m: Matter, by: tuple[str, ...], people: Mapping[str, Person]) -> list[Lack]:
    matter, approver = m.values.get(MATTER), m.values.get(APPROVER)
    signers = list(m.values.get(SIGNERS) or ())
    if not matter:
        return []
    if matter not in askable(m.procedure):
        return [_lack(m, f"“{matter}”不是本程序中由负责人办的环节，不用报批", "事项", MATTER)]
    found = []
    if any(each.act == matter for each in open_requests(m.record)):
        found.append(_lack(m, f"{matter}已经报批，还没有批办", "已报", MATTER))
    rule = m.procedure.acts[matter]
    if rule.once and m.record.count(matter):
        found.append(_lack(m, f"已经办过{matter}，只能办一次", "已办", MATTER))
    if approver:
        found += _holds(m, str(approver), role_of(m.procedure, matter), people, APPROVER)
    for each in signers:
        if each == approver or each in by:
            said = f"{_names((each,), people)}是{'批准人' if each == approver else '报批的人'}，不用再会签"
            found.append(_lack(m, said, "会签人员", SIGNERS))
    return found


def _step(m: Matter, by: tuple[str, ...], people: Mapping[str, Person]) -> list[Lack]:
    open_, matter = open_requests(m.record), m.values.get(MATTER)
    if not open_:
        return [_lack(m, "没有待批的报批：已经批办、退回或者撤回，或者还没有报", "没有报批")]
    if not by or not matter:
        return []
    request = next((each for each in open_ if each.act == matter), None)
    if request is None:
        waiting = "、".join(each.act for each in open_)
        return [_lack(m, f"没有待批的“{matter}”，待批的是：{waiting}", "没有报批", MATTER)]
    role, who = role_of(m.procedure, request.act), _names(by, people)
    is_approver = _stands(by, request.approver, role, people)
    match m.act.name:
        case "会签":
            if by[0] in request.answers:
                return [_lack(m, f"{who}已经会签（{request.answers[by[0]]}）", "已会签")]
            if by[0] not in request.signers:
                return [
                    _lack(m, f"没有请{who}会签，请会签的是：{_names(request.signers, people)}", "非会签人")
                ]
        case "加签":
            if not is_approver and by[0] not in request.signers:
                return [_lack(m, f"{who}不是批准人，也不是会签的人，不能加签", "非会签人")]
            added = str(m.values.get(ADDED) or "")
            if added in request.people:
                return [_lack(m, f"{_names((added,), people)}已经在这次报批中", "会签人员", ADDED)]
        case "转办" | "退回报批":
            if not is_approver:
                there = _names((request.approver,), people)
                return [_lack(m, f"报的是{there}批，不能由{who}{m.act.name}", "非批准人")]
            taker = str(m.values.get(TAKER) or "")
            if m.act.name == HAND_ON and taker == request.approver:
                return [_lack(m, f"已经在{_names((taker,), people)}这里", "转办人员", TAKER)]
            if m.act.name == HAND_ON and taker:
                return _holds(m, taker, role, people, TAKER)
        case "撤回报批" | "催办":
            if not set(by) & set(request.asked_by):
                asked = _names(request.asked_by, people)
                return [_lack(m, f"是{asked}报的，不能由{who}{m.act.name}", "非报批人")]
            if m.act.name == URGE and request.urged:
                last = request.urged[-1]
                again = m.book.calendar.next_working_day(last + timedelta(days=1)).date
                if m.day < again:
                    said = f"{last.month}月{last.day}日已经催过，一个工作日至多催一次"
                    return [_lack(m, said, "已催办")]
    return []


def _holds(m: Matter, who: str, role: str, people: Mapping[str, Person], fact: str) -> list[Lack]:
    person = people.get(who)
    if person is None or role in person.roles:
        return []  # who is not on the roster is told by the field itself
    return [_lack(m, f"{person.name}不是{role}，不能批", "批准人", fact)]


def _lack(m: Matter, said: str, code: str, fact: str = "") -> Lack:
    return Lack(said=said, code=f"审批:{code}", clause=m.act.clause, field=fact)


def _stands(by: tuple[str, ...], wanted: str, role: str, people: Mapping[str, Person]) -> bool:
    """Whether who acts is the one wanted, or stands in for them in the role today."""
    person = people.get(by[0])
    return by[0] == wanted or bool(person and (role, wanted) in person.stands_in)


def _names(ids: Iterable[str], people: Mapping[str, Person]) -> str:
    return "、".join(people[each].name for each in ids if each in people)
