"""A scenario walked in the browser: each step by whoever takes it, from the page where one finds the act."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mingjing.casework import bank
from mingjing.casework.bank_sheet import NEEDED
from mingjing.casework.models import Case
from mingjing.casework.packs import book_for
from mingjing.casework.scenario import Scenario, Step
from mingjing.casework.scenario_facts import facts_of
from mingjing.casework.scenario_people import CASHIER
from mingjing.law import rule as r
from mingjing.registry import uscc
from mingjing.registry.models import Person
from tests.casework.course import Play
from tests.e2e import hands
from tests.e2e.moment import stand

# A page comes within a second; ten leave room for a machine that does other work.
PATIENCE = 10_000
WHY = "在浏览器里办案的测试"


@dataclass
class Walk:
    """One scenario in the browser. `sit`: a page with the person before it; `url`: where the case is."""

    play: Play
    sit: Callable[[Person], Any]
    url: str = ""
    done: list[str] = field(default_factory=list)
    looked: Callable[[str, str, Any], None] = lambda kind, what, page: (
        None
    )  # sees every page before it is left

    @property
    def procedure(self) -> r.Procedure:
        return self.play.procedure

    def step(self, step: Step) -> tuple[str, Any]:
        """What the page says to the step - done, or refused - and the page. Raises `NotOnForm`."""
        stand(step.recorded)
        page, rule = self.at_desk(step.by[0]), self.procedure.acts[step.act]
        if rule.channel and rule.channel.entrance == bank.ENTRANCE:
            return self._bank(step)
        if rule.opens_case:
            self._choose_work(page, rule)
        else:
            self._choose_act(page, rule)
        sheet = page.locator("form#sheet").count() > 0
        self.looked("form", rule.id, page)
        if sheet:
            self._review(page, rule, step)
        else:
            self._fill(page, rule, step)
        return self._said(page), page

    def empty(self, step: Step) -> Any:
        """The form of the act that opens the case, sent as it comes; the page that answers."""
        stand(step.recorded)
        page = self.at_desk(step.by[0])
        self._choose_work(page, self.procedure.acts[step.act])
        send(page)
        page.wait_for_selector("#refused", timeout=PATIENCE)
        return page

    def at_desk(self, actor: str) -> Any:
        """The page with the actor before it."""
        return self.sit(Person.objects.get(pk=self.play.ids[actor]))

    def _bank(self, step: Step) -> tuple[str, Any]:
        """A payment as the bank tells it: the cashier imports the statement of that day."""
        case = Case.objects.unscoped(WHY).get(id=self.play.case)
        paid = f"{step.facts['银行回单号']},{step.at.date()},{step.facts['缴款金额']},{case.decision_number}"
        page = self.sit(Person.objects.get(agency=self.play.agency, name=CASHIER.name))
        page.goto("/desk/")
        page.get_by_role("link", name="银行对账").first.click()
        file = {"name": "流水.csv", "mimeType": "text/csv", "buffer": f"{','.join(NEEDED)}\n{paid}".encode()}
        page.get_by_label("流水文件").set_input_files(file)
        page.get_by_role("button", name="导入").click()
        said = str(page.wait_for_selector(".mj-ok, .mj-lack", timeout=PATIENCE).inner_text())
        return (f"已办{step.act}" if "登记缴款 1 笔" in said else page.inner_text("main")), page

    def _choose_work(self, page: Any, rule: r.ActRule) -> None:
        """开新案件 and the kind of work."""
        page.goto("/desk/cases/")
        page.get_by_role("link", name=re.compile("^(开新案件|登记第一)")).first.click()
        self.looked("kinds", "", page)
        kind = page.locator(
            ".mj-kind", has=page.locator("h2", has_text=re.compile(f"^{self.procedure.name}$"))
        )
        kind.get_by_role("link", name=rule.name, exact=True).click()
        page.wait_for_selector("form input[name=key]", state="attached", timeout=PATIENCE)

    def _choose_act(self, page: Any, rule: r.ActRule) -> None:
        """The act from what the case page says can be done; a fold is opened where it stands in one."""
        page.goto(self.url)
        link = page.get_by_role("link", name=re.compile(f"：{rule.name}$"), include_hidden=True)
        if not link.count():
            raise hands.NotOnForm(f"案件页上没有{rule.name}")
        if not link.first.is_visible():
            page.locator("details.mj-more", has=link).locator("> summary").click()
        self.looked("case", "", page)
        link.first.click()
        page.wait_for_selector("form input[name=key]", state="attached", timeout=PATIENCE)

    def _fill(self, page: Any, rule: r.ActRule, step: Step) -> None:
        page.locator("#at").fill(f"{step.at:%Y-%m-%dT%H:%M}")
        if step.by[1:]:
            group = page.locator("#by")
            if not group.locator("label.mj-person").first.is_visible():
                page.get_by_text("有人一起办", exact=True).click()
            hands.tick(group, [self._name(name) for name in step.by[1:]])
        for name, value in self.typed(rule, step).items():
            fact = self.play.book.facts[name]
            if not step.may and hands.kind(page, name) == "known":
                raise hands.NotOnForm(f"{name}写在决定稿里，改不了")
            box = fact.type is r.FactType.YESNO and hands.kind(page, fact.hint) == "box"
            hands.fill(page, fact.hint if box else name, value)
        send(page)

    def _review(self, page: Any, rule: r.ActRule, step: Step) -> None:
        """The sheet of review: each point answered, then the opinion."""
        facts = self.typed(rule, step)
        points = next(name for name, each in rule.fields.items() if each.fact.type is r.FactType.POINTS)
        for point in page.locator("section.mj-point:has(input.mj-point__note)").all():
            name = re.sub(r"^\d+\s*", "", point.locator("h3").inner_text()).strip()
            result, note = hands.answer_to(name, step.facts.get(points, ""))
            point.locator("label", has_text=re.compile(f"^{result}$")).click()
            point.locator("input.mj-point__note").fill(note)
        for name, value in facts.items():
            if name == points:
                continue
            if rule.fields[name].fact.type is r.FactType.CHOICE:
                group = page.get_by_role("radiogroup", name=name, exact=True)
                group.locator("label", has_text=re.compile(f"^{re.escape(str(value))}$")).click()
            else:
                page.get_by_label(name, exact=True).fill(str(value))
        page.get_by_role("button", name="出具意见书").click()

    def _said(self, page: Any) -> str:
        found = page.wait_for_selector(".mj-ok, #refused, .mj-lack[data-focus]", timeout=PATIENCE)
        words = str(found.inner_text())
        if "mj-ok" in (found.get_attribute("class") or "") and not self.url:
            self.url = page.url.split("?")[0]
            self.play.case = self.url.rstrip("/").rsplit("/", 1)[-1]
        return words

    def typed(self, rule: r.ActRule, step: Step) -> dict[str, Any]:
        """The step's facts as a person types them: people by name, cases by number, codes that can be."""
        names: Mapping[str, str] = {name: self._name(name) for name in self.play.scenario.actors}
        numbers = {
            name: Case.objects.unscoped(WHY).get(id=self.play.ids[name]).number
            for name in self.play.scenario.others
        }
        scenario: Scenario = replace(self.play.scenario, party=real(self.play.scenario.party))
        facts = facts_of(scenario, step, self.procedure, {**names, **numbers})
        return {name: real(value) if name == "当事人" else value for name, value in facts.items()}

    def _name(self, actor: str) -> str:
        return self.play.scenario.actors[actor].name


def real(party: Mapping[str, str]) -> dict[str, str]:
    """The party with a code that pages take: an invented one gets the check sign that belongs to it."""
    found = dict(party)
    code = found.get("统一社会信用代码", "")
    if found.pop("校验", "") == "否" and len(code) == 18:
        found["统一社会信用代码"] = code[:17] + uscc.check_sign(code[:17])
    return found


def send(page: Any) -> None:
    page.locator(".mj-sticky button[type=submit]").click()


def on_stage(played: Scenario) -> Play:
    """The scenario with its agency and people; `book_for` is asked once, so that no page waits for it."""
    play = Play.on_stage(played)
    book_for(play.agency.profile, play.agency.field)
    return play
