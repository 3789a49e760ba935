"""The one way in: `perform` takes an act, asks the law, and records it, or refuses with every lack.

Pages, API, import, scenario files and the command line all end here. Check and act stand in one transaction:
the entry with its expected version, the projections, the numbers given out and the work to be done after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError, connections, transaction

from mingjing.casework.fold import Opening, done_of, follow
from mingjing.casework.following import Acted, follow_acts_with, number_documents_with, tell, word_of
from mingjing.casework.linked import unlike, with_cases
from mingjing.casework.note import note
from mingjing.casework.numbers import next_number
from mingjing.casework.office import out_of_office
from mingjing.casework.opened import Broken, NoSuchCase, Opened, for_act, hold, load
from mingjing.casework.packs import book_for, current
from mingjing.casework.project import project
from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.journal.refusal import refuse
from mingjing.law import rule as r
from mingjing.law.approval import open_requests
from mingjing.law.book import RuleBook
from mingjing.law.duties import duties
from mingjing.law.judge import Judgement, Proposal, judge
from mingjing.law.lack import Lack, Refused
from mingjing.law.record import Record
from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from mingjing.registry.as_of import agency_row, people_as_of
from mingjing.registry.models import Agency

__all__ = [
    "Act",
    "Acted",
    "NoSuchCase",
    "Opened",
    "Performed",
    "follow_acts_with",
    "load",
    "note",
    "number_documents_with",
    "perform",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody wants to do. `by`: person ids, the one signed in first.

    `expected`: version of the case that the form was made from (None: whatever it is). `key`: the same for a
    repeated request, so that a double click is done once.
    """

    agency: str
    kind: str
    facts: Mapping[str, Any]
    by: tuple[str, ...]
    at: datetime
    case: str = ""
    procedure: str = ""
    expected: int | None = None
    key: str = ""
    entrance: str = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """The recorded act: acknowledged means durable."""

    case: str
    version: int
    record: Record
    documents: tuple[tuple[str, str], ...] = ()
    repeated: bool = False
    judgement: Judgement | None = field(default=None, repr=False)


def perform(act: Act) -> Performed:
    """Record the act. Raises `Refused` with all lacks, `StaleCase`, `NoSuchCase`; then nothing is changed.

    A refusal leaves its trace in the log of refusals only.
    """
    try:
        with transaction.atomic():
            return _perform(act)
    except IntegrityError:
        # The same request came in twice at once, and the other one was recorded first.
        if act.key and (earlier := _answered(act)) is not None:
            return earlier
        raise
    except Refused as refused:
        with transaction.atomic():
            refuse(
                connections["default"],
                agency=act.agency,
                at=instant(clock.now()),
                who=act.by,
                case=act.case,
                act=act.kind,
                entrance=act.entrance,
                lacks=[
                    {"缺": lack.said, "依据": str(lack.clause or ""), "码": lack.code}
                    for lack in refused.lacks
                ],
            )
        raise


def _perform(act: Act) -> Performed:
    connection = connections["default"]
    store.take_turn(connection, act.agency)
    if act.key and (earlier := _answered(act)) is not None:
        return earlier
    agency = agency_row(act.agency)
    now = clock.now()
    if act.case:
        try:
            found = for_act(act.agency, act.case, act.kind)
        except Broken as broken:
            raise Refused(act.kind, [Lack(said=str(broken), code="记录:不符")]) from broken
        record, opened, book, procedure = found.record, found.opening, found.book, found.procedure
        if act.expected is not None and act.expected != record.version:
            last = record.acts[-1]
            raise store.StaleCase(
                expected=act.expected,
                actual=record.version,
                last_kind=last.act,
                last_recorded=instant(last.recorded),
            )
    else:
        book = book_for(agency.profile, agency.field)
        procedure = _procedure(book, act)
        sector = next((layer.id for layer in book.layers if layer.kind == "领域"), "")
        opened = Opening(procedure.name, agency.profile, sector, current().hash, "")
        record = Record("", act.agency, procedure.name)
    if act.kind not in procedure.acts:
        raise Refused(act.kind, [Lack(said=f"“{procedure.name}”没有“{act.kind}”这一环节", code="环节:无")])
    rule = procedure.acts[act.kind]
    proposal = Proposal(
        act=act.kind,
        facts=with_cases(act.agency, rule, act.facts, act.case),
        by=tuple(dict.fromkeys(act.by)),
        at=act.at,
        now=now,
        people=people_as_of(act.agency, _named(procedure, record, act), act.at.date()),
        region=agency.region,
        entrance=act.entrance,
    )
    judgement = judge(book, procedure, record, proposal)
    lacks = [*judgement.lacks, *out_of_office(rule, proposal, act.agency)]
    lacks += unlike(rule, judgement.values, record)
    if lacks:
        raise Refused(act.kind, lacks)
    if not act.case:
        opened = opened._replace(unit=proposal.people[proposal.by[0]].unit)
    return _record(act, agency, now, book, procedure, opened, record, judgement, connection)


def _record(
    act: Act,
    agency: Agency,
    now: datetime,
    book: RuleBook,
    procedure: r.Procedure,
    opened: Opening,
    record: Record,
    judgement: Judgement,
    connection: Any,
) -> Performed:
    rule = judgement.act
    case = act.case or new_ulid(now)
    public = {name: value for name, value in judgement.values.items() if not rule.fields[name].fact.private}
    private = {name: value for name, value in judgement.values.items() if rule.fields[name].fact.private}
    body: dict[str, Any] = {"事实": public}
    year = act.at.year
    number = ""
    if rule.series:
        number = next_number(
            connection, agency=act.agency, word=agency.word, series=rule.series[1], year=year
        )
        body["编号"] = number
    documents = tuple(
        (kind, _document_number(connection, agency, kind, rule, number, year)) for kind in rule.documents
    )
    if documents:
        body["文书"] = [list(each) for each in documents]
    if judgement.stands_in_for:
        body["代理"] = judgement.stands_in_for
    if judgement.draft:
        body["决定稿"] = judgement.draft
    if not act.case:
        body["开案"] = {
            "程序": opened.procedure,
            "方案": opened.profile,
            "领域": opened.sector,
            "承办机构": opened.unit,
        }
    draft = store.Draft(
        agency=act.agency,
        kind=act.kind,
        occurred=instant(act.at),
        recorded=instant(now),
        by=tuple(dict.fromkeys(act.by)),
        capacity=judgement.capacity,
        entrance=act.entrance,
        body=body,
        case=case,
        pack=opened.pack,
        expected=record.version,
        content=msgspec.json.encode(private, order="deterministic") if private else None,
    )
    [stored] = store.append(connection, [draft])
    done = done_of(stored.entry, stored.hash, draft.content)
    before = record if act.case else Record(case, act.agency, procedure.name)
    after = follow(book.facts, procedure, before, done)
    project(book, procedure, opened, after, duties(book, procedure, after), record.version)
    acted = Acted(
        agency=agency,
        procedure=procedure,
        act=rule,
        record=after,
        version=done.version,
        at=now,
        documents=documents,
    )
    tell(acted)
    hold(act.agency, case, stored.hash, Opened(after, opened, book, procedure))
    if act.key:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO casework_performed (agency, key, case_id, version) VALUES (%s, %s, %s, %s)",
                (act.agency, act.key, case, done.version),
            )
    return Performed(case=case, version=done.version, record=after, documents=documents, judgement=judgement)


def _document_number(
    connection: Any, agency: Agency, kind: str, rule: r.ActRule, number: str, year: int
) -> str:
    """The document's own number; the document that carries the decision bears the decision's."""
    word = word_of(kind)
    if not word:
        return ""
    if rule.series and word == rule.series[1]:
        return number
    return next_number(connection, agency=agency.id, word=agency.word, series=word, year=year)


def _procedure(book: RuleBook, act: Act) -> r.Procedure:
    if act.procedure not in book.procedures:
        lack = Lack(
            said=f"没有“{act.procedure}”这一程序" if act.procedure else "没有写明程序", code="程序:无"
        )
        raise Refused(act.kind, [lack])
    return book.procedures[act.procedure]


def _named(procedure: r.Procedure, record: Record, act: Act) -> set[str]:
    """Everyone whom the judgement may ask about: who acts, who acted, who is named in the facts."""
    named = {*act.by, *record.capacities}
    named.update(each for request in open_requests(record) for each in request.people)
    rule = procedure.acts.get(act.kind)
    for name, field_rule in (rule.fields if rule else {}).items():
        if field_rule.fact.type is r.FactType.PERSON:
            value = act.facts.get(name)
            named.update(
                map(str, value) if isinstance(value, list | tuple) else [str(value)] if value else []
            )
    for done in record.acts:
        named.update(map(str, done.facts.get("承办人") or ()))
    return named


def _answered(act: Act) -> Performed | None:
    """The result of the earlier request with the same key, or None; a foreign key tells nothing.

    Raises `Refused` where the key was another person's, another case's or another act's.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT case_id, version FROM casework_performed WHERE agency = %s AND key = %s",
            (act.agency, act.key),
        )
        row = cursor.fetchone()
    if row is None:
        return None
    record = load(act.agency, row[0]).record
    done = next(done for done in record.acts if done.version == row[1])
    same_case = row[0] == act.case if act.case else done.version == 1
    if not same_case or done.act != act.kind or done.by[:1] != act.by[:1]:
        said = "这张表单已经用来办过另一件事，这次没有办；重新打开页面再办"
        raise Refused(act.kind, [Lack(said=said, code="重复:另一件事")])
    return Performed(case=row[0], version=row[1], record=record, documents=done.documents, repeated=True)
