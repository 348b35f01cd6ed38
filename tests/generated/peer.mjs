// Asks zigbee-herdsman-converters what it makes of devices that nobody knows (cases.mjs): a line of JSON for each.
//   node tests/generated/peer.mjs NODE_MODULES | gzip -9n > tests/data/generated.jsonl.gz
// NODE_MODULES has zigbee-herdsman and zigbee-herdsman-converters. A line holds the device as `mock` (tests/data/peer/README.md), what
// was `asked` to generate the definition, and what came of it; texts of properties are left out.
import path from "node:path";
import {createRequire} from "node:module";
import {cases} from "./cases.mjs";

const root = path.resolve(process.argv[2] ?? "node_modules") + path.sep;
const require = createRequire(root);
const {Zcl, Zdo} = require("zigbee-herdsman");
const herdsman = root + "zigbee-herdsman/dist/controller/";
const {Device} = require(herdsman + "model/device.js");
const {Entity} = require(herdsman + "model/entity.js");
const numbers = require(herdsman + "helpers/zclTransactionSequenceNumber.js").default;
const converters = require("zigbee-herdsman-converters");

const nothing = () => {};
const silent = {debug: nothing, info: nothing, warning: nothing, error: nothing};
require("zigbee-herdsman").setLogger(silent);
converters.setLogger(silent);
numbers.next = () => 0;

// What a device answers when it is read once it has been understood, and a case does not say otherwise.
const usual = {
    haElectricalMeasurement: {acPowerDivisor: 10, acPowerMultiplier: 1, acCurrentDivisor: 1000, acCurrentMultiplier: 1, acVoltageDivisor: 1,
        acVoltageMultiplier: 1, acFrequencyDivisor: 1, acFrequencyMultiplier: 1, dcPowerDivisor: 1, dcPowerMultiplier: 1, dcCurrentDivisor: 1,
        dcCurrentMultiplier: 1, dcVoltageDivisor: 1, dcVoltageMultiplier: 1},
    seMetering: {divisor: 1000, multiplier: 1},
    lightingBallastCfg: {minLevel: 1, maxLevel: 254},
};

let now, log;  // the case being asked, and what is sent
let id = 0;
Entity.injectDatabase({newID: () => ++id, insert: nothing, update: nothing, has: () => false, remove: nothing, getEntriesIterator: function* () {}});
Entity.injectAdapter({
    hasZdoMessageOverhead: false,
    async sendZclFrameToEndpoint(ieee, nwk, ep, frame) {
        const cluster = frame.cluster;
        const op = {ep, cluster: cluster.name, clusterId: cluster.ID, kind: frame.command.name, zcl: frame.toBuffer().toString("hex")};
        log.push(op);
        const answer = (command, payload) => {
            const reply = Zcl.Frame.create(Zcl.FrameType.GLOBAL, Zcl.Direction.SERVER_TO_CLIENT, true, undefined, 0, command, cluster.ID, payload, {});
            const octets = reply.toBuffer();
            return {clusterID: cluster.ID, header: Zcl.Header.fromBuffer(octets), data: octets, endpoint: ep, linkquality: 100};
        };
        if (frame.command.name === "read") {
            op.read = frame.payload.map(({attrId}) => Object.values(cluster.attributes).find((a) => a.ID === attrId).name);
            const told = {...(now.generated ? usual[cluster.name] : {}), ...now.tells?.[ep]?.[cluster.name]};
            const records = frame.payload.map(({attrId}, i) => {
                const value = told[op.read[i]];
                if (value === undefined) return {attrId, status: Zcl.Status.UNSUPPORTED_ATTRIBUTE};
                (op.answer ??= {})[op.read[i]] = value;
                return {attrId, status: Zcl.Status.SUCCESS, dataType: Object.values(cluster.attributes).find((a) => a.ID === attrId).type, attrData: value};
            });
            // As the controller does with all that arrives.
            if (op.answer) Device.byIeeeAddr(ieee).getEndpoint(ep).saveClusterAttributeKeyValue(cluster.name, op.answer);
            return answer("readRsp", records);
        }
        if (frame.command.name === "configReport") return answer("configReportRsp", [{status: Zcl.Status.SUCCESS}]);
        throw new Error(`nobody answers ${frame.command.name}`);
    },
    async sendZdo(ieee, nwk, clusterId, payload) {
        if (clusterId !== Zdo.ClusterId.BIND_REQUEST) throw new Error(`nobody answers ${clusterId}`);
        log.push({kind: "bind", ep: payload.readUInt8(8), clusterId: payload.readUInt16LE(9)});
        return [Zdo.Status.SUCCESS, undefined];
    },
});

const coordinator = Device.create("Coordinator", "0x00124b0029a1b2c3", 0, 0, "", "", "Coordinator", "SUCCESSFUL");
const target = coordinator.createEndpoint(1);

const withoutTexts = (value) => Array.isArray(value) ? value.map(withoutTexts)
    : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).filter(([k]) => k !== "description").map(([k, v]) => [k, withoutTexts(v)])) : value;
const numbersOf = (names) => names.split(" ").filter(Boolean).map((name) => Zcl.Utils.getCluster(name, undefined, {}).ID);

async function ask(one, index) {
    const of = {type: "Router", powerSource: "Mains (single phase)", manufacturerID: 4660, modelID: "Thing", manufacturerName: "Nobody", ...one};
    const mock = {type: of.type, powerSource: of.powerSource, modelID: of.modelID, manufacturerName: of.manufacturerName, manufacturerID: of.manufacturerID,
        ieee: "0x0000000000000b" + index.toString(16).padStart(2, "0")};
    mock.endpoints = Object.entries(one.endpoints).map(([ID, text]) => {
        const [inputs, outputs = ""] = text.split(">");
        return {ID: Number(ID), in: numbersOf(inputs), out: numbersOf(outputs), profileID: 260, deviceID: 0};
    });
    if (one.knows) mock.attrs = one.knows;
    const device = Device.create(mock.type, mock.ieee, index + 1, mock.manufacturerID, mock.manufacturerName, undefined, mock.modelID, "SUCCESSFUL");
    device.powerSource = mock.powerSource;
    for (const e of mock.endpoints) {
        const endpoint = device.createEndpoint(e.ID);
        Object.assign(endpoint, {profileID: e.profileID, deviceID: e.deviceID, inputClusters: e.in, outputClusters: e.out});
        for (const [cluster, values] of Object.entries(one.knows?.[e.ID] ?? {})) endpoint.saveClusterAttributeKeyValue(cluster, values);
    }
    now = of;
    log = [];
    const definition = await converters.findByDevice(device, true);
    const asked = log.map(({ep, cluster, read, answer}) => ({ep, cluster, attribute: read[0], ...(answer && {value: answer[read[0]]})}));
    const exposes = typeof definition.exposes === "function" ? definition.exposes(device, {}) : definition.exposes;
    const out = {name: one.name, mock, asked, model: definition.model, vendor: definition.vendor, description: definition.description, ota: !!definition.ota,
        endpoints: definition.endpoint?.(device) ?? {}, skip: [...new Set(definition.meta?.multiEndpointSkip)].filter(Boolean),
        exposes: withoutTexts(JSON.parse(JSON.stringify(exposes))), options: withoutTexts(JSON.parse(JSON.stringify(definition.options)))};
    now = {...of, generated: true};
    log = [];
    try {
        await definition.configure?.(device, target, definition);
        out.powerSource = device.powerSource;
    } catch (error) {
        out.configureError = String(error.message);
    }
    out.configure = log.map(({read, ...op}) => op);
    return out;
}

const lines = [];
for (const [index, one] of cases.entries()) {
    try {
        lines.push(await ask(one, index));
    } catch (error) {
        throw new Error(`${one.name}: ${error.stack}`);
    }
}
process.stdout.write(lines.map((line) => JSON.stringify(line)).join("\n") + "\n", () => process.exit(0));
