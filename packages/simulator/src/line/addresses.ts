const anyId = /^[UCR][0-9a-f]{32}$/;
const userId = /^U[0-9a-f]{32}$/;

/** True for the well-formed id of a user, group or room. */
export function isLineId(value: unknown): value is string {
  return typeof value === "string" && anyId.test(value);
}

export function isLineUserId(value: unknown): value is string {
  return typeof value === "string" && userId.test(value);
}

const groupIds = { groupId: /^C[0-9a-f]{32}$/, roomId: /^R[0-9a-f]{32}$/ } as const;

/** True for the well-formed id of a group, or of a room. */
export function isLineGroupId(value: unknown, kind: keyof typeof groupIds): value is string {
  return typeof value === "string" && groupIds[kind].test(value);
}
