"""From the lake to the tables that pages read: `publish` for all, `refresh` for the few that a decision touched.

`customers`, `records`, `holdings` and `events` each know their own tables; `staging` is how rows get there, `filling`
how the first ones do. `building` makes a customer's row from what is said of them, `extras` adds what no source says.
"""

from foyer.customers.profile.publishing.few import refresh
from foyer.customers.profile.publishing.whole import Published, publish

__all__ = ["Published", "publish", "refresh"]
