import type Docker from 'dockerode';

/** Nanoseconds, as the engine counts them. */
const second = 1e9;

/**
 * A service's check as a trial asks it: each second. For the apps that live here a look every few
 * seconds is enough, and dear with a hundred of them; a trial is alone, and somebody waits for it:
 * the engine looks for the first time when an interval is over.
 */
export function askedSooner(health: Docker.HealthConfig): Docker.HealthConfig {
  return { ...health, Interval: Math.min(health.Interval || second, second) };
}
