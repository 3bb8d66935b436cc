"""The API as one thing: its description, its routers, its refusals and its limits."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Router
from ninja.operation import Operation

from foyer import __version__
from foyer.api.describing import DESCRIPTION, Docs, describe_refusals
from foyer.api.limits import limited
from foyer.api.refusals import answer_refusals
from foyer.base.errors import NotFound

ROUTERS = [
    ("", "foyer.conversations.api.customer.router"),
    ("", "foyer.assistant.api.router"),
    ("", "foyer.customers.api.router"),
    ("", "foyer.privacy.consents.api.router"),
    ("", "foyer.privacy.api.router"),
    ("/staff", "foyer.customers.profile.api.router"),
    ("/staff", "foyer.privacy.access.api.router"),
    ("/knowledge", "foyer.knowledge.api.router"),
    ("/staff", "foyer.staff.api.router"),
    ("/staff", "foyer.conversations.api.staff.router"),
]


class Api(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> Any:
        return describe_refusals(super().get_openapi_schema(**kwargs))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The verb itself: programs generate their clients from these names."""
        verb = operation.view_func
        return f"staff_{verb.__name__}" if "staff" in verb.__module__ else verb.__name__


elsewhere = Router()


@elsewhere.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:address}", include_in_schema=False)
def nothing_here(request: HttpRequest, address: str) -> None:
    """Any other address of the API: said as a refusal as well."""
    raise NotFound


api = Api(
    title="Foyer 厅堂",
    version=__version__,
    description=DESCRIPTION,
    docs=Docs(),
    urls_namespace="api",
)
api.add_decorator(limited, mode="view")
for prefix, router in ROUTERS:
    api.add_router(prefix, router)
api.add_router("", elsewhere)
answer_refusals(api)
