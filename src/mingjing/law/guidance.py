"""What the nation's circular on the three systems sets for every plan (三项制度); plans stand on it."""

from dataclasses import replace

from mingjing.law.days import DayKinds
from mingjing.law.layer_publicity import lay_publicity
from mingjing.law.plan import Plan
from mingjing.law.read_plan import read_plan
from mingjing.law.read_procedure import read_checked
from mingjing.law.reader import Section
from mingjing.law.source import Fault, Node

HEAD = "三项制度"


def read_guidance(node: Node, faults: list[Fault]) -> Plan:
    """The values of the national file headed 三项制度: what holds where a locality's plan is silent.

    The limits that acts open stand in the procedures; none is set from here.
    """
    top = Section(node, faults, HEAD)
    top.text(HEAD, required=True)
    read_checked(top)
    publicity = top.section("公示", "“公示”")
    plan = read_plan(top)
    if publicity:
        found = lay_publicity({}, {}, (), DayKinds({}), publicity)
        plan = replace(
            plan,
            limits=found.limits,
            contents=found.contents,
            channels=found.channels,
            provisions=(*plan.provisions, *found.provisions),
        )
    top.done()
    return plan
