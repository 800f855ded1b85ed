"""Every address of the site."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from dashboard.views import (
    activity,
    broken,
    bumps,
    desync,
    errors,
    health,
    overview,
    poll,
    repository,
    robots,
    search,
    sign_in,
    tests,
    theme,
    webhooks,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("repositories/", repository.repositories, name="repositories"),
    path("repositories/<slug:slug>/", repository.repository, name="repository"),
    path("repositories/<slug:slug>/poll", poll.poll, name="poll"),
    path("desyncs/<int:pk>/", desync.desync, name="desync"),
    path("bumps/", bumps.bumps, name="bumps"),
    path("broken/", broken.broken, name="broken"),
    path("tests/", tests.tests, name="tests"),
    path("tests/<slug:slug>/<int:pk>/", tests.test, name="test"),
    path("activity/", activity.activity, name="activity"),
    path("search", search.search, name="search"),
    path("theme", theme.theme, name="theme"),
    path("sign-in", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out", LogoutView.as_view(), name="sign_out"),
    path("webhooks/github", webhooks.github, name="webhook_github"),
    path("webhooks/gitlab", webhooks.gitlab, name="webhook_gitlab"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", robots.robots, name="robots"),
    path("favicon.ico", robots.favicon, name="favicon"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
