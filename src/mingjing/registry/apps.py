from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "mingjing.registry"
    label = "registry"
    verbose_name = "登记"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from mingjing.journal.verify import register_check
        from mingjing.registry import (  # noqa: F401
            catalogue_models,
            party_models,
            party_tables,
            post_check,
            register_models,
        )
        from mingjing.registry.codes import wire
        from mingjing.registry.register_check import CHECK, check

        wire()
        register_check(CHECK, check)
        register_check(post_check.CHECK, post_check.check)
        register_check(party_tables.CHECK, party_tables.check)
        post_migrate.connect(party_tables.fill_missing, sender=self)
