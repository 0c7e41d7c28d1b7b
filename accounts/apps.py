from django.apps import AppConfig
from django.core.checks import register

from common.mail import check_mail_server


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Nobody's address can be confirmed without mail, so a deployment is asked for it."""
        register(check_mail_server, deploy=True)
