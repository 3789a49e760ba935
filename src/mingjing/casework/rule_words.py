"""Rules in words and as plain data: what an act asks, and where each demand comes from."""

from typing import Any

from mingjing.law import guard as g
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.days import DayKind
from mingjing.law.term import Term


def guard_words(guard: g.Guard, book: RuleBook) -> str:
    """The precondition as a sentence: 有法制审核通过，当应当法制审核."""
    said = f"（{guard.said}）" if guard.said else ""
    match guard:
        case g.Holds(situation=name):
            words = f"有：{name}"
        case g.Fails(situation=name):
            words = f"没有这种情形：{name}"
        case g.Has(act=act):
            extra = ["每次一份" if guard.each else "", f"先于{guard.before}" if guard.before else ""]
            extra += ["对现在的决定稿" if guard.same_draft else ""]
            words = f"有：{act}" + "".join(f"，{each}" for each in extra if each)
        case g.HasAny(acts=acts):
            words = f"至少有其一：{'、'.join(acts)}"
        case g.Answered(act=act, by=by):
            words = f"每个{act}都有{'或者'.join(by)}"
        case g.Elapsed(period=period, term=term):
            words = f"{period}已经届满或者放弃" if not term else f"自{guard.start}起满{term}"
        case g.Within(period=period):
            words = f"在{period}以内" + (f"（以{guard.at}为准）" if guard.at else "")
        case g.Over(duty=duty):
            words = f"“{duty}”的期限已经届满"
        case g.NotOver(duty=duty):
            words = f"“{duty}”的期限没有届满"
        case g.Limited(term=term):
            since = guard.start or "、".join(guard.periods) + "届满"
            words = f"自{since}起{term}以内" + (f"，以{guard.until}为准" if guard.until else "")
        case g.Ahead(fact=fact, term=term):
            words = f"在{fact}的{term}以前办理"
        case g.NotBefore(fact=fact):
            words = f"不早于{fact}"
        case g.Dated(fact=fact, since=since):
            words = f"{fact}不早于{since}之日"
        case g.OtherPerson(fact=fact, role=role):
            words = f"{fact}不是本案的{role}"
        case g.LikeDraft():
            words = "内容与拟决定稿一致"
        case g.Computed(fact=fact):
            words = f"{fact}等于依法算出的数额"
        case g.Among(fact=fact, formula=formula):
            words = f"{fact}的每一项都在“{formula}”之内" + ("，不是全部" if guard.partly else "")
        case g.NoneLeft(formula=formula):
            words = f"“{formula}”一项不剩"
        case g.AtMost(fact=fact, term=term):
            words = f"{fact}不超过{term}"
        case _:
            raise TypeError(f"no words for {guard!r}")
    when = f"，当：{guard.when}" if guard.when else ""
    unless = f"，除非：{guard.unless}" if guard.unless else ""
    return f"{words}{when}{unless}{said}"


def place(file: str, line: int) -> str:
    return f"{file}:{line}" if file else ""


def field_words(field: r.FieldRule) -> str:
    """What is asked of one field: 必填；至少 2 人；持证."""
    asked = [
        "须为是" if field.must_be else ("必填" if field.required else "选填"),
        f"当：{field.when}" if field.when else "",
        f"至少 {field.minimum} 人" if field.minimum else "",
        f"职务：{field.role}" if field.role else "",
        "持证" if field.certified else "",
        f"须含：{'、'.join(field.includes)}" if field.includes else "",
        f"只能选：{'、'.join(field.options)}" if field.options else "",
        f"至少 {field.min_chars} 字" if field.min_chars else "",
        f"不得仅写：{'、'.join(field.not_only)}" if field.not_only else "",
        f"逐项填写{field.points}" if field.points else "",
        "不得有个人信息" if field.impersonal else "",
        "与本案同一当事人" if field.same_party else "",
        f"那一案已办{'、'.join(field.done_there)}" if field.done_there else "",
        f"默认：{_default(field.default)}" if field.default else "",
    ]
    return "；".join(each for each in asked if each)


def _default(default: r.Default) -> str:
    return default.of if default.how == "字面" else default.how + (f" {default.of}" if default.of else "")


def plain_field(field: r.FieldRule, book: RuleBook) -> dict[str, Any]:
    fact = field.fact
    return {
        "事实": fact.name,
        "标识": fact.id,
        "类": fact.type.value,
        "选项": list(field.options or fact.options),
        "必填": field.required or field.must_be,
        "当": field.when,
        "默认": _default(field.default) if field.default else "",
        "多": fact.many,
        "个人": fact.private,
        "限长": fact.limit,
        "说明": fact.hint,
        "要求": field_words(field),
        **_source(field.clause, book),
        "出处": place(field.file, field.line),
        "改动": f"{field_words(field.replaced)}（{place(field.replaced.file, field.replaced.line)}）"
        if field.replaced
        else "",
    }


def _source(clause: Clause | None, book: RuleBook) -> dict[str, Any]:
    return {"依据": str(clause or ""), "校核": bool(clause and book.checked(clause))}


def plain_duty(duty: r.DutyRule, book: RuleBook) -> dict[str, Any]:
    term = book.days.resolve(duty.term, duty.clause.law) if duty.term else None
    old = duty.replaced
    return {
        "名称": duty.name,
        "类": "期间" if duty.period else "义务",
        "由": duty.holder,
        "期限": str(term or ""),
        "自": duty.start or "办理之日",
        "当": duty.when,
        **_source(duty.clause, book),
        "出处": place(duty.file, duty.line),
        "改动": f"{old.term or '没有期限'}（{old.clause}，{place(old.file, old.line)}）" if old else "",
    }


def plain_act(book: RuleBook, procedure: r.Procedure, act: r.ActRule) -> dict[str, Any]:
    """The act as plain data, for --json."""
    return {
        "环节": act.name,
        "标识": act.id,
        "阶段": act.stage,
        "由": list(act.roles),
        "人数": act.people.number if act.people else 1,
        "资格": act.qualification.what if act.qualification else "",
        "案件状态": list(act.statuses),
        "开案": act.opens_case,
        "先有": [{"环节": each.act, **_source(each.clause, book)} for each in act.after],
        "须": [
            {
                "说": guard_words(guard, book),
                **_source(guard.clause, book),
                "出处": place(guard.file, guard.line),
            }
            for guard in act.guards
        ],
        "填": [plain_field(field, book) for field in act.fields.values()],
        "成": list(act.documents),
        "起": [plain_duty(duty, book) for duty in act.opens],
        "止": [closing.duty for closing in act.closes],
        "状态变为": act.status,
        **_source(act.clause, book),
        "出处": place(act.file, act.line),
    }


def act_words(book: RuleBook, procedure: r.Procedure, act: r.ActRule) -> list[str]:
    """The act as lines of text."""
    plain = plain_act(book, procedure, act)
    number = f"，至少 {act.people.number} 人（{act.people.clause}）" if act.people else ""
    if act.qualification:
        number += f"，须有{act.qualification.what}（{act.qualification.clause}）"
    lines = [
        f"【{act.name}】{act.id}　{act.stage}阶段　{_tail(plain)}",
        f"  由：{'、'.join(act.roles)}{number}",
    ]
    if act.after:
        before = [f"{each['环节']}（{each['依据']}）" for each in plain["先有"]]
        lines.append(f"  先有：{'、'.join(before)}")
    for title, rows, words in (
        ("须", plain["须"], lambda row: row["说"]),
        (
            "填",
            plain["填"],
            lambda row: f"{row['事实']}（{row['类']}{'，个人信息' if row['个人'] else ''}）：{row['要求']}",
        ),
        ("起", plain["起"], _duty_line),
    ):
        if rows:
            lines.append(f"  {title}：")
        for row in rows:
            lines.append(f"    - {words(row)}　{_tail(row)}")
            if row.get("改动"):
                lines.append(f"      原为 {row['改动']}")
    if act.documents:
        lines.append(f"  成：{'、'.join(act.documents)}")
    if act.closes:
        lines.append(f"  止：{'、'.join(closing.duty for closing in act.closes)}")
    if act.status:
        lines.append(f"  案件变为：{act.status}")
    return lines


def _duty_line(row: dict[str, Any]) -> str:
    when = f"，当：{row['当']}" if row["当"] else ""
    limit = f"自{row['自']}起{row['期限']}" if row["期限"] else "没有法定期限"
    return f"{row['类']}“{row['名称']}”，由{row['由']}，{limit}{when}"


def _tail(row: dict[str, Any]) -> str:
    clause = f"依据 {row['依据']}{'' if row['校核'] else '（未与全文校核）'}" if row["依据"] else ""
    return "　".join(each for each in (clause, row["出处"] and f"出处 {row['出处']}") if each)


def plain_layers(book: RuleBook) -> dict[str, Any]:
    """Which rules were laid over each other, and the thresholds that hold."""
    return {
        "规则包": book.pack,
        "层": [
            {
                "类": layer.kind,
                "标识": layer.id,
                "名称": layer.name,
                "文": layer.source,
                "日期": layer.dated,
                "校核": layer.checked.against,
                "文件": layer.file,
            }
            for layer in book.layers
        ],
        "参数": [_plain_parameter(each, book) for each in book.parameters.values()],
        "重大执法决定": [
            {
                "名": each.said,
                "依据": str(each.clause),
                "校核": book.checked(each.clause),
                "出处": place(each.file, each.line),
            }
            for each in map(book.conditions.situation, book.conditions.situation("应当法制审核").any_of)
            for each in (
                map(book.conditions.situation, each.any_of) if each.name == "方案列明的重大决定" else (each,)
            )
        ],
    }


def _plain_parameter(parameter: r.Parameter, book: RuleBook) -> dict[str, Any]:
    old = parameter.replaced
    return {
        "名称": parameter.name,
        "值": parameter.values,
        "依据": str(parameter.clause),
        "校核": parameter.checked and book.checked(parameter.clause),
        "出处": place(parameter.file, parameter.line),
        "改动": f"{_values(old)}（{old.clause}，{place(old.file, old.line)}）" if old else "",
    }


def _values(parameter: r.Parameter) -> str:
    return "、".join(
        f"{kind} {'未定' if value is None else f'{value:g}'}" for kind, value in parameter.values.items()
    )


def profile_words(book: RuleBook) -> list[str]:
    """The layers, thresholds and the list of major decisions as lines of text."""
    plain = plain_layers(book)
    lines = ["国家规则"]
    for layer in plain["层"]:
        who = f"{layer['类']} {layer['标识']}　{layer['名称']}"
        lines.append(f"{who}　《{layer['文']}》{layer['日期']}　校核：{layer['校核']}　{layer['文件']}")
    lines.append("参数：")
    for name, parameter in book.parameters.items():
        row = next(each for each in plain["参数"] if each["名称"] == name)
        lines.append(f"  - {name}：{_values(parameter)}　{_tail(row)}")
        if row["改动"]:
            lines.append(f"    原为 {row['改动']}")
    lines.append("应当法制审核的决定：")
    lines += [f"  - {row['名']}　{_tail(row)}" for row in plain["重大执法决定"]]
    return lines


def limit_words(term: Term, counted: Term, law: str, kind: DayKind | None) -> str:
    """How the law counts the days of the term."""
    if kind is None:
        return f"{law}没有工作日的规定，“日”是自然日" if term.unit == "日" else f"期限写明为{term.spoken()}"
    if counted.unit == "工作日" and term.unit == "日":
        return f"{term}是工作日（{kind.clause}）"
    return (
        f"{term}不在按工作日计算之列（{kind.clause}）" if term.unit == "日" else f"期限写明为{term.spoken()}"
    )
