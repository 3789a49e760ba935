"""Reading `rules/registers/catalogues*.yaml`: several catalogues in one file, with what all of them share."""

from collections.abc import Collection, Mapping

from mingjing.law.catalogue import JUSTICE, SERVICE, Catalogue, Need, Revision, Step
from mingjing.law.citation import unfounded
from mingjing.law.clause import Clause
from mingjing.law.read_guard import ROLES
from mingjing.law.reader import Section, suggestion
from mingjing.law.register import CHECKS, TYPES, Column, Register
from mingjing.law.source import Fault, Node

PREFIX = "registers/catalogues"
REVIEWERS = (*ROLES, JUSTICE, SERVICE)
SOURCES = ("执法人员", "执法主体", "委托执法", "程序")
_NOWHERE = Clause("无")


def read_catalogues(node: Node, faults: list[Fault]) -> dict[str, Catalogue]:
    """The catalogues of one file by name."""
    top = Section(node, faults, "目录册")
    top.text("目录册", required=True)
    drafters, publishers = _roles(top, "起草"), _roles(top, "发布")
    review, revision = top.section("复核", "“复核”"), top.section("修订", "“修订”")
    step = Step("", _NOWHERE)
    if review:
        step = Step(review.choice("由", REVIEWERS, required=True), review.clause() or _NOWHERE)
        review.done()
    follow = Revision(None, _NOWHERE)
    if revision:
        follow = Revision(revision.term("期限"), revision.clause() or _NOWHERE)
        revision.done()
    found: dict[str, Catalogue] = {}
    for name, s in top.sections("目录", "目录"):
        columns, headings, codes, hidden = _columns(s)
        keys, clause = s.names("键"), s.clause() or _NOWHERE
        for key in (*keys, *(cites := s.names("引法"))):
            if key not in columns:
                s.fault(f"目录“{name}”没有“{key}”这一栏{suggestion(key, columns)}", "键")
        if not keys:
            s.fault(f"目录“{name}”没有写明“键”")
            continue
        register = Register(
            name=name,
            id=s.text("标识", required=True),
            kind="目录",
            keys=keys,
            columns=columns,
            clause=clause,
            hint=s.text("说"),
            file=s.node.file,
            line=s.node.line,
        )
        # 编码在前、名称在后的，编码有就以编码为准；其余的键合在一起才分得开。
        coded = keys[0].endswith("编码")
        found[name] = Catalogue(
            register=register,
            keys=keys,
            title=keys[-1] if coded or len(keys) == 1 else "",
            joined=not coded,
            cites=cites,
            source=s.choice("来自", SOURCES),
            needs=_needs(s, columns),
            hidden=hidden,
            drafters=drafters,
            publishers=publishers,
            review=step,
            revision=follow,
            headings=headings,
            codes=codes,
        )
        s.done()
    top.done()
    return found


def _keys(s: Section) -> list[str]:
    return list(s.node.value) if isinstance(s.node.value, dict) else []


def _roles(top: Section, key: str) -> tuple[str, ...]:
    names = top.names(key)
    for name in names:
        if name not in ROLES:
            top.fault(f"没有“{name}”这一职务{suggestion(name, ROLES)}", key)
    if not names:
        top.fault(f"目录册没有写明由谁{key}")
    return names


def _columns(
    s: Section,
) -> tuple[dict[str, Column], dict[str, str], dict[str, dict[str, str]], tuple[str, ...]]:
    columns: dict[str, Column] = {}
    headings: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    hidden: list[str] = []
    for name, each in s.sections("栏", "栏"):
        columns[name] = Column(
            name=name,
            id=name,
            type=each.choice("类", TYPES, "文本"),
            options=each.names("选项"),
            limit=each.whole("限长"),
            check=each.choice("查", CHECKS),
            hint=each.text("说"),
            file=each.node.file,
            line=each.node.line,
        )
        for heading in (name, *each.names("又名")):
            if headings.setdefault(heading, name) != name:
                each.fault(f"“{heading}”已经是“{headings[heading]}”的名称", "又名")
        if table := each.section("代码", "“代码”"):
            codes[name] = {code: table.text(code) for code in _keys(table)}
            table.done()
        if each.yes("仅方案"):
            hidden.append(name)
        each.done()
    return columns, headings, codes, tuple(hidden)


def _needs(s: Section, columns: Mapping[str, Column]) -> tuple[Need, ...]:
    found: list[Need] = []
    for row in s.rows("须", "“须”的一行"):
        clause, names, when = row.clause(), row.names("栏"), None
        if condition := row.section("当", "“当”"):
            for key in _keys(condition):
                when = (key, condition.names(key))
                if key not in columns:
                    row.fault(f"没有“{key}”这一栏{suggestion(key, columns)}", "当")
            condition.done()
        for name in names:
            if name not in columns:
                row.fault(f"没有“{name}”这一栏{suggestion(name, columns)}", "栏")
            elif clause:
                found.append(Need(column=name, clause=clause, when=when))
        row.done()
    return tuple(found)


def check_catalogues(
    catalogues: Mapping[str, Catalogue],
    laws: Collection[str],
    articles: Mapping[str, Mapping[str, str]],
    faults: list[Fault],
) -> None:
    """A fault for each reviewer that is nobody, and each clause whose law or article is not held."""
    for catalogue in catalogues.values():
        file, line = catalogue.register.file, catalogue.register.line
        if catalogue.review.by not in REVIEWERS:
            words = f"目录“{catalogue.name}”由“{catalogue.review.by}”复核，没有这样的复核人"
            faults.append(Fault(file, line, words + suggestion(catalogue.review.by, REVIEWERS)))
        steps = [catalogue.review.clause, catalogue.revision.clause, catalogue.register.clause]
        for clause in {*steps, *(need.clause for need in catalogue.needs)}:
            if clause.law not in laws:
                faults.append(Fault(file, line, f"依据“{clause.law}”没有在 national/laws.yaml 登记"))
            elif wrong := unfounded(clause, articles.get(clause.law, {}).get(str(clause.article), "")):
                faults.append(Fault(file, line, f"依据写错了：《{clause.law}》{wrong}"))
