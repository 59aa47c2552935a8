"""The parts of Linli and how they hang together: the one place where they are wired, for web, commands and worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import redis

from bot.clock import utc_now
from bot.conversations import Conversations
from bot.conversations.order import Order
from bot.database import Database, open_engine
from bot.dialogue import Dialogue, RasaDialogue
from bot.dialogue.address import RasaAddress
from bot.faq.live import LiveKnowledge
from bot.inbox.presence import Presence
from bot.live import Live
from bot.media_folder import MediaFolder
from bot.models import EncryptedText
from bot.preferences import LivePreferences
from bot.redis_client import connect
from bot.settings import Settings
from bot.wechat.channel import WeChatChannel
from bot.wechat.client import WeChatApi
from bot.wechat.delivery import Delivery
from bot.wechat.media import MediaFetcher, Sources
from bot.wechat.permission import Permission
from bot.wechat.uploads import Uploads
from bot.wechat.voices import Voices
from bot.wechat.web_pictures import WebPictures
from knowledge.answers import Answer

# Web processes publish here when something new waits: a reply goes out at once, not at the worker's next beat.
WAKE_CHANNEL = "linli:wake"


@dataclass(frozen=True)
class Parts:
    """Each part is made once, when it is first needed (in the worker: after the process has forked).

    Tests hand in their own clock, dialogue or knowledge.
    """

    settings: Settings
    clock: Callable[[], datetime] = utc_now
    given_dialogue: Dialogue | None = None
    given_knowledge: LiveKnowledge | None = None

    @cached_property
    def database(self) -> Database:
        """The database of the settings, which can read what `DATA_KEY` encrypted."""
        EncryptedText.use_key(self.settings.data_key.get_secret_value())
        return Database(open_engine(self.settings.database_address))

    @cached_property
    def preferences(self) -> LivePreferences:
        """What administrators set while Linli runs."""
        return LivePreferences(self.database)

    @cached_property
    def redis(self) -> redis.Redis:
        """Redis, for what may be lost or must be shared between processes."""
        return connect(self.settings.redis_address)

    @cached_property
    def live(self) -> Live:
        """News for open pages."""
        return Live(self.redis)

    @cached_property
    def channel(self) -> WeChatChannel:
        """WeChat's form of messages, and its quotas."""
        return WeChatChannel(
            customer_service=self.settings.wechat_customer_service,
            permission=self.permission,
            limit=self.text_bytes,
            site_url=self.settings.site_url,
        )

    @cached_property
    def permission(self) -> Permission:
        """Whether WeChat lets this account write first."""
        return Permission(self.redis)

    @cached_property
    def api(self) -> WeChatApi:
        """WeChat's servers."""
        return WeChatApi(self.settings, self.redis)

    @cached_property
    def delivery(self) -> Delivery:
        """The outbox's way out."""
        return Delivery(
            self.database,
            self.api,
            self.live,
            self.clock,
            permission=self.permission,
            passive_only=not self.settings.wechat_customer_service,
            media=MediaFolder(self.settings.data_dir / "media"),
            uploads=Uploads(self.redis),
            limit=self.text_bytes,
        )

    @cached_property
    def media(self) -> MediaFetcher:
        """The way in of files."""
        folder, sources = self.settings.data_dir / "media", Sources(self.api, WebPictures())
        return MediaFetcher(self.database, sources, self.redis, self.live, folder=folder, clock=self.clock)

    @cached_property
    def voices(self) -> Voices:
        """What makes voices playable."""
        return Voices(self.database, self.live, folder=self.settings.data_dir / "media", clock=self.clock)

    @cached_property
    def dialogue(self) -> Dialogue:
        """The Rasa server."""
        if self.given_dialogue:
            return self.given_dialogue
        return RasaDialogue(
            RasaAddress(self.redis, self.settings.rasa_url), self.settings.rasa_token.get_secret_value()
        )

    @cached_property
    def knowledge(self) -> LiveKnowledge:
        """What residents are told, for the pages that try it out; loaded when somebody first does."""
        if self.given_knowledge:
            return self.given_knowledge
        # Loading the models takes a second and 300 MB: a process that only takes messages never does.
        from knowledge.answers import KnowledgeBase
        from knowledge.embeddings import sentence_encoder

        base = KnowledgeBase.open(self.settings.data_dir / "knowledge")
        return LiveKnowledge(self.database, base, sentence_encoder())

    @cached_property
    def conversations(self) -> Conversations:
        """What takes residents' messages."""
        return Conversations(
            self.database,
            self.dialogue,
            self.channel,
            Order(self.redis),
            self.live,
            deadline_seconds=self.settings.reply_deadline_seconds,
            wake_worker=self.wake_worker,
            clock=self.clock,
            preferences=self.preferences,
        )

    @cached_property
    def presence(self) -> Presence:
        """Who looks at which conversation."""
        return Presence(self.redis)

    def ask(self, question: str, today: date) -> Answer:
        """Return what the regulation and the published entries say."""
        return self.knowledge.ask(question, today)

    def text_bytes(self) -> int:
        """Return WeChat's ceiling for one text."""
        return self.preferences().text_bytes

    def wake_worker(self) -> None:
        """Have the outbox delivered now instead of at the worker's next beat."""
        self.redis.publish(WAKE_CHANNEL, "outbox")
