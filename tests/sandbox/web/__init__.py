"""The HTTP that every service of the sandbox speaks: messages, routes, paging, a server that can misbehave."""
