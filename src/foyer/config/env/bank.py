"""The bank: what it is called, where it can be called, which law and which language hold."""

from foyer.config.variables import choice, names, text, words


class Bank:
    """Whose house this is."""

    bank_name = names(
        "FOYER_BANK_NAME",
        {"zh": "厅堂银行", "en": "Foyer Bank"},
        "What the bank is called on the customer's pages, in mails, canned responses and transcripts.",
    )
    bank_phone = text(
        "FOYER_BANK_PHONE",
        lambda env: "" if env.production else "95000",
        "The number customers can always call, shown where a page fails and in the large-type mode; empty shows none.",
        "95000, with FOYER_PRODUCTION empty",
    )
    name_mask = choice(
        "FOYER_NAME_MASK",
        ("surname", "given"),
        "surname",
        "Which part of a Chinese name is shown where names are masked: surname (张*) or given (*三).",
    )
    law_packs = words(
        "FOYER_LAW_PACKS",
        ["cn"],
        "Whose deadlines for requests about personal data hold: cn, eu; the strictest of those named wins.",
        "`cn`",
    )
    language = text(
        "FOYER_LANGUAGE",
        "",
        "The language of these commands' own messages: zh or en; empty follows the terminal's locale.",
    )
    time_zone = text("FOYER_TIME_ZONE", "Asia/Shanghai", "The time zone of pages for whoever has chosen none.")
