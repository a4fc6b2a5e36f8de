import { stringify } from 'yaml';
import { deployCommands, headerOf, type Pipeline, style, testCommands } from './pipeline.js';

/** `.gitlab-ci.yml`; the secret is a variable, best of type "File", protected. */
export function gitlabFile(pipeline: Pipeline): string {
  const { branch, engineName, folder, tests } = pipeline;
  const changes = folder === '.' ? {} : { changes: [`${folder}/**/*`] };
  const document = {
    stages: tests === undefined ? ['deploy'] : ['test', 'deploy'],
    ...(tests === undefined
      ? {}
      : {
          test: {
            stage: 'test',
            image: tests.image,
            ...(tests.database === undefined
              ? {}
              : {
                  services: [{ name: tests.database.image, alias: 'database' }],
                  variables: { ...tests.database.env, ...tests.database.variables },
                }),
            ...(folder === '.' ? {} : { rules: [changes] }),
            script: testCommands(pipeline),
          },
        }),
    deploy: {
      stage: 'deploy',
      image: 'debian:trixie',
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
