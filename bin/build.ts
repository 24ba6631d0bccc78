import { bundleFunctions } from "../functions/bundle.ts";

const { folder, metafile } = await bundleFunctions();
for (const [path, { bytes }] of Object.entries(metafile.outputs)) {
  process.stdout.write(
    `${String(Math.round(bytes / 1000)).padStart(6)} kB  ${path.replace(/^.*\/(?=[^/]+\/handler)/, "")}\n`,
  );
}
process.stderr.write(`Built into ${folder}\n`);
