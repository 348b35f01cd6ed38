// Green Power switches, as a router tells of them: taking in with and without a key, presses told twice, a channel request,
// leaving, removal; and touchlink requests with nobody near.
export const options = {limit: 300, config: {advanced: {last_seen: "disable"}}};

const u16 = (v) => [v & 255, v >> 8];
const u32 = (v) => [0, 8, 16, 24].map((s) => (v >>> s) & 255);
let tsn = 0;
/** A GP notification (command 0) or commissioning notification (command 4) as the proxy 0x1234 tells it. */
const frame = (command, options, source, counter, gpd, payload = [], tail = [...u16(0x1234), 0xcf]) =>
    Buffer.from([0x11, ++tsn & 255, command, ...u16(options), ...u32(source), ...u32(counter), gpd, payload.length, ...payload, ...tail]).toString("hex");
const hex = (text) => [...Buffer.from(text, "hex")];

export default async function (lab) {
    await lab.permit();
    await lab.join("ikea_color", {name: "lamp"});
    const tell = async (data, wait = 600) => {
        await lab.ctl("raw", {device: "ikea_color", cluster: 0x21, ep: 242, dstEp: 242, profile: 0xa1e0, data});
        await lab.sleep(wait);
    };
    const introduction = hex("0289f31adb70a88d71196ee50c03580537767de27ad5331309000037647a62697061304047503030303157");
    const ptm = 0x01712345, tap = 0x00412345, moes = 1496140231;

    // The proxy that is named must be a device the bridge knows.
    const {nwk} = await lab.ctl("device", {device: "ikea_color"});
    const from = [...u16(nwk ?? 0x1234), 0xcf];

    lab.note("a switch with a key of its own");
    await tell(frame(4, 0x0800, ptm, 0xffffffff, 0xe0, hex("0285f2" + "000102030405060708090a0b0c0d0e0f" + "01020304" + "10000000" + "00"), from), 1500);
    await tell(frame(0, 0x4480, ptm, 17, 0x10, [], from));
    await tell(frame(0, 0x4480, ptm, 17, 0x10, [], from));
    await tell(frame(0, 0x4480, ptm, 18, 0x14, [], from));
    await tell(frame(0, 0x4480, ptm, 19, 0x22, [], from));
    await tell(frame(0, 0x4480, ptm, 20, 0x77, [], from));

    lab.note("a switch without security");
    await tell(frame(4, 0x0800, tap, 1, 0xe0, hex("020100"), from), 1500);
    await tell(frame(0, 0x4000, tap, 2, 0x22, [], from));
    await tell(frame(0, 0x4000, tap, 3, 0x10, [], from));
    await tell(frame(0, 0x4000, tap, 3, 0x10, [], from));
    await tell(frame(4, 0x0800, tap, 4, 0xe2, [], from));

    lab.note("a device that listens asks for its channel, and is taken in");
    await tell(frame(4, 0x0808, 0x00000777, 1, 0xe3, [0x54], from));
    await tell(frame(4, 0x0808, 0x01512345, 2, 0xe0, hex("0202"), from), 1500);
    await tell(frame(0, 0x4000, 0x01512345, 3, 0x12, [], from));

    lab.note("encrypted");
    await tell(frame(4, 0, moes, 0xffffffff, 0xe0, introduction, []), 1500);
    await tell(frame(0, 0x01c0, moes, 2332, 136, [], []));
    await tell(frame(0, 0x01c0, moes, 2341, 172, [], []));

    lab.note("malformed, unknown, by IEEE address");
    for (const data of ["", "11", "110100", "110100004045237101", "11010002400102030405060708f201000000100000", frame(0, 0, 0x05050505, 1, 0x10, [], []), frame(4, 0x0800, tap, 9, 0xe0, [], from), "190102", "18010b0000"]) await tell(data, 300);

    lab.note("leaving, coming back, removal");
    await tell(frame(0, 0x4000, tap, 6, 0xe1, [], from), 1000);
    await tell(frame(0, 0x4000, tap, 7, 0x10, [], from));
    await tell(frame(4, 0x0800, tap, 8, 0xe0, hex("020100"), from), 1500);
    await lab.request("device/rename", {from: "0x0000000001712345", to: "hall switch"});
    await tell(frame(0, 0x4480, ptm, 40, 0x11, [], from));
    await lab.request("device/configure", {id: "hall switch"});
    await lab.request("device/remove", {id: "hall switch"});
    await tell(frame(0, 0x4480, ptm, 41, 0x11, [], from));

    lab.note("a second start");
    await lab.stopBridge();
    await lab.startBridge();
    await tell(frame(0, 0x4000, tap, 30, 0x11, [], from));

    lab.note("touchlink");
    await lab.request("touchlink/identify", "");
    await lab.request("touchlink/identify", {ieee_address: "0x000b57fffe9a0001"});
    await lab.request("touchlink/scan", "", {timeout: 30000});
    await lab.request("touchlink/factory_reset", "", {timeout: 30000});
    await lab.act("lamp/set", {state: "ON"}, {settle: 500});
}
