"""What may be chosen where articles are written and sought."""

from foyer.knowledge.models import Audience, Category, Channel, Finding, Status, Topic

AUDIENCES = [(str(code), name) for code, name in Audience.choices]
CATEGORIES = [(str(code), name) for code, name in Category.choices]
CHANNELS = [(str(code), name) for code, name in Channel.choices]
TOPICS = [(str(code), name) for code, name in Topic.choices]
STATES = [(str(code), name) for code, name in Status.choices]
DOUBTS = [(str(code), name) for code, name in Finding.Kind.choices]
DOUBT_STATES = [(str(code), name) for code, name in Finding.State.choices]
