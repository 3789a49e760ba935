from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "mingjing.platform"
    label = "platform"
    verbose_name = "平台"

    def ready(self) -> None:
        from mingjing.platform.sessions import watch_factors

        watch_factors()
