"""The embedded service: web, worker, beat and Valkey as children of one command, `manage.py up`.

Pure standard library, on purpose. honcho ends everything when one part ends, where a dashboard should restart
the part; supervisor and circus restart, but bring a configuration language, a daemon and a control port.
What is needed fits in a few small files:

- `leash.py` and `undertaker.py` are tiny scripts: no part outlives this command, not even its kill -9;
- `console.py` prefixes output; `children.py` runs one part, `supervisor.py` all of them;
- `redis.py`, `home.py`, `steps.py`, `announce.py` are what has to be true before and after;
- `service.py` says which parts Bumpboard has.

Nothing here imports the application: the parts are its own commands, run as anyone would run them.
"""


class UpError(Exception):
    """The start cannot go on; the message is one line that says what to do."""
