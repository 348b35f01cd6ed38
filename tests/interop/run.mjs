#!/usr/bin/env node
// The unmodified Zigbee2MQTT on the simulated radio: forms a network, joins and controls devices, restarts, restores
// its backup onto a blank radio. What driver and simulator could both have wrong, because they share their
// tables, shows here. See README.md.
import fs from "node:fs";
import path from "node:path";

import {exchange} from "./exchange.mjs";
import {Stage, VERSION, family, install, sleep, stop, until} from "./stage.mjs";

// The checks -----------------------------------------------------------------------------------------------------------

let passed = 0;
let failures = 0;
async function check(name, run) {
    const begin = Date.now();
    try {
        const note = await run();
        passed++;
        console.log(`ok    ${name}${note ? `: ${note}` : ""} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
        return true;
    } catch (error) {
        failures++;
        console.log(`FAIL  ${name}: ${error.message}`);
        return false;
    }
}
/** What the peer itself cannot do on a family, and why. */
const peerCannot = {
    zboss: {
        backup: "the peer makes no backup of this family's radios",
        restore: "the peer makes no backup of this family's radios",
        routes: "the peer cannot ask for routes on this family",
    },
    zigate: {
        pan: "the firmware makes it up, and the peer knows no command for another",
        backup: "the peer makes no backup of this family's radios",
        restore: "the peer makes no backup of this family's radios",
        routes: "the peer cannot ask for routes on this family",
    },
};
function leftOut(name, step) {
    const why = peerCannot[family]?.[step];
    if (why) console.log(`left out: ${name}: ${why}`);
    return Boolean(why);
}
function same(what, got, wanted) {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
}
const near = (got, wanted, by) => typeof got === "number" && Math.abs(got - wanted) <= by;

let devices = {}; // of the simulator, by name
const topic = (name) => devices[name].ieee;

async function formAndJoin(s) {
    const online = await check("forms a network on a blank radio", async () => {
        await s.startPeer();
        if (family === "zboss") {
            // Until it is restarted the peer tells what the radio said before there was a network.
            await s.stopPeer();
            await s.startPeer();
        }
        const info = await until("bridge/info", () => s.latest.get("bridge/info"), 10);
        const wanted = {channel: 20, pan_id: 0x6b1d, extended_pan_id: ["ember", "zboss"].includes(family) ? "0x3231656c67676157" : "0x576167676c653132"};
        if (leftOut("the PAN ID of the settings", "pan")) delete wanted.pan_id;
        for (const [key, value] of Object.entries(wanted)) same(key, info.network[key], value);
        return `${info.coordinator.type} revision ${info.coordinator.meta.revision}`;
    });
    if (!online) return false;
    await check("does not let devices in before joining is permitted", async () => {
        const refused = await s.control.order("join", {device: "living room lamp"}).then(
            () => false,
            (error) => /not permitted/.test(error.message),
        );
        if (!refused) throw new Error("the lamp joined");
    });
    await check("permits joining", () => s.request("permit_join", {time: 254}).then(() => undefined));
    const wanted = {"living room lamp": "LED1624G9", "radiator valve": "07703L", "hallway motion": "07043M", "kitchen plug": "SP 240", "front door lock": "YRD226HA2619"};
    for (const [name, model] of Object.entries(wanted)) {
        await check(`joins and interviews ${name}`, async () => {
            const found = await s.join(name, topic(name));
            same("supported", found.supported, true);
            same("model", found.definition.model, model);
            return `${found.definition.vendor} ${found.definition.model}`;
        });
    }
    return true;
}

async function control(s) {
    const lamp = topic("living room lamp");
    const attribute = async (device, place, name) => (await s.control.order("device", {device})).attributes[place][name];
    await check("switches the lamp on and off", async () => {
        await s.act(`${lamp}/set`, {state: "ON"}, lamp, (v) => v.state === "ON");
        same("onOff", await attribute("living room lamp", "1/genOnOff", "onOff"), 1);
        await s.act(`${lamp}/set`, {state: "OFF"}, lamp, (v) => v.state === "OFF");
        same("onOff", await attribute("living room lamp", "1/genOnOff", "onOff"), 0);
    });
    await check("sets the brightness", async () => {
        await s.act(`${lamp}/set`, {brightness: 120}, lamp, (v) => v.brightness === 120 && v.state === "ON");
        await until("currentLevel", async () => (await attribute("living room lamp", "1/genLevelCtrl", "currentLevel")) === 120, 3);
    });
    await check("sets the brightness in a transition", async () => {
        await s.publish(`${lamp}/set`, {brightness: 20, transition: 1});
        await until("currentLevel", async () => (await attribute("living room lamp", "1/genLevelCtrl", "currentLevel")) === 20, 4);
    });
    await check("sets the colour", async () => {
        await s.act(`${lamp}/set`, {color: {x: 0.3, y: 0.4}}, lamp, (v) => v.color_mode === "xy" && near(v.color?.x, 0.3, 0.01));
        await until("currentX", async () => near(await attribute("living room lamp", "1/lightingColorCtrl", "currentX"), 0.3 * 65536, 40), 3);
    });
    await check("gets what the lamp is set to", async () => {
        await s.control.order("set", {device: "living room lamp", cluster: "genOnOff", attrs: {onOff: 0}});
        await s.act(`${lamp}/get`, {state: ""}, lamp, (v) => v.state === "OFF");
    });
    const valve = topic("radiator valve");
    await check("sets the valve's setpoint", async () => {
        await s.act(`${valve}/set`, {current_heating_setpoint: 23.5}, valve, (v) => Number(v.current_heating_setpoint) === 23.5);
        await until("datapoint 2", async () => (await s.control.order("device", {device: "radiator valve"})).datapoints["2"] === 235, 3);
    });
    await check("hears the valve's measurements", async () => {
        const heard = s.expect(valve, (v) => Number(v.local_temperature) === 18.7, 10);
        await s.control.order("tuya", {device: "radiator valve", dp: 3, value: 187});
        await heard;
    });
    await check("gives the valve the time", () => until("mcuSyncTime", async () => (await s.control.order("device", {device: "radiator valve"})).time_known, 10).then(() => undefined));
    const motion = topic("hallway motion");
    await check("has enrolled the motion sensor", async () => {
        const shown = await s.control.order("device", {device: "hallway motion"});
        same("zoneState", shown.attributes["1/ssIasZone"].zoneState, 1);
        same("iasCieAddr", shown.attributes["1/ssIasZone"].iasCieAddr, s.latest.get("bridge/info").coordinator.ieee_address);
    });
    await check("hears of motion and of none", async () => {
        for (const [status, occupancy] of [[1, true], [0, false]]) {
            const heard = s.expect(motion, (v) => v.occupancy === occupancy, 5);
            await s.control.order("set", {device: "hallway motion", cluster: "ssIasZone", attrs: {zoneStatus: status}});
            await heard;
        }
    });
    await check("hears of the motion sensor's battery", async () => {
        const heard = s.expect(motion, (v) => v.battery === 73, 5);
        await s.control.order("report", {device: "hallway motion", cluster: "genPowerCfg", attrs: {batteryPercentageRemaining: 146}});
        await heard;
    });
    const plug = topic("kitchen plug");
    await check("has bound the plug and configured its reports", async () => {
        const shown = await s.control.order("device", {device: "kitchen plug"});
        const clusters = shown.bindings.map((b) => b.cluster).sort();
        same("bindings", clusters, ["genOnOff", "haElectricalMeasurement", "seMetering"]);
        if (shown.reporting.length < 4) throw new Error(`only ${shown.reporting.length} reports`);
        return `${clusters.length} bindings, ${shown.reporting.length} reports`;
    });
    await check("switches the plug and hears of its power", async () => {
        await s.act(`${plug}/set`, {state: "OFF"}, plug, (v) => v.state === "OFF");
        await s.act(`${plug}/set`, {state: "ON"}, plug, (v) => v.state === "ON");
        const heard = s.expect(plug, (v) => v.power === 42, 20);
        await s.control.order("set", {device: "kitchen plug", cluster: "haElectricalMeasurement", attrs: {activePower: 42}});
        await heard;
    });
    const lock = topic("front door lock");
    await check("unlocks and locks the door", async () => {
        await s.act(`${lock}/set`, {state: "UNLOCK"}, lock, (v) => v.state === "UNLOCK");
        await s.act(`${lock}/set`, {state: "LOCK"}, lock, (v) => v.state === "LOCK");
    });
    await check("sets a PIN code", async () => {
        await s.publish(`${lock}/set`, {pin_code: {user: 3, user_type: "unrestricted", user_enabled: true, pin_code: 4711}});
        await until("the code", async () => (await s.control.order("device", {device: "front door lock"})).pins["3"]?.pin === "4711", 10);
    });
}

async function theRest(s) {
    for (const name of Object.keys(devices)) {
        if (devices[name].joined) continue;
        await check(`joins and interviews ${name}`, async () => {
            const found = await s.join(name, topic(name));
            same("supported", found.supported, true);
            return `${found.definition.vendor} ${found.definition.model}`;
        });
    }
    await check("sets the colour temperature", async () => {
        const light = topic("reading light");
        await s.act(`${light}/set`, {state: "ON", color_temp: 300}, light, (v) => v.color_temp === 300);
        await until("colorTemperature", async () => (await s.control.order("device", {device: "reading light"})).attributes["1/lightingColorCtrl"].colorTemperature === 300, 3);
    });
    await check("hears configured reports of a measurement", async () => {
        const temperature = 0x0402;
        await until("the configuration", async () => (await s.control.order("device", {device: "bedroom climate"})).reporting.some((r) => r.cluster === temperature), 20);
        const heard = s.expect(topic("bedroom climate"), (v) => v.temperature === 16.5, 20);
        await s.control.order("set", {device: "bedroom climate", cluster: "msTemperatureMeasurement", attrs: {measuredValue: 1650}});
        await heard;
    });
    await check("hears a Xiaomi sensor that reports unasked", async () => {
        const heard = s.expect(topic("living room climate"), (v) => v.temperature === 19.5, 5);
        await s.control.order("report", {device: "living room climate", cluster: "msTemperatureMeasurement", attrs: {measuredValue: 1950}});
        await heard;
    });
    await check("hears buttons of other manufacturers", async () => {
        const pressed = s.expect(topic("bedroom dimmer"), (v) => v.action === "on_press", 5);
        const payload = {button: 1, unknown1: 0x300000, type: 0, unknown2: 33, time: 0, unknown3: 0};
        await s.control.order("command", {device: "bedroom dimmer", ep: 2, cluster: "manuSpecificPhilips", command: "hueNotification", payload, manufacturer: 0x100b});
        await pressed;
        const arrow = s.expect(topic("sofa remote"), (v) => v.action === "arrow_right_click", 5);
        await s.control.order("command", {device: "sofa remote", cluster: "genScenes", command: "tradfriArrowSingle", payload: {value: 256, value2: 13}, to_client: false, manufacturer: 0x117c});
        await arrow;
    });
    await check("moves the blind", async () => {
        const blind = topic("living room blind");
        await s.act(`${blind}/set`, {position: 40}, blind, (v) => v.position === 40, 25);
    });
    await check("switches a group", async () => {
        await s.request("group/add", {friendly_name: "lamps", id: 7});
        for (const name of ["living room lamp", "bedroom lamp"]) await s.request("group/members/add", {group: "lamps", device: topic(name), endpoint: 1});
        // The second at once after the first: what is sent later must not arrive sooner.
        for (let round = 0; round < 10; round++) {
            await s.publish("lamps/set", {state: "OFF"});
            await s.publish("lamps/set", {state: "ON"});
            await sleep(300);
            for (const device of ["living room lamp", "bedroom lamp"]) same(device, (await s.control.order("device", {device})).attributes["1/genOnOff"].onOff, 1);
        }
    });
    await check("stores and recalls a scene", async () => {
        const lamp = topic("bedroom lamp");
        await s.act(`${lamp}/set`, {brightness: 200}, lamp, (v) => v.brightness === 200);
        await s.publish(`${lamp}/set`, {scene_store: {ID: 4, name: "evening"}});
        await until("the scene", async () => (await s.control.order("device", {device: "bedroom lamp"})).scenes["1"]?.length > 0, 5);
        await s.act(`${lamp}/set`, {brightness: 10}, lamp, (v) => v.brightness === 10);
        await s.publish(`${lamp}/set`, {scene_recall: 4});
        await until("currentLevel", async () => (await s.control.order("device", {device: "bedroom lamp"})).attributes["1/genLevelCtrl"].currentLevel === 200, 5);
    });
    await check("draws the map of the network", async () => {
        const routes = !leftOut("the routes on the map", "routes");
        const {value} = await s.request("networkmap", {type: "raw", routes}, 120);
        if (value.nodes.some((node) => node.failed?.length)) throw new Error("a router did not answer");
        same("nodes", value.nodes.length, Object.keys(devices).length + 1);
        return `${value.nodes.length} nodes, ${value.links.length} links`;
    });
    await check("survives failed deliveries", async () => {
        const lamp = topic("living room lamp");
        await s.control.order("fail", {device: "living room lamp", count: 1, status: "no_route"});
        await s.act(`${lamp}/set`, {state: "OFF"}, lamp, (v) => v.state === "OFF", 30);
        await s.control.order("fail", {device: "living room lamp", count: 1, status: "buffer_full"});
        await s.act(`${lamp}/set`, {state: "ON"}, lamp, (v) => v.state === "ON", 30);
    });
    await check("removes a device", async () => {
        await s.request("device/remove", {id: topic("stairs motion")});
        await until("gone", async () => !(await s.control.order("devices")).find((d) => d.name === "stairs motion").joined, 5);
    });
}

/** As delivered; in the form of the simulator's state file. */
function anotherConBee(held) {
    const [address, channels] = ["00212effff00beef", "0000000002108800"];
    return {...held, connected: false, parameters: {1: address, 10: channels, 14: address}, network_key: "0".repeat(32), link_keys: {}, endpoints: held.endpoints.map(() => "")};
}

async function again(s) {
    const before = s.latest.get("bridge/devices").length;
    const network = s.latest.get("bridge/info").network;
    const works = async () => {
        const lamp = topic("living room lamp");
        await s.act(`${lamp}/set`, {state: "OFF"}, lamp, (v) => v.state === "OFF", 20);
        await s.act(`${lamp}/set`, {state: "ON"}, lamp, (v) => v.state === "ON", 20);
        const heard = s.expect(topic("hallway motion"), (v) => v.occupancy === true, 5);
        await s.control.order("set", {device: "hallway motion", cluster: "ssIasZone", attrs: {zoneStatus: 1}});
        await heard;
        await s.control.order("set", {device: "hallway motion", cluster: "ssIasZone", attrs: {zoneStatus: 0}});
        same("devices", s.latest.get("bridge/devices").length, before);
        same("network", s.latest.get("bridge/info").network, network);
    };
    await check("resumes the same network and devices after a restart", async () => {
        await s.stopPeer();
        await s.startPeer();
        await works();
    });
    await check("goes on when the simulator, too, was restarted", async () => {
        await s.stopPeer();
        await stop(s.sim);
        await s.startSim();
        await s.startPeer();
        await works();
    });
    const backup = "writes a backup with the devices' keys", restore = "restores its backup onto a blank radio";
    if (!leftOut(backup, "backup")) await check(backup, async () => {
        await s.request("backup", {}, 120);
        const backup = JSON.parse(fs.readFileSync(path.join(s.data, "coordinator_backup.json"), "utf8"));
        same("format", backup.metadata.format, "zigpy/open-coordinator-backup");
        const keys = backup.devices.filter((d) => d.link_key).length;
        const hasKeys = /^ZStack3/.test(s.latest.get("bridge/info").coordinator.type); // others do not tell them, or derive them
        if (hasKeys && keys < 10) throw new Error(`only ${keys} devices with keys`);
        return `${backup.devices.length} devices`;
    });
    if (!leftOut(restore, "restore")) await check(restore, async () => {
        await s.stopPeer();
        await stop(s.sim);
        const state = JSON.parse(fs.readFileSync(s.state, "utf8"));
        const held = state.radio;
        delete state.radio;
        // On a ConBee the peer looks into its backup when the stick has another address, and not before.
        if (family === "deconz") state.radio = anotherConBee(held);
        fs.writeFileSync(s.state, JSON.stringify(state));
        await s.startSim();
        await s.startPeer();
        if (!s.peer.lines.some((line) => /restored/.test(line))) throw new Error("the peer does not say that it restored");
        await works();
    });
}

const need = install();
const stage = new Stage(need);
const begin = Date.now();
try {
    await stage.startBroker();
    await stage.startSim();
    stage.configure();
    const list = await stage.control.order("devices");
    devices = Object.fromEntries(list.map((d) => [d.name, d]));
    if (await formAndJoin(stage)) {
        for (const d of await stage.control.order("devices")) devices[d.name] = d;
        await control(stage);
        await theRest(stage);
        await again(stage);
        await exchange(stage, check, devices);
    }
} catch (error) {
    failures++;
    console.log(`FAIL  ${error.stack}`);
} finally {
    await stage.end();
}
console.log(`${passed} of ${passed + failures} checks passed with zigbee2mqtt ${VERSION} on ${family} in ${Math.round((Date.now() - begin) / 1000)} s`);
process.exit(failures ? 1 : 0);
