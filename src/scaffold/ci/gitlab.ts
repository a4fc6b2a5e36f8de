import { stringify } from 'yaml';
import {
  changesOf,
  deployCommands,
  headerOf,
  type Pipeline,
  style,
  testCommands,
} from './pipeline.js';

/** The one file GitLab reads by itself; others are included by it. */
export const gitlabMain = '.gitlab-ci.yml';

/**
 * `.gitlab-ci.yml`, or a file that it includes; the secret is a variable, best of type "File",
 * protected. Jobs are named for the app, since those of all files are in one pipeline, and are in
 * stages GitLab has by itself.
 */
export function gitlabFile(pipeline: Pipeline): string {
  const { branch, engineName, tests } = pipeline;
  const changed = changesOf(pipeline, '**/*');
  const changes = changed === undefined ? {} : { changes: changed };
  const testJob = `test:${engineName}`;
  const document = {
    ...(tests === undefined
      ? {}
      : {
          [testJob]: {
            stage: 'test',
            image: tests.image,
            ...(tests.database === undefined
              ? {}
              : {
                  services: [{ name: tests.database.image, alias: 'database' }],
                  variables: { ...tests.database.env, ...tests.database.variables },
                }),
            // of branches, not once more of their merge requests
            ...(changed === undefined ? {} : { rules: [{ if: '$CI_COMMIT_BRANCH', ...changes }] }),
            script: testCommands(pipeline),
          },
        }),
    [`deploy:${engineName}`]: {
      stage: 'deploy',
      image: 'debian:trixie',
      // not after the tests of other apps
      ...(tests === undefined ? {} : { needs: [testJob] }),
      // Two deployments of one app wait for each other here instead of on the server.
      resource_group: engineName,
      rules: [{ if: `$CI_COMMIT_BRANCH == "${branch}"`, ...changes }],
      before_script: [
        'apt-get update -q && apt-get install -qy --no-install-recommends git openssh-client',
      ],
      script: [`${deployCommands(pipeline).join('\n')}\n`],
    },
  };
  const header = headerOf(pipeline).map((line) => `# ${line}\n`);
  return `${header.join('')}${stringify(document, style)}`;
}
