"""Guessing passwords: under which address it is counted, and what the one locked out sees."""

import re
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relations.admin.sign_in import too_many_attempts

# "[2001:db8::1]:443", "192.0.2.1:443", or an address alone.
ADDRESS = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+|(?P<bare>[^\[\]]+)")


def client_address(request: HttpRequest) -> str:
    """The address a sign-in is counted under.

    Behind the proxy (SITE_URL with https) it is the last one in X-Forwarded-For:
    the proxy wrote that one, whatever a client wrote before it. Some proxies add
    the port. What is no address counts under the proxy's own, and where that is
    none either (a socket of the machine), under 0.0.0.0.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if settings.BEHIND_PROXY and (found := ADDRESS.fullmatch(forwarded)):
        with suppress(ValueError):
            return counted_as(found["six"] or found["four"] or found["bare"])
    with suppress(ValueError):
        return counted_as(request.META.get("REMOTE_ADDR", ""))
    return str(IPv4Address(0))


def counted_as(address: str) -> str:
    """An IPv6 address counts as its network of 64 bits: whoever has one address there has them all.

    ValueError when it is no address. One of IPv4 in IPv6's form (RFC 4291, 2.5.5.2) is that of IPv4.
    """
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64)
    return str(parsed)


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = too_many_attempts(admin.site, request, minutes)
    if response is None:
        context = {**admin.site.each_context(request), "minutes": minutes, "closed": request.axes_closed}
        response = render(request, "registration/locked_out.html", context, status=429, using="desk")
        response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(minutes * 60)
    return response
