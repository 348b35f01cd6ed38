// What should not come, and comes: malformed messages, unknown names, wrong types, devices that refuse, do not answer or
// cannot be reached, an interview that fails.
export const options = {limit: 300, config: {advanced: {last_seen: "disable"}}};

export default async function (lab) {
    await lab.permit();
    await lab.join("ikea_color", {name: "lamp"});
    await lab.join("immax_trv", {name: "valve"});
    await lab.join("yale_lock", {name: "lock"});

    lab.note("malformed messages");
    for (const payload of ["{", "{\"state\": \"ON\"", "[1, 2]", "null", "42", "\"ON\"", "{}", "", "{\"state\": {}}", "{\"state\": null}", "\u0000\u0001", "ÿþ", "{\"brightness\": \"bright\"}", "{\"brightness\": -5}", "{\"brightness\": 1e9}", "{\"color\": {\"x\": \"a\"}}", "{\"color\": 5}", "{\"transition\": \"soon\", \"state\": \"ON\"}", "{\"nonsense\": 1}", "{\"state\": \"ON\", \"nonsense\": 1}"])
        await lab.act("lamp/set", payload, {settle: 250});
    for (const payload of ["{", "", "{\"state\": \"\", \"nonsense\": \"\"}", "[]"]) await lab.act("lamp/get", payload, {settle: 250});
    for (const topic of ["nobody/set", "lamp/left/set", "lamp/set/", "lamp/set/nonsense", "lamp/1/set", "lamp/get/nonsense", "0x0000000000000001/set"]) await lab.act(topic, {state: "ON"}, {settle: 250});
    for (const payload of [{current_heating_setpoint: "warm"}, {current_heating_setpoint: 99}, {system_mode: "boil"}, {child_lock: "PERHAPS"}, {away_mode: 1}]) await lab.act("valve/set", payload, {settle: 250});
    for (const payload of [{state: "OPEN"}, {pin_code: {user: 1}}, {pin_code: {user: "x", pin_code: 1}}, {pin_code: 5}]) await lab.act("lock/set", payload, {settle: 300});

    lab.note("malformed requests");
    for (const [name, payload] of [["permit_join", "{"], ["permit_join", {time: "long"}], ["permit_join", {time: 300}], ["permit_join", {}], ["permit_join", {time: 5, device: "nobody"}], ["device/rename", {from: "nobody", to: "x"}], ["device/rename", {from: "lamp", to: "valve"}], ["device/rename", {from: "lamp", to: ""}], ["device/rename", {from: "lamp", to: "a/1"}], ["device/rename", {from: "lamp", to: "a#b"}], ["device/rename", {to: "x"}], ["device/options", {id: "lamp"}], ["device/options", {id: "lamp", options: {retain: "perhaps"}}], ["device/options", {id: "nobody", options: {}}], ["device/remove", {id: "nobody"}], ["device/remove", ""], ["device/configure", {id: "nobody"}], ["device/interview", {id: "nobody"}], ["group/add", {friendly_name: "lamp"}], ["group/remove", {id: "nobody"}], ["group/members/add", {group: "g", device: "lamp"}], ["group/members/add", {group: "nobody", device: "lamp"}], ["options", {options: {advanced: {log_level: "loud"}}}], ["options", {}]])
        await lab.request(name, payload, {timeout: 4000});
    await lab.publish("bridge/request/nonsense", {});
    await lab.sleep(300);

    lab.note("a device refuses");
    await lab.ctl("error", {device: "ikea_color", count: 1, status: 0x86});
    await lab.act("lamp/set", {state: "ON"}, {settle: 500});
    await lab.ctl("error", {device: "ikea_color", count: 1, status: 0x87});
    await lab.act("lamp/get", {brightness: ""}, {settle: 500});
    lab.note("a device cannot be reached");
    await lab.ctl("fail", {device: "ikea_color", count: 1, status: "no_ack"});
    await lab.act("lamp/set", {state: "OFF"}, {settle: 3000});
    await lab.ctl("fail", {device: "ikea_color", count: 12, status: "no_ack"});
    await lab.act("lamp/set", {brightness: 30}, {settle: 12000});
    await lab.ctl("fail", {device: "ikea_color", count: 0, status: "no_ack"});
    await lab.act("lamp/set", {brightness: 40}, {settle: 1000});
    lab.note("a device does not answer");
    await lab.ctl("silent", {device: "ikea_color", count: 1});
    await lab.act("lamp/get", {state: ""}, {settle: 12000});
    await lab.act("lamp/set", {state: "ON"}, {settle: 500});

    lab.note("nonsense from a device");
    for (const data of ["", "18", "1801", "18010a", "18020a0000", "18030a000010", "18040a0000ff00", "18050a00000042ff41", "11060a", "180701000086", "18080afdff20", "000900ffff"]) {
        await lab.ctl("raw", {device: "ikea_color", cluster: "genOnOff", data});
        await lab.sleep(120);
    }
    for (const data of ["", "09", "0901", "090101", "09020100", "0903020001", "09040200010302000400", "0905020001030200ff"]) {
        await lab.ctl("raw", {device: "immax_trv", cluster: 0xef00, data});
        await lab.sleep(120);
    }
    await lab.ctl("report", {device: "ikea_color", cluster: "genOnOff", attrs: {onOff: 1}});
    await lab.sleep(400);

    lab.note("an interview that fails");
    await lab.permit();
    await lab.ctl("add", {device: "innr_bulb"});
    await lab.ctl("fail", {device: "innr_bulb", zdo: true, count: 40, status: "no_ack"}).catch(() => {});
    await lab.join("innr_bulb", {timeout: 60000});
    await lab.ctl("fail", {device: "innr_bulb", zdo: true, count: 0, status: "no_ack"}).catch(() => {});
    await lab.sleep(500);
    lab.note("and one that succeeds afterwards");
    await lab.join("innr_bulb", {name: "bulb"});
    await lab.act("bulb/set", {state: "ON"}, {settle: 500});
}
