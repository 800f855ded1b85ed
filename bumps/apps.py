from django.apps import AppConfig


class BumpsConfig(AppConfig):
    name = "bumps"
