import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take minutes, the longest first. A fresh clone knows no durations, and the size of a
 * file says little: one that begins last would keep all others' processors waiting for it.
 */
const long = [
  'test/e2e/migrate.e2e.test.ts',
  'test/e2e/backups.e2e.test.ts',
  'test/e2e/quickstart.e2e.test.ts',
  'test/e2e/site.e2e.test.ts',
  'test/e2e/deploy.e2e.test.ts',
  'test/e2e/faults/servers.e2e.test.ts',
  'test/e2e/faults/interrupted.e2e.test.ts',
  'test/migrate/database/seed.engine.test.ts',
  'test/migrate/host/agent.engine.test.ts',
];

/**
 * Each group's long files first, then the rest as Vitest would have them; but what needs lab servers
 * last: what those begin with may still be made (scripts/test-images.js).
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const late = ({ project }: TestSpecification) => Number(project.name === 'e2e');
    return sorted.sort(
      (a, b) => group(a) - group(b) || late(a) - late(b) || this.#place(a) - this.#place(b),
    );
  }

  #place({ moduleId }: TestSpecification): number {
    const at = long.indexOf(relative(this.ctx.config.root, moduleId));
    return at === -1 ? long.length : at;
  }
}
