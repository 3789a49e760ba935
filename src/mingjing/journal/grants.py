"""Who may do what with the journal on PostgreSQL: least privilege, to be run by the tables' owner.

Three database users: the owner (migrations only), the web process (adds entries and refusals), the sealing
process (adds tiles and checkpoints, under its own system user with the log's key). Neither of the latter
owns anything, so neither can switch a trigger off; neither has UPDATE, DELETE or TRUNCATE.
"""

from typing import Final

WEB_ADDS: Final = ("journal_entry", "journal_content", "journal_refusal")
SEALER_ADDS: Final = ("journal_tile", "journal_checkpoint", "journal_release")


def grant_statements(*, web: str, sealer: str) -> list[str]:
    """The statements that leave both users with SELECT, and each with INSERT on its own tables only."""
    statements = []
    for own, others, user in ((WEB_ADDS, SEALER_ADDS, web), (SEALER_ADDS, WEB_ADDS, sealer)):
        quoted = '"' + user.replace('"', '""') + '"'
        tables = ", ".join((*own, *others))
        statements += [
            f"REVOKE ALL ON {tables} FROM {quoted}",
            f"GRANT SELECT ON {tables} TO {quoted}",
            f"GRANT INSERT ON {', '.join(own)} TO {quoted}",
        ]
    return statements
