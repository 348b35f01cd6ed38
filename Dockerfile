# docker build -t waggle . && docker run -v ./data:/data --device /dev/ttyUSB0 -p 8080:8080 waggle
FROM debian:12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends git ca-certificates
COPY . /waggle
WORKDIR /waggle
RUN ./run package

FROM debian:12-slim
COPY --from=build /waggle/build/waggle_*.deb /tmp/
RUN apt-get update && apt-get install -y --no-install-recommends /tmp/waggle_*.deb && rm -rf /var/lib/apt/lists/* /tmp/*.deb
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/waggle"]
CMD ["run", "--data", "/data"]
