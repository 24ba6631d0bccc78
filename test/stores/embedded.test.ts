import { answerStoreContract } from "./answer-store.contract.ts";
import { objectStoreContract } from "./object-store.contract.ts";
import { registryStoreContract } from "./registry-store.contract.ts";
import { temporaryStores } from "./temporary-stores.ts";

const opened = async <Name extends "answers" | "registry" | "public" | "private">(name: Name) => {
  const { stores, close } = await temporaryStores();
  return { store: stores[name], close };
};

answerStoreContract("SQLite", () => opened("answers"));
registryStoreContract("SQLite", () => opened("registry"));
objectStoreContract("files", () => opened("private"));
