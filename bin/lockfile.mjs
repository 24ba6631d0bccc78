// Completes package-lock.json after `npm install`: a registry mirror may lack a package's binaries for other platforms, npm then
// leaves them out of the lockfile, and `npm ci` refuses that. An entry without integrity says which platform it is for; none is installed from it here.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
let added = 0;
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const path = `node_modules/${name}`;
    if (lock.packages[path]) continue;
    const platform = /(android|darwin|freebsd|linux|win32)-(arm64|arm|x64|ia32)(-musl)?/.exec(name);
    if (!platform) continue;
    const [, os, cpu, musl] = platform;
    const libc = os === "linux" ? { libc: [musl ? "musl" : "glibc"] } : {};
    lock.packages[path] = { version, cpu: [cpu], ...(dev && { dev }), ...libc, optional: true, os: [os] };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stderr.write(
  `${added === 0 ? "Nothing was" : added === 1 ? "One entry was" : `${added} entries were`} missing.\n`,
);
