"""Family name and given name, which only some hospitals want."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.processes import ROOT

FIELDS = """
import json
from appointments.api.serializers import PatientAnswer, PatientRequest
from appointments.events.person_changed import WORDS
from appointments.web.forms import PatientForm
for names in (PatientForm().fields, PatientRequest().fields, PatientAnswer().fields, WORDS):
    print(json.dumps([name for name in names if name in ("family_name", "given_name")]))
"""


@pytest.mark.parametrize("setting", ["on", "off"])
def test_parts_of_the_name_are_in_forms_api_and_history_where_the_hospital_wants_them(setting: str) -> None:
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", FIELDS]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NAME_PARTS": setting}, capture_output=True, text=True, check=True
    )
    parts = ["family_name", "given_name"] if setting == "on" else []
    assert [json.loads(line) for line in done.stdout.splitlines()] == [parts] * 4
