"""How the web server runs, wherever it runs: `gunicorn --config python:dashboard.gunicorn_conf`."""

import os

worker_class = "gthread"
# Requests read the database and never wait for a remote: threads carry many, processes survive one another.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
timeout = 30
graceful_timeout = 8
keepalive = 5
# A worker is replaced now and then, so that a slow leak never becomes an outage; not all at the same time.
max_requests = 2000
max_requests_jitter = 400
accesslog = "-" if os.environ.get("ACCESS_LOG", "") in {"1", "true", "yes"} else None
loglevel = "warning"
# Whose X-Forwarded-* are believed: the address of the proxy in front, none by default but this machine's.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# No second way to control the server: it is started and stopped by who runs it.
control_socket_disable = True
