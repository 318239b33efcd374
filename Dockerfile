# One image for web, worker, beat and migrations: the same set-up as bin/demo, without its servers.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/gendan
COPY bin ./bin
COPY requirements ./requirements
COPY package.json package-lock.json .npmrc ./
COPY locale ./locale
RUN python bin/setup.py demo
COPY . .
# Whatever the environment demands of production is made up here and stays in this step.
RUN GENDAN_SECRET_KEY=build GENDAN_ALLOWED_HOSTS=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    DJANGO_SETTINGS_MODULE=config.settings.production .venv/bin/python manage.py collectstatic --noinput \
    && rm -rf node_modules var/stamps

FROM python:3.11-slim-bookworm
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /srv/gendan --no-create-home gendan
WORKDIR /srv/gendan
COPY --from=build /srv/gendan /srv/gendan
RUN mkdir -p var/media var/mail && chown gendan var var/media var/mail
ENV PATH=/srv/gendan/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production
USER gendan
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--access-logfile", "-"]
