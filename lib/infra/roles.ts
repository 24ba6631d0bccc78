/**
 * Who may ask for what in a user pool of the stack's own, where scopes are written `trust/read`. A person has one role: nobody
 * counts letter codes and answers both.
 */
export const roles = {
  analyst: ["read"],
  steward: ["read", "manage"],
  custodian: ["custodian"],
} as const;

export type Role = keyof typeof roles;

const given = Object.entries(roles).map(([role, scopes]) => [role, scopes.map((scope) => `trust/${scope}`)] as const);

/**
 * The code of the trigger that a user pool calls before it makes a token (event of version 2): each scope that the group of whoever
 * signs in does not give is left out. A client cannot say no to a person; without this everybody could sign in at every client.
 * Whoever is in no group, in one of another name or in two gets none. A fault here makes no token at all.
 */
export const scopesByGroup = `const given = new Map(${JSON.stringify(given)});
exports.handler = async (event) => {
  const groups = event.request.groupConfiguration?.groupsToOverride ?? [];
  const own = (groups.length === 1 && given.get(groups[0])) || [];
  const scopesToSuppress = [...new Set([...given.values()].flat())].filter((scope) => !own.includes(scope));
  event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress } } };
  return event;
};
`;
