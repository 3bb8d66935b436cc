"""What they did and what was done for them: behaviour events and service interactions."""

from foyer.base.legends import BEHAVIOUR, FREE_TEXT, INTERNAL
from foyer.customers.standard import codes, rules
from foyer.customers.standard.accounts import MAYBE_PARTY
from foyer.customers.standard.declaring import entity, field
from foyer.customers.standard.parties import PARTY_KEY

BEHAVIOUR_EVENT = entity(
    "behaviour_event", "行为事件", "One thing done on a page, in an app or at a machine",
    field("event_key", "事件编号", "the event's own key", "text", INTERNAL, required=True,
          check=(rules.length(1, 120, "reject"), rules.one_of("party_key", "anonymous_id"))),
    MAYBE_PARTY,
    field("anonymous_id", "匿名编号", "the device's or browser's own name for itself", "text", BEHAVIOUR, mask="id"),
    field("at", "发生时间", "when it happened", "datetime", BEHAVIOUR, required=True,
          check=(rules.not_future(1), rules.in_range("2000-01-01", "2100-12-31"))),
    field("kind", "事件类型", "kind of event", "code", INTERNAL, codes=codes.EVENT_KIND, required=True),
    field("name", "事件名称", "name of the event or page", "text", BEHAVIOUR),
    field("properties", "事件属性", "its properties", "text", FREE_TEXT, standardise="json", mask="text",
          written=("JSON 对象", "a JSON object")),
    field("channel", "渠道", "channel", "code", INTERNAL, codes=codes.CHANNEL),
    key="event_key", of="party",
)  # fmt: skip

SERVICE_INTERACTION = entity(
    "service_interaction", "服务记录", "One time the bank served the party",
    field("interaction_key", "服务记录编号", "the record's own key", "text", INTERNAL, required=True,
          check=(rules.length(1, 120, "reject"),)),
    PARTY_KEY,
    field("at", "服务时间", "when", "datetime", BEHAVIOUR, required=True,
          check=(rules.not_future(1), rules.in_range("1990-01-01", "2100-12-31"))),
    field("channel", "渠道", "channel", "code", INTERNAL, codes=codes.CHANNEL),
    field("kind", "服务类型", "kind of service", "code", INTERNAL, codes=codes.INTERACTION_KIND),
    field("topic", "主题", "what it was about", "text", BEHAVIOUR),
    field("outcome", "处理结果", "how it ended", "code", INTERNAL, codes=codes.INTERACTION_OUTCOME),
    field("text", "服务内容", "what was said or written", "text", FREE_TEXT, mask="text"),
    key="interaction_key", of="party",
)  # fmt: skip
