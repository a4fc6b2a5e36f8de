/** Milliseconds after which a log that is not saved is somebody's business. */
export const behind = 5 * 60_000;
