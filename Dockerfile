# One image for each service: all of them with `docker buildx bake`, one with `docker build --build-arg SERVICE=product .`
# Layers go from what changes seldom to what changes often, and all but the last two are the same in every image.

# What is copied out of here is compared by content: neither the clock nor the umask of whoever cloned the repository makes
# another image. It runs on the machine that builds, for every platform, since nothing in it depends on one.
FROM --platform=$BUILDPLATFORM node:26-bookworm-slim AS sources
WORKDIR /source
COPY . .
# npm runs again only where one of the manifests has changed.
RUN chmod -R u=rwX,go=rX . \
 && mkdir /manifests && find . -name package.json | tar -c -T - package-lock.json .npmrc | tar -x -C /manifests

# What the services need at run time, and all of it is JavaScript. What people, bundlers and testers read stays out.
FROM --platform=$BUILDPLATFORM node:26-bookworm-slim AS dependencies
WORKDIR /app
COPY --from=sources /manifests ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error \
      --workspace=services --workspace=sandbox --workspace=packages \
 && find node_modules -type f \( -name '*.ts' -o -name '*.[cm]ts' -o -name '*.map' -o -iname '*.md' ! -iname 'licen[cs]e*' \) -delete \
 && rm -rf node_modules/bintrees/test node_modules/pino/test node_modules/pino/benchmarks \
 && chmod -R u=rwX,go=rX node_modules

# The node binary, and the one library that it needs and the base lacks.
FROM node:26-bookworm-slim AS runtime
RUN if ! ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1; then \
      apt-get update -qq && apt-get install -y -qq --no-install-recommends libatomic1; \
    fi \
 && mkdir -p /out/usr/bin /out/usr/lib && cp /usr/local/bin/node /out/usr/bin/ && cp -L /usr/lib/*/libatomic.so.1 /out/usr/lib/

FROM gcr.io/distroless/cc-debian12:nonroot AS base
COPY --from=runtime /out /
COPY --from=dependencies /app/node_modules /app/node_modules
COPY --from=sources /source/packages /app/packages

FROM base AS service
ARG SERVICE
ARG FOLDER=services/${SERVICE}
COPY --from=sources /source/${FOLDER} /app/${FOLDER}
WORKDIR /app/${FOLDER}
USER 65532:65532
ENV NODE_ENV=production

# Stripping types and compiling is most of a start, and a process on a read-only disk cannot keep what it has compiled.
# A service without settings loads all of its modules and ends with 2, which is what is wanted here: once without tracing
# and once with it. Node uses what it finds only where its version, its flags, the user and the kind of processor are the same.
FROM service AS compiled
ENV NODE_COMPILE_CACHE=/tmp/compiled \
    NODE_OPTIONS="--import=data:text/javascript,process.on('exit',code=>{process.exitCode=code-2})"
RUN ["/usr/bin/node", "--max-semi-space-size=8", "src/main.ts"]
RUN ["/usr/bin/node", "--max-semi-space-size=8", "--import=@saleday/chassis/tracing", "src/main.ts"]

FROM service
COPY --from=compiled --chown=0:0 --chmod=555 /tmp/compiled /app/.compiled
ENV NODE_COMPILE_CACHE=/app/.compiled
EXPOSE 3000 9090
# Half of V8's default for young objects: 40 MB less for each process at the same rate of requests.
ENTRYPOINT ["/usr/bin/node", "--max-semi-space-size=8"]
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
