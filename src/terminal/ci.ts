/** Whether this runs in continuous integration, where nobody answers and nothing is redrawn. */
export function isCi(env: NodeJS.ProcessEnv): boolean {
  const { CI } = env;
  return CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false';
}
