# The bot in an image: two stages, so that nothing that builds is shipped. Run it with a read-only root, see compose.yaml.
FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements/server.txt requirements/server.txt
RUN python -m venv /opt/tamiz && /opt/tamiz/bin/pip install --no-cache-dir --require-hashes -r requirements/server.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY dialogs dialogs
COPY locales locales
COPY tests/rules.md tests/rules.md
COPY tests/wording/pinned.toml tests/wording/pinned.toml
COPY tests/cases/own_vignettes.json tests/cases/own_vignettes.json
RUN /opt/tamiz/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index .

FROM python:3.12-slim
RUN groupadd --system --gid 10001 tamiz \
    && useradd --system --uid 10001 --gid tamiz --home-dir /srv/tamiz --shell /usr/sbin/nologin tamiz \
    && install -d -o tamiz -g tamiz -m 0700 /srv/tamiz /srv/tamiz/data /srv/tamiz/keys
COPY --from=build /opt/tamiz /opt/tamiz
ENV PATH=/opt/tamiz/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TAMIZ_METRICS_LISTEN=127.0.0.1:9100
WORKDIR /srv/tamiz
USER tamiz
VOLUME ["/srv/tamiz/data", "/srv/tamiz/keys"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=2 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9100/healthz', timeout=4)"]
ENTRYPOINT ["tamiz"]
CMD ["run"]
