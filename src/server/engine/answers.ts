/** What the engine's refusals mean. https://docs.docker.com/reference/api/engine/version/v1.41/ */

/** Whether the engine has no such object. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Passes over an object that is gone or being removed; throws everything else. */
export function unlessGone(error: unknown): undefined {
  if (isMissing(error) || statusOf(error) === 409) return undefined;
  throw error;
}

/** Passes over a container that is started or stopped already; throws everything else. */
export function unlessAlready(error: unknown): void {
  if (statusOf(error) !== 304) throw error;
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | null)?.statusCode;
}
