"""De-identification: texts and tables in which nobody is found again.

    scrub("我叫王小明，手机13800138000").text          # 我叫[姓名1]，手机[电话1]
    scrub(text, known=values_of(customer))              # what we know of the person is found wherever it stands

Free text goes through `scrub` before it leaves for analysis, for training or to a language model; the same person or
number keeps the same placeholder within one `Scrubber`, so that a conversation stays readable. Tables go through
`releasing`: direct identifiers become keyed tokens, what could single somebody out is generalised until every
combination is shared by at least k people, and the outcome is measured (k, l, t, recall) before a second person lets
it out.

Under PIPL (art. 73) de-identified data are still personal data: a release has a purpose, a recipient and an end.
"""

from foyer.privacy.deid.finding import Span, find
from foyer.privacy.deid.kinds import Kind
from foyer.privacy.deid.scrubbing import Scrubbed, Scrubber, scrub

__all__ = ["Kind", "Scrubbed", "Scrubber", "Span", "find", "scrub"]
