"""The room's registration with Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework: the one service that performs an act, and the projections it keeps."""

    name = "mingjing.casework"
    label = "casework"
    verbose_name = "办案"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingjing.casework import rebuild
        from mingjing.journal.verify import register_check

        register_check(rebuild.CHECK, rebuild.check)
