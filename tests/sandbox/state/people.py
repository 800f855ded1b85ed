"""Who there is and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Permission = Literal["none", "read", "triage", "write", "admin"]
ORDER: tuple[Permission, ...] = ("none", "read", "triage", "write", "admin")


@dataclass(slots=True)
class User:
    """A person, a bot or an organisation."""

    login: str
    id: int
    name: str = ""
    kind: Literal["User", "Bot", "Organization"] = "User"

    @property
    def email(self) -> str:
        return f"{self.id}+{self.login}@users.noreply.example"


@dataclass(slots=True)
class Directory:
    """Users, their tokens, and who belongs to which organisation."""

    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    first_id: int = 1000

    def user(self, login: str, kind: Literal["User", "Bot", "Organization"] = "User", name: str = "") -> User:
        """The user of that login, made on first mention."""
        if login not in self.users:
            self.users[login] = User(login, self.first_id + len(self.users), name, kind)
        return self.users[login]

    def token(self, login: str, value: str) -> str:
        """Give the user a token."""
        self.tokens[value] = self.user(login).login
        return value

    def join(self, organization: str, login: str) -> None:
        self.user(organization, "Organization")
        self.members.setdefault(organization, set()).add(self.user(login).login)

    def is_member(self, organization: str, login: str) -> bool:
        return login in self.members.get(organization, set())


def at_least(has: Permission, wanted: Permission) -> bool:
    return ORDER.index(has) >= ORDER.index(wanted)
