# The command alone, linked statically:
#
#     docker build --tag portolan .
#     docker run --rm --volume "$PWD:/work:ro" portolan check k8s/
# The compiler of the image is that of rust-toolchain.toml, which .dockerignore leaves out: it asks for more parts.
FROM rust:1.95.0-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --locked --profile dist --package portolan

FROM scratch
COPY --from=build /source/target/dist/portolan /usr/bin/portolan
COPY LICENSE-APACHE LICENSE-MIT /usr/share/licenses/portolan/
# Nobody: what is written (--fix, --output-file) needs `--user "$(id -u):$(id -g)"` and a volume without `:ro`.
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/portolan"]
CMD ["check"]
