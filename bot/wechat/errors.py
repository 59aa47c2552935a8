"""Everything that can go wrong with WeChat, in one tree.

WeChatError
├── CallbackRefused          a request to `/wechat` that is not WeChat's, or not whole
│   ├── Forbidden            403: signature or time
│   ├── Malformed            400: cannot be read
│   └── TooLarge             413: more than 1 MiB
├── MenuInvalid              a menu that WeChat would refuse
└── ApiError                 a call to WeChat's servers failed; `code` is WeChat's errcode, or None
    ├── Unreachable          no answer, or none that can be read
    ├── TokenRefused         the access token or the account's secret is not accepted
    ├── WindowClosed         the resident did not write or tap lately, or unfollowed
    ├── QuotaUsedUp          the touch's messages are all sent
    ├── NotPermitted         this account may not use the interface at all
    ├── Unsendable           this message can never be sent as it is
    ├── TooLong              the text is longer than WeChat takes
    ├── MediaGone            the file is no longer kept by WeChat
    ├── NotFetched           a picture of an answer is still on its way to us
    └── CodeRefused          an OAuth code that was used, is too old, or never was one

Messages name WeChat's code and words only: an address would show the access token in the logs.
"""

from __future__ import annotations


class WeChatError(Exception):
    """Base of all."""


class CallbackRefused(WeChatError):
    """The request is answered with `status`; `str()` is for the log."""

    status = 400


class Forbidden(CallbackRefused):
    """Not signed by WeChat, or signed too long ago."""

    status = 403


class Malformed(CallbackRefused):
    """Not a message that can be read."""


class TooLarge(CallbackRefused):
    """Longer than any message of WeChat."""

    status = 413


class MenuInvalid(WeChatError):
    """`problems` says in Chinese what WeChat would refuse."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


class ApiError(WeChatError):
    """WeChat answered with an error; worth another try later unless a subclass says otherwise."""

    def __init__(self, code: int | None, message: str) -> None:
        super().__init__(f"{code}: {message}" if code is not None else message)
        self.code = code
        self.message = message


class Unreachable(ApiError):
    """No answer in time, a broken connection, an HTTP error, or an answer that is not JSON."""


class TokenRefused(ApiError):
    """40001, 40014, 42001 after one refresh; 40013, 40125 (account or secret), 40164 (this server's IP)."""


class WindowClosed(ApiError):
    """45015; 43004 when the resident does not follow."""


class QuotaUsedUp(ApiError):
    """45047."""


class NotPermitted(ApiError):
    """48001, 40200."""


class Unsendable(ApiError):
    """40003 (no such resident), 87014 and 45157 (contents), 44004 (empty)."""


class TooLong(ApiError):
    """45002."""


class MediaGone(ApiError):
    """40007."""


class NotFetched(ApiError):
    """The worker fetches it meanwhile."""


class CodeRefused(ApiError):
    """40029, 40163, 41008."""


_BY_CODE: dict[int, type[ApiError]] = {
    code: kind
    for kind, codes in {
        TokenRefused: (40001, 40014, 42001, 40013, 40125, 40164, 41001),
        WindowClosed: (45015, 43004),
        QuotaUsedUp: (45047,),
        NotPermitted: (48001, 40200),
        Unsendable: (40003, 44004, 45157, 87014),
        TooLong: (45002,),
        MediaGone: (40007,),
        CodeRefused: (40029, 40163, 41008),
    }.items()
    for code in codes
}


def api_error(code: int | None, message: str) -> ApiError:
    """Return the error that WeChat's code stands for; unknown codes are plain `ApiError`."""
    return _BY_CODE.get(code, ApiError)(code, message) if code is not None else Unreachable(None, message)
