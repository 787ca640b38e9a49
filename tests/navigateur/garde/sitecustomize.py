"""Loaded by Python itself in the servers under test: refuse and report whatever would leave this machine."""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


def _is_local(host: Any) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return bool(host == socket.gethostname())
    return address.is_loopback or address.is_unspecified


def _check(host: Any) -> None:
    if not _is_local(host):
        print(f"\nSORTIE RESEAU {host!r}", file=sys.stderr, flush=True)
        raise OSError(f"no network in tests: {host!r}")


def _guarded_connect(self: socket.socket, address: Any) -> Any:
    if isinstance(address, tuple):
        _check(address[0])
    return _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> Any:
    if isinstance(address, tuple):
        _check(address[0])
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    _check(host)
    return _getaddrinfo(host, *args, **kwargs)


socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]
socket.getaddrinfo = _guarded_getaddrinfo
