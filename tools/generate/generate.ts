// `npm run generate`: writes what is made from the contract, and removes what it no longer makes.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { GENERATED_FOLDER, referenceFiles } from "./reference-files.ts";

const repositoryDir = path.join(import.meta.dirname, "..", "..");
const files = referenceFiles();

mkdirSync(path.join(repositoryDir, GENERATED_FOLDER), { recursive: true });
for (const name of readdirSync(path.join(repositoryDir, GENERATED_FOLDER))) {
  const file = path.posix.join(GENERATED_FOLDER, name);
  if (!files.has(file)) rmSync(path.join(repositoryDir, file));
}
for (const [file, text] of files) writeFileSync(path.join(repositoryDir, file), text);
console.log(`${files.size} files are as the contract says.`);
