"""Who is signed in, read with what is known of their second factor, and what they may do: a query each."""

from functools import cache

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db.models import Model, Q, QuerySet

from relations.admin.second_factor.state import with_second_factor


@cache
def _accounts() -> QuerySet[User]:
    """Put together once: at each request of the administration it would take longer than the query."""
    return with_second_factor(User.objects.all())


class AccountBackend(ModelBackend):
    def get_user(self, user_id: int) -> User | None:
        user = _accounts().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """The permissions of the account and of its groups in one query, where Django makes two."""
        if not isinstance(user_obj, User) or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not user_obj.is_active:
            return set()
        permissions: set[str] | None = vars(user_obj).get("_perm_cache")  # where Django keeps them, too
        if permissions is None:
            rows = Permission.objects.filter(Q(user=user_obj) | Q(group__user=user_obj)).order_by()
            names = rows.values_list("content_type__app_label", "codename").distinct()
            permissions = {f"{label}.{codename}" for label, codename in names}
            vars(user_obj)["_perm_cache"] = permissions
        return permissions
