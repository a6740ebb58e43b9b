"""Guessing passwords: the address that failures are counted by, and the answer to who is locked out."""

import re
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.throttle import AxesRequest, Credentials, exceeded_limit
from relations.admin.reauthentication import locked_out_page

# "[2001:db8::1]:443", "192.0.2.1:443", or an address alone.
FORWARDED_ADDRESS = re.compile(r"\[(?P<ipv6>[^\]]+)\](?::\d+)?|(?P<ipv4>[\d.]+):\d+|(?P<bare>[^\[\]]+)")


def client_address(request: HttpRequest) -> str:
    """The address that an attempt to sign in is counted by.

    Behind the proxy (SITE_URL with https) it is the last one in X-Forwarded-For:
    the proxy wrote that one, whatever a client wrote before it. Some proxies add
    the port. What is no address counts as the proxy's own, and where that is
    none either (a socket of the machine), as 0.0.0.0.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if settings.BEHIND_PROXY and (match := FORWARDED_ADDRESS.fullmatch(forwarded)):
        with suppress(ValueError):
            return network_address(match["ipv6"] or match["ipv4"] or match["bare"])
    with suppress(ValueError):
        return network_address(request.META.get("REMOTE_ADDR", ""))
    return str(IPv4Address(0))


def network_address(address: str) -> str:
    """An IPv6 address counts as its network of 64 bits: whoever has one address there has them all.

    One of IPv4 in IPv6's form (RFC 4291, 2.5.5.2) is that of IPv4. ValueError when it is no address.
    """
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64)
    return str(parsed)


def lockout_response(
    request: AxesRequest, _response: HttpResponse | None, credentials: Credentials
) -> HttpResponse:
    """The answer to a refused sign-in, which django-axes puts in the place of the view's."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = locked_out_page(admin.site, request, minutes)
    if response is None:
        limit = exceeded_limit(request, credentials)
        context = {**admin.site.each_context(request), "minutes": minutes, "limit": limit}
        response = render(request, "registration/locked_out.html", context, status=429, using="admin")
        response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(minutes * 60)
    return response
