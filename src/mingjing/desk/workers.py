"""The roles whose holders do acts in cases; a supervisor reads, an administrator does neither."""

from mingjing.registry.roles import CASE_ROLES, ROLES

WORKERS = tuple(role for role in CASE_ROLES if not ROLES[role].sees_region)
