"""Makes a thumbnail with the typed client: `make_thumbnail.py URL`. Prints what it came to as JSON."""

import json
import secrets
import sys
import time
from uuid import UUID

from routix_client.api.generation import generation_create, generation_status_retrieve
from routix_client.api.users import users_register
from routix_client.client import AuthenticatedClient, Client
from routix_client.models.create_input_request import CreateInputRequest
from routix_client.models.failure_422 import Failure422
from routix_client.models.generation_create_response_202 import GenerationCreateResponse202
from routix_client.models.generation_status_retrieve_response_200 import GenerationStatusRetrieveResponse200
from routix_client.models.register_input_request import RegisterInputRequest
from routix_client.models.users_register_response_201 import UsersRegisterResponse201


def main(url: str) -> None:
    """Register, ask, wait, and be refused something."""
    name = f"py_{secrets.token_hex(5)}"
    account = users_register.sync(
        client=Client(base_url=url),
        body=RegisterInputRequest(username=name, email=f"{name}@example.com", password="correct horse battery"),
    )
    assert isinstance(account, UsersRegisterResponse201), account
    client = AuthenticatedClient(base_url=url, token=account.data.access_token)
    created = generation_create.sync(client=client, body=CreateInputRequest(prompt="ten minute pasta"))
    assert isinstance(created, GenerationCreateResponse202), created
    state = status_of(client, created.data.generation_id)
    for _ in range(240):
        if state not in ("queued", "processing"):
            break
        time.sleep(0.25)
        state = status_of(client, created.data.generation_id)
    refused = generation_create.sync(client=client, body=CreateInputRequest(prompt=""))
    assert isinstance(refused, Failure422), refused
    sys.stdout.write(json.dumps({"status": state, "refused": str(refused.error.type_.value)}))


def status_of(client: AuthenticatedClient, generation_id: UUID) -> str:
    """Ask where the generation stands."""
    answer = generation_status_retrieve.sync(generation_id, client=client)
    assert isinstance(answer, GenerationStatusRetrieveResponse200), answer
    return str(answer.data.status.value)


if __name__ == "__main__":
    main(sys.argv[1])
