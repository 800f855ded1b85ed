"""What is refused before anything starts, each in one line that says what to do."""

import socket
import sys
from pathlib import Path

import pytest

from dashboard.up import UpError
from dashboard.up.announce import address, check_free, reachable, trouble_at
from dashboard.up.home import claimed
from dashboard.up.steps import run_step


def test_a_home_is_claimed_by_one_at_a_time(tmp_path: Path) -> None:
    with claimed(tmp_path) as run_dir:
        pid = (run_dir / "up.pid").read_text().strip()
        with pytest.raises(UpError, match=f"already running on .* as process {pid}"), claimed(tmp_path):
            pass
    with claimed(tmp_path):
        pass


def test_a_home_that_cannot_be_written_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(UpError, match="set BUMPBOARD_HOME"), claimed(tmp_path / "home"):
        pass


@pytest.mark.enable_socket
@pytest.mark.service
def test_a_port_in_use_names_it_and_the_mend() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UpError, match=f"port {port} on .* is in use; .*PORT={port + 1}"):
            check_free("127.0.0.1", port, patience=0.1)
    check_free("127.0.0.1", port)


@pytest.mark.enable_socket
@pytest.mark.service
def test_a_host_that_is_not_here_is_not_taken_for_a_busy_port() -> None:
    with pytest.raises(UpError, match=r"cannot listen on 192\.0\.2\.1 port 8000: .*look at HOST and PORT"):
        check_free("192.0.2.1", 8000)


@pytest.mark.enable_socket
@pytest.mark.service
def test_a_silent_service_is_told_from_a_well_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    trouble = trouble_at("127.0.0.1", port, "http://localhost")
    assert trouble is not None
    assert "Connection refused" in trouble


def test_a_wildcard_is_reached_over_loopback_and_ipv6_is_bracketed() -> None:
    assert reachable("0.0.0.0") == "127.0.0.1"  # noqa: S104 -- nothing is bound here
    assert address("::1", 80) == "[::1]:80"
    assert address("127.0.0.1", 80) == "127.0.0.1:80"


def test_a_step_that_fails_is_told_by_its_last_line_and_kept_in_full(tmp_path: Path) -> None:
    code = "import sys; print('much'); sys.exit('bumpboard: no pins in bumpboard.toml')"
    with pytest.raises(UpError, match=r"^load_config failed: no pins in bumpboard.toml \(all of it: .*log\)$"):
        run_step("load_config", ["-c", code], tmp_path, tmp_path)
    assert "much" in (tmp_path / "load_config.log").read_text()


def test_a_step_that_works_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run_step("migrate", ["-c", "print('many lines')"], tmp_path, Path(sys.prefix))
    assert capfd.readouterr() == ("", "")
