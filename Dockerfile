# The steps of `make run`, for whoever would rather run a container:
#
#   docker build -t jianbao .
#   docker run --rm -v "$PWD/reports:/reports:ro" -v jianbao:/index jianbao index /reports
#   docker run -p 8000:8000 -e JIANBAO_API_KEYS=... -v jianbao:/index jianbao
FROM python:3.11-slim

RUN apt-get update -qq \
    && apt-get install -qqy --no-install-recommends make >/dev/null \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /jianbao
COPY . .
# `cluster` also installs what an index in an OpenSearch cluster needs: see compose.yaml.
ARG LOCKED=run
RUN make .venv/$LOCKED.stamp

# What is served is read by this user alone, who can write nothing but the index.
RUN useradd --system jianbao && mkdir /reports /index && chown jianbao /index
USER jianbao
VOLUME ["/reports", "/index"]
ENV JIANBAO_INDEX=/index PATH=/jianbao/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]

ENTRYPOINT ["jianbao"]
CMD ["serve", "--host", "0.0.0.0", "--log", "json"]
