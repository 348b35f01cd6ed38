// A large home and many who watch: 300 devices, a power cut, the pages in a real browser, and 50 clients of the WebSocket of
// which 10 never read. Prints what it cost.
//   ./run crowd [--devices 300] [--clients 50]
import crypto from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import {Stage, freePort, install, sleep, until} from "../interop/stage.mjs";
import {browser} from "./install.mjs";

const number = (name, otherwise) => (process.argv.includes(`--${name}`) ? Number(process.argv[process.argv.indexOf(`--${name}`) + 1]) : otherwise);
const devices = number("devices", 300);
const clients = number("clients", 50);
const deaf = Math.floor(clients / 5);

let failed = 0;
function verdict(what, good, figures) {
    if (!good) failed++;
    console.log(`${good ? "ok  " : "OVER"}  ${what}: ${figures}`);
}

// The home -------------------------------------------------------------------------------------------------------------

const kinds = [
    (ieee) => `model: TRADFRI bulb E27 CWS opal 600lm
  manufacturer: IKEA of Sweden
  manufacturer_code: 0x117c
  ieee: ${ieee}
  endpoints:
    1: {device: 0x010d, inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff, genLevelCtrl, lightingColorCtrl, touchlink], outputs: [genOta]}`,
    (ieee) => `model: SP 240
  manufacturer: innr
  manufacturer_code: 0x1166
  ieee: ${ieee}
  endpoints:
    1: {device: 0x010a, inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff], outputs: [genTime, genOta]}`,
    (ieee) => `model: lumi.weather
  manufacturer: LUMI
  manufacturer_code: 0x1037
  ieee: ${ieee}
  type: end_device
  power: battery
  endpoints:
    1: {device: 0x5f01, inputs: [genBasic, genIdentify, msTemperatureMeasurement, msPressureMeasurement, msRelativeHumidity], outputs: [genBasic]}`,
];
const address = (i) => `0x00158d00${(0x10000000 + i).toString(16)}`;
const home = Array.from({length: devices}, (_, i) => `- name: d${i}\n  ${kinds[i % kinds.length](address(i))}\n`).join("");

const stage = new Stage(install());
const list = path.join(stage.dir, "home.yaml");
fs.writeFileSync(list, home);
stage.simOptions = ["--home", list, "--join-all"];
const port = await freePort();
const memory = () => Number(fs.readFileSync(`/proc/${stage.peer.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
const count = (topic, mark) => stage.messages.slice(mark).filter((m) => m.topic === topic).length;

/** From a device's report to the message on MQTT, in milliseconds: median and the 99th of a hundred. */
async function latency(rounds = 200) {
    const took = [];
    for (let i = 0; i < rounds; i++) {
        const device = (i * 3 + 1) % devices; // a plug
        const said = stage.expect(address(device), (v) => v.state !== undefined, 5);
        const began = performance.now();
        let at;
        const heard = (topic) => topic.endsWith(address(device)) && (at ??= performance.now());
        stage.mqtt.on("message", heard);
        await stage.control.order("report", {device: `d${device}`, cluster: "genOnOff", attrs: {onOff: i % 2}});
        await said;
        stage.mqtt.off("message", heard);
        took.push(at - began);
    }
    took.sort((a, b) => a - b);
    return {median: took[rounds >> 1], worst: took[Math.floor(rounds * 0.99)]};
}
const shown = (l) => `median ${l.median.toFixed(1)} ms, 99th of a hundred ${l.worst.toFixed(1)} ms`;

// Clients --------------------------------------------------------------------------------------------------------------

/** One who reads and counts messages, and one who has never read anything: a bare socket after the handshake. */
function client(reads) {
    const socket = net.connect(port, "127.0.0.1");
    const one = {socket, octets: 0, open: true};
    socket.on("close", () => (one.open = false)).on("error", () => {});
    socket.write(`GET /api HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${crypto.randomBytes(16).toString("base64")}\r\nSec-WebSocket-Version: 13\r\n\r\n`);
    if (reads) {
        socket.on("data", (data) => (one.octets += data.length));
    } else {
        socket.pause();
    }
    return one;
}

// ----------------------------------------------------------------------------------------------------------------------

let chromium;
try {
    await stage.startBroker();
    await stage.startSim();
    stage.configure();
    const file = path.join(stage.data, "configuration.yaml");
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("frontend: {enabled: false}", `frontend: {enabled: true, port: ${port}, metrics: true}`));
    await stage.startWaggle();

    let began = performance.now();
    const there = () => (stage.latest.get("bridge/devices") ?? []).filter((d) => d.interview_completed).length;
    while (there() < devices) {
        if (performance.now() - began > 15 * 60_000) throw new Error(`${there()} of ${devices} devices have joined after 15 minutes`);
        await stage.request("permit_join", {time: 254});
        await until("devices", () => there() >= devices, 200).catch(() => {});
    }
    console.log(`      ${devices} devices joined and interviewed in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    await sleep(5000);

    // The budget of a device is in bench/budgets.h; here stands all of the program, with web and log.
    verdict("memory", memory() < 40, `${memory().toFixed(1)} MB resident with ${devices} devices`);

    let mark = stage.messages.length;
    const names = Array.from({length: devices}, (_, i) => `d${i}`);
    await Promise.all(names.map((device) => stage.control.order("announce", {device})));
    await sleep(20_000);
    verdict("a power cut, all announce at once", count("bridge/devices", mark) < 50, `${count("bridge/devices", mark)} messages of bridge/devices, ${stage.messages.length - mark} in all`);

    const open = browser();
    chromium = await open();
    const page = await chromium.newPage({viewport: {width: 1300, height: 850}});
    began = performance.now();
    await page.goto(`http://127.0.0.1:${port}/#/devices`);
    await page.getByText(`Entries: ${devices}`).waitFor({timeout: 60_000});
    verdict("the pages in a browser", true, `all ${devices} devices listed after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    await chromium.close();
    chromium = undefined;

    const alone = await latency();
    console.log(`      latency with nobody watching: ${shown(alone)}`);
    const before = memory();
    const watchers = Array.from({length: clients}, (_, i) => client(i >= deaf));
    await until("clients", () => watchers.slice(deaf).every((w) => w.octets > 100_000), 60);
    const watched = await latency();
    // Enough for those who do not read to be behind by more than is kept for them.
    let most = memory();
    for (const end = Date.now() + 60_000; Date.now() < end && watchers.slice(0, deaf).some((w) => w.open); ) {
        await stage.request("device/options", {id: address(0), options: {description: "x".repeat(20_000) + Math.random()}});
        most = Math.max(most, memory());
        await sleep(1000); // each round is some megabytes for each client: those who read must be able to follow
        for (const w of watchers.slice(0, deaf)) if (w.socket.destroyed) w.open = false;
    }
    const after = await latency();
    verdict(`${clients} clients, ${deaf} of them deaf`, watched.median < alone.median * 2 + 1 && after.median < alone.median * 2 + 1, `${shown(watched)}; once they are behind: ${shown(after)}`);
    verdict("memory with them", most < before + 33 * deaf + 40, `${before.toFixed(1)} MB before, ${most.toFixed(1)} MB at most`);
    const reading = watchers.slice(deaf).filter((w) => w.open).length;
    verdict("those who read", reading === clients - deaf, `${reading} of ${clients - deaf} are still there`);
    for (const w of watchers) w.socket.destroy();
} catch (error) {
    failed++;
    console.log(`FAIL  ${error.stack ?? error}`);
    console.log(stage.peer?.lines.slice(-10).join("\n"));
} finally {
    await chromium?.close().catch(() => {});
    await stage.end();
}
process.exit(failed ? 1 : 0);
