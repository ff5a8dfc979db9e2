# The nightly run in a container, which needs no write access but to its two volumes:
#
#   docker build -t canhcong .
#   docker run --rm --read-only -v ./targets.toml:/etc/canhcong/targets.toml:ro \
#       -v baselines:/etc/canhcong/baselines -v state:/var/lib/canhcong canhcong
#
# Other commands take the place of `nightly`: `… canhcong incidents list`. See deploy/README.md.

# For machines that have their images from elsewhere.
ARG RUST_IMAGE=rust:1.95-slim-bookworm
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${RUST_IMAGE} AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin canhcong

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="canhcong" \
      org.opencontainers.image.description="Watches government portals for defacement, planted backlinks, redirects and outdated software" \
      org.opencontainers.image.licenses="Apache-2.0 OR MIT" \
      org.opencontainers.image.base.name="debian:bookworm-slim"

# The numbers are fixed, so that volumes keep their owner from image to image. Programs that are asked
# without --state find the volume through the link.
RUN groupadd --gid 10001 canhcong \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/canhcong \
        --shell /usr/sbin/nologin canhcong \
    && install -d -m 0750 -o 10001 -g 10001 /var/lib/canhcong \
    && install -d -m 0755 /etc/canhcong \
    && install -d -m 0755 -o 10001 -g 10001 /etc/canhcong/baselines \
    && ln -s /var/lib/canhcong /etc/canhcong/state

# Root certificates are compiled in: nothing has to be installed.
COPY --from=build /src/target/release/canhcong /usr/local/bin/canhcong
# One working example, so that a container that was given no registry says what is missing.
COPY targets.toml /etc/canhcong/targets.toml

# The root may be read-only: the database puts its temporary files beside itself.
ENV SQLITE_TMPDIR=/var/lib/canhcong
USER 10001:10001
WORKDIR /etc/canhcong
VOLUME ["/var/lib/canhcong", "/etc/canhcong/baselines"]

# Pages in hand are finished, what was judged is kept, and the next run goes on there.
STOPSIGNAL SIGTERM
# Well while a run gets on, and after it for 26 hours.
HEALTHCHECK --interval=5m --timeout=10s --start-period=1m CMD ["canhcong", "health"]
ENTRYPOINT ["canhcong"]
CMD ["nightly"]
