from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "mingjing.registry"
    label = "registry"
    verbose_name = "登记"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingjing.registry.codes import wire

        wire()
