from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from dashboard.pages.service import HEARTBEAT
from tests.dashboard.board import Board
from tests.dashboard.ci_board import Ci


@pytest.fixture(autouse=True)
def _a_live_worker() -> None:
    cache.set(HEARTBEAT, time.time())


@pytest.fixture
def board(db: None) -> Board:
    return Board()


@pytest.fixture
def member(db: None) -> User:
    return User.objects.create_user("rita.kim", password="sync-or-not")


@pytest.fixture
def signed_in(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def ci(board: Board) -> Ci:
    return Ci(board)
