"""What the product itself does and no rule says: the features (功能) that a plan's clauses may name.

Each stands with the module that does it; tests/law/test_plans.py holds that the modules exist.
"""

FEATURES = {
    "公示采集复核发布": "mingjing.publicity.step",
    "公示个人信息检查": "mingjing.law.privacy",
    "公示门户": "mingjing.portal.views",
    "公示核验": "mingjing.portal.proof",
    "义务台账": "mingjing.supervision.board",
    "不可改的日志": "mingjing.journal.guard",
    "日志校验": "mingjing.journal.verify",
    "时间轴": "mingjing.desk.case",
    "文书": "mingjing.recording.compose",
    "文号": "mingjing.recording.number",
    "法制审核页": "mingjing.desk.review_sheet",
    "职务与权限": "mingjing.registry.roles",
    "执法证件核对": "mingjing.registry.as_of",
    "公开目录": "mingjing.registry.catalogue_service",
    "目录修订义务": "mingjing.registry.catalogue_change",
    "登记册": "mingjing.registry.keeping",
    "人员装备缺口提示": "mingjing.desk.register_alerts",
    "规则说明": "mingjing.casework.rule_commands",
}
