"""The admin's pages obey the content policy that they are sent with."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Case, watched
from tests.support.processes import Server


@pytest.mark.parametrize(
    "model", ["patient", *(pytest.param(name, marks=pytest.mark.more) for name in ("appointment", "doctor"))]
)
def test_a_history_page_and_its_form_leave_a_clean_console(
    browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case, model: str
) -> None:
    number = {"patient": case.patient_id, "appointment": case.book(case.ten)["id"], "doctor": case.doctor_id}[model]
    with watched(browser, browser_context_args, server, "admin") as [admin]:
        said: list[str] = []
        admin.page.on("console", lambda message: said.append(message.text))
        for address in ("change/", "history/"):
            answer = admin.page.goto(f"{server.url}/admin/appointments/{model}/{number}/{address}")
            assert answer is not None
            assert answer.status == 200
        if model != "doctor":
            admin.page.locator("#change-history a").first.click()
            admin.page.wait_for_load_state()
        assert said == []
