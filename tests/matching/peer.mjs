// Asks zigbee-herdsman-converters which definition devices have, for every model id and fingerprint it knows, and for the ways in which
// devices misspell them: a line of JSON for each.
//   node tests/matching/peer.mjs NODE_MODULES | gzip -9n > tests/data/matching.jsonl.gz
// A line is [device, vendor, model, vendor and model as sold if they are others]; the device as `mock` (tests/data/peer/README.md). Null: nobody's.
import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";

const root = path.resolve(process.argv[2] ?? "node_modules") + path.sep;
const require = createRequire(root);
const converters = require("zigbee-herdsman-converters");
const nothing = () => {};
converters.setLogger({debug: nothing, info: nothing, warning: nothing, error: nothing});

const plain = ["type", "powerSource", "dateCode", "softwareBuildID", "manufacturerID", "hardwareVersion", "applicationVersion", "stackVersion", "zclVersion",
    "modelID", "manufacturerName"];

/** A device that the fingerprint fits, and nothing else on purpose. */
function device(fingerprint) {
    const mock = {};
    for (const key of plain) if (fingerprint[key] !== undefined) mock[key] = fingerprint[key];
    mock.type ??= "EndDevice";
    if (fingerprint.ieeeAddr) mock.ieee = fingerprint.ieeeAddr.source.replace(/[^0-9a-fx]/g, "").padEnd(18, "0");
    mock.endpoints = (fingerprint.endpoints ?? [{ID: 1}]).map((e) => {
        const out = {ID: e.ID, in: e.inputClusters ?? [], out: e.outputClusters ?? []};
        if (e.profileID !== undefined) out.profileID = e.profileID;
        if (e.deviceID !== undefined) out.deviceID = e.deviceID;
        return out;
    });
    return mock;
}

const asked = new Map();
function add(mock) {
    asked.set(JSON.stringify(mock), mock);
}
const swapped = (text) => text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();

const folder = path.join(root, "zigbee-herdsman-converters/dist/devices");
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".js") && name !== "index.js").sort()) {
    for (const definition of require(path.join(folder, file)).definitions ?? []) {
        for (const modelID of definition.zigbeeModel ?? []) {
            for (const text of [modelID, swapped(modelID), `${modelID}\0\0x`, ` ${modelID} `]) add(device({modelID: text}));
        }
        const fingerprints = [...(definition.fingerprint ?? []), ...(definition.whiteLabel ?? []).flatMap((label) => label.fingerprint ?? [])];
        for (const fingerprint of fingerprints) {
            add(device(fingerprint));
            add(device({...fingerprint, manufacturerName: "Nobody"}));
            if (fingerprint.modelID) {
                add(device({...fingerprint, modelID: swapped(fingerprint.modelID)}));
                add(device({...fingerprint, modelID: `${fingerprint.modelID}\0`}));
            }
            // Its maker's, but of no known build.
            add(device({modelID: fingerprint.modelID, manufacturerName: fingerprint.manufacturerName}));
        }
    }
}
add(device({}));
add(device({modelID: "no such model"}));

const lines = [];
for (const mock of asked.values()) {
    const endpoints = mock.endpoints.map((e) => ({...e, inputClusters: e.in, outputClusters: e.out}));
    const it = {...mock, ieeeAddr: mock.ieee ?? "0x0000000000000000", endpoints, getEndpoint: (id) => endpoints.find((e) => e.ID === id)};
    const found = await converters.findDefinition(it);
    const label = found?.whiteLabel?.length ? await converters.findByDevice(it) : found;
    const sold = label && (label.model !== found.model || label.vendor !== found.vendor) ? `${label.vendor} ${label.model}` : undefined;
    lines.push(JSON.stringify(found ? [mock, found.vendor, found.model, sold].filter((x) => x !== undefined) : [mock, null]));
}
process.stdout.write(lines.join("\n") + "\n", () => process.exit(0));
