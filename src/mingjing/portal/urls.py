"""The public's addresses. Those of items and of the log never change."""

from django.urls import path

from mingjing.portal import catalogue, log, sheets, views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("decisions/", views.decisions, name="decisions"),
    path("decisions/feed.xml", views.feed, name="feed"),
    path("decisions/withdrawn/", views.withdrawn, name="withdrawn"),
    path("decisions/<slug:id>/", views.decision, name="decision"),
    path("decisions/<slug:id>/proof.json", views.proof_file, name="proof"),
    path("agencies/<slug:agency>/", views.agency, name="agency"),
    path("catalogues/", catalogue.index, name="catalogue_index"),
    path("agencies/<slug:agency>/catalogues/", catalogue.home, name="catalogues"),
    path("agencies/<slug:agency>/catalogues/<slug:catalogue>/", catalogue.catalogue, name="catalogue"),
    path(
        "agencies/<slug:agency>/catalogues/<slug:catalogue>/versions/",
        catalogue.versions,
        name="catalogue_versions",
    ),
    path(
        "agencies/<slug:agency>/catalogues/<slug:catalogue>/<int:version>/<int:place>/",
        catalogue.item,
        name="catalogue_item",
    ),
    path(
        "agencies/<slug:agency>/catalogues/<slug:catalogue>/<int:version>/proof.json",
        catalogue.proof_file,
        name="catalogue_proof",
    ),
    path(
        "agencies/<slug:agency>/catalogues/<slug:catalogue>/<int:version>/items.<slug:form>",
        catalogue.download,
        name="catalogue_file",
    ),
    path("rules/explain/", views.rules, name="rules"),
    path("rules/", sheets.index, name="sheets"),
    path("rules/plans/<slug:profile>/", sheets.clauses, name="clauses"),
    path("rules/procedures/<slug:profile>/<slug:procedure>/", sheets.chart, name="chart"),
    path("verify/", views.how_to_verify, name="verify"),
    path("log/<slug:agency>/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("log/<slug:agency>/key", log.key, name="log_key"),
    path("log/<slug:agency>/<path:name>", log.tile, name="log_tile"),
    path("robots.txt", views.robots, name="robots"),
]
