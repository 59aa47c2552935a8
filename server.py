"""The web application and the operator's commands (`flask --app server`), made of `bot.parts`."""

from __future__ import annotations

from flask import Flask, Response, redirect, render_template
from pydantic import ValidationError
from werkzeug.middleware.proxy_fix import ProxyFix

from bot import accounts, admin, health, inbox, pages, resident
from bot.accounts.security import init_security
from bot.admin.office import Office
from bot.commands import register_commands
from bot.commands.refusals import refuse_settings
from bot.inbox.access import may_see
from bot.media_folder import MediaFolder
from bot.pages import Door
from bot.parts import Parts
from bot.settings import Settings
from bot.wechat import views as wechat_views
from bot.wechat.menu import DEFAULT_MENU
from bot.wechat.menu_desk import MenuDesk

_DOORS = (Door("收件箱", "inbox.home", may_see), Door("管理", "admin.home", admin.may_enter))


def create_app(settings: Settings | None = None, parts: Parts | None = None) -> Flask:
    """Return the web application. Raises `bot.commands.refusals.Refusal` that names each wrong setting."""
    parts = parts or Parts(settings or _read_settings())
    settings = parts.settings
    app = Flask(__name__, static_folder="bot/static", static_url_path="/static")
    app.config.update(SECRET_KEY=settings.secret_key.get_secret_value())
    if settings.is_production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    guards = init_security(app, parts.database, settings, parts.clock)
    webhook = wechat_views.blueprint(parts.conversations, settings, limit=parts.text_bytes)
    guards.csrf.exempt(webhook)  # WeChat signs its requests; it has no session that could be misused
    app.register_blueprint(webhook)
    app.register_blueprint(
        inbox.blueprint(
            parts.database,
            parts.live,
            parts.channel,
            media_dir=settings.data_dir / "media",
            preferences=parts.preferences,
            wake_worker=parts.wake_worker,
            presence=parts.presence,
            ask=parts.ask,
            clock=parts.clock,
        )
    )
    app.register_blueprint(accounts.blueprint(parts.database, parts.clock))
    menu_desk = MenuDesk(lambda: parts.api)
    media = MediaFolder(settings.data_dir / "media")
    app.register_blueprint(
        admin.blueprint(Office(parts.database, parts.redis, parts.clock, lambda: parts.knowledge, menu_desk, media))
    )
    app.register_blueprint(resident.blueprint(parts.database, media))
    app.register_blueprint(pages.blueprint(_DOORS))
    guards.limits.slow_down(replies=["inbox.reply"])
    app.register_blueprint(health.blueprint(parts.database, parts.redis, settings))
    if not settings.is_production:
        _add_stand_ins(app, parts)
    _add_error_pages(app)
    register_commands(app, parts)

    @app.get("/")
    def home() -> Response:
        """Staff come here; residents are in WeChat."""
        return redirect("/inbox/")  # type: ignore[return-value]

    return app


def _add_error_pages(app: Flask) -> None:
    """Say in plain Chinese what went wrong; the webhook answers for itself and never comes here."""

    @app.errorhandler(404)
    def missing(_error: Exception) -> tuple[str, int]:
        return render_template(
            "pages/error.html", title="没有这个页面", words="地址可能写错了，或者页面已经搬走。"
        ), 404

    @app.errorhandler(500)
    def broken(_error: Exception) -> tuple[str, int]:
        words = "问题已经记下来了，请过一会儿再试。有危险的事请直接打电话，不要等页面。"
        return render_template("pages/error.html", title="出了点问题", words=words), 500


def _read_settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        raise refuse_settings(error) from None


def _add_stand_ins(app: Flask, parts: Parts) -> None:
    """Development only: a stand-in for WeChat's servers and a phone; imported here so that production never loads it."""
    from bot import devtools

    devtools.register(app, parts.settings, parts.redis, parts.database, DEFAULT_MENU)
