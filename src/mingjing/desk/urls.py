"""The addresses of the desk, under /desk/."""

from django.urls import path

from mingjing.desk import acts, case, cases, clauses, documents

urlpatterns = [
    path("cases/", cases.cases, name="desk_cases"),
    path("cases/new/", cases.new, name="desk_new"),
    path("cases/new/<slug:procedure>/<slug:act_id>/", acts.open_case, name="desk_open"),
    path("cases/<str:case_id>/", case.case, name="desk_case"),
    path("cases/<str:case_id>/documents/", documents.documents, name="desk_documents"),
    path("cases/<str:case_id>/acts/<slug:act_id>/", acts.act, name="desk_act"),
    path("documents/<str:document_id>/", documents.pdf, name="desk_document"),
    path("clauses/", clauses.clause, name="desk_clause"),
]
