from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "mingjing.publicity"
    label = "publicity"
    verbose_name = "公示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingjing.casework import outbox, service
        from mingjing.journal.verify import register_check
        from mingjing.publicity import catalogue_check, catalogue_models, catalogue_release, check, release
        from mingjing.registry.catalogue_act import follow_publications_with

        service.follow_acts_with(release.follow)
        outbox.register(release.WORK, release.publish)
        register_check(check.NAME, check.check)
        assert catalogue_models, "registers the table"
        follow_publications_with(catalogue_release.follow)
        outbox.register(catalogue_release.WORK, catalogue_release.publish)
        register_check(catalogue_check.NAME, catalogue_check.check)
