from django.apps import AppConfig


class RecordingConfig(AppConfig):
    name = "mingjing.recording"
    label = "recording"
    verbose_name = "记录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingjing.casework.rebuild import rebuild_also
        from mingjing.journal.verify import register_check
        from mingjing.recording import check_objects, check_rows, rebuild
        from mingjing.recording.follow import join

        join()
        register_check(check_rows.NAME, check_rows.check)
        register_check(check_objects.NAME, check_objects.check)
        rebuild_also(rebuild.NAME, rebuild.rebuild)
