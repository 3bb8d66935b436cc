"""Privacy: what each field about a person is, and what protects it."""

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.desk.access import desk_view
from foyer.desk.views.privacy import REVIEW, privacy_frame
from foyer.privacy import classes

TAB = "desk:privacy_classes"


@desk_view(REVIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """Every table with its fields, those of one class where one is chosen."""
    wanted = request.GET.get("class", "")
    shown = {
        model: kept
        for model, found in classes.tables().items()
        if (kept := [one for one in found if wanted in {"", one.legend.data_class}])
    }
    counts = {name: sum(one.legend.data_class == name for one in classes.declared()) for name in ("C3", "C2", "C1")}
    names = {model: apps.get_model(model)._meta.verbose_name for model in shown}
    context = {"shown": shown, "names": names, "counts": counts, "wanted": wanted}
    return render(request, "desk/privacy/classes.html", privacy_frame(request, TAB) | context)
