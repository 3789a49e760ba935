from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "mingjing.portal"
    label = "portal"
    verbose_name = "公示平台"
    default_auto_field = "django.db.models.BigAutoField"
