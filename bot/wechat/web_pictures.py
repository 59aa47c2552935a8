"""Pictures that an entry names by their address on the web: fetched once, and from the public internet only."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from bot.media_folder import MOST_PICTURE_BYTES, PictureRefused, picture_kind
from bot.wechat.download import Download, read_limited
from bot.wechat.errors import MediaGone, Unreachable, Unsendable

_TIMEOUT = (3.05, 10.0)

Addresses = Callable[[str], Iterable[str]]


def addresses_of(host: str) -> list[str]:
    """Return the network addresses of a host. Raises `OSError`."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


class WebPictures:
    """Fetches pictures. `transport` and `addresses` take the place of the network in tests."""

    def __init__(self, transport: BaseAdapter | None = None, addresses: Addresses = addresses_of) -> None:
        self._http = requests.Session()
        if transport:
            self._http.mount("https://", transport)
        self._addresses = addresses

    def download(self, address: str) -> Download:
        """Return a picture. Raises `Unreachable`, `MediaGone`, or `Unsendable` for what WeChat would not take."""
        self._check_host(urlsplit(address).hostname or "")
        try:
            # A redirect could lead where the host itself may not.
            with self._http.get(address, stream=True, timeout=_TIMEOUT, allow_redirects=False) as response:
                return _read(response)
        except requests.RequestException as error:
            raise Unreachable(None, type(error).__name__) from None

    def _check_host(self, host: str) -> None:
        """Refuse what lies inside: whoever writes an answer shall not look around in the operator's network."""
        try:
            found = [ipaddress.ip_address(one) for one in self._addresses(host)]
        except (OSError, ValueError) as error:
            raise Unreachable(None, f"{host} is not found") from error
        if not found or not all(one.is_global for one in found):
            raise Unsendable(None, f"{host} is not on the public internet")


def _read(response: requests.Response) -> Download:
    if response.status_code in (404, 410):
        raise MediaGone(None, f"HTTP {response.status_code}")
    if response.status_code != 200:
        raise Unreachable(None, f"HTTP {response.status_code}")
    found = read_limited(response, MOST_PICTURE_BYTES)
    try:
        picture_kind(found.data)
    except PictureRefused as refused:
        raise Unsendable(None, str(refused)) from refused
    return found
