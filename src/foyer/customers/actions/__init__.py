"""The verbs of this room."""

from foyer.customers.actions.blocking import block, unblock
from foyer.customers.actions.people import new_customer
from foyer.customers.actions.signing_in import CodeSent, request_code, sign_in, sign_out, verify_code

__all__ = ["CodeSent", "block", "new_customer", "request_code", "sign_in", "sign_out", "unblock", "verify_code"]
