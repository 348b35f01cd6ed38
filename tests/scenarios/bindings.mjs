// Bindings and the reporting that follows from them, members of groups, scenes; every option of how a state is published.
export default async function (lab) {
    await lab.permit();
    for (const [d, n] of [["hue_dimmer", "dimmer"], ["innr_bulb", "bulb"], ["ikea_color", "colour"], ["innr_plug", "plug"], ["sonoff_th", "climate"]]) await lab.join(d, {name: n});
    await lab.sleep(2000);
    const ask = async (name, payload, ms = 500) => { lab.note(`request ${name} ${JSON.stringify(payload)}`); await lab.request(name, payload, {timeout: 6000}); await lab.sleep(ms); };
    await ask("device/bind", {from: "dimmer", to: "bulb"});
    await ask("device/bind", {from: "dimmer", from_endpoint: 1, to: "colour", to_endpoint: 1, clusters: ["genOnOff", "genLevelCtrl", "lightingColorCtrl"], transaction: 4});
    await ask("device/unbind", {from: "dimmer", to: "bulb", clusters: ["genLevelCtrl"]}, 1500);
    await ask("device/unbind", {from: "dimmer", to: "bulb", clusters: ["genOnOff"], skip_disable_reporting: true}, 1500);
    await ask("group/add", {friendly_name: "lamps", id: 5});
    await ask("device/bind", {from: "dimmer", to: "lamps", clusters: ["genOnOff", "genLevelCtrl"]});
    await ask("group/members/add", {group: "lamps", device: "bulb"}, 1500);
    await ask("group/members/add", {group: "lamps", device: "plug"}, 1500);
    await ask("group/members/remove", {group: "lamps", device: "plug"}, 1500);
    await ask("group/members/remove_all", {device: "bulb"}, 1500);
    await ask("device/bind", {from: "dimmer", to: "default_bind_group", clusters: ["genOnOff"]});
    await ask("device/unbind", {from: "dimmer", to: "default_bind_group", clusters: ["genOnOff"]});
    await ask("device/unbind", {from: "dimmer", to: "lamps"}, 1500);
    await ask("device/bind", {from: "plug", to: "climate"});
    await ask("device/bind", {from: "dimmer", to: "bulb", to_endpoint: 7});
    await ask("device/bind", {from: "dimmer", from_endpoint: "x", to: "bulb"});
    await ask("device/bind", {from: "dimmer", to: "bulb", clusters: ["genBasic", "genScenes"]});
    lab.note("a device that does not answer");
    await lab.ctl("fail", {device: "innr_bulb", count: 1, status: "no_ack", zdo: true});
    await ask("device/bind", {from: "bulb", to: "Coordinator", clusters: ["genOnOff"]}, 4000);
    lab.note("reporting");
    const rep = {id: "bulb", endpoint: 1, cluster: "genLevelCtrl", attribute: "currentLevel", minimum_report_interval: 3, maximum_report_interval: 900, reportable_change: 4};
    await ask("device/reporting/configure", rep);
    await ask("device/reporting/configure", {...rep, attribute: "nothing"});
    await ask("device/reporting/configure", {...rep, maximum_report_interval: 65535});
    await ask("device/configure_reporting", {...rep, attribute: {ID: 0, type: 32}});
    await ask("device/reporting/read", {id: "bulb", endpoint: 1, cluster: "genLevelCtrl", configs: [{attribute: "currentLevel"}, {attribute: "remainingTime"}]});
    lab.note("scenes");
    await ask("group/members/add", {group: "lamps", device: "bulb"});
    await ask("group/members/add", {group: "lamps", device: "colour"});
    for (const [t, p] of [["bulb", {state: "ON", brightness: 90}], ["bulb", {scene_store: 3}], ["bulb", {scene_store: {ID: 4, name: "four"}}], ["bulb", {state: "OFF"}], ["bulb", {scene_recall: 4}], ["bulb", {scene_rename: {ID: 4, name: "vier"}}], ["bulb", {scene_rename: {ID: 9, name: "x"}}], ["bulb", {scene_remove: 3}], ["bulb", {scene_recall: 3}],
        ["lamps", {state: "ON", brightness: 50}], ["lamps", {scene_store: {ID: 1, name: "one"}}], ["lamps", {scene_add: {ID: 2, name: "two", state: "ON", brightness: 20, color: {x: 0.3, y: 0.3}, transition: 0}}], ["lamps", {state: "OFF"}], ["lamps", {scene_recall: 1}], ["lamps", {scene_recall: 2}], ["lamps", {scene_rename: {ID: 2, name: "zwei"}}], ["lamps", {scene_remove: 1}], ["lamps", {scene_remove_all: ""}], ["bulb", {scene_remove_all: ""}]]) {
        lab.note(`${t} ${JSON.stringify(p)}`);
        await lab.act(`${t}/set`, p, {settle: 500});
    }
    lab.note("debounce with an action that must not be lost");
    let tsn = 16;
    const press = (button) => lab.ctl("raw", {device: "hue_dimmer", cluster: 0xfc00, ep: 2, data: `1d0b10${(tsn++).toString(16)}000${button}00003000210000`});
    await ask("device/options", {id: "dimmer", options: {debounce: 1, debounce_ignore: ["action"]}});
    for (const button of [2, 3]) {
        await press(button);
        await lab.sleep(300);
    }
    await lab.sleep(2500);
    lab.note("options");
    const temp = async (t, ms = 200) => { await lab.ctl("report", {device: "sonoff_th", cluster: "msTemperatureMeasurement", attrs: {measuredValue: t}}); await lab.sleep(ms); };
    const hum = async (t, ms = 200) => { await lab.ctl("report", {device: "sonoff_th", cluster: "msRelativeHumidity", attrs: {measuredValue: t}}); await lab.sleep(ms); };
    for (const options of [{debounce: 1}, {debounce: null, filtered_attributes: ["humid.*", "temp"]}, {filtered_attributes: null, filtered_cache: ["humidity"]}, {filtered_cache: null, temperature_calibration: -1.5, temperature_precision: 1, humidity_calibration: 3, humidity_precision: 0}, {temperature_calibration: null, temperature_precision: null, humidity_calibration: null, humidity_precision: null, retain: true, qos: 1}, {retain: false, qos: 0}]) {
        await ask("device/options", {id: "climate", options});
        await temp(2026); await hum(4567, 1500); await temp(2126, 1500);
    }
    await ask("device/options", {id: "bulb", options: {optimistic: false}});
    await lab.act("bulb/set", {state: "OFF"}, {settle: 800});
    await ask("device/options", {id: "bulb", options: {optimistic: true, filtered_optimistic: ["brightness"]}});
    await lab.act("bulb/set", {state: "ON", brightness: 12}, {settle: 800});
    for (const change of [{advanced: {output: "attribute"}}, {advanced: {output: "attribute_and_json"}}, {advanced: {output: "json", elapsed: true}}, {advanced: {elapsed: false}, mqtt: {include_device_information: true}}, {mqtt: {include_device_information: false}, advanced: {cache_state: false}}, {advanced: {cache_state: true}}]) {
        await ask("options", {options: change});
        await temp(1900); await temp(2000, 600);
        await lab.act("colour/set", {color: {x: 0.3, y: 0.4}}, {settle: 600});
    }
}
export const options = {limit: 300};
