"""Signing in."""

from __future__ import annotations

from django.contrib.auth.views import LoginView


class SignIn(LoginView):
    """Django's own; who is signed in already goes where they wanted."""

    redirect_authenticated_user = True
