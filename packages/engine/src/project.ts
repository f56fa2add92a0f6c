/** The project that every database has: that of whoever asks for no other. Its keys alone may make others. */
export const defaultProject = "default";

/** What a project's id looks like. */
export const projectIdForm = /^[a-z0-9][a-z0-9-]{0,39}$/;
