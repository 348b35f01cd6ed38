// One data folder, two programs: what Zigbee2MQTT made is taken over by Waggle as it is, used and changed there, and
// taken back by Zigbee2MQTT with everything in it.
import {sleep} from "./stage.mjs";

/** What a user would miss: everything that is told of devices and groups, except what only the clock or the maker of the texts decides. */
function home(s) {
    const device = (d) => ({
        ieee_address: d.ieee_address,
        friendly_name: d.friendly_name,
        type: d.type,
        network_address: d.network_address,
        supported: d.supported,
        disabled: d.disabled,
        description: d.description,
        model: d.definition?.model,
        // Waggle gives Immax 07703L the lock and the switch that its page promises (docs/differences.md).
        properties: d.definition?.model !== "07703L" && d.definition?.exposes.map((e) => e.property ?? e.type).sort(),
        interview: d.interview_state,
        software_build_id: d.software_build_id,
        endpoints: Object.fromEntries(
            Object.entries(d.endpoints).map(([id, e]) => [id, {clusters: e.clusters, bindings: e.bindings.map((b) => JSON.stringify(b)).sort(), reportings: e.configured_reportings.map((r) => JSON.stringify(r)).sort(), scenes: e.scenes}]),
        ),
    });
    const by = (key) => (a, b) => String(a[key]).localeCompare(String(b[key]));
    return {
        devices: s.latest.get("bridge/devices").map(device).sort(by("ieee_address")),
        groups: s.latest.get("bridge/groups").map((g) => ({id: g.id, friendly_name: g.friendly_name, members: [...g.members].sort(by("ieee_address")), scenes: g.scenes})).sort(by("id")),
        network: s.latest.get("bridge/info").network,
        options: s.latest.get("bridge/info").config.devices,
    };
}

function equal(before, after) {
    for (const part of ["network", "options", "groups"]) {
        if (JSON.stringify(before[part]) !== JSON.stringify(after[part])) throw new Error(`${part}: ${JSON.stringify(after[part])}, not ${JSON.stringify(before[part])}`);
    }
    if (before.devices.length !== after.devices.length) throw new Error(`${after.devices.length} devices, not ${before.devices.length}`);
    before.devices.forEach((device, i) => {
        for (const key of Object.keys(device)) {
            const [was, is] = [device[key], after.devices[i][key]].map((v) => JSON.stringify(v));
            if (was !== is) throw new Error(`${key} of ${device.friendly_name} is ${is}, not ${was}`);
        }
    });
    return `${after.devices.length} devices, ${after.groups.length} groups`;
}

export async function exchange(s, check, devices) {
    const lamp = () => devices["living room lamp"].ieee;
    const works = async (topic) => {
        await s.act(`${topic}/set`, {state: "OFF"}, topic, (v) => v.state === "OFF", 20);
        await s.act(`${topic}/set`, {state: "ON", brightness: 120}, topic, (v) => v.state === "ON" && v.brightness === 120, 20);
    };
    let before;
    await check("hands its folder over to Waggle", async () => {
        await s.request("device/options", {id: lamp(), options: {transition: 0.5, retain: true}});
        await works(lamp());
        await sleep(500);
        before = home(s);
        await s.stopPeer();
        await s.startWaggle();
        return equal(before, home(s));
    });
    await check("is replaced by it on the same network", async () => {
        await works(lamp());
        await s.publish("lamps/set", {state: "OFF"});
        await s.expect(lamp(), (v) => v.state === "OFF", 10);
        await s.publish(`${devices["bedroom lamp"].ieee}/set`, {scene_recall: 4});
        await sleep(1000);
        const {attributes} = await s.control.order("device", {device: "bedroom lamp"});
        if (attributes["1/genLevelCtrl"].currentLevel !== 200) throw new Error("the scene is not what it was");
    });
    await check("gets the folder back, with what was changed meanwhile", async () => {
        await s.request("device/rename", {from: lamp(), to: "big lamp"});
        await s.request("device/options", {id: "big lamp", options: {transition: 1}});
        await s.request("group/add", {friendly_name: "both", id: 8});
        await s.request("group/members/add", {group: "both", device: "big lamp", endpoint: 1});
        await works("big lamp");
        await sleep(500);
        before = home(s);
        await s.stopPeer();
        await s.startPeer();
        const note = equal(before, home(s));
        await works("big lamp");
        if (s.latest.get("big lamp").brightness !== 120) throw new Error("the state is not what it was");
        return note;
    });
}
