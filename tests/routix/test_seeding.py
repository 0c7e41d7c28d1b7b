"""First rows."""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from billing.selectors import tier_of
from generation.models import Algorithm
from templates_lib.models import Template

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]


def seed(*arguments: str) -> str:
    output = io.StringIO()
    call_command("seed", *arguments, stdout=output)
    return output.getvalue()


class TestSeed:
    def test_makes_what_a_new_routix_starts_with(self) -> None:
        told = seed()
        assert Algorithm.objects.count() == 5
        assert Template.objects.count() >= 40
        assert set(Template.objects.values_list("category_id", flat=True)) == {
            *("gaming", "technology", "education", "vlog", "entertainment", "business"),
            *("lifestyle", "sports", "food", "travel", "music"),
        }
        password = re.search(r"password: (\S+)", told)[1]
        assert Client().login(username="staff", password=password)
        assert User.objects.get(username="staff").is_staff

    def test_changes_nothing_the_second_time_and_tells_no_password(self) -> None:
        seed()
        before = (User.objects.count(), Template.objects.count(), Algorithm.objects.count())
        assert seed() == ""
        assert (User.objects.count(), Template.objects.count(), Algorithm.objects.count()) == before

    def test_demo_adds_one_user_of_each_tier_with_random_passwords(self) -> None:
        told = seed("--demo")
        passwords = dict(re.findall(r"(demo_\w+)\s+password: (\S+)", told))
        assert [tier_of(User.objects.get(username=name)).value for name in passwords] == [
            *("free", "basic", "pro", "enterprise")
        ]
        assert len(set(passwords.values())) == 4
        assert all(Client().login(username=name, password=password) for name, password in passwords.items())
        assert "exists already" in seed("--demo")

    def test_demo_is_refused_in_production(self, settings) -> None:
        settings.IS_PRODUCTION = True
        with pytest.raises(CommandError, match="not made in production"):
            seed("--demo")
        assert not User.objects.exists()

    def test_says_what_to_mend_when_the_embedding_provider_has_no_key(self, settings) -> None:
        settings.EMBEDDING_PROVIDER, settings.OPENAI_API_KEY = "openai", ""
        with pytest.raises(CommandError, match="EMBEDDING_PROVIDER"):
            seed()
        settings.EMBEDDING_PROVIDER = "local"
        assert "seeded" in seed()  # and the next run makes up for it


class TestAnEmptyDatabase:
    def test_is_told_in_a_sentence(self) -> None:
        home = Path(tempfile.mkdtemp(prefix="rx"))
        home.chmod(0o755)
        environment = {**os.environ, "ROUTIX_HOME": str(home), "DJANGO_SETTINGS_MODULE": "routix.settings.test"}
        command = [sys.executable, str(ROOT / "manage.py"), "generate", "a walk in the rain"]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        shutil.rmtree(home)
        assert result.returncode == 1
        assert "the database is not set up yet" in result.stderr
        assert "Traceback" not in result.stderr
