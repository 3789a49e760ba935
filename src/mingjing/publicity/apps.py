from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "mingjing.publicity"
    label = "publicity"
    verbose_name = "公示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingjing.casework import outbox, service
        from mingjing.journal.verify import register_check
        from mingjing.publicity import check, release

        service.follow_acts_with(release.follow)
        outbox.register(release.WORK, release.publish)
        register_check(check.NAME, check.check)
