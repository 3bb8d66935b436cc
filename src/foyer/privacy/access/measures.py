"""The numbers of reasoned access. M85, the unmask rate of a role, is its unmaskings over its views of customers."""

from foyer.base import measures
from foyer.base.text import Bilingual

UNMASKINGS = measures.counter(
    "privacy.unmaskings", name=Bilingual("查看明文次数", "Values unmasked"), dimensions=("role", "subject")
)
VIEWS = measures.counter(
    "privacy.customer_views", name=Bilingual("查看客户次数", "Customers viewed"), dimensions=("role",)
)
GLASS = measures.counter("privacy.glass_broken", name=Bilingual("应急访问次数", "Broken glass"), dimensions=("role",))
