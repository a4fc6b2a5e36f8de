import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { engineAnswers } from './engine.js';
import { run } from './run.js';

/**
 * Stops the engine that this project started. Packages stay.
 * @param {(line: string) => void} log
 */
export async function stopEngine(log) {
  log('Stopping the Docker Engine that was started here …');
  if (existsSync('/run/systemd/system')) {
    await run(['systemctl', 'stop', 'docker.socket', 'docker']);
    return;
  }
  await run(['pkill', '-TERM', '-x', 'dockerd'], { check: false });
  const deadline = Date.now() + 60_000;
  while ((await engineAnswers()) && Date.now() < deadline) await delay(300);
}
