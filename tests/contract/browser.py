"""A signed-in browser, as far as a walk needs one: cookies, and forms with their CSRF token."""

import httpx

from tests.contract.people import Person


class Browser:
    """Cookies of a person who signed in by the page."""

    def __init__(self, person: Person) -> None:
        self.http = httpx.Client(base_url=person.url, timeout=60, headers={"Origin": person.url})
        page = self.post("/login", {"username": person.username, "password": person.password})
        assert page.status_code == 302, f"the page of signing in answers {page.status_code}"

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def session(self) -> str:
        """The header of cookies that stands for the sign-in."""
        return f"sessionid={self.http.cookies['sessionid']}"

    def post(self, address: str, form: dict[str, str]) -> httpx.Response:
        """Open the page of a form and send it."""
        assert self.http.get(address).status_code == 200, f"{address} does not open"
        return self.http.post(address, data={**form, "csrfmiddlewaretoken": self.http.cookies["csrftoken"]})
