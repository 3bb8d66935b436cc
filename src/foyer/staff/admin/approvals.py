"""What waits for a second person: read with its difference, then approved, rejected or withdrawn."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from foyer.base.errors import Refusal
from foyer.staff import approvals
from foyer.staff.admin.shared import ReadOnlyAdmin, me, user_of
from foyer.staff.errors import UnknownKind
from foyer.staff.models import ApprovalRequest
from foyer.staff.roles import deciders

VERBS = {
    "approve": lambda request, by, comment: approvals.approve(request, by=by, comment=comment),
    "reject": lambda request, by, comment: approvals.reject(request, by=by, comment=comment),
    "withdraw": lambda request, by, comment: approvals.withdraw(request, by=by),
}


@admin.register(ApprovalRequest)
class ApprovalRequestAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "kind_name", "subject", "maker_name", "status", "closed_at")
    list_filter = ("status", "kind")
    list_select_related = ("maker",)
    search_fields = ("subject",)
    fields = ("kind_name", "subject", "reason", "maker_name", "made_at", "status", "closed_at")
    readonly_fields = fields
    change_form_outer_before_template = "staff/admin/approval.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApprovalRequest]:
        return approvals.readable_by(user_of(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: ApprovalRequest | None = None) -> bool:
        """Everyone in the back office reads what concerns them; `get_queryset` says what does."""
        return request.user.is_staff

    @admin.display(description=_("Kind"), ordering="kind")
    def kind_name(self, row: ApprovalRequest) -> str:
        try:
            return str(approvals.rule_of(row.kind).name)
        except UnknownKind:
            return row.kind

    @admin.display(description=_("Proposed by"))
    def maker_name(self, row: ApprovalRequest) -> str:
        return str(row.maker or row.made_by)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<uuid:pk>/decide/", decide, name="staff_approvalrequest_decide"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is not None:
            kwargs["extra_context"] = {**(kwargs.get("extra_context") or {}), **_page_of(row, request)}
        return super().change_view(request, object_id, *args, **kwargs)

    def decide(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        verb = VERBS.get(request.POST.get("verb", ""))
        try:
            if verb is not None:
                verb(row, me(request), request.POST.get("comment", ""))
                messages.success(request, _("Done."))
        except Refusal as refusal:
            messages.error(request, f"{refusal.message} {refusal.mend}".strip())
        return redirect(reverse("admin:staff_approvalrequest_change", args=[pk]))


def _page_of(row: ApprovalRequest, request: HttpRequest) -> dict[str, Any]:
    user = user_of(request)
    return {
        "differences": approvals.difference(row),
        "steps": [(step, deciders(step.permission)) for step in row.steps.select_related("decided_by")],
        "may_decide": approvals.may_decide(row, user),
        "may_withdraw": row.is_pending and row.maker_id == user.pk,
    }
