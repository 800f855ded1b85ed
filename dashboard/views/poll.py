"""The button "Poll now"."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bumps.models import AuditEntry, Remote, Repository
from dashboard.access import require


@require_POST
def poll(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes the git remote due; pressed twice it is due once."""
    if not request.user.is_authenticated:
        # Whose session ran out comes back to the page with the button: this address answers no GET.
        return redirect_to_login(reverse("repository", args=[slug]))
    repository = get_object_or_404(Repository.objects.active(), slug=slug)
    require(request.user, "poll", repository)
    now = timezone.now()
    remotes = Remote.objects.filter(repository=repository, kind=Remote.Kind.GIT, retired_at=None)
    remote = remotes.filter(next_poll_at__isnull=False).first()
    if remote is None:
        messages.error(request, f"{repository.name} has no git remote to poll; add git = … to the configuration.")
        return redirect("repository", slug)
    if remote.next_poll_at and remote.next_poll_at > now:
        remote.poll_now(now)
        name = request.user.get_username()
        AuditEntry.objects.create(
            user_id=request.user.pk, user_name=name, verb="poll", repository=repository, detail=remote.location, at=now
        )
    messages.success(request, f"{repository.name} is polled within a few seconds.")
    return redirect("repository", slug)
