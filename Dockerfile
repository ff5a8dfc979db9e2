# The nightly run in a container. Mount the registry and the approved states read-only, and a
# volume for what is remembered:
#
#   docker run --rm -v ./targets.toml:/etc/canhcong/targets.toml:ro \
#       -v ./baselines:/etc/canhcong/baselines:ro -v canhcong:/var/lib/canhcong canhcong

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
COPY --from=build /src/target/release/canhcong /usr/local/bin/canhcong
# Root certificates are compiled in: nothing has to be installed.
RUN useradd --system --no-create-home canhcong \
    && install -d -o canhcong -g canhcong /var/lib/canhcong
USER canhcong
WORKDIR /etc/canhcong
VOLUME /var/lib/canhcong
CMD ["canhcong", "nightly", "--state", "/var/lib/canhcong"]
