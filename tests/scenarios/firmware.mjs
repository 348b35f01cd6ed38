// Firmware: looking for it, installing it, now, later and backwards, from an index, a file and a message; what is refused, aborted or cut short.
import {createHash} from "node:crypto";

const MAKER = 0x117c;
const TYPE = 0x2801;
const OLD = 0x10000001;

function image(version, {size = 1200, type = TYPE, maker = MAKER, hardware} = {}) {
    const u16 = (n) => Buffer.from([n & 0xff, n >> 8]);
    const u32 = (n) => {
        const b = Buffer.alloc(4);
        b.writeUInt32LE(n);
        return b;
    };
    const content = Buffer.from(Array.from({length: size}, (_, i) => (i * 7 + 3) & 0xff));
    const extra = hardware ? Buffer.concat([u16(hardware[0]), u16(hardware[1])]) : Buffer.alloc(0);
    const head = 56 + extra.length;
    return Buffer.concat([u32(0x0beef11e), u16(0x100), u16(head), u16(hardware ? 4 : 0), u16(maker), u16(type), u32(version), u16(2), Buffer.from("a test".padEnd(32, "\0")), u32(head + 6 + size), extra, u16(0), u32(size), content]);
}
const entry = (file, url, fileVersion, more = {}) => ({fileName: url, url, fileVersion, fileSize: file.length, imageType: TYPE, manufacturerCode: MAKER, sha512: createHash("sha512").update(file).digest("hex"), ...more});

const next = image(OLD + 1);
const large = image(OLD + 2, {size: 9000});
const older = image(5);
const files = {
    "next.ota": next,
    "large.ota": large,
    "older.ota": older,
    "damaged.ota": next.subarray(0, 700),
    "no_image.ota": Buffer.from("this is no image"),
    "prefixed.ota": Buffer.concat([Buffer.from("a maker's own header"), image(OLD + 6)]),
    "own.json": JSON.stringify([
        {url: "other.ota", fileVersion: 7, imageType: 1, manufacturerCode: MAKER, fileName: "other.ota"},
        entry(next, "next.ota", OLD + 1, {modelId: "another model"}),
        entry(next, "next.ota", OLD + 1, {minFileVersion: OLD, maxFileVersion: OLD, releaseNotes: "Better than before"}),
        {url: "large.ota", fileName: "large.ota"},
    ]),
    "wrong_sum.json": JSON.stringify([entry(next, "next.ota", OLD + 9, {sha512: "00"})]),
    "older.json": JSON.stringify([entry(older, "older.ota", 5)]),
    "forced.json": JSON.stringify([entry(next, "next.ota", OLD + 1, {force: true})]),
    "empty.json": "[]",
};

export default async function (lab) {
    await lab.permit();
    for (const [d, n] of [["ikea_color", "lamp"], ["innr_plug", "plug"], ["immax_motion", "motion"], ["sonoff_th", "climate"]]) await lab.join(d, {name: n});
    await lab.sleep(1500);
    const ask = async (name, payload, timeout = 30000) => {
        lab.note(`request ${name} ${JSON.stringify(payload).slice(0, 200)}`);
        await lab.request(`device/ota_update/${name}`, payload, {timeout});
        await lab.sleep(400);
    };
    // The device asks by itself.
    let tsn = 0x50;
    const query = async (version, ms = 1500) => {
        const le = (n, w) => Array.from({length: w}, (_, i) => ((n >>> (8 * i)) & 0xff).toString(16).padStart(2, "0")).join("");
        lab.note(`query ${version}`);
        await lab.ctl("raw", {device: "ikea_color", cluster: 0x19, ep: 1, data: `11${(tsn++).toString(16)}0100${le(MAKER, 2)}${le(TYPE, 2)}${le(version, 4)}`});
        await lab.sleep(ms);
    };
    lab.note("looking");
    await ask("check", {id: "lamp", transaction: 3});
    await ask("check", "lamp");
    await ask("check", {id: "lamp", url: "empty.json"});
    await ask("check", {id: "lamp", url: "forced.json"});
    await ask("check/downgrade", {id: "lamp", url: "older.json"});
    await ask("check", {id: "motion"});
    await ask("check", {id: "climate"});
    await ask("check", {id: "plug"});
    await ask("check", {id: "nobody"});
    lab.note("it asks by itself");
    await query(OLD);
    lab.note("now");
    const first = lab.request("device/ota_update/update", {id: "lamp"}, {timeout: 40000});
    await lab.sleep(2000);
    await ask("check", {id: "lamp"});
    await ask("schedule", {id: "lamp"});
    await first;
    await lab.sleep(9000);
    await ask("check", {id: "lamp", url: "own.json"});
    await ask("update", {id: "lamp", url: "next.ota"});
    lab.note("backwards");
    await ask("update/downgrade", {id: "lamp", url: "older.json"}, 40000);
    await lab.sleep(9000);
    lab.note("what is no image");
    for (const url of ["damaged.ota", "no_image.ota", "nowhere.ota", "wrong_sum.json"]) await ask("update", {id: "lamp", url});
    lab.note("its own pace");
    await ask("update", {id: "lamp", url: "next.ota", image_block_response_delay: 100, default_maximum_data_size: 40}, 40000);
    await lab.sleep(9000);
    lab.note("aborted");
    await ask("update/abort", {id: "lamp"}, 1500);
    const second = lab.request("device/ota_update/update", {id: "lamp", url: "large.ota"}, {timeout: 40000});
    await lab.sleep(3000);
    await ask("update/abort", {id: "lamp"});
    await second;
    await lab.sleep(1500);
    lab.note("later");
    await ask("unschedule", {id: "lamp"});
    await ask("schedule", {id: "lamp", url: "older.ota"});
    await ask("schedule", {id: "lamp", hex: {data: image(OLD + 5).toString("hex"), file_name: "mine.ota"}});
    await ask("check", {id: "lamp", url: "empty.json"});
    await lab.stopBridge();
    await lab.startBridge();
    await query(OLD + 1, 18000);
    await ask("schedule", {id: "lamp", url: "missing.ota"});
    await query(OLD + 5, 2500);
    await ask("unschedule", {id: "lamp"});
    lab.note("as a message, and with a header of the maker's");
    await ask("update", {id: "lamp", hex: {data: image(OLD + 7).toString("hex")}}, 40000);
    await lab.sleep(9000);
    await ask("update/downgrade", {id: "lamp", url: "prefixed.ota"}, 40000);
    await lab.sleep(9000);
    lab.note("without an answer");
    await lab.ctl("silent", {device: "ikea_color", count: 1});
    await ask("check", {id: "lamp"}, 65000);
}
export const options = {limit: 420, files, config: {ota: {zigbee_ota_override_index_location: "own.json"}}};
