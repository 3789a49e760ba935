"""What the record itself answers to a point of the reviewer's sheet, each with its arithmetic.

A finding never answers for the person: it says what the platform counted and from what. The points are
those of the rules; a finding goes to the point whose name holds its word, and those that fit nowhere stand
at the head of the sheet. Nothing is read here but the case, its people and their papers.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mingjing.casework.words import day, money
from mingjing.law import rule as r
from mingjing.law.duties import Duty
from mingjing.law.person import Certificate
from mingjing.law.weigh import draft_facts
from mingjing.supervision.finding import ASK, FITS, NOT, Finding, Ground

KINDS, TOLD = "处罚种类", "告知听证权"
HEARING, MAJOR, HEAVIER, CRIME = "符合听证条件", "应当法制审核", "重于告知", "涉嫌犯罪待移送"


def findings(ground: Ground) -> list[Finding]:
    """All findings that the case gives rise to."""
    return [found for rule in _RULES for found in rule(ground)]


def _certificates(g: Ground) -> list[Finding]:
    """Whether everyone who acted held a certificate in force on the day of the act."""
    needed = g.procedure.certificate
    if needed is None:
        return []
    acts = [d for d in g.record.acts if d.capacity in needed.roles]
    wrong: dict[str, None] = {}
    times = 0
    used: dict[str, Certificate] = {}
    for done in acts:
        for who in done.by:
            times += 1
            held = g.certificates.get(who, ())
            good = next((c for c in held if not c.fault(done.day, g.procedure.category, g.region)), None)
            if good:
                used[who] = good
                continue
            fault = held[0].fault(done.day, g.procedure.category, g.region) if held else "没有执法证件"
            wrong[f"{_day(g, done.day)} {done.act}，{g.names.get(who, who)}：{fault}"] = None
    if not acts:
        return []
    if wrong:
        return [Finding(word="资格", state=NOT, said="；".join(wrong), clause=needed.clause)]
    papers = "、".join(f"{g.names.get(who, who)} {c.number} 至 {c.valid_until}" for who, c in used.items())
    said = f"{len(acts)} 个环节 {times} 人次，办理当日证件都有效（{papers}）"
    return [Finding(word="资格", state=FITS, said=said, clause=needed.clause)]


def _numbers(g: Ground) -> list[Finding]:
    """Whether enough people took part in the acts that ask for a number."""
    asked = [(d, act) for d in g.record.acts if (act := g.procedure.acts.get(d.act)) and act.people]
    if not asked:
        return []
    clause = asked[0][1].people.clause if asked[0][1].people else None
    short = [
        f"{_day(g, d.day)} {d.act} {len(d.by)} 人"
        for d, act in asked
        if act.people and len(d.by) < act.people.number
    ]
    if short:
        return [Finding(word="资格", state=NOT, said="人数不足：" + "；".join(short), clause=clause)]
    said = "、".join(f"{d.act} {len(d.by)} 人" for d, _ in asked)
    return [Finding(word="资格", state=FITS, said=f"须两人以上的环节都够：{said}", clause=clause)]


def _limits(g: Ground) -> list[Finding]:
    """Every limit that has ended or runs: due when, done when."""
    found = []
    for duty in g.duties:
        if duty.period or duty.due is None:
            continue
        start = f"{duty.opened_by} {_day(g, duty.start)} 起 {_term(duty)}，{_day(g, duty.due)} 届满"
        if duty.late or (duty.open and duty.over(g.today)):
            ended = f"{_day(g, duty.closed_on)} 才办" if duty.closed_on else f"到 {_day(g, g.today)} 还没有办"
            found.append(
                Finding(word="程序", state=NOT, said=f"{duty.name}：{start}，{ended}", clause=duty.clause)
            )
        elif duty.closed_on:
            said = f"{duty.name}：{start}，{_day(g, duty.closed_on)} 办结"
            found.append(Finding(word="程序", state=FITS, said=said, clause=duty.clause))
        else:
            said = f"{duty.name}：{start}，还在期限内"
            found.append(Finding(word="程序", state=FITS, said=said, clause=duty.clause))
    return found


def _periods(g: Ground) -> list[Finding]:
    """Periods of the party that a decision waits for, and what the party said in them."""
    found = []
    for duty in g.duties:
        if not duty.period or duty.due is None:
            continue
        if duty.closed_on:
            end = f"{_day(g, duty.closed_on)} 当事人放弃"
        else:
            end = "已届满" if duty.over(g.today) else "还没有届满，届满以前不能决定"
        state = ASK if duty.open and not duty.over(g.today) else FITS
        said = f"{duty.name}：{_day(g, duty.start)} 起 {_term(duty)}，{_day(g, duty.due)} 届满，{end}"
        found.append(Finding(word="程序", state=state, said=said, clause=duty.clause))
    return found


def _steps(g: Ground) -> list[Finding]:
    """What the decision wants before it and the case does not have yet."""
    decision = next((a for a in g.procedure.acts.values() if a.series and a.binds_draft), None)
    if decision is None:
        return []
    missing = [each for each in decision.after if not g.record.count(each.act)]
    done = [f"{each.act} {_day(g, d.day)}" for each in decision.after if (d := g.record.last(each.act))]
    if missing:
        said = f"决定以前还要有：{'、'.join(each.act for each in missing)}" + (
            f"。已有：{'、'.join(done)}" if done else ""
        )
        return [Finding(word="程序", state=ASK, said=said, clause=missing[0].clause)]
    return [
        Finding(
            word="程序", state=FITS, said=f"决定以前的环节都有：{'、'.join(done)}", clause=decision.clause
        )
    ]


def _hearing(g: Ground) -> list[Finding]:
    """Whether the party may ask for a hearing, and whether it was told so.

    What falls under it is known for penalties; elsewhere only whether the party was told.
    """
    conditions = g.book.conditions
    if not g.asks(TOLD):
        return [Finding(word="听证", state=FITS, said="本程序没有告知听证的环节，不适用")]
    if not g.states(KINDS):
        told = g.record.facts.get(TOLD)
        said = "已告知听证权" if told else "没有告知听证权的记录，是否应当告知由人判断"
        return [Finding(word="程序", state=FITS if told else ASK, said=said)]
    if not g.holds(HEARING):
        return [
            Finding(
                word="程序",
                state=FITS,
                said="拟作的处罚不在听证范围内，不须告知听证权",
                clause=conditions.situation(HEARING).clause,
            )
        ]
    told = g.record.facts.get(TOLD)
    why = "、".join(each.name for each in conditions.reasons(HEARING, g.record))
    ends = "，已告知听证权" if told else "，还没有告知听证权"
    return [
        Finding(
            word="程序",
            state=FITS if told else ASK,
            said=f"属于听证范围：{why}{ends}",
            clause=conditions.situation(HEARING).clause,
        )
    ]


def _like_notice(g: Ground) -> list[Finding]:
    """Whether the draft is heavier than what the party was told."""
    if not g.states(KINDS) or not any(d for d in g.record.acts if "告知陈述申辩权" in d.facts):
        return []
    heavier = g.holds(HEAVIER)
    said = "拟作的处罚重于告知的内容，须重新告知" if heavier else "拟作的处罚不重于告知的内容"
    return [
        Finding(
            word="程序",
            state=NOT if heavier else FITS,
            said=said,
            clause=g.book.conditions.situation(HEAVIER).clause,
        )
    ]


def _evidence(g: Ground) -> list[Finding]:
    """How much record the draft rests on; whether it proves the facts is the reviewer's to judge."""
    names = g.procedure.draft.materials if g.procedure.draft else ()
    if not names:
        return []
    counts = {name: g.record.count(name) for name in names if g.record.count(name)}
    if not counts:
        return [Finding(word="证据", state=NOT, said="没有调查取证的记录")]
    return [
        Finding(
            word="证据", state=ASK, said="决定稿依据：" + "、".join(f"{n} {c} 次" for n, c in counts.items())
        )
    ]


def _discretion(g: Ground) -> list[Finding]:
    """The amounts and kinds of the draft, and how leniency was marked; elsewhere the content and amounts."""
    stated = draft_facts(g.procedure, g.record)
    if not g.states(KINDS):
        return _content(g, stated)
    amounts = [
        f"{n} {money(stated[n])}"
        for n in ("罚款", "没收违法所得", "没收非法财物价值")
        if stated.get(n) not in (None, "0.00")
    ]
    kinds = "、".join(stated.get(KINDS) or ())
    if not kinds:
        return []
    lenient = stated.get("从宽情形") or "没有标明"
    said = f"拟处{kinds}" + (f"（{'，'.join(amounts)}）" if amounts else "") + f"；从宽情形：{lenient}"
    return [Finding(word="裁量", state=ASK, said=said)]


def _content(g: Ground, stated: Mapping[str, Any]) -> list[Finding]:
    """What the draft decides, with every amount in it."""
    said = [str(stated["决定内容"])] if stated.get("决定内容") else []
    said += [
        f"{name} {money(value)}"
        for name, value in stated.items()
        if (fact := g.book.facts.get(name)) and fact.type is r.FactType.MONEY and value not in (None, "0.00")
    ]
    return [Finding(word="裁量", state=ASK, said="；".join(said))] if said else []


def _documents(g: Ground) -> list[Finding]:
    """The documents that the acts left, and acts that leave one but have none."""
    kinds = [kind for d in g.record.acts for kind, _ in d.documents]
    bare = [
        d.act for d in g.record.acts if (a := g.procedure.acts.get(d.act)) and a.documents and not d.documents
    ]
    if bare:
        return [Finding(word="文书", state=NOT, said=f"没有文书的环节：{'、'.join(dict.fromkeys(bare))}")]
    return (
        [Finding(word="文书", state=FITS, said=f"{len(kinds)} 份：{'、'.join(dict.fromkeys(kinds))}")]
        if kinds
        else []
    )


def _crime(g: Ground) -> list[Finding]:
    """Whether a suspected crime was reported and not decided upon."""
    if not g.asks("涉嫌罪名") and not g.asks("移送决定"):
        return [Finding(word="犯罪", state=ASK, said="是否涉嫌犯罪由人判断")]
    clause = g.book.conditions.situation(CRIME).clause
    if g.holds(CRIME):
        return [Finding(word="犯罪", state=NOT, said="已报告涉嫌犯罪，还没有决定是否移送", clause=clause)]
    return [Finding(word="犯罪", state=ASK, said="本案没有报告涉嫌犯罪，是否涉嫌由人判断", clause=clause)]


def _major(g: Ground) -> list[Finding]:
    """By which rule the decision is a major one."""
    reasons = g.book.conditions.reasons(MAJOR, g.record)
    if not reasons:
        return [Finding(word="权限", state=ASK, said="没有列为重大执法决定，承办机构自行送审")]
    said = "重大执法决定：" + "、".join(each.name for each in reasons)
    return [Finding(word="权限", state=FITS, said=said, clause=reasons[0].clause)]


def _term(duty: Duty) -> str:
    return duty.term.spoken() if duty.term else ""


def _day(g: Ground, on: date | None) -> str:
    return day(on, g.today) if on else ""


_RULES: tuple[Callable[[Ground], list[Finding]], ...] = (
    _certificates, _numbers, _limits, _periods, _steps, _hearing, _like_notice, _evidence, _discretion,
    _documents, _crime, _major,
)  # fmt: skip
