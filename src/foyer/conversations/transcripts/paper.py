"""What the pages of a transcript say of themselves: metadata that tells what a machine wrote."""

import json
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from foyer.base import clock, house
from foyer.base.paper.pages import Paper
from foyer.conversations.models import Conversation


def describe(paper: Paper, conversation: Conversation, has_machine: bool) -> None:
    """Metadata. The AIGC entry is the implicit label that GB 45438-2025 asks for in files with machine-written text."""
    paper.set_title(_("Conversation %(number)s") % {"number": conversation.number})
    paper.set_creator("Foyer")
    paper.set_producer("Foyer")
    paper.set_creation_date(clock.now())
    if has_machine:
        label = json.dumps({"Label": "1", "ContentProducer": house.name().zh, "ProduceID": str(conversation.id)})
        paper.set_subject(_("Contains AI-generated text"))
        paper.set_keywords(f"AIGC={label}")
        paper.set_xmp_metadata(_xmp(label))


def _xmp(label: str) -> str:
    """The same label as XMP, with IPTC's word for what a trained model helped to make."""
    escaped = escape(label, {'"': "&quot;"})
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'TC260:AIGC="{escaped}" Iptc4xmpExt:DigitalSourceType="{source}"/></rdf:RDF></x:xmpmeta>'
    )
