"""Data classes: how carefully each field of each table is handled, and how it is protected.

    for one in classes.declared(): print(one.model, one.field, one.legend.data_class, one.protection, one.why)

A room says it at the field (`base.legends.classified`); what libraries keep for us is said in `declared`. What could
hold something about a person and does not is in `nobody`, with the reason. Tests hold the rules: nothing that may be
about a person is left unsaid (`unsaid`), and what is C2 is sealed or says why not (`open_c2`), C3 is only ever a hash.
"""

from foyer.privacy.classes.listing import Classified, declared, open_c2, tables, unsaid

__all__ = ["Classified", "declared", "open_c2", "tables", "unsaid"]
