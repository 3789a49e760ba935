"""The review of one case on one sheet: the material as submitted, the points with what the platform found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mingjing.casework.pages import names_of
from mingjing.casework.project import cause
from mingjing.casework.service import Opened
from mingjing.casework.words import Left, left
from mingjing.desk.act_page import Trouble
from mingjing.desk.papers import addresses
from mingjing.desk.posted import control
from mingjing.desk.review_material import Material, Stated, draft, materials
from mingjing.desk.row import clause
from mingjing.law import rule as r
from mingjing.law.duties import Duty, duties
from mingjing.law.fact import RESULTS
from mingjing.law.person import Certificate
from mingjing.law.record import Done
from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from mingjing.registry import models as registry
from mingjing.registry.standing import certificate
from mingjing.supervision.finding import ASK, FITS, NOT, Finding, Ground
from mingjing.supervision.findings import findings
from mingjing.supervision.reviewing import Reviewing, Round, rounds

_STATES = {FITS: "", ASK: "ask", NOT: "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point: question, findings, and the answer as typed so far."""

    number: int
    name: str
    question: str
    clause: dict[str, Any]
    findings: tuple[dict[str, Any], ...]
    control: str
    result: str
    note: str
    missing: bool
    before: str  # what the last round's opinion said to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the opinion beside its points."""

    name: str
    control: str
    kind: str
    options: tuple[str, ...]
    value: str
    bad: bool
    when: bool
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    text: str
    clause: Any
    url: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the page prints. `round` None: nothing waits for an opinion now."""

    title: str
    number: str
    case: str
    round: Round | None
    rounds: tuple[Round, ...]
    submitter: str
    due: date | None
    left: Left
    paused: bool
    due_clause: dict[str, Any]
    draft: tuple[Stated, ...]
    changes: int
    digest: str
    materials: tuple[Material, ...]
    documents: int
    points: tuple[Point, ...]
    general: tuple[dict[str, Any], ...]
    answered: int
    fields: tuple[Field, ...]
    back: Field | None
    back_act: str
    opinion: str
    results: tuple[str, ...]
    expected: int
    key: str
    refused: tuple[Lacking, ...]
    refused_act: str
    stale: bool


def sheet(
    opened: Opened,
    review: Reviewing,
    region: str,
    *,
    typed: Mapping[str, Any] | None = None,
    typed_back: Mapping[str, Any] | None = None,
    trouble: Trouble | None = None,
    refused_act: str = "",
    key: str = "",
) -> Sheet:
    """The sheet of the round at hand, fresh or as it was typed."""
    book, procedure, record = opened.book, opened.procedure, opened.record
    now = clock.now()
    today = now.date()
    names = names_of(record)
    all_rounds = tuple(rounds(procedure, review, record))
    here = all_rounds[-1] if all_rounds and all_rounds[-1].opinion is None else None
    found_duties = tuple(duties(book, procedure, record))
    duty = next((d for d in reversed(found_duties) if d.name == review.duty and d.open), None)
    ground = Ground(
        book=book,
        procedure=procedure,
        record=record,
        duties=tuple(d for d in found_duties if d.name != review.duty),
        certificates=_certificates(record.capacities),
        names=names,
        region=region,
        today=today,
    )
    made = findings(ground)
    points = _points(opened, review, made, all_rounds, typed, trouble)
    placed = {id(each) for point in procedure.points for each in made if each.word in point.name}
    party = record.facts.get("当事人") or {}
    before = all_rounds[-2] if len(all_rounds) > 1 else None
    stated = draft(opened, here, before, names, today)
    lacks = trouble.lacks if trouble else ()
    fields = tuple(
        _field(field, (typed or {}).get(name, ""), {lack.field for lack in lacks})
        for name, field in review.opinion.fields.items()
        if not field.points
    )
    back = next(iter(review.back.fields.items()), None) if review.back else None
    return Sheet(
        title=f"{party.get('名称', '')} {cause(record.facts)}".strip(),
        number=record.acts[0].number,
        case=record.case,
        round=here,
        rounds=all_rounds,
        submitter="、".join(names.get(each, "") for each in here.submitted.by) if here else "",
        due=duty.due if duty else None,
        left=left(duty.due, str(duty.term or ""), now, book.calendar, paused=duty.paused)
        if duty
        else Left("", ""),
        paused=bool(duty and duty.paused),
        due_clause=_clause(opened, duty) if duty else {},
        draft=stated,
        changes=sum(each.changed for each in stated) if before else 0,
        digest=here.submitted.draft if here else record.draft,
        materials=materials(opened, names, today, before, addresses(record.agency, record.case)),
        documents=sum(len(done.documents) for done in record.acts),
        points=points,
        general=tuple(_finding(opened, each) for each in made if id(each) not in placed),
        answered=sum(bool(point.result) for point in points),
        fields=fields,
        back=_field(back[1], (typed_back or {}).get(back[0], ""), {lack.field for lack in lacks})
        if back
        else None,
        back_act=review.back.name if review.back else "",
        opinion=review.opinion.name,
        results=RESULTS,
        expected=record.version,
        key=key or new_ulid(now),
        refused=tuple(_lacking(lack, opened, review, points) for lack in lacks),
        refused_act=refused_act,
        stale=bool(trouble and trouble.stale),
    )


def _points(
    opened: Opened,
    review: Reviewing,
    made: list[Finding],
    all_rounds: tuple[Round, ...],
    typed: Mapping[str, Any] | None,
    trouble: Trouble | None,
) -> tuple[Point, ...]:
    answers = (typed or {}).get(review.points) or {}
    codes = {lack.code for lack in trouble.lacks} if trouble else set()
    earlier = _last_answers(all_rounds, review)
    name = control(opened.book.facts[review.points])
    return tuple(
        Point(
            number=index + 1,
            name=point.name,
            question=point.question,
            clause=clause(str(point.clause), opened.record.case, opened.book.checked(point.clause)),
            findings=tuple(_finding(opened, each) for each in made if each.word in point.name),
            control=f"{name}-{index}",
            result=str((answers.get(point.name) or {}).get("结论", "")),
            note=str((answers.get(point.name) or {}).get("说明", "")),
            missing=bool(codes & {f"要点:{point.name}", f"填:{review.points}"}),
            before=earlier.get(point.name, ""),
        )
        for index, point in enumerate(opened.procedure.points)
    )


def _last_answers(all_rounds: tuple[Round, ...], review: Reviewing) -> dict[str, str]:
    """Point -> what the newest opinion found wrong with it."""
    opinion: Done | None = next((each.opinion for each in reversed(all_rounds) if each.opinion), None)
    answers = opinion.facts.get(review.points) or {} if opinion else {}
    return {
        str(name): str(answer.get("说明") or "")
        for name, answer in answers.items()
        if answer.get("结论") == "不符合"
    }


def _finding(opened: Opened, found: Finding) -> dict[str, Any]:
    return {
        "state": _STATES[found.state],
        "word": found.state,
        "said": found.said,
        "clause": clause(str(found.clause), opened.record.case, opened.book.checked(found.clause))
        if found.clause
        else None,
    }


def _field(rule: r.FieldRule, value: Any, bad: set[str]) -> Field:
    kinds = {r.FactType.CHOICE: "choice", r.FactType.LONG: "long"}
    return Field(
        name=rule.fact.name,
        control=control(rule.fact),
        kind=kinds.get(rule.fact.type, "text"),
        options=rule.options or rule.fact.options,
        value=str(value or ""),
        bad=rule.fact.name in bad,
        when=bool(rule.when),
        hint=rule.fact.hint,
    )


def _lacking(lack: Any, opened: Opened, review: Reviewing, points: tuple[Point, ...]) -> Lacking:
    """A lack with its way out: the point or field of this sheet, or the act that mends it."""
    url, action = "", f"补{lack.field}"
    if lack.code.startswith("要点:"):
        action = "补要点"
        url = next((f"#p{point.number}" for point in points if lack.code == f"要点:{point.name}"), "#points")
    elif lack.field and lack.field in opened.book.facts:
        url = "#points" if lack.field == review.points else f"#{control(opened.book.facts[lack.field])}"
    elif lack.mend in opened.procedure.acts:
        url = reverse("desk_act", args=(opened.record.case, opened.procedure.acts[lack.mend].id))
        action = f"去办{lack.mend}"
    shown = (
        clause(str(lack.clause), opened.record.case, opened.book.checked(lack.clause)) if lack.clause else ""
    )
    return Lacking(text=lack.said, clause=shown, url=url, action=action)


def _clause(opened: Opened, duty: Duty) -> dict[str, Any]:
    return clause(str(duty.clause), opened.record.case, opened.book.checked(duty.clause))


def _certificates(people: Mapping[str, Any]) -> dict[str, tuple[Certificate, ...]]:
    """Every certificate of these people, the longest lasting first, in one query."""
    found: dict[str, list[Certificate]] = {}
    held = registry.Certificate.objects.filter(person_id__in=list(people), ended=False)
    for row in held.order_by("-valid_until", "-version").values():
        found.setdefault(row["person_id"], []).append(certificate(row))
    return {person: tuple(rows) for person, rows in found.items()}
