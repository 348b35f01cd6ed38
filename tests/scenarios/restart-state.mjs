// What a restart keeps: names, options, groups and states, after an orderly end and after a kill, under the
// settings that say what is cached and how it is published.
export const options = {limit: 300, config: {advanced: {cache_state: true, cache_state_persistent: true, cache_state_send_on_startup: true, last_seen: "disable"}}};

async function home(lab) {
    await lab.permit();
    await lab.join("innr_bulb", {name: "bulb"});
    await lab.join("innr_plug", {name: "plug"});
    await lab.join("sonoff_th", {name: "climate"});
    await lab.request("device/options", {id: "bulb", options: {transition: 1}});
    await lab.request("device/options", {id: "climate", options: {temperature_precision: 1, temperature_calibration: -0.5}});
    await lab.request("group/add", {friendly_name: "pair", id: 3});
    for (const device of ["bulb", "plug"]) await lab.request("group/members/add", {group: "pair", device});
}

async function live(lab) {
    await lab.ctl("report", {device: "sonoff_th", cluster: "msTemperatureMeasurement", attrs: {measuredValue: 2163}});
    await lab.sleep(200);
    await lab.act("bulb/set", {state: "ON", brightness: 120}, {settle: 500});
    await lab.act("pair/set", {state: "OFF"}, {settle: 700});
    await lab.act("plug/set", {state: "ON"}, {settle: 500});
}

async function again(lab, what, change = {}) {
    lab.note(`start ${what}`);
    await lab.startBridge({extra: change});
    await lab.sleep(1500);
    await lab.ctl("report", {device: "sonoff_th", cluster: "msRelativeHumidity", attrs: {measuredValue: 5012}});
    await lab.sleep(300);
    await lab.act("bulb/get", {state: ""}, {settle: 400});
}

export default async function (lab) {
    await home(lab);
    await live(lab);
    await lab.stopBridge();
    await again(lab, "after an orderly end");
    await live(lab);
    await lab.sleep(3500); // what the peer had not saved before
    lab.note("killed");
    lab.bridge.kill("SIGKILL");
    await lab.sleep(500);
    await again(lab, "after a kill");
    await lab.stopBridge();
    await again(lab, "that sends no states", {advanced: {cache_state_send_on_startup: false}});
    await lab.stopBridge();
    await again(lab, "with states of the last run not kept", {advanced: {cache_state_persistent: false, cache_state_send_on_startup: true}});
    await live(lab);
    await lab.stopBridge();
    await again(lab, "after which nothing is known");
    await lab.stopBridge();
    await again(lab, "without a cache", {advanced: {cache_state: false}});
    await live(lab);
    await lab.stopBridge();
    await again(lab, "with attributes on topics of their own", {advanced: {cache_state: true, cache_state_persistent: true, output: "attribute"}});
    await live(lab);
    await lab.stopBridge();
    await again(lab, "with both", {advanced: {output: "attribute_and_json", elapsed: true, last_seen: "disable"}, mqtt: {include_device_information: true}});
    await live(lab);
    lab.note("retained states");
    await lab.request("device/options", {id: "plug", options: {retain: true, qos: 1}});
    await live(lab);
}
