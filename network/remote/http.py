"""JSON over HTTP to a road server, with time-outs, retries, bounded answers and faults.

References
----------
urllib3, Retry: waits of ``backoff_s * 2**n`` between tries, or what Retry-After says.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, ReadTimeoutError
from urllib3.util import Retry

from data.domain.errors import Fault, InputError, UnavailableError

MAX_BYTES = 256_000_000
"""Largest answer that is read; a table of 1000 places has some 20 MB."""

_TRANSIENT = (429, 502, 503, 504)
"""Statuses of temporary failures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Time-outs and retries of requests.

    Attributes
    ----------
    tries
        Number of retries where the server is unavailable or busy.
    backoff_s
        Second wait; each further one is twice as long. The first retry is immediate.
    longest_wait_s
        Upper limit of any wait, Retry-After included.
    """

    connect_s: float = 5.0
    read_s: float = 60.0
    tries: int = 4
    backoff_s: float = 0.5
    longest_wait_s: float = 20.0


class RoadServer:
    """Client of a server that answers JSON."""

    def __init__(self, url: str, policy: RetryPolicy = RetryPolicy()) -> None:
        self.url = url.rstrip("/")
        self._policy = policy
        self._session = requests.Session()
        retry = Retry(
            total=policy.tries,
            read=min(1, policy.tries),  # each takes as long as a time-out
            redirect=0,
            backoff_factor=policy.backoff_s / 2,
            backoff_max=policy.longest_wait_s,
            retry_after_max=int(policy.longest_wait_s),
            status_forcelist=_TRANSIENT,
            allowed_methods=None,  # POST requests are queries as well
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def get(self, path: str) -> Any:
        """Request a path; returns the JSON answer, also of a refusal (4xx). Faults as of `post`."""
        return self._send("GET", path, None)

    def post(self, path: str, question: dict[str, Any]) -> Any:
        """Send a JSON document; returns the JSON answer, also of a refusal (4xx).

        Raises
        ------
        UnavailableError
            N331: the server is unavailable, too slow, or busy for longer than the retries last.
        InputError
            N332: the answer is no JSON, or too long.
        """
        return self._send("POST", path, question)

    def _send(self, method: str, path: str, question: dict[str, Any] | None) -> Any:
        limits = (self._policy.connect_s, self._policy.read_s)
        try:
            with self._session.request(
                method, self.url + path, json=question, timeout=limits, stream=True, allow_redirects=False
            ) as response:
                content = response.raw.read(MAX_BYTES + 1, decode_content=True)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise UnavailableError(self._unavailable_fault(_reason(error))) from error
        if response.status_code >= 500 or response.status_code in _TRANSIENT:
            raise UnavailableError(self._unavailable_fault(f"it answers with status {response.status_code}"))
        if len(content) > MAX_BYTES:
            raise InputError(self.malformed_fault("its answer is too long"))
        try:
            return json.loads(content)
        except ValueError:
            raise InputError(self.malformed_fault(f"status {response.status_code} without JSON")) from None

    def _unavailable_fault(self, reason: str) -> Fault:
        return Fault(
            "N331",
            f"The road server is not available: {reason}.",
            "Check the server and HUILIU_ROADS_URL, or unset it to use the imported network.",
            strip_password(self.url),
        )

    def malformed_fault(self, reason: str) -> Fault:
        """Fault N332 of an answer that this kind of server does not give."""
        return Fault(
            "N332",
            f"The road server gives an unexpected answer: {reason}.",
            "Check kind, host and path in HUILIU_ROADS_URL.",
            strip_password(self.url),
        )

    def refusal_fault(self, reason: str) -> Fault:
        """Fault N333 of a request that the server refuses."""
        return Fault(
            "N333",
            f"The road server refuses the request: {reason}.",
            "Raise the limits of the server, or unset HUILIU_ROADS_URL to use the imported network.",
            strip_password(self.url),
        )


def strip_password(url: str) -> str:
    """Remove the credentials of an address, to show and store it."""
    return re.sub(r"//[^/@]*@", "//", url)


def _reason(error: Exception) -> str:
    """Reason of a failure, without the object addresses that requests prints."""
    last = error.args[0].reason if error.args and isinstance(error.args[0], MaxRetryError) else error
    if isinstance(last, requests.Timeout | TimeoutError | ReadTimeoutError | ConnectTimeoutError):
        return "it takes too long"
    return "no connection" if isinstance(error, requests.ConnectionError) else type(error).__name__
