# One image for the web server and the workers: `huiliu serve` or `huiliu worker`.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /opt/huiliu
COPY bootstrap.lock requirements.lock pyproject.toml README.md ./
RUN python3 -m venv .venv \
    && .venv/bin/python -m pip install --quiet --require-hashes -r bootstrap.lock \
    && .venv/bin/uv pip install --quiet --compile-bytecode --require-hashes --only-binary :all: --python .venv/bin/python -r requirements.lock
COPY . .
RUN .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python -e . \
    && .venv/bin/python -m compileall -q app data network routing workers \
    && cd app/frontend && PATH=/opt/huiliu/.venv/bin:$PATH npm ci --silent --no-audit --no-fund \
    && PATH=/opt/huiliu/.venv/bin:$PATH npm run --silent build && rm -rf node_modules

FROM ${PYTHON_IMAGE}
# Data lives in the volume; the program is read-only and runs as a user of its own.
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/huiliu huiliu
COPY --from=build /opt/huiliu /opt/huiliu
ENV PATH=/opt/huiliu/.venv/bin:$PATH HUILIU_HOME=/var/lib/huiliu HUILIU_HOST=0.0.0.0 PYTHONUNBUFFERED=1
USER huiliu
WORKDIR /var/lib/huiliu
VOLUME /var/lib/huiliu
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["huiliu", "serve"]
