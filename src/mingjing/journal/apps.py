"""The room's registration with Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Journal: the append-only record of every act."""

    name = "mingjing.journal"
    label = "journal"
    verbose_name = "日志"
    default_auto_field = "django.db.models.BigAutoField"
