from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "mingjing.desk"
    label = "desk"
    verbose_name = "办案台"
    default_auto_field = "django.db.models.BigAutoField"
