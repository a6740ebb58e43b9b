"""Migrations there and back: how the models look at each step is worked out once by each process.

Django makes every model anew for each operation, which takes nine tenths of a way through the migrations.
That depends on the migrations alone. What they do to a database is done each time.
"""

from typing import Any

import pytest
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# The migrations that made a state, in their order.
History = tuple[tuple[str, str], ...]
# An operation, and the state before and after it.
Step = tuple[Operation, ProjectState, ProjectState]

# Django's own, before they are replaced.
CREATE, CLONE, MUTATE = MigrationExecutor._create_project_state, ProjectState.clone, Migration.mutate_state
APPLY, UNAPPLY = Migration.apply, Migration.unapply

_states: dict[History, ProjectState] = {}
# By the history after a migration its operations.
_steps: dict[History, list[Step]] = {}


def remember_states(patch: pytest.MonkeyPatch) -> None:
    """Until the patch is undone, work out no state twice."""
    patch.setattr(MigrationExecutor, "_create_project_state", _create_project_state)
    patch.setattr(ProjectState, "clone", _clone)
    patch.setattr(ProjectState, "clear_delayed_apps_cache", _clear_delayed_apps_cache)
    patch.setattr(Migration, "mutate_state", _mutate_state)
    patch.setattr(Migration, "apply", _apply)
    patch.setattr(Migration, "unapply", _unapply)


# In place of Django's


def _create_project_state(executor: MigrationExecutor, with_applied_migrations: bool = False) -> ProjectState:
    state = CREATE(executor, with_applied_migrations)
    history = _history(state)
    return _states.setdefault(history, state) if with_applied_migrations and history else state


def _clone(state: ProjectState) -> ProjectState:
    return _with_history(CLONE(state), _history(state))


def _clear_delayed_apps_cache(state: ProjectState) -> None:
    """As Django does, but once: what is made anew then has all its relations."""
    if state.is_delayed and "apps" in state.__dict__:
        del state.__dict__["apps"]
        state.is_delayed = False


def _mutate_state(migration: Migration, state: ProjectState, preserve: bool = True) -> ProjectState:
    before = _history(state)
    if not preserve and before is not None and _states.get(before) is state:
        # Who was given the one that is kept changes it: another like it is kept.
        _states[before] = _clone(state)
    after = _after(before, migration)
    if after is None or "apps" not in state.__dict__:
        return _with_history(MUTATE(migration, state, preserve), after)
    if after not in _states:
        _states[after] = _with_history(MUTATE(migration, state, preserve=True), after)
    if preserve:
        return _states[after]
    state.__dict__.update(_clone(_states[after]).__dict__)
    return state


def _apply(
    migration: Migration,
    state: ProjectState,
    schema_editor: BaseDatabaseSchemaEditor,
    collect_sql: bool = False,
) -> ProjectState:
    after = _after(_history(state), migration)
    if after is None or collect_sql or not schema_editor.atomic_migration:
        return APPLY(migration, _with_history(_clone(state), None), schema_editor, collect_sql)
    steps = _steps_of(migration, state, after)
    for operation, old, new in steps:
        operation.database_forwards(migration.app_label, schema_editor, old, new)
    return steps[-1][2] if steps else _with_history(_clone(state), after)


def _unapply(
    migration: Migration,
    state: ProjectState,
    schema_editor: BaseDatabaseSchemaEditor,
    collect_sql: bool = False,
) -> ProjectState:
    after = _after(_history(state), migration)
    reversible = all(operation.reversible for operation in migration.operations)
    if after is None or collect_sql or not (reversible and schema_editor.atomic_migration):
        return UNAPPLY(migration, state, schema_editor, collect_sql)
    for operation, old, new in reversed(_steps_of(migration, state, after)):
        operation.database_backwards(migration.app_label, schema_editor, new, old)
    return state


# What is kept


def _history(state: ProjectState) -> History | None:
    """None where a state was made otherwise than by whole migrations."""
    history: History | None = state.__dict__.get("history") if state.models else ()
    return history


def _with_history(state: ProjectState, history: History | None) -> ProjectState:
    state.__dict__["history"] = history
    return state


def _after(history: History | None, migration: Migration) -> History | None:
    return None if history is None else (*history, (migration.app_label, migration.name))


def _steps_of(migration: Migration, state: ProjectState, after: History) -> list[Step]:
    if after not in _steps:
        _steps[after] = []
        for operation in migration.operations:
            new = _with_history(_clone(state), None)
            operation.state_forwards(migration.app_label, new)
            _steps[after].append((operation, state, new))
            state = new
        if _steps[after]:
            _with_history(state, after)
    for _operation, old, new in _steps[after]:
        _forget_rows(old)
        _forget_rows(new)
    return _steps[after]


def _forget_rows(state: ProjectState) -> None:
    """The manager of content types keeps rows by their numbers, which are others in another database."""
    models: Any = state.apps.all_models
    if model := models["contenttypes"].get("contenttype"):
        model.objects.clear_cache()
