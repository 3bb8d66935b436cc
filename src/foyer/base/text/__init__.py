"""Text in two languages: content that carries both, and search text that knows Chinese has no spaces.

    name = Bilingual(zh="银行卡", en="Card")        # str(name): the reader's language; name.in_("en"): a given one
    title = BilingualField(_("title"))             # one jsonb column; forms and the back office show two inputs
    index = search_tokens(title.zh, title.en)      # for to_tsvector('simple', index)
    query = search_query(typed)                    # for to_tsquery('simple', query): every word
    query = search_query(typed, match="any")       # one word is enough; rank decides

The search index holds Chinese in two ways: words as jieba cuts them (for ranking a question), and every pair of
neighbouring characters (so that any piece of a text finds it, however jieba would cut that piece alone).
"""

from foyer.base.text.bilingual import Bilingual, Language, active_language, in_a_row
from foyer.base.text.fields import BilingualField, BilingualFormField, BilingualWidget
from foyer.base.text.search import detect_language, normalise, search_query, search_tokens, segmenter
from foyer.base.text.visible import visible

__all__ = [
    "Bilingual",
    "BilingualField",
    "BilingualFormField",
    "BilingualWidget",
    "Language",
    "active_language",
    "detect_language",
    "in_a_row",
    "normalise",
    "search_query",
    "search_tokens",
    "segmenter",
    "visible",
]
