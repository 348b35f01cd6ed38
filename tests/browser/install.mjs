// What the browser tests need from npm, kept outside the repository; the browser itself is Debian's.
import {execFileSync} from "node:child_process";
import fs from "node:fs";
import {createRequire} from "node:module";
import os from "node:os";
import path from "node:path";

const VERSION = "1.65.1";
const CACHE = process.env.WAGGLE_BROWSER_HOME ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "waggle-browser");

/** Playwright's Chromium, launched as a function: `await open()`. */
export function browser() {
    const wanted = path.join(CACHE, "node_modules/playwright-core/package.json");
    fs.mkdirSync(CACHE, {recursive: true});
    if (!fs.existsSync(wanted) || JSON.parse(fs.readFileSync(wanted, "utf8")).version !== VERSION) {
        console.log(`installing playwright-core ${VERSION} into ${CACHE}`);
        fs.writeFileSync(path.join(CACHE, "package.json"), '{"name": "waggle-browser", "private": true}\n');
        execFileSync("npm", ["install", "--no-audit", "--no-fund", `playwright-core@${VERSION}`], {cwd: CACHE, stdio: ["ignore", "ignore", "inherit"]});
    }
    const {chromium} = createRequire(path.join(CACHE, "/"))("playwright-core");
    // Root, in a container, has no sandbox; what is opened is our own. The map is drawn with WebGL, here without a graphics card.
    return () => chromium.launch({executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--enable-unsafe-swiftshader"]});
}
