import { Problem } from "../problems/problem.ts";
import type { StoreName } from "./stores.ts";

/** What a caller may do with a store, as the catalogue of functions states it. */
export interface StoreGrant {
  readonly store: StoreName;
  readonly may: readonly string[];
  /** Key prefix the grant is limited to. */
  readonly prefix?: string;
  /** Kinds of documents the grant is limited to. */
  readonly kinds?: readonly string[];
}

/** What one call does to a store. */
export interface Access {
  readonly store: StoreName;
  /** Any one of these allows it. */
  readonly as: readonly string[];
  /** Key, or start of keys, of the objects concerned. */
  readonly key?: string;
  /** Kind of the documents concerned. */
  readonly kind?: string;
}

/** Everything, for the host itself. */
export const everyGrant: readonly StoreGrant[] = [
  {
    store: "answers",
    may: ["add", "read-invitation", "add-invitations", "read", "delete", "add-receipt"],
  },
  { store: "registry", may: ["read", "list", "write"] },
  { store: "public", may: ["read", "list", "put", "remove"] },
  { store: "private", may: ["read", "list", "put", "remove"] },
  { store: "signer", may: ["sign"] },
];

/** @throws Problem `not-granted` unless one of the grants allows it */
export function requireGrant(grants: readonly StoreGrant[], { store, as, key, kind }: Access): void {
  const allowed = grants.some(
    (grant) =>
      grant.store === store &&
      grant.may.some((action) => as.includes(action)) &&
      (grant.prefix === undefined || key?.startsWith(grant.prefix)) &&
      (grant.kinds === undefined || (kind !== undefined && grant.kinds.includes(kind))),
  );
  if (!allowed) throw new Problem("not-granted", { store, action: as.join(" or ") });
}
