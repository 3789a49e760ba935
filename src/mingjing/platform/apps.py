from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "mingjing.platform"
    label = "platform"
    verbose_name = "平台"
