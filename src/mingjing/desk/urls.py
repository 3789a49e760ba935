"""The addresses of the desk, under /desk/."""

from django.urls import path

from mingjing.desk import acts, admin, board, case, cases, clauses, documents, home, publicity, review

urlpatterns = [
    path("", home.home, name="desk_home"),
    path("review/", review.queue, name="desk_review"),
    path("review/<str:case_id>/", review.case, name="desk_review_sheet"),
    path("publicity/", publicity.queue, name="desk_publicity"),
    path("board/", board.overview, name="desk_board"),
    path("board/duties/", board.duties, name="desk_duties"),
    path("board/refusals/", board.refused, name="desk_refusals"),
    path("admin/accounts/", admin.accounts, name="desk_accounts"),
    path("admin/accounts/<str:person_id>/", admin.account, name="desk_account"),
    path("admin/posts/", admin.posts, name="desk_posts"),
    path("admin/posts/<int:appointment_id>/end/", admin.post_end, name="desk_post_end"),
    path("admin/log/", admin.log, name="desk_log"),
    path("cases/", cases.cases, name="desk_cases"),
    path("cases/new/", cases.new, name="desk_new"),
    path("cases/new/<slug:procedure>/<slug:act_id>/", acts.open_case, name="desk_open"),
    path("cases/<str:case_id>/", case.case, name="desk_case"),
    path("cases/<str:case_id>/documents/", documents.documents, name="desk_documents"),
    path("cases/<str:case_id>/acts/<slug:act_id>/", acts.act, name="desk_act"),
    path("documents/<str:document_id>/", documents.pdf, name="desk_document"),
    path("clauses/", clauses.clause, name="desk_clause"),
]
