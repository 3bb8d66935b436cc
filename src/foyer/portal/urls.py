"""The addresses of the customer's pages."""

from django.urls import path

from foyer.portal import embedding, heeding, help_centre, linking, my_data, privacy, security, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("chat", views.chat, name="chat"),
    path("knowledge", help_centre.home, name="articles"),
    path("knowledge/topics/<slug:code>", help_centre.category, name="help-category"),
    path("knowledge/<slug:code>", help_centre.article, name="article"),
    path("articles/<slug:code>/<int:version>", help_centre.article, name="article-version"),
    path("sitemap.xml", linking.sitemap, name="sitemap"),
    path("robots.txt", linking.robots, name="robots"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("heed", heeding.heed, name="heed"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("security", security.security, name="security"),
    path("security/sessions/<uuid:session_id>/end", security.end_session, name="session-end"),
    path("security/sessions/end", security.end_others, name="sessions-end"),
    path("security/freeze", security.freeze, name="freeze"),
    path("security/notices/<uuid:notice_id>/read", security.acknowledge, name="notice-read"),
    path("elderly", views.elderly_link, name="elderly-link"),
    path("elderly/switch", views.elderly, name="elderly"),
    path("language", views.language, name="language"),
    path("privacy", privacy.centre, name="privacy"),
    path("privacy/choose", privacy.choose, name="privacy-choose"),
    path("privacy/tags/delete", privacy.delete_tags, name="privacy-tags"),
    path("privacy/notices", privacy.notices, name="notices"),
    path("privacy/notices/<int:version>", privacy.notice, name="notice"),
    path("privacy/notices/<int:version>.pdf", privacy.notice_pdf, name="notice-pdf"),
    path("privacy/receipts/<str:number>.pdf", privacy.receipt, {"form": "pdf"}, name="receipt-pdf"),
    path("privacy/receipts/<str:number>.json", privacy.receipt, {"form": "json"}, name="receipt-json"),
    path("privacy/receipts/<str:number>", privacy.receipt, name="receipt"),
    path("my-data", my_data.home, name="my-data"),
    path("my-data/ask", my_data.ask, name="my-data-ask"),
    path("my-data/decisions", my_data.decisions, name="my-data-decisions"),
    path("my-data/<uuid:request_id>/prove", my_data.prove, name="my-data-prove"),
    path("my-data/<uuid:request_id>/withdraw", my_data.withdraw, name="my-data-withdraw"),
    path("my-data/copies/<uuid:copy_id>", my_data.fetch, name="my-data-copy"),
    path("embed.js", embedding.loader, name="embed-loader"),
    path("embed/chat", embedding.embedded_chat, name="embed-chat"),
    path("embed/example", embedding.example, name="embed-example"),
]
