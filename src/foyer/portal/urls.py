"""The addresses of the customer's pages."""

from django.urls import path

from foyer.portal import embedding, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("chat", views.chat, name="chat"),
    path("knowledge", views.articles, name="articles"),
    path("knowledge/<slug:code>", views.article, name="article"),
    path("articles/<slug:code>/<int:version>", views.article, name="article-version"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("elderly", views.elderly_link, name="elderly-link"),
    path("elderly/switch", views.elderly, name="elderly"),
    path("language", views.language, name="language"),
    path("embed.js", embedding.loader, name="embed-loader"),
    path("embed/chat", embedding.embedded_chat, name="embed-chat"),
    path("embed/example", embedding.example, name="embed-example"),
]
