"""Whether somebody is let in: by password alone, or with a second factor where they have or need one.

This is asked for each request of the administration, in the middleware that says who is signed in. Whoever
gave a password and no code yet is nobody: so no page, popup or picker has to ask.
"""

import enum
from dataclasses import dataclass
from typing import Protocol, cast

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations.admin.people.roles import ROLES
from relations.models import SecondFactorRequirement

SESSION_KEY = "second_factor"
AWAITED_KEY = "second_factor_awaited"
ADMINISTRATOR = ROLES[-1].name


class Missing(enum.Enum):
    """What is asked for beside the password."""

    CODE = "code"
    SET_UP = "set up"


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """``key`` is the secret of the app's codes; empty where there is none."""

    key: str
    is_demanded: bool

    @property
    def is_set_up(self) -> bool:
        return bool(self.key)


class PasswordRequest(HttpRequest):
    """A request of somebody who gave the password and is not let in: who that is, and what is missing."""

    password_user: User
    missing: Missing


class UserWithSecondFactor(Protocol):
    """A row of ``with_second_factor``."""

    second_factor_key: str | None
    second_factor_is_demanded: bool


def with_second_factor(users: "models.QuerySet[User]") -> "models.QuerySet[User]":
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True).order_by("pk")
    return users.annotate(
        second_factor_key=Subquery(devices.values("key")[:1]), second_factor_is_demanded=_is_demanded()
    )


def second_factor_of(user: User) -> SecondFactor:
    """The state of a user's second factor at this moment: one query."""
    return _read(with_second_factor(User.objects.filter(pk=user.pk)).get())


def _read(row: User) -> SecondFactor:
    """The state in a row that was read by ``with_second_factor``."""
    annotated = cast(UserWithSecondFactor, row)
    return SecondFactor(annotated.second_factor_key or "", annotated.second_factor_is_demanded)


def _is_demanded() -> models.Case:
    """Whether a user is in a group of which a second factor is demanded.

    Superusers count as administrators, as they may do all that those may.
    """
    demands = SecondFactorRequirement.objects.all()
    of_administrators = Q(is_superuser=True) & Exists(demands.filter(group__name=ADMINISTRATOR))
    return models.Case(
        models.When(Exists(demands.filter(group__user=OuterRef("pk"))) | of_administrators, then=True),
        default=False,
    )


def admit(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    """Who is let in, of whom the session says that they gave the password."""
    if not isinstance(user, User):
        return user
    factor = _read(user)
    if factor.is_set_up:
        missing = None if _is_verified(request, factor) else Missing.CODE
    else:
        missing = Missing.SET_UP if factor.is_demanded else None
    if missing is Missing.CODE:
        if AWAITED_KEY not in request.session:
            request.session[AWAITED_KEY] = True
    elif not factor.is_set_up and AWAITED_KEY in request.session:
        # The second factor was taken away while this waited for its code: the password is asked for again,
        # and a letter says so where the browser is new.
        request.session.flush()
        return AnonymousUser()
    if missing is None:
        return user
    attached = cast(PasswordRequest, request)
    attached.password_user, attached.missing = user, missing
    return AnonymousUser()


def password_user(request: HttpRequest) -> User | None:
    """Who gave the password, and is not let in yet."""
    return getattr(request, "password_user", None) if request.user.is_anonymous else None


def missing_of(request: HttpRequest) -> Missing | None:
    return getattr(request, "missing", None) if password_user(request) else None


def let_in(request: HttpRequest, user: User) -> None:
    """The session of this user has what was missing, as long as the second factor stays the same."""
    request.session.pop(AWAITED_KEY, None)
    request.session[SESSION_KEY] = session_mark(second_factor_of(user).key)
    request.session.cycle_key()
    request.user = user


def _is_verified(request: HttpRequest, factor: SecondFactor) -> bool:
    return constant_time_compare(request.session.get(SESSION_KEY, ""), session_mark(factor.key))


def session_mark(key: str) -> str:
    """Another with another second factor: what was verified with a former one is no longer."""
    return salted_hmac("relations.second_factor.session", key, algorithm="sha256").hexdigest()
