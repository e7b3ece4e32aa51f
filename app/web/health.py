"""``/healthz``: the process answers; ``/readyz``: database and queue do too; ``/metrics`` for Prometheus."""

from __future__ import annotations

import secrets
from time import perf_counter

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from redis.exceptions import RedisError
from sqlmodel import col, func, select

from app.auth.access import ANYONE, allowed
from app.context import installation
from app.error_handlers import LOG
from data.domain.errors import HuiliuError
from data.store.plans.tables import Plan, PlanStatus

health = Blueprint("health", __name__)
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Request metrics of one app, in its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "huiliu_requests", "Requests answered.", ("view", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "huiliu_request_seconds",
            "Time to the first byte of an answer.",
            ("view",),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )


def register_health(app: Flask) -> None:
    """Register the pages and count requests."""
    app.extensions["huiliu_metrics"] = Metrics()
    app.before_request(_begin)
    app.after_request(_count)
    app.register_blueprint(health)


def _begin() -> None:
    g.began_s = perf_counter()
    g.request_id = secrets.token_hex(6)


def _count(response: Response) -> Response:
    metrics: Metrics = current_app.extensions["huiliu_metrics"]
    view = request.endpoint or "none"
    metrics.requests.labels(view, request.method, str(response.status_code)).inc()
    if "began_s" in g:
        metrics.seconds.labels(view).observe(perf_counter() - g.began_s)
        response.headers["X-Request-Id"] = g.request_id
    return response


@health.get("/healthz")
@allowed(ANYONE)
def healthz() -> ResponseReturnValue:
    """Report that the process is alive."""
    return jsonify(status="ok")


@health.get("/readyz")
@allowed(ANYONE)
def readyz() -> ResponseReturnValue:
    """Report whether the database and the queue answer; 503 names those that do not."""
    parts = {"database": _database_answers(), "queue": _queue_answers()}
    ready = all(parts.values())
    words = {name: "ok" if answers else "down" for name, answers in parts.items()}
    return jsonify(status="ok" if ready else "unavailable", **words), 200 if ready else 503


@health.get("/metrics")
@allowed(ANYONE)
def metrics() -> ResponseReturnValue:
    """Return request metrics of this process, and plans by status."""
    own: Metrics = current_app.extensions["huiliu_metrics"]
    return Response(generate_latest(own.registry) + _plan_lines(), content_type=CONTENT_TYPE_LATEST)


def _plan_lines() -> bytes:
    with installation().reading() as store:
        counted = dict(
            store.exec(select(Plan.status, func.count(col(Plan.id))).group_by(col(Plan.status))).all()
        )
    lines = ["# HELP huiliu_plans Plans stored, by status.", "# TYPE huiliu_plans gauge"]
    lines += [f'huiliu_plans{{status="{status}"}} {counted.get(status, 0)}' for status in PlanStatus]
    return ("\n".join(lines) + "\n").encode()


def _database_answers() -> bool:
    try:
        with installation().reading() as store:
            store.exec(select(1)).one()
    except HuiliuError as error:
        LOG.warning("not ready: %s", error)
        return False
    return True


def _queue_answers() -> bool:
    try:
        installation().queue.ping()
    except (RedisError, HuiliuError) as error:
        LOG.warning("not ready: %s", error)
        return False
    return True
