"""JSON over HTTP to a road server: time-outs, tries again with growing waits, bounded answers, faults.

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

MOST_BYTES = 256_000_000
"""Longest answer that is read: a table of 1000 places has some 20 MB."""

_PASSING = (429, 502, 503, 504)
"""Statuses that may pass by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How long a server is waited for.

    Attributes
    ----------
    tries
        How often it is asked again where it is away or busy.
    backoff_s
        The second wait; every further one is twice as long. The first try again is at once.
    longest_wait_s
        Of any wait, whatever Retry-After says.
    """

    connect_s: float = 5.0
    read_s: float = 60.0
    tries: int = 4
    backoff_s: float = 0.5
    longest_wait_s: float = 20.0


class RoadServer:
    """A server that answers JSON objects and lists."""

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
            status_forcelist=_PASSING,
            allowed_methods=None,  # a POST here asks, as a GET does
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def get(self, path: str) -> Any:
        """The JSON of an address."""
        return self._ask("GET", path, None)

    def post(self, path: str, question: dict[str, Any]) -> Any:
        """The JSON that answers a JSON document."""
        return self._ask("POST", path, question)

    def _ask(self, method: str, path: str, question: dict[str, Any] | None) -> Any:
        """The JSON of an answer, of a refusal with status 4xx too: what it means is the caller's to say.

        Raises
        ------
        UnavailableError
            N331: the server is away, too slow, or busy for longer than one waits.
        InputError
            N332: what comes is no JSON.
        """
        limits = (self._policy.connect_s, self._policy.read_s)
        try:
            with self._session.request(
                method, self.url + path, json=question, timeout=limits, stream=True, allow_redirects=False
            ) as response:
                content = response.raw.read(MOST_BYTES + 1, decode_content=True)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise UnavailableError(self._unavailable_fault(_reason(error))) from error
        if response.status_code >= 500 or response.status_code in _PASSING:
            raise UnavailableError(self._unavailable_fault(f"it answers with status {response.status_code}"))
        if len(content) > MOST_BYTES:
            raise InputError(self.malformed_fault("its answer is too long"))
        try:
            return json.loads(content)
        except ValueError:
            raise InputError(self.malformed_fault(f"status {response.status_code} without JSON")) from None

    def _unavailable_fault(self, reason: str) -> Fault:
        return Fault(
            "N331",
            f"The road server cannot be asked: {reason}.",
            "Check that it runs and HUILIU_ROADS_URL; empty it to use the imported network.",
            strip_password(self.url),
        )

    def malformed_fault(self, reason: str) -> Fault:
        """N332: an answer is not what its kind of server gives."""
        return Fault(
            "N332",
            f"The road server does not answer as one of its kind: {reason}.",
            "Check HUILIU_ROADS_URL: its kind, host and path.",
            strip_password(self.url),
        )

    def refusal_fault(self, reason: str) -> Fault:
        """N333: the server will not answer this question."""
        return Fault(
            "N333",
            f"The road server refuses the question: {reason}.",
            "Raise its limits, or empty HUILIU_ROADS_URL to use the imported network.",
            strip_password(self.url),
        )


def strip_password(url: str) -> str:
    """An address as it may be shown and stored."""
    return re.sub(r"//[^/@]*@", "//", url)


def _reason(error: Exception) -> str:
    """What happened, without the addresses of objects that requests prints."""
    last = error.args[0].reason if error.args and isinstance(error.args[0], MaxRetryError) else error
    if isinstance(last, requests.Timeout | TimeoutError | ReadTimeoutError | ConnectTimeoutError):
        return "it takes too long"
    return "no connection" if isinstance(error, requests.ConnectionError) else type(error).__name__
