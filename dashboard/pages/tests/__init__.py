"""The Tests page and the page of one test: what fails, since when, why, in both CI systems."""
