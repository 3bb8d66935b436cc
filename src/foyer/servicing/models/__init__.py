"""What this room remembers: running orders and their steps, what the bank promised, slots, outlets and rates."""

from foyer.servicing.models.appointment import Appointment, Slot
from foyer.servicing.models.order import LIVE, Order, OrderStep, State
from foyer.servicing.models.outlet import Outlet
from foyer.servicing.models.promise import Promise
from foyer.servicing.models.rate import Rate

__all__ = ["LIVE", "Appointment", "Order", "OrderStep", "Outlet", "Promise", "Rate", "Slot", "State"]
