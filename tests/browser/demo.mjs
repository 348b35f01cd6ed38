// `waggle demo` as a child: its address, its broker, and the end of it.
import {spawn, execFileSync} from "node:child_process";
import path from "node:path";

const PROGRAM = process.env.WAGGLE_PROGRAM ?? path.resolve(import.meta.dirname ?? ".", "../../build/release/waggle");

export class Demo {
    constructor(folder, settings = {}) {
        const env = {...process.env};
        for (const [name, value] of Object.entries(settings)) env[`ZIGBEE2MQTT_CONFIG_${name}`] = value;
        this.said = "";
        this.child = spawn(PROGRAM, ["demo", "--data", folder, "--web-port", "0", "--mqtt-port", "0"], {env, stdio: ["ignore", "pipe", "pipe"]});
        for (const stream of [this.child.stdout, this.child.stderr]) stream.on("data", (data) => (this.said += data));
        this.ended = new Promise((resolve) => this.child.once("exit", resolve));
    }

    /** Until it invites people to play: all devices are there. */
    async ready(limit = 90_000) {
        const until = Date.now() + limit;
        while (!this.said.includes("Ctrl-C ends the demo")) {
            if (Date.now() > until || this.child.exitCode !== null) throw new Error(`the demo does not start:\n${this.said}`);
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        this.url = this.said.match(/http:\S+/)?.[0];
        this.broker = this.said.match(/mosquitto_sub -p (\d+)/)?.[1];
        if (!this.url) throw new Error(`the demo serves no web pages:\n${this.said}`);
    }

    /** The last message of a topic: retained, or the next within seconds. */
    topic(name) {
        return JSON.parse(execFileSync("mosquitto_sub", ["-p", this.broker, "-t", `zigbee2mqtt/${name}`, "-C", "1", "-W", "10"], {encoding: "utf8"}));
    }
    publish(name, payload) {
        execFileSync("mosquitto_pub", ["-p", this.broker, "-t", `zigbee2mqtt/${name}`, "-m", JSON.stringify(payload)]);
    }

    async stop() {
        this.child.kill("SIGINT");
        return await this.ended;
    }
}
