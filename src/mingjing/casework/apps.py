from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "mingjing.casework"
    label = "casework"
    verbose_name = "办案"
    default_auto_field = "django.db.models.BigAutoField"
