"""Flask-Security's configuration: what is on, which of our templates it shows, and its messages in Chinese."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from bot.accounts import logins
from bot.accounts.passwords import SHORTEST
from bot.settings import Settings

_WRONG = ("账号或密码不对，请再试一次。", "error")
_WRONG_CODE = ("验证码不对，或者已经用过。请看手机上新的验证码。", "error")
_MESSAGES = {
    # The same words whether the account, the password or the permission is missing.
    "USER_DOES_NOT_EXIST": _WRONG,
    "INVALID_PASSWORD": _WRONG,
    "PASSWORD_NOT_SET": _WRONG,
    "DISABLED_ACCOUNT": _WRONG,
    "UNAUTHENTICATED": ("请先登录。", "info"),
    "UNAUTHORIZED": ("您没有权限看这个页面。", "error"),
    "LOGIN": ("请先登录。", "info"),
    "REAUTHENTICATION_REQUIRED": ("改安全设置之前，请再输一次密码。", "info"),
    "REFRESH": ("请再输一次密码。", "info"),
    "REAUTHENTICATION_SUCCESSFUL": ("密码正确，可以继续了。", "success"),
    "PASSWORD_NOT_PROVIDED": ("请填写密码。", "error"),
    "PASSWORD_INVALID_LENGTH": ("新密码至少要 %(length)s 个字符。", "error"),
    "PASSWORD_IS_THE_SAME": ("新密码不能和现在的一样。", "error"),
    "RETYPE_PASSWORD_MISMATCH": ("两次填的新密码不一样。", "error"),
    "PASSWORD_CHANGE": ("密码改好了，其他设备上的登录都已退出。", "success"),
    "TWO_FACTOR_INVALID_TOKEN": _WRONG_CODE,
    "INVALID_CODE": _WRONG_CODE,
    "INVALID_RECOVERY_CODE": ("恢复码不对，或者已经用过。", "error"),
    "NO_RECOVERY_CODES_SETUP": ("还没有恢复码。", "info"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("验证通过。", "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": ("两步验证设置好了，下次登录时生效。", "success"),
    "TWO_FACTOR_PERMISSION_DENIED": ("请从登录重新开始。", "info"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": ("请再点一次“显示二维码”。", "error"),
    "TWO_FACTOR_DISABLED": ("两步验证已关闭。", "success"),
    "TWO_FACTOR_SETUP_EXPIRED": ("放得太久了，请重新开始设置。", "error"),
    "API_ERROR": ("请重新开始设置。", "error"),
}


def configuration(settings: Settings) -> dict[str, object]:
    """Return the app's configuration for logging in."""
    return (
        {
            "SECRET_KEY": settings.secret_key.get_secret_value(),
            "SESSION_COOKIE_NAME": "linli",
            "PERMANENT_SESSION_LIFETIME": logins.LIFETIME,
            # An inbox stays open all day: the token lives as long as the session.
            "WTF_CSRF_TIME_LIMIT": None,
            "SECURITY_URL_PREFIX": "/inbox",
            "SECURITY_POST_LOGIN_VIEW": "/inbox/",
            "SECURITY_POST_LOGOUT_VIEW": "/inbox/login",
            "SECURITY_LOGOUT_METHODS": ["POST"],
            "SECURITY_LOGIN_USER_TEMPLATE": "accounts/login.html",
            "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": str, "case_insensitive": True}}],
            "SECURITY_SEND_REGISTER_EMAIL": False,
            "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        }
        | _passwords()
        | _second_factor(settings)
        | {f"SECURITY_MSG_{name}": message for name, message in _MESSAGES.items()}
    )


def _passwords() -> dict[str, object]:
    return {
        # Argon2 salts by itself: a second salt made of the secret key would void all passwords when that is renewed.
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_SALT": "argon2 has its own",
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/password",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "accounts/change_password.html",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_POST_CHANGE_VIEW": "/account/",
        # Whoever finds an open screen cannot change how its owner gets in.
        "SECURITY_FRESHNESS": timedelta(minutes=15),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=5),
        "SECURITY_VERIFY_TEMPLATE": "accounts/verify.html",
    }


def _second_factor(settings: Settings) -> dict[str, object]:
    key = settings.data_key.get_secret_value()
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": settings.two_factor_required,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        # The step before and the one after: telephones' clocks go wrong by seconds.
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/two-factor",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/code",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account/",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "accounts/second_factor.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "accounts/code.html",
        "SECURITY_TOTP_SECRETS": {"1": key},
        "SECURITY_TOTP_ISSUER": "邻里",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/recovery",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "accounts/recovery_codes.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "accounts/recovery.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())],
    }
