import type { LineGroup } from "../../options.ts";

/** The groups and rooms that the account is a member of. */
export interface Groups {
  find(id: string): LineGroup | undefined;
  join(group: LineGroup): void;
  /** False when the account never was in it, or has left the group before; a room can be left again. */
  leave(id: string): boolean;
  /** Without effect on a group that the account is not in. */
  addMember(id: string, userId: string): void;
  removeMember(id: string, userId: string): void;
}

export function createGroups(initial: readonly LineGroup[] = []): Groups {
  const groups = new Map(initial.map((group) => [group.groupId, group]));
  const leftRooms = new Set<string>();

  function changeMembers(id: string, by: 1 | -1, change: (memberIds: readonly string[]) => readonly string[]): void {
    const group = groups.get(id);
    if (group === undefined) return;
    groups.set(id, { ...group, members: Math.max(0, group.members + by), memberIds: change(group.memberIds ?? []) });
  }

  return {
    find: (id) => groups.get(id),
    join(group) {
      groups.set(group.groupId, group);
    },
    leave(id) {
      const wasIn = groups.delete(id);
      if (wasIn && id.startsWith("R")) leftRooms.add(id);
      return wasIn || leftRooms.has(id);
    },
    addMember: (id, userId) => changeMembers(id, 1, (memberIds) => [...memberIds, userId]),
    removeMember: (id, userId) => changeMembers(id, -1, (memberIds) => memberIds.filter((member) => member !== userId)),
  };
}
