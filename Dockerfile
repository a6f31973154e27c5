# One image for each service: all of them with `docker buildx bake`, one with `docker build --build-arg SERVICE=product .`
# The storefront is one of them, with the pages that vite makes in place of their sources: `docker buildx bake web`.
# Layers go from what changes seldom to what changes often, and all but the last two are the same in every image.

# The stage whose folders the program is taken from: `sources`, or `storefront` and `console` where pages are built first.
ARG PROGRAM=sources
# The stage that has its modules: all images share theirs, but for the console, which alone asks the API server.
ARG DEPENDENCIES=dependencies

# What is copied out of here is compared by content: neither the clock nor the umask of whoever cloned the repository makes
# another image. It runs on the machine that builds, for every platform, since nothing in it depends on one.
FROM --platform=$BUILDPLATFORM node:26-bookworm-slim AS sources
WORKDIR /source
COPY . .
# npm runs again only where one of the manifests has changed. What pages are made of is no dependency of a service.
RUN chmod -R u=rwX,go=rX . \
 && mkdir /manifests && find . -name package.json ! -path './web/*' ! -path './load/*' | tar -c -T - package-lock.json .npmrc | tar -x -C /manifests

# What the services need at run time, and web no more than they; all of it is JavaScript. What people, bundlers and testers read stays out.
FROM --platform=$BUILDPLATFORM node:26-bookworm-slim AS dependencies
WORKDIR /app
COPY --from=sources /manifests ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error \
      --workspace=services --workspace=sandbox --workspace=packages \
 && find node_modules -type f \( -name '*.ts' -o -name '*.[cm]ts' -o -name '*.map' -o -iname '*.md' ! -iname 'licen[cs]e*' \) -delete \
 && rm -rf node_modules/bintrees/test node_modules/pino/test node_modules/pino/benchmarks \
 && chmod -R u=rwX,go=rX node_modules

# vite, what it needs for the machine that builds, and the pages: JavaScript again, the same for every platform. Only what is
# served leaves this stage.
FROM --platform=$BUILDPLATFORM node:26-bookworm-slim AS storefront
WORKDIR /app
COPY --from=sources /manifests ./
COPY --from=sources /source/load/package.json ./load/
COPY --from=sources /source/web/package.json ./web/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --workspace=web
COPY --from=sources /source/packages ./packages
COPY --from=sources /source/load ./load
COPY --from=sources /source/web ./web
RUN cd web && node ../node_modules/vite/bin/vite.js build --logLevel warn && chmod -R u=rwX,go=rX dist \
 && mkdir -p /source/web && cp -R package.json src dist /source/web/

# The client of Kubernetes with what it needs. What the console shares with the sale day lies in its own folder: see the stage below.
FROM --platform=$BUILDPLATFORM node:26-bookworm-slim AS console-dependencies
WORKDIR /app
COPY --from=sources /manifests ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error --workspace=console \
 && find node_modules -type f \( -name '*.ts' -o -name '*.[cm]ts' -o -name '*.map' -o -iname '*.md' ! -iname 'licen[cs]e*' \) -delete \
 && for shared in load local; do ln -sfn ../../console/shared/$shared node_modules/@saleday/$shared; done \
 && chmod -R u=rwX,go=rX node_modules

FROM --platform=$BUILDPLATFORM node:26-bookworm-slim AS console
WORKDIR /app
COPY --from=sources /manifests ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --workspace=console
COPY --from=sources /source/packages ./packages
COPY --from=sources /source/load ./load
COPY --from=sources /source/console ./console
RUN cd console && node ../node_modules/vite/bin/vite.js build --logLevel warn && chmod -R u=rwX,go=rX dist \
 && mkdir -p /source/console/shared/load /source/console/shared/local && cp -R package.json src dist /source/console/
COPY --from=sources /source/load/package.json /source/console/shared/load/
COPY --from=sources /source/load/src /source/console/shared/load/src
COPY --from=sources /source/load/cluster /source/console/shared/load/cluster
COPY --from=sources /source/local/package.json /source/console/shared/local/
COPY --from=sources /source/local/src /source/console/shared/local/src

FROM --platform=$BUILDPLATFORM ${PROGRAM} AS program

FROM --platform=$BUILDPLATFORM ${DEPENDENCIES} AS modules

# The node binary, and the one library that it needs and the base lacks.
FROM node:26-bookworm-slim AS runtime
RUN if ! ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1; then \
      apt-get update -qq && apt-get install -y -qq --no-install-recommends libatomic1; \
    fi \
 && mkdir -p /out/usr/bin /out/usr/lib && cp /usr/local/bin/node /out/usr/bin/ && cp -L /usr/lib/*/libatomic.so.1 /out/usr/lib/

FROM gcr.io/distroless/cc-debian12:nonroot AS base
COPY --from=runtime /out /
COPY --from=modules /app/node_modules /app/node_modules
COPY --from=sources /source/packages /app/packages

FROM base AS service
ARG SERVICE
ARG FOLDER=services/${SERVICE}
COPY --from=program /source/${FOLDER} /app/${FOLDER}
WORKDIR /app/${FOLDER}
USER 65532:65532
# Why these: local/src/runtime.ts
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=33554432 \
    MALLOC_TRIM_THRESHOLD_=25165824

# Stripping types and compiling is most of a start, and a process on a read-only disk cannot keep what it has compiled.
# A service without settings loads all of its modules and ends with 2, which is what is wanted here, and so does web without
# pages: once without tracing and once with it. Node uses what it finds only where its version, its flags, the user and the kind of processor are the same.
FROM service AS compiled
ENV NODE_COMPILE_CACHE=/tmp/compiled \
    DIST_DIR=/nowhere \
    NODE_OPTIONS="--import=data:text/javascript,process.on('exit',code=>{process.exitCode=code-2})"
RUN ["/usr/bin/node", "--max-semi-space-size=8", "--heap-growing-percent=25", "src/main.ts"]
RUN ["/usr/bin/node", "--max-semi-space-size=8", "--heap-growing-percent=25", "--import=@saleday/chassis/tracing", "src/main.ts"]

FROM service
COPY --from=compiled --chown=0:0 --chmod=555 /tmp/compiled /app/.compiled
ENV NODE_COMPILE_CACHE=/app/.compiled
EXPOSE 3000 9090
ENTRYPOINT ["/usr/bin/node", "--max-semi-space-size=8", "--heap-growing-percent=25"]
CMD ["src/main.ts"]
ARG SERVICE
ARG VERSION=""
ARG REVISION=""
ARG SOURCE=""
LABEL org.opencontainers.image.title="saleday/${SERVICE}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
