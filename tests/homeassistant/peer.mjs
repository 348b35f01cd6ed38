// Asks Zigbee2MQTT itself what it announces to Home Assistant for every definition, one line of JSON for each:
//   node tests/homeassistant/peer.mjs NODE_MODULES > all.jsonl
//   WAGGLE_ANSWERS=all.jsonl build/dev/src/homeassistant_test
// NODE_MODULES has zigbee2mqtt and zigbee-herdsman-converters. Exposes are those of the page: of no particular device.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {createRequire} from "node:module";

const root = path.resolve(process.argv[2] ?? "node_modules") + path.sep;
const require = createRequire(root);
const ieee = "0x00158d0000000001";

const data = fs.mkdtempSync(path.join(os.tmpdir(), "answers-"));
process.env.ZIGBEE2MQTT_DATA = data;
fs.writeFileSync(path.join(data, "configuration.yaml"), `version: 5
mqtt: {base_topic: zigbee2mqtt, server: "mqtt://localhost"}
serial: {port: /dev/null, adapter: zstack}
homeassistant: {enabled: true}
advanced: {pan_id: 6754, channel: 11, log_output: []}
`);
require(root + "zigbee2mqtt/dist/util/logger").default.init();
const {HomeAssistant} = require(root + "zigbee2mqtt/dist/extension/homeassistant");
const converters = require(root + "zigbee-herdsman-converters/dist/index.js");

const nothing = () => {};
const zigbee = {firstCoordinatorEndpoint: () => ({deviceIeeeAddress: "0x00124b0029a1b2c3"})};
const extension = new HomeAssistant(zigbee, {}, {}, nothing, {}, nothing, nothing, nothing);
extension.zigbee2MQTTVersion = "2.14.1";
extension.discoveryOrigin = {};
extension.bridge = extension.getBridgeEntity({type: "ZStack3x0", meta: {revision: 1}});
extension.bridgeIdentifier = "bridge";
let sent = {};
extension.mqtt = {publish: async (topic, payload) => (sent[topic] = JSON.parse(payload))};

const lines = [];
const folder = path.join(root, "zigbee-herdsman-converters/dist/devices");
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".js") && name !== "index.js").sort()) {
    for (const source of require(path.join(folder, file)).definitions ?? []) {
        const definition = converters.prepareDefinition({...source});
        const noDevice = {isDummyDevice: true, ieeeAddr: ieee, endpoints: [], getEndpoint: nothing, meta: {}, customClusters: {}};
        const exposes = typeof definition.exposes === "function" ? definition.exposes(noDevice, {}) : definition.exposes;
        const entity = {
            ID: ieee, ieeeAddr: ieee, name: "The Device", options: {ID: ieee}, definition, interviewed: true, zh: {endpoints: []},
            isDevice: () => true, isGroup: () => false, exposes: () => exposes, endpoint: nothing,
        };
        const shown = JSON.parse(JSON.stringify(exposes)); // before it is asked: it takes values away
        extension.discovered = {};
        sent = {};
        await extension.discover(entity);
        const fill = Object.fromEntries([...extension.getDiscovered(entity).mockProperties].map((m) => [m.property, m.value]));
        const {vendor, model, ota} = definition;
        lines.push(JSON.stringify({vendor, model, ota: !!ota, exposes: shown, messages: sent, fill}));
    }
}
fs.rmSync(data, {recursive: true});
process.stdout.write(lines.join("\n") + "\n", () => process.exit(0));
