"""Everything under /desk/: pages first, then the pieces that scripts fetch."""

from django.urls import path

from foyer.desk.views import components, home, knowledge, pieces, search, wall

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("c/<uuid:conversation_id>", home.conversation, name="conversation"),
    path("wall", wall.wall, name="wall"),
    path("knowledge", knowledge.browse, name="knowledge"),
    path("components", components.sheet, name="components"),
    path("pane/list", pieces.the_list, name="list"),
    path("pane/numbers", pieces.the_numbers, name="numbers"),
    path("pane/presence", pieces.the_presence, name="presence"),
    path("pane/search", search.results, name="search"),
    path("pane/wall/<uuid:unit_id>", wall.board, name="wall_board"),
    path("pane/knowledge", knowledge.hits, name="knowledge_hits"),
    path("pane/knowledge/<slug:code>", knowledge.article, name="article"),
    path("pane/c/<uuid:conversation_id>", pieces.middle, name="middle"),
    path("pane/c/<uuid:conversation_id>/side", pieces.side, name="side"),
    path("pane/c/<uuid:conversation_id>/facts", pieces.facts, name="facts"),
    path("pane/c/<uuid:conversation_id>/state", pieces.state, name="state"),
    path("pane/c/<uuid:conversation_id>/suggestions", knowledge.suggestions, name="suggestions"),
    path("pane/c/<uuid:conversation_id>/dialog/<slug:name>", pieces.dialog, name="dialog"),
]
