"""The public's addresses. Those of items and of the log never change."""

from django.urls import path

from mingjing.portal import log, views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/feed.xml", views.feed, name="feed"),
    path("decisions/withdrawn/", views.withdrawn, name="withdrawn"),
    path("decisions/<slug:id>/", views.decision, name="decision"),
    path("decisions/<slug:id>/proof.json", views.proof_file, name="proof"),
    path("agencies/<slug:agency>/", views.agency, name="agency"),
    path("rules/explain/", views.rules, name="rules"),
    path("verify/", views.how_to_verify, name="verify"),
    path("log/<slug:agency>/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("log/<slug:agency>/key", log.key, name="log_key"),
    path("log/<slug:agency>/<path:name>", log.tile, name="log_tile"),
    path("robots.txt", views.robots, name="robots"),
]
