"""How much of a stranger's file a reader is willing to look at.

Pin files come from branches anyone may push: each limit is far above the largest honest file and low enough
that a hostile one costs a fraction of a second.
"""

MAX_BYTES = 1024 * 1024
MAX_VALUE = 500
MAX_ROW = 200
MAX_ROWS = 1_000

YAML_DEPTH = 64
YAML_EVENTS = 200_000
YAML_ALIASES = 1_000
YAML_STEPS = 200_000
