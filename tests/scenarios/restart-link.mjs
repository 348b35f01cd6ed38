// The line to the radio is lost, and devices are gone for a while. A bridge may end and be started again by whoever
// watches over it, or stay: what counts is what is known afterwards.
export const options = {limit: 300, config: {advanced: {last_seen: "disable"}}};

async function ensureRunning(lab) {
    const ended = await Promise.race([lab.bridge.exited.then(() => true), lab.sleep(6000).then(() => false)]);
    if (ended) await lab.startBridge();
    await lab.sleep(6000);
}

export default async function (lab) {
    await lab.permit();
    await lab.join("innr_bulb", {name: "bulb"});
    await lab.join("immax_motion", {name: "motion"});
    await lab.act("bulb/set", {state: "ON", brightness: 77}, {settle: 500});
    lab.note("the line is cut");
    await lab.ctl("unplug");
    await ensureRunning(lab);
    lab.note("afterwards");
    await lab.act("bulb/set", {brightness: 99}, {settle: 500});
    await lab.act("bulb/get", {state: ""}, {settle: 400});
    await lab.ctl("report", {device: "immax_motion", cluster: "genPowerCfg", attrs: {batteryPercentageRemaining: 120}});
    await lab.sleep(300);
    await lab.act("bulb/set", {state: "OFF"}, {settle: 500});
    lab.note("a device announces itself and one leaves");
    await lab.ctl("announce", {device: "innr_bulb"});
    await lab.sleep(800);
    await lab.ctl("leave", {device: "immax_motion"});
    await lab.sleep(800);
    await lab.join("immax_motion");
    await lab.sleep(800);
    lab.note("a clean restart");
    await lab.stopBridge();
    await lab.startBridge();
    await lab.sleep(1500);
    await lab.act("bulb/set", {state: "ON"}, {settle: 500});
}
