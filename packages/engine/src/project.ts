/** The one project there is until projects have keys of their own. Every key begins with it. */
export const defaultProject = "default";
