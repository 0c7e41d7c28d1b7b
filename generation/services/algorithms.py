"""Algorithms, as staff change them: checked, since a wrong row fails every generation, and written down."""

import uuid
from collections.abc import Mapping
from typing import Any

import psycopg
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import audit
from common.errors import NotFoundError, ValidationFailedError
from generation.errors import DefaultAlgorithmError, RecipeError
from generation.models import Algorithm
from generation.pipeline.recipe import Recipe

# Where there is no row yet there is none to lock, so two first defaults may meet in the database.
_TAKEN = {
    "generation_algorithm_slug_key": {"slug": "There is an algorithm with this slug."},
    "only_one_algorithm_is_the_default": {"is_default": "Another one became the default at this moment."},
}
_LISTED_FAULT = "There is no provider {name!r}. There are: {known}."


def create_algorithm(staff: User, fields: Mapping[str, Any]) -> Algorithm:
    """Add an algorithm. Raises `ValidationFailedError`, also for a slug that is taken.

    Of two new defaults at once the later one is it.
    """
    algorithm = Algorithm(**fields)
    _check(algorithm)
    try:
        with transaction.atomic():
            _lock_all()
            _make_room(algorithm)
            algorithm.save(force_insert=True)
            audit.record("algorithm.created", user=staff, actor=staff, details={"slug": algorithm.slug})
    except IntegrityError as error:
        fault = _TAKEN.get(_broken_constraint(error))
        if fault is None:
            raise
        raise ValidationFailedError(fields=fault) from error
    return algorithm


def change_algorithm(staff: User, algorithm_id: uuid.UUID, changes: Mapping[str, Any]) -> Algorithm:
    """Change fields of an algorithm; its slug stays, since clients name it.

    Raises `NotFoundError`, `ValidationFailedError`, and `DefaultAlgorithmError` where it is the default and would not
    be that any more, or not active.
    """
    with transaction.atomic():
        algorithm = _locked(algorithm_id)
        before = {name: getattr(algorithm, name) for name in changes}
        was_default = algorithm.is_default
        if changes.get("slug", algorithm.slug) != algorithm.slug:
            raise ValidationFailedError(fields={"slug": "It can't be changed: clients name it."})
        for name, value in changes.items():
            setattr(algorithm, name, value)
        if was_default and not (algorithm.is_default and algorithm.is_active):
            raise DefaultAlgorithmError
        _check(algorithm)
        _make_room(algorithm)
        algorithm.save()
        changed = sorted(name for name, value in before.items() if value != getattr(algorithm, name))
        if changed:
            details = {"slug": algorithm.slug, "changed": ", ".join(changed)}
            audit.record("algorithm.changed", user=staff, actor=staff, details=details)
    return algorithm


def deactivate_algorithm(staff: User, algorithm_id: uuid.UUID) -> None:
    """Take an algorithm away from users; generations that name it stay. Doing it again changes nothing.

    Raises `NotFoundError` or `DefaultAlgorithmError`.
    """
    change_algorithm(staff, algorithm_id, {"is_active": False})


def check_recipe(params: Any) -> str:
    """Say what is wrong with the parameters of an algorithm, "" when nothing is."""
    if not isinstance(params, dict):
        return "It is an object."
    try:
        Recipe.from_params(params)
    except RecipeError as error:
        return error.problem
    return ""


def check_providers(names: list[str]) -> str:
    """Say which provider the settings don't know, "" when they know all."""
    unknown = next((name for name in names if name not in settings.PROVIDERS), None)
    return _LISTED_FAULT.format(name=unknown, known=", ".join(sorted(settings.PROVIDERS))) if unknown else ""


def _check(algorithm: Algorithm) -> None:
    faults = {"params": check_recipe(algorithm.params), "providers": check_providers(algorithm.providers)}
    if algorithm.max_width < algorithm.max_height:
        faults["max_height"] = "It is measured in landscape: no higher than wide."
    if algorithm.is_default and not algorithm.is_active:
        faults["is_default"] = "The default is active."
    told = {field: fault for field, fault in faults.items() if fault}
    if told:
        raise ValidationFailedError(fields=told)


def _make_room(algorithm: Algorithm) -> None:
    """There is one default."""
    if algorithm.is_default:
        Algorithm.objects.filter(is_default=True).exclude(pk=algorithm.pk).update(is_default=False)


def _locked(algorithm_id: uuid.UUID) -> Algorithm:
    rows = _lock_all()
    if algorithm_id not in rows:
        raise NotFoundError
    return rows[algorithm_id]


def _lock_all() -> dict[uuid.UUID, Algorithm]:
    """All rows, in one order, so that two changes of the default come one after the other."""
    return {row.pk: row for row in Algorithm.objects.select_for_update(no_key=True).order_by("pk")}


def _broken_constraint(error: IntegrityError) -> str:
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, psycopg.errors.IntegrityError) else ""
