"""The portal's navigation."""

from mingjing.platform.nav import NavItem

PORTAL_NAV = (
    NavItem(label="首页", route="portal:home"),
    NavItem(label="执法决定", route="portal:decisions"),
    NavItem(label="事前公开", route="portal:catalogue_index"),
    NavItem(label="撤回公告", route="portal:withdrawn"),
    NavItem(label="公示规则", route="portal:rules"),
    NavItem(label="办事规则", route="portal:sheets"),
    NavItem(label="怎样核验", route="portal:verify"),
)
