// Prints the Khronos validator's report on each GLB file given, one JSON object a line.
import { readFile } from "node:fs/promises";
import { validateBytes } from "gltf-validator";

for (const file of process.argv.slice(2)) {
  const report = await validateBytes(new Uint8Array(await readFile(file)), { uri: file, maxIssues: 0 });
  console.log(JSON.stringify(report));
}
