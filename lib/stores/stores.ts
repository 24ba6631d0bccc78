import type { AnswerStore } from "./answer-store.ts";
import type { ObjectStore } from "./object-store.ts";
import type { RegistryStore } from "./registry-store.ts";
import type { Signer } from "./signer.ts";

/** The four stores, and what signs for them. A function gets those its catalogue entry names; the others refuse every call. */
export interface Stores {
  readonly answers: AnswerStore;
  readonly registry: RegistryStore;
  readonly public: ObjectStore;
  readonly private: ObjectStore;
  readonly signer: Signer;
}
export type StoreName = keyof Stores;
