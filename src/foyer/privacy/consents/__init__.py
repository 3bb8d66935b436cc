"""Purposes, notices and consents: what people were told, what they chose, and the proof of it for any past moment.

- `purposes`  what data may be used for: read from `fixtures/purposes.yaml`, kept by the bank
- `notices`   versions of the privacy notice: draft, approved by a second person, published, never changed
- `deciding`  give, refuse, withdraw, lapse: each adds one row
- `states`    what holds now, one row a person and purpose, made anew from the rows above
- `joining`   what a visitor chose becomes a customer's when they identify themselves, and is separated again
- `asking`    whether somebody may be asked: not after a no, not twice in a session
- `proof`     what held at a past moment, with the text that was shown; `receipts` and `paper` say it to the customer
"""
