"""The staff desk of the jobs: whether the site does its work."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin[Job]):
    """What the site does by itself: for reading."""

    list_display = ("name", "due_at", "finished_at", "failure")
    fields = ("name", "due_at", "started_at", "finished_at", "failure")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: jobs are named in the code."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False
