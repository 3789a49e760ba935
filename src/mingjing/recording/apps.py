from django.apps import AppConfig


class RecordingConfig(AppConfig):
    name = "mingjing.recording"
    label = "recording"
    verbose_name = "记录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingjing.recording.follow import join

        join()
