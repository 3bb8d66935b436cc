"""What may be shown of a name, a number and an address (JR/T 0171-2020, annex A): enough to recognise, not to use."""

_HIDDEN = "*"


def masked_name(name: str) -> str:
    """The family name of a Chinese name, the first letters of others: 张三 → 张*, Mary Ann Smith → M*** A*** S***."""
    name = name.strip()
    if not name.isascii():
        return name[:1] + _HIDDEN * min(len(name) - 1, 2)
    return " ".join(word[:1] + _HIDDEN * 3 for word in name.split())


def masked_phone(phone: str) -> str:
    """First three and last four of a mainland number: 138****0001; the country code of others and their last two."""
    national = phone.removeprefix("+86") if phone.startswith("+86") else phone
    if not national.startswith("+") and len(national) == 11:
        return f"{national[:3]}****{national[-4:]}"
    return f"{phone[:3]}****{phone[-2:]}" if len(phone) > 5 else _HIDDEN * len(phone)


def masked_email(email: str) -> str:
    """The first three characters and the domain: zha***@example.com."""
    local, at, domain = email.partition("@")
    return f"{local[: min(3, max(1, len(local) - 1))]}***@{domain}" if at else ""
