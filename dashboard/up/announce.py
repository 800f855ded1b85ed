"""Where the service listens, and the line that says so once it answers."""

import errno
import http.client
import socket
import threading
import time
from urllib.parse import urlsplit

from dashboard.up import UpError
from dashboard.up.console import Console

# How long an unanswered /healthz goes without a word about it.
PATIENCE = 20.0


def check_free(host: str, port: int, patience: float = 1.0) -> None:
    """Refuse a port that is taken. A service killed just now may hold it for a moment still."""
    deadline = time.monotonic() + patience
    while True:
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            socket.create_server((host, port), family=family).close()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UpError(f"cannot listen on {host} port {port}: {error}; look at HOST and PORT") from error
            if time.monotonic() > deadline:
                raise UpError(f"port {port} on {host} is in use; choose another: PORT={port + 1}") from error
            time.sleep(0.1)
        else:
            return


def address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def reachable(host: str) -> str:
    """The name to reach it by from this machine: a wildcard is where one listens, not where one goes."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound


def announce(host: str, port: int, url: str, console: Console) -> None:
    """Say where it is as soon as it is well, and why not when that takes long. Does not block."""
    arguments = (host, port, url, console)
    threading.Thread(target=_announce, args=arguments, name="announce", daemon=True).start()


def _announce(host: str, port: int, url: str, console: Console) -> None:
    complain_at = time.monotonic() + PATIENCE
    while (trouble := trouble_at(host, port, url)) is not None:
        if time.monotonic() > complain_at:
            console.line("up", f"not ready yet: {trouble}")
            complain_at = time.monotonic() + PATIENCE * 3
        time.sleep(0.25)
    console.line("up", f"Bumpboard is ready: {url}/ (listens on {address(host, port)}; Ctrl-C stops it)")
    console.line("up", "To sign in, make an account: .venv/bin/python manage.py createsuperuser")


def trouble_at(host: str, port: int, url: str) -> str | None:
    """None when /healthz answers 200; else one line about what is not well."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        # Under its public name, the one it answers to whatever address it listens on.
        connection.request("GET", "/healthz", headers={"Host": urlsplit(url).netloc})
        response = connection.getresponse()
        body = response.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"/healthz does not answer ({error})"
    finally:
        connection.close()
    if response.status == http.client.OK:
        return None
    return f"/healthz answers {response.status}: {' '.join(body.split())[:200]}"
