"""The outside world over true HTTP on loopback: GitHub, GitLab, git and webhooks, for tests and the demo.

Product code never imports it. `tests.sandbox.sandbox.Sandbox` starts all of it; `python -m tests.sandbox` as a process.
"""
