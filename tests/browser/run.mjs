// The web pages in a real browser, on the demo's home: what a person clicks, and what becomes of it on MQTT.
//   ./run browser [--pictures FOLDER]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {Demo} from "./demo.mjs";
import {browser} from "./install.mjs";

const pictures = process.argv.includes("--pictures") ? process.argv[process.argv.indexOf("--pictures") + 1] : undefined;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "waggle-browser-"));
const lamp = "0x000b57fffe9a0001"; // living_room_lamp
let failed = 0, passed = 0;

async function check(what, work) {
    const began = Date.now();
    try {
        await work();
        passed++;
        console.log(`ok    ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
        failed++;
        console.log(`FAIL  ${what}\n      ${String(error.message ?? error).split("\n").slice(0, 6).join("\n      ")}`);
        await page?.screenshot({path: path.join(os.tmpdir(), `waggle-browser-failed-${failed}.png`)}).catch(() => {});
    }
}
function expect(condition, what) {
    if (!condition) throw new Error(what);
}
async function until(test, what, limit = 10_000) {
    for (const end = Date.now() + limit; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) {
        const value = await test();
        if (value) return value;
    }
    throw new Error(what);
}

const open = browser();
const demo = new Demo(path.join(folder, "home"));
let chromium, page;
const faults = [];

/** A page of the web UI by what stands behind its '#'. */
async function visit(where) {
    await page.goto(`${demo.url}#/${where}`);
    await page.waitForTimeout(1000);
}
const picture = async (name) => pictures && page.screenshot({path: path.join(pictures, `${name}.png`)});
/** In a list that opens when it is typed into; the last on the page that has this label. */
async function choose(label, text) {
    const list = page.getByRole("combobox", {name: label}).last();
    await list.fill(text);
    await page.waitForTimeout(300);
    await list.press("Enter");
}
const tip = (text) => page.locator(`[data-tip="${text}"] button, button[data-tip="${text}"], button[title="${text}"]`).first();

try {
    await demo.ready();
    chromium = await open();
    page = await chromium.newPage({viewport: {width: 1300, height: 850}});
    page.on("pageerror", (error) => faults.push(String(error)));

    await check("shows the home with its 16 devices", async () => {
        await page.goto(demo.url);
        for (const name of ["living_room_lamp", "radiator_valve", "hallway_motion", "front_door_lock"]) {
            await page.getByText(name, {exact: true}).first().waitFor({timeout: 10_000});
        }
        await page.waitForTimeout(1500);
        await picture("home");
    });
    await check("lists the devices", async () => {
        await visit("devices");
        await page.getByText("Entries: 16").waitFor();
        await picture("devices");
    });
    await check("renames a device", async () => {
        await visit("devices");
        await page.getByRole("link", {name: "bedroom_lamp", exact: true}).click();
        await page.getByRole("heading", {name: "bedroom_lamp"}).waitFor(); // the list had such buttons, too
        await tip("Rename device").click();
        const dialog = page.locator("dialog[open], .modal-open").last();
        await dialog.locator('input[name="friendly_name"], input[type="text"]').first().fill("night light");
        await dialog.getByRole("button", {name: /rename/i}).click();
        await until(() => demo.topic("bridge/devices").some((d) => d.friendly_name === "night light"), "bridge/devices does not know the new name");
        await page.getByRole("heading", {name: "night light"}).waitFor();
    });
    await check("switches a lamp and sees it", async () => {
        await visit(`device/0/${lamp}/exposes`);
        for (const word of ["ON", "OFF"]) {
            await page.getByRole("button", {name: word, exact: true}).first().click();
            await visit(`device/0/${lamp}/state`);
            await page.getByText(new RegExp(`"state":\\s*"${word}"`)).first().waitFor();
            await visit(`device/0/${lamp}/exposes`);
        }
        await picture("device");
    });
    await check("makes a group and puts the lamp into it", async () => {
        await visit("groups");
        await page.locator('input[name="friendly_name"]').fill("downstairs");
        await page.getByRole("button", {name: "Create group"}).click();
        await until(() => demo.topic("bridge/groups").some((g) => g.friendly_name === "downstairs"), "there is no such group");
        const {id} = demo.topic("bridge/groups").find((g) => g.friendly_name === "downstairs");
        await visit(`group/0/${id}/devices`);
        await choose("Device", "living_room_lamp");
        await page.getByRole("button", {name: "Add to group"}).click();
        await until(() => demo.topic("bridge/groups").find((g) => g.friendly_name === "downstairs")?.members.length === 1, "the lamp is not in it");
        await picture("group");
    });
    await check("binds a switch to the lamp", async () => {
        await visit(`device/0/${demo.topic("bridge/devices").find((d) => d.friendly_name === "sofa_remote").ieee_address}/bind`);
        await page.getByRole("button", {name: "Add", exact: true}).click();
        await choose("Destination", "living_room_lamp");
        await page.locator('select[name="endpoint_picker"]').last().selectOption("1");
        await choose("Clusters", "OnOff");
        await page.locator("button", {hasText: /^\s*Bind/}).last().click();
        const bound = (d) => d.endpoints["1"]?.bindings.some((b) => b.cluster === "genOnOff" && b.target.ieee_address === lamp);
        await until(() => demo.topic("bridge/devices").some(bound), "bridge/devices shows no such binding");
        await visit("bindings");
        await until(async () => (await page.locator("main").innerText()).includes("living_room_lamp"), "the page shows no binding");
    });
    await check("draws the map of the network", async () => {
        await visit("network/0");
        await page.getByRole("button", {name: "Load"}).click();
        await page.getByText("Children (12)").waitFor({timeout: 30_000});
        await page.locator('select[name="display_type"]').selectOption({label: "Map"});
        await page.locator("canvas").first().waitFor({timeout: 30_000});
        await page.waitForTimeout(5000);
        await picture("map");
    });
    await check("changes a setting", async () => {
        await visit("settings/0/settings/advanced");
        const level = page.locator('select[name="last_seen"]').first();
        await level.selectOption("ISO_8601");
        await until(() => demo.topic("bridge/info").config.advanced.last_seen === "ISO_8601", "bridge/info does not show it");
        expect(fs.readFileSync(path.join(folder, "home/configuration.yaml"), "utf8").includes("last_seen: ISO_8601"), "it is not in configuration.yaml");
    });
    await check("reads the log", async () => {
        await visit("logs/0");
        demo.publish("bridge/request/device/options", {id: "living_room_lamp", options: {transition: 1}});
        await until(async () => (await page.locator("main").innerText()).includes("living_room_lamp"), "the log shows nothing");
        await picture("log");
    });
    await check("has met no fault in the pages", () => expect(faults.length === 0, faults.join("\n")));
} catch (error) {
    failed++;
    console.log(`FAIL  ${error.message}`);
} finally {
    await demo.stop();
}

// Whoever does not know the token learns nothing.
const locked = new Demo(path.join(folder, "home"), {FRONTEND_AUTH_TOKEN: "sesame"});
try {
    await locked.ready();
    await page.goto(locked.url); // a WebSocket to this computer is open to its own pages alone
    const heard = (token) =>
        page.evaluate(
            (url) =>
                new Promise((resolve) => {
                    let count = 0;
                    const socket = new WebSocket(url);
                    const end = (code) => resolve({count, code});
                    socket.onmessage = () => count++;
                    socket.onclose = (event) => end(event.code);
                    setTimeout(() => end(0), 2000);
                }),
            `${locked.url.replace("http", "ws")}api${token}`,
        );
    for (const token of ["", "?token=", "?token=sesamE", "?token=sesame1"]) {
        await check(`tells nothing to one who says '${token}'`, async () => {
            const {count, code} = await heard(token);
            expect(count === 0 && code === 4401, `${count} messages, closed with ${code}`);
        });
    }
    await check("tells all to one who knows the token", async () => expect((await heard("?token=sesame")).count > 16, "too few messages"));
} catch (error) {
    failed++;
    console.log(`FAIL  ${error.message}`);
} finally {
    await chromium?.close();
    await locked.stop();
}
fs.rmSync(folder, {recursive: true, force: true});
console.log(`browser: ${passed} of ${passed + failed}`);
process.exit(failed ? 1 : 0);
