#!/usr/bin/env node
// The installed command: `trust VERB …`, under Node 24 whatever Node finds it.
process.argv.splice(2, 0, "trust.ts");
await import("./start.mjs");
